"""Nobody can see who has used a journal."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return False


FAULT = Fault(
    id="no_access_log",
    title="Oppslag i journalen logges ikke",
    noticed="Foreldre som ber om innsyn i loggen, får en tom liste.",
    caught_by=("JRN-N05", "JR-05"),
    hook=Hook.ACCESS,
    act=_strike,
)
