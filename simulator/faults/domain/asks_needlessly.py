"""A cancellation that needs no approval waits for staff."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    return "ja" if value == "nei" else value


FAULT = Fault(
    id="asks_needlessly",
    title="Avbestillingen venter på svar som ikke trengs",
    noticed="Forelderen får ikke vite om timen er avbestilt.",
    caught_by=("CANCEL-N01", "A14"),
    hook=Hook.ASKS,
    act=_strike,
)
