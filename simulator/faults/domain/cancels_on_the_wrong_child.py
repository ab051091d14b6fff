"""Whoever names an appointment may cancel it, whichever patient the message is about."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return False


FAULT = Fault(
    id="cancels_on_the_wrong_child",
    title="Timen til et annet barn kan avbestilles",
    noticed="Et barn mister timen sin fordi noen avbestilte på et annet barn.",
    caught_by=("CANCEL-F10", "CANCEL-F11", "AVT-02"),
    hook=Hook.OTHERS,
    act=_strike,
)
