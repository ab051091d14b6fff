"""A cancellation that staff should decide is approved at once."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    return "nei" if value == "ja" else value


FAULT = Fault(
    id="approves_unasked",
    title="Avbestillingen godkjennes uten at noen har vurdert den",
    noticed="Timen forsvinner uten at noen på helsestasjonen har sett hvorfor.",
    caught_by=("CANCEL-N02", "AVT-03"),
    hook=Hook.ASKS,
    act=_strike,
)
