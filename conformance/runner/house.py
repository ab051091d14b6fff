"""The files that a verdict may rest on: what judges, and not what only shows, packs and weighs what was judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).resolve().parents[2]
_ROOMS: Final = ("conformance", "standards", "wire")
_SUFFIXES: Final = frozenset({".py", ".toml", ".json", ".csv", ".xsd"})
_ONLY_TELL: Final = frozenset({"reports", "packing", "deciding", "reproducing"})
"""Rooms of the harness that no verdict rests on."""


def sources() -> Iterator[tuple[str, Path]]:
    """Each file with its name as seen from the house, the same on every machine."""
    for room in _ROOMS:
        for path in (HOUSE / room).rglob("*"):
            place = path.relative_to(HOUSE)
            if path.suffix in _SUFFIXES and not (room == "conformance" and place.parts[1] in _ONLY_TELL):
                yield place.as_posix(), path
