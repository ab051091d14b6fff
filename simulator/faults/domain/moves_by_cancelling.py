"""A move is sent as 08 and a new 05."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: tuple[str, ...]) -> tuple[str, ...]:
    return ("08", "05") if value == ("07",) else value


FAULT = Fault(
    id="moves_by_cancelling",
    title="Flytting sendes som avlysning og ny time",
    noticed="Innbyggeren får vite at timen er avlyst, og så at hun har en ny.",
    caught_by=("BOOK-N02", "A16"),
    hook=Hook.PUSH,
    act=_strike,
)
