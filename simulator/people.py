"""The synthetic population: the families of fixtures/personas and some more that a seed decides."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
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
    faker = Faker("no_NO")
    faker.seed_instance(seed)
    chance = random.Random(seed)  # noqa: S311 - test people, not secrets
    for number in range(1, count + 1):
        family = faker.last_name()
        parents = [_parent(f"f{number}{letter}", family, sex, faker, chance, numbers) for letter, sex in _PARENTS]
        yield from parents
        for child in (1, 2):
            yield _child(f"f{number}c{child}", family, tuple(parent.id for parent in parents), faker, chance, numbers)


_PARENTS: tuple[tuple[str, Sex], ...] = (("a", "kvinne"), ("b", "mann"))


def _parent(id_: str, family: str, sex: Sex, faker: Faker, chance: random.Random, numbers: _Numbers) -> Person:
    birth = date(1980, 1, 1) + timedelta(days=chance.randrange(6000))
    return Person(id_, numbers.next(birth, sex), family, _given(faker, sex), birth, sex, "forelder")


def _child(
    id_: str, family: str, guardians: tuple[str, ...], faker: Faker, chance: random.Random, numbers: _Numbers
) -> Person:
    birth = CHILDREN_BORN_FROM + timedelta(days=chance.randrange(2700))
    sex: Sex = chance.choice(("kvinne", "mann"))
    given = _given(faker, sex)
    return Person(id_, numbers.next(birth, sex), family, given, birth, sex, "barn", guardians, "FO")


def _given(faker: Faker, sex: Sex) -> str:
    return str(faker.first_name_female() if sex == "kvinne" else faker.first_name_male())
