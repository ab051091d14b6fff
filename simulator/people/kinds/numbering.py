"""Numbers that are not ordinary: D-numbers, numbers that change, numbers to come, and those of the rule from 2032."""

from __future__ import annotations

from simulator.people.making import Kind, Maker
from simulator.people.person import SIDES, Number, Person


def d_number(make: Maker) -> list[Person]:
    """A mother and a child with D-numbers and no registered address."""
    birth = make.born("child", 1, 9)
    known = {"address": "", "d_number": True, "traits": ("D-nummer",)}
    mother = make.parent("mor", birth, "kvinne", **known)
    return [mother, *make.children([birth], [mother], **known)]


def d_number_ends(make: Maker) -> list[Person]:
    """Two with a D-number that becomes an FNR: one today, one in two weeks."""
    return [_changing(make, "idag", 0), _changing(make, "siden", 14)]


def newborn(make: Maker) -> list[Person]:
    """A child of two days that gets a number in five."""
    return _newborn(make, age_in_days=2, number_in_days=5)


def newborn_today(make: Maker) -> list[Person]:
    """A child of six days that gets the number today."""
    return _newborn(make, age_in_days=6, number_in_days=0)


def rule_2032(make: Maker) -> list[Person]:
    """One with a number of the kind given from 2032, which tells neither sex nor century."""
    birth = make.born("adult", 25, 60)
    number = Number(make.number(birth, "kvinne", k1_remainder=1))
    return [make.person("voksen", birth, sex="kvinne", numbers=(number,), traits=("nummer etter 2032-regelen",))]


def _changing(make: Maker, role: str, days: int) -> Person:
    birth = make.born(role, 22, 50)
    sex = make.draws.pick(f"{role} sex", SIDES)
    numbers = (
        Number(make.number(birth, sex, d_number=True), until=make.after(days - 1)),
        Number(make.number(birth, sex), since=make.after(days)),
    )
    return make.person(role, birth, sex=sex, numbers=numbers, traits=("D-nummer blir fødselsnummer",))


def _newborn(make: Maker, *, age_in_days: int, number_in_days: int) -> list[Person]:
    birth = make.after(-age_in_days)
    parents = make.parents(birth)
    sex = parents[make.draws.number("baby sex", 2)].sex
    number = Number(make.number(birth, sex), since=make.after(number_in_days))
    return [*parents, *make.children([birth], parents, sex=sex, numbers=(number,), traits=("nyfødt",))]


KINDS = (
    Kind("d-nummer", "Mor og barn med D-nummer", 2, d_number, weight=1),
    Kind("d-nummer-blir-fnr", "D-nummer som blir fødselsnummer", 2, d_number_ends),
    Kind("nyfoedt-uten-nummer", "Nyfødt som ikke har fått nummer", 3, newborn),
    Kind("nyfoedt-nummer-i-dag", "Nyfødt som får nummer i dag", 3, newborn_today),
    Kind("2032-nummer", "Nummer etter regelen fra 2032", 1, rule_2032),
)
