"""A population of any size: one of each kind of family first, then more of the ordinary ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from simulator.people.draws import Draws
from simulator.people.kinds import KINDS
from simulator.people.making import Kind, Maker
from simulator.people.numbers import Numbers
from simulator.people.person import Family, Person

YEARS = range(2000, 2040)
"""The years a population may be seen from: fødselsnummer are given out by birth years up to 2039."""
WHOLE = sum(kind.size for kind in KINDS)
"""So many people it takes to have every kind of family."""
LARGEST = 100_000


@dataclass(frozen=True)
class Population:
    """Everybody, and which kinds there was no room for."""

    families: tuple[Family, ...]
    left_out: tuple[Kind, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, family by family."""
        return tuple(person for family in self.families for person in family.members)


def generate(seed: int, size: int, day: date) -> Population:
    """Exactly so many people as they are that day: the same for the same three arguments, whatever the machine.

    Raises `ValueError` for a size or a year that it cannot make.
    """
    if size not in range(1, LARGEST + 1):
        raise ValueError(f"The size must be from 1 to {LARGEST}, not {size}.")
    if day.year not in YEARS:
        raise ValueError(f"The year must be from {YEARS[0]} to {YEARS[-1]}, not {day.year}.")
    once, left_out = _first_round(size)
    kinds = [*once, *_more(seed, size - sum(kind.size for kind in once))]
    return Population(_built(seed, kinds, day), left_out)


def _first_round(size: int) -> tuple[list[Kind], tuple[Kind, ...]]:
    """Each kind once, from the top, as long as there is room."""
    chosen: list[Kind] = []
    for kind in KINDS:
        if sum(one.size for one in chosen) + kind.size <= size:
            chosen.append(kind)
    return chosen, tuple(kind for kind in KINDS if kind not in chosen)


def _more(seed: int, rest: int) -> list[Kind]:
    """Kinds that fill the rest exactly; there is always one of size 1."""
    draws = Draws(seed, "kinds")
    chosen: list[Kind] = []
    while rest:
        fit = [kind for kind in KINDS for _ in range(kind.weight) if kind.size <= rest]
        chosen.append(draws.pick(str(len(chosen)), fit))
        rest -= chosen[-1].size
    return chosen


def _built(seed: int, kinds: list[Kind], day: date) -> tuple[Family, ...]:
    numbers, seen = Numbers(), Counter[str]()
    families = []
    for place, kind in enumerate(kinds):
        seen[kind.id] += 1
        key = f"{kind.id}-{seen[kind.id]}"
        members = kind.build(Maker(key, place, Draws(seed, key), numbers, day))
        families.append(Family(key, kind.title, tuple(members)))
    return tuple(families)
