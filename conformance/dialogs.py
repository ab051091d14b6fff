"""Which process citizens and staff of a target write to each other in, and the codes it has for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from standards.codes import Code, oid
from standards.kodeverk.k7601 import K7601
from standards.processes import EKONTAKT, EPJ, HELSENORGE, HELSEPERSONELL, TEXT, Process

if TYPE_CHECKING:
    from conformance.targets.model import Target

DIALOG: Final = "DIALOG"
"""The name in a tag for a scenario that holds in either process."""
_FOR_SPECIALISTS: Final = "1.0"
"""The version of HELSEPERSONELL for specialist care, which writes Dialogmelding 1.0."""


def declared(processes: Mapping[str, str]) -> tuple[Process, ...]:
    """The processes among those declared that a citizen and the service may write in, the one we write in first."""
    found = [EKONTAKT] if EKONTAKT.code in processes else []
    if processes.get(HELSEPERSONELL.code, _FOR_SPECIALISTS) != _FOR_SPECIALISTS:
        found.append(HELSEPERSONELL)
    return tuple(found)


def process_of(target: Target) -> Process:
    """The one that we write in; EKONTAKT where the target has none, so that what lacks it is told by that name."""
    return next(iter(declared(target.processes)), EKONTAKT)


def opening_of(process: Process) -> Code:
    """What a citizen opens a thread with: HE, or SB."""
    steps = process.steps_of(HELSENORGE, "Foresporsel")
    code = next(step.code for step in steps if step.opens and not step.tolerated)
    return Code(code, oid(7601), K7601.codes[code])


def answer_codes(process: Process) -> tuple[str, ...]:
    """What staff answer a citizen with: 19, or 12."""
    return tuple(step.code for step in process.steps_of(EPJ, "Notat") if TEXT in step.required)
