"""Named seed packs: who lives in a test area."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from simulator.journal.refusals import FaultyParams
from simulator.people import Person
from simulator.people.packs import PACKS, USUAL

__all__ = ["USUAL", "packs", "people"]


def packs() -> dict[str, str]:
    """Name → what is in it."""
    return {name: told for name, (told, _) in PACKS.items()}


def people(pack: str, seed: int, day: date) -> tuple[Person, ...]:
    """Who lives there, the same for the same three: those who have a number to be known by.

    Raises `FaultyParams` for an unknown pack.
    """
    if pack not in PACKS:
        near = get_close_matches(pack, PACKS, n=1, cutoff=0.3)
        raise FaultyParams(
            f"Pakken «{pack[:80]}» finnes ikke.",
            expected=", ".join(PACKS),
            found=pack[:80],
            fix=f"Mente du {near[0]}?" if near else "Velg en av dem.",
        )
    return tuple(person for person in PACKS[pack][1](seed, day) if person.ident)
