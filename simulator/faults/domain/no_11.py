"""That the patient did not come is told to nobody."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return () if value == ("11",) else value


FAULT = Fault(
    id="no_11",
    title="Ikke møtt meldes ikke",
    noticed="Timen står som om den skulle vært gjennomført.",
    caught_by=("BOOK-N04", "A17"),
    hook=Hook.PUSH,
    act=_strike,
)
