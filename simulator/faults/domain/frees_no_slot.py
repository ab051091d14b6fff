"""The time that was called off stays taken."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return False


FAULT = Fault(
    id="frees_no_slot",
    title="Timen som avbestilles, blir ikke ledig",
    noticed="Innbyggeren får vite at timen er avbestilt, men den står der fortsatt.",
    caught_by=("CANCEL-N01", "AVT-02"),
    hook=Hook.FREES,
    act=_strike,
)
