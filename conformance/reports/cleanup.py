"""The list of what a run left in the EPJ, for whoever tidies there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from conformance.evidence.records import LeftRecord
from conformance.evidence.store import Evidence
from conformance.reports import write_whole
from standards.masking import mask

FILE_NAME: Final = "opprydding.txt"
_HEAD: Final = "Dette satte prøven inn i journalen, og det kan stå der ennå. Kryss av etter hvert."


def write_list(evidence: Evidence, directory: Path) -> tuple[Path, int]:
    """Write the list, also when it is empty; gives where, and how many things are on it. Raises `OSError`."""
    left = evidence.left_behind()
    text = "\n".join([_HEAD, *_lines(left)]) if left else "Prøven har ikke latt noe stå igjen som testbenken vet om."
    return write_whole(directory / FILE_NAME, f"{mask(text)}\n".encode()), len(left)


def _lines(left: Iterable[LeftRecord]) -> Iterable[str]:
    grouped: dict[str, list[LeftRecord]] = {}
    for one in left:
        grouped.setdefault(one.person or "Innstillinger og annet", []).append(one)
    for person, things in grouped.items():
        yield ""
        yield person
        yield from (f"  [ ] {thing.text} ({thing.scenario_id})" for thing in things)
