"""A move is sent as two equal 07."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return ("07", "07") if value == ("07",) else value


FAULT = Fault(
    id="moves_twice",
    title="Flytting sendes to ganger",
    noticed="Innbyggeren varsles to ganger om samme endring.",
    caught_by=("BOOK-N02", "A16"),
    hook=Hook.PUSH,
    act=_strike,
)
