"""Families as most are, and what the seed fills a large population with."""

from __future__ import annotations

from simulator.people.making import Kind, Maker, parental
from simulator.people.person import Person


def two_parents(make: Maker) -> list[Person]:
    """Two parents with two children under 12."""
    births = make.siblings(2, (0, 4))
    parents = make.parents(births[0])
    return [*parents, *make.children(births, parents)]


def one_parent(make: Maker) -> list[Person]:
    """One parent, who has the responsibility alone, and one child."""
    birth = make.born("child", 0, 10)
    mother = make.parent("mor", birth, "kvinne", traits=("alene med foreldreansvaret",))
    return [mother, *make.children([birth], [mother])]


def youths(make: Maker) -> list[Person]:
    """Two parents with one youth who has their consent and one who has not."""
    first, second = make.born("first", 15, 15), make.born("second", 13, 13)
    parents = make.parents(first)
    consent = make.person(
        "ungdom1", first, ties=parental(*parents), parental_consent=True, traits=("foreldresamtykke",)
    )
    return [*parents, consent, make.person("ungdom2", second, ties=parental(*parents))]


def youth(make: Maker) -> list[Person]:
    """A parent and a youth of 12 to 17."""
    birth = make.born("youth", 12, 17)
    parent = make.parent("far", birth, "mann")
    return [parent, make.person("ungdom", birth, ties=parental(parent))]


def pregnant(make: Maker) -> list[Person]:
    """A pregnant woman, her partner and their first child."""
    birth = make.born("child", 1, 4)
    due = make.after(14 + make.draws.number("due", 220))
    mother = make.parent("mor", birth, "kvinne", due_date=due, traits=("gravid",))
    father = make.parent("far", birth, "mann")
    return [mother, father, *make.children([birth], [mother, father])]


def pregnant_alone(make: Maker) -> list[Person]:
    """One who expects her first child, and lives alone."""
    due = make.after(14 + make.draws.number("due", 220))
    return [make.person("gravid", make.born("pregnant", 19, 39), sex="kvinne", due_date=due, traits=("gravid",))]


def alone(make: Maker) -> list[Person]:
    """A grown-up without children at home."""
    return [make.person("voksen", make.born("adult", 23, 66))]


def not_digital(make: Maker) -> list[Person]:
    """A parent and a child who do not use Helsenorge."""
    birth = make.born("child", 0, 10)
    mother = make.parent("mor", birth, "kvinne", digitally_active=False, traits=("ikke digital",))
    return [mother, *make.children([birth], [mother], digitally_active=False, traits=("ikke digital",))]


KINDS = (
    Kind("to-foreldre", "To foreldre og to barn", 4, two_parents, weight=10),
    Kind("en-forelder", "Én forelder med foreldreansvaret alene", 2, one_parent, weight=5),
    Kind("ungdom", "Ungdom med og uten samtykke fra foreldrene", 4, youths),
    Kind("gravid", "Gravid, partner og ett barn", 3, pregnant, weight=2),
    Kind("gravid-alene", "Gravid som bor alene", 1, pregnant_alone, weight=2),
    Kind("tenaaring", "Forelder og ungdom", 2, youth, weight=4),
    Kind("voksen", "Voksen uten barn hjemme", 1, alone, weight=4),
    Kind("ikke-digital", "Forelder og barn som ikke bruker Helsenorge", 2, not_digital, weight=1),
)
