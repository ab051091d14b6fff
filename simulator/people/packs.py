"""Named packs of people: who lives in a test area, the same for journals and for the national register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from simulator.people.person import Person
from simulator.people.small import everybody, population

USUAL: Final = "vanlig"
_MANY = 100


def _personas(seed: int, day: date) -> tuple[Person, ...]:  # the same whatever the seed and the day
    return population(seed, families=0)


def _usual(seed: int, day: date) -> tuple[Person, ...]:
    return population(seed)


def _many(seed: int, day: date) -> tuple[Person, ...]:
    return population(seed, families=_MANY)


PACKS: Final[Mapping[str, tuple[str, Callable[[int, date], tuple[Person, ...]]]]] = MappingProxyType(
    {
        "personas": ("Bare familiene som finnes overalt", _personas),
        USUAL: ("Familiene som finnes overalt, og fire til", _usual),
        "familier": ("Som vanlig, og alle de navngitte familiene slik de er den dagen", everybody),
        "mange": ("Familiene som finnes overalt, og hundre til", _many),
    }
)
"""Name → what is in it in bokmål, and the people for a seed and a day, those without a number too."""
