"""Families where somebody is dead."""

from __future__ import annotations

from simulator.people.making import ELSEWHERE, Kind, Maker
from simulator.people.person import Bond, Person, Tie


def dead_child(make: Maker) -> list[Person]:
    """Two parents who lost one of their two children a month ago."""
    births = make.siblings(2, (1, 6))
    parents = make.parents(births[0])
    first = make.children(births[:1], parents)
    lost = make.person(
        "barn2", births[1], ties=first[0].ties, death_date=make.after(-30), traits=("død",)
    )  # fmt: skip
    return [*parents, *first, lost]


def dead_parent(make: Maker) -> list[Person]:
    """A child whose father is dead."""
    birth = make.born("child", 2, 10)
    mother = make.parent("mor", birth, "kvinne")
    father = make.parent("far", birth, "mann", death_date=make.after(-60), traits=("død",))
    return [mother, father, *make.children([birth], [mother, father])]


def orphan(make: Maker) -> list[Person]:
    """A child whose only parent is dead, with a guardian."""
    birth = make.born("child", 2, 10)
    mother = make.parent("mor", birth, "kvinne", death_date=make.after(-90), traits=("død",))
    guardian = make.parent("verge", mother.birth_date, "kvinne", kind="voksen", address=make.address(ELSEWHERE))
    ties = (
        Tie(guardian.id, Bond.GUARDIAN, make.after(-80)),
        Tie(mother.id, Bond.PARENTAL, until=make.after(-90)),
    )  # fmt: skip
    child = make.person("barn", birth, ties=ties, address=guardian.address, traits=("foreldreløs",))
    return [mother, guardian, child]


KINDS = (
    Kind("doedt-barn", "Familie som har mistet et barn", 4, dead_child),
    Kind("doed-forelder", "Barn som har mistet faren", 3, dead_parent),
    Kind("foreldreloes", "Foreldreløst barn med verge", 3, orphan),
)
