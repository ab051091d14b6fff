"""Names that must survive the whole way."""

from __future__ import annotations

from simulator.people.making import Kind, Maker, parental
from simulator.people.names import DOUBLE, LONG, LONG_FAMILY, ONE_NAME, SAMI, SAMI_FAMILY
from simulator.people.person import Person


def sami(make: Maker) -> list[Person]:
    """A family whose names have á, č, đ, ŋ, š, ŧ and ž between them."""
    births = make.siblings(2, (1, 6))
    known = {"family": SAMI_FAMILY, "traits": ("samisk navn",)}
    mother = make.parent("mor", births[0], "kvinne", given=make.draws.pick("mother", SAMI["kvinne"][:2]), **known)
    father = make.parent("far", births[0], "mann", given=make.draws.pick("father", SAMI["mann"][2:]), **known)
    ties = parental(mother, father)
    son = make.person("barn1", births[0], sex="mann", given=SAMI["mann"][0], ties=ties, **known)
    daughter = make.person("barn2", births[1], sex="kvinne", given=SAMI["kvinne"][2], ties=ties, **known)
    return [mother, father, son, daughter]


def one_name(make: Maker) -> list[Person]:
    """Two with one name only; it stands both as given and family name, since a hodemelding demands both."""
    birth = make.born("child", 1, 9)
    first = make.draws.number("name", len(ONE_NAME))
    names = [ONE_NAME[(first + step) % len(ONE_NAME)] for step in (0, 1)]
    parent = make.parent("mor", birth, "kvinne", given=names[0], family=names[0], traits=("ett navn",))
    child = make.person(
        "barn", birth, given=names[1], family=names[1], ties=parental(parent), traits=("ett navn",)
    )  # fmt: skip
    return [parent, child]


def long_names(make: Maker) -> list[Person]:
    """Very long names with hyphens, apostrophes and small particles."""
    birth = make.born("child", 1, 9)
    known = {"family": LONG_FAMILY, "traits": ("langt navn",)}
    parent = make.parent("far", birth, "mann", given=LONG["mann"], **known)
    return [parent, make.person("barn", birth, sex="kvinne", given=LONG["kvinne"], ties=parental(parent), **known)]


def double_names(make: Maker) -> list[Person]:
    """Parents with a family name each, and a child with both."""
    birth = make.born("child", 1, 9)
    double = make.draws.pick("double", DOUBLE)
    mother = make.parent("mor", birth, "kvinne", family=double.replace("-", " ").split()[0])
    father = make.parent("far", birth, "mann", family=double.replace("-", " ").split()[1])
    return [mother, father, *make.children([birth], [mother, father], family=double, traits=("dobbelt etternavn",))]


KINDS = (
    Kind("samisk", "Samiske navn", 4, sami, weight=1),
    Kind("ett-navn", "Bare ett navn", 2, one_name),
    Kind("langt-navn", "Svært lange navn", 2, long_names),
    Kind("dobbelt-etternavn", "To etternavn", 3, double_names, weight=2),
)
