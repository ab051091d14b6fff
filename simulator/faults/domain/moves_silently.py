"""A move is told to nobody."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return () if value == ("07",) else value


FAULT = Fault(
    id="moves_silently",
    title="Flytting meldes ikke",
    noticed="Innbyggeren møter på det gamle tidspunktet.",
    caught_by=("BOOK-N02", "A16"),
    hook=Hook.PUSH,
    act=_strike,
)
