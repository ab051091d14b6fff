"""The small population of every simulated journal: the families known everywhere, and some more that a seed decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from simulator.people.draws import Draws
from simulator.people.names import FAMILY, GIVEN, PLACE
from simulator.people.numbers import Numbers
from simulator.people.person import SIDES, Person, Sex
from simulator.people.personas import CHILD, PARENT, PERSONAS, known_everywhere, named_families

FAMILIES = 4
CHILDREN_BORN_FROM = date(2019, 1, 1)
"""Those born from this day are under 12 until 2031."""
_GROWN_UP = (date(1980, 1, 1), 6000)
_FIRST_CHILD = (CHILDREN_BORN_FROM, 1300)
_YEAR_OR_MORE = 400
_STEP = 7
"""Has no factor in common with the number of family names, so that neighbours are not called the same."""


_FOR_THE_NAMED = 300
"""The named families have the first numbers of every birth date, so that none of these can have theirs."""


@lru_cache(maxsize=32)
def population(seed: int, *, families: int = FAMILIES, personas: Path = PERSONAS) -> tuple[Person, ...]:
    """The same people for the same seed; those of the personas are the same for every seed."""
    fixed = known_everywhere(Numbers(), folder=personas)
    numbers = Numbers(skip=_FOR_THE_NAMED)
    return (*fixed, *(person for place in range(1, families + 1) for person in _family(seed, place, numbers)))


def everybody(seed: int, day: date) -> tuple[Person, ...]:
    """The small population and the rest of the named families, as they are that day."""
    others = (family.members for family in named_families(day) if not family.everywhere)
    return (*population(seed), *(person for members in others for person in members))


def _family(seed: int, place: int, numbers: Numbers) -> Iterator[Person]:
    """Two parents and two children under the same roof."""
    draws = Draws(seed, "small")
    family = FAMILY[(draws.number("family", len(FAMILY)) + _STEP * place) % len(FAMILY)]
    parents = tuple(f"f{place}{letter}" for letter in "ab")
    taken: set[str] = set()

    def person(letter: str, sex: Sex, birth: date, guardians: tuple[str, ...] = ()) -> Person:
        given = draws.pick(f"{place}{letter} given", [name for name in GIVEN[sex] if name not in taken])
        taken.add(given)
        kind, relation = (CHILD, "FO") if guardians else (PARENT, "")
        ident, address = numbers.next(birth, sex), f"Nyvegen {place}, {PLACE}"
        return Person(f"f{place}{letter}", ident, family, given, birth, sex, kind, guardians, relation, address=address)

    def born(letter: str, first: date, days: int) -> date:
        return first + timedelta(days=draws.number(f"{place}{letter} birth", days))

    for letter, sex in zip("ab", SIDES, strict=True):
        yield person(letter, sex, born(letter, *_GROWN_UP))
    first = born("c1", *_FIRST_CHILD)
    second = born("c2", first + timedelta(days=_YEAR_OR_MORE), _FIRST_CHILD[1])
    for letter, birth in (("c1", first), ("c2", second)):
        yield person(letter, draws.pick(f"{place}{letter} sex", SIDES), birth, parents)
