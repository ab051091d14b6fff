"""Named seed packs: who lives in a test area."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

from simulator.journal.refusals import FaultyParams
from simulator.people import Person, everybody, population

USUAL = "vanlig"
_MANY = 100


def _personas(seed: int, day: date) -> tuple[Person, ...]:  # the same whatever the seed and the day
    return population(seed, families=0)


def _usual(seed: int, day: date) -> tuple[Person, ...]:
    return population(seed)


def _many(seed: int, day: date) -> tuple[Person, ...]:
    return population(seed, families=_MANY)


_PACKS: Mapping[str, tuple[str, Callable[[int, date], tuple[Person, ...]]]] = MappingProxyType(
    {
        "personas": ("Bare familiene som finnes overalt", _personas),
        USUAL: ("Familiene som finnes overalt, og fire til", _usual),
        "familier": ("Som vanlig, og alle de navngitte familiene slik de er den dagen", everybody),
        "mange": ("Familiene som finnes overalt, og hundre til", _many),
    }
)


def packs() -> dict[str, str]:
    """Name → what is in it."""
    return {name: told for name, (told, _) in _PACKS.items()}


def people(pack: str, seed: int, day: date) -> tuple[Person, ...]:
    """Who lives there, the same for the same three: those who have a number to be known by.

    Raises `FaultyParams` for an unknown pack.
    """
    if pack not in _PACKS:
        near = get_close_matches(pack, _PACKS, n=1, cutoff=0.3)
        raise FaultyParams(
            f"Pakken «{pack[:80]}» finnes ikke.",
            expected=", ".join(_PACKS),
            found=pack[:80],
            fix=f"Mente du {near[0]}?" if near else "Velg en av dem.",
        )
    return tuple(person for person in _PACKS[pack][1](seed, day) if person.ident)
