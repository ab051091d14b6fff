"""The synthetic population: the families of fixtures/personas and some more that a seed decides."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from faker import Faker

from standards.identifiers import make_fnr

PERSONAS = Path(__file__).resolve().parent.parent / "fixtures" / "personas"
FAMILIES = 4
CHILDREN_BORN_FROM = date(2019, 1, 1)
"""Those born from this day are under 12 until 2031."""

Sex = Literal["kvinne", "mann"]


@dataclass(frozen=True)
class Person:
    """One synthetic person; `guardians` are ids of others in the population, `relation` a code of 7611."""

    id: str
    ident: str
    family: str
    given: str
    birth_date: date
    sex: Sex
    kind: str
    guardians: tuple[str, ...] = ()
    relation: str = ""
    digitally_active: bool = True

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


def population(seed: int, *, families: int = FAMILIES, personas: Path = PERSONAS) -> tuple[Person, ...]:
    """The same people for the same seed; those of the personas are the same for every seed."""
    numbers = _Numbers()
    fixed = [_person(entry, numbers) for path in sorted(personas.glob("*.toml")) for entry in _entries(path)]
    return (*fixed, *_families(seed, families, numbers))


class _Numbers:
    """Hands out synthetic ids, each once, in the order asked for."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def next(self, birth: date, sex: Sex) -> str:
        """The first free id; the last digit of the individual number tells the registered sex."""
        first = 0 if birth.year < 2000 else 500
        for individual in range(first + (sex == "mann"), first + 500, 2):
            try:
                number = make_fnr(birth, individual)
            except ValueError:
                continue
            if number not in self._given:
                self._given.add(number)
                return number
        raise ValueError(f"No synthetic id is left for {birth}.")


def _entries(path: Path) -> list[dict[str, Any]]:
    return list(tomllib.loads(path.read_text("utf-8"))["persons"])


def _person(entry: dict[str, Any], numbers: _Numbers) -> Person:
    return Person(
        id=entry["id"],
        ident=numbers.next(entry["birth_date"], entry["sex"]),
        family=entry["family"],
        given=entry["given"],
        birth_date=entry["birth_date"],
        sex=entry["sex"],
        kind=entry["kind"],
        guardians=tuple(entry.get("guardians", ())),
        relation=entry.get("relation", ""),
        digitally_active=entry.get("digitally_active", True),
    )


def _families(seed: int, count: int, numbers: _Numbers) -> Iterator[Person]:
    """Two parents and two children each, named by Faker; never its ids, which may belong to somebody."""
    births = _Births(seed, numbers)
    for number in range(1, count + 1):
        family = births.family()
        parents = [births.person(f"f{number}{letter}", family, sex, _GROWN_UP) for letter, sex in _PARENTS]
        yield from parents
        for child in (1, 2):
            born = births.person(f"f{number}c{child}", family, births.sex(), _SMALL)
            yield replace(born, kind="barn", guardians=tuple(parent.id for parent in parents), relation="FO")


_PARENTS: tuple[tuple[str, Sex], ...] = (("a", "kvinne"), ("b", "mann"))
_GROWN_UP = (date(1980, 1, 1), 6000)
_SMALL = (CHILDREN_BORN_FROM, 2700)


class _Births:
    """Names from Faker and dates from one seed."""

    def __init__(self, seed: int, numbers: _Numbers) -> None:
        self._faker = Faker("no_NO")
        self._faker.seed_instance(seed)
        self._chance = random.Random(seed)  # noqa: S311 - test people, not secrets
        self._numbers = numbers

    def family(self) -> str:
        return str(self._faker.last_name())

    def sex(self) -> Sex:
        return self._chance.choice(("kvinne", "mann"))

    def person(self, id_: str, family: str, sex: Sex, born: tuple[date, int]) -> Person:
        first, days = born
        birth = first + timedelta(days=self._chance.randrange(days))
        given = str(self._faker.first_name_female() if sex == "kvinne" else self._faker.first_name_male())
        return Person(id_, self._numbers.next(birth, sex), family, given, birth, sex, "forelder")
