"""A cancellation that should go by itself is refused."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    return value or "Timen kan ikke avbestilles på nett."


FAULT = Fault(
    id="refuses_by_itself",
    title="Avbestillingen avslås uten grunn",
    noticed="Forelderen får ikke avbestilt, og må ringe.",
    caught_by=("CANCEL-N01", "A14"),
    hook=Hook.PROBLEM,
    act=_strike,
)
