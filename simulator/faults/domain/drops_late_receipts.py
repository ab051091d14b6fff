"""A receipt that comes after four days is not used."""

from __future__ import annotations

from datetime import datetime

from simulator.faults.fault import Case, Fault
from simulator.journal.follow_up import WITHOUT_RECEIPT
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str | None) -> str | None:
    late = case.unit.now - datetime.fromisoformat(case.about["time"]) > WITHOUT_RECEIPT
    return "Kvitteringen kom for sent; den er ikke brukt." if late and value is None else value


FAULT = Fault(
    id="drops_late_receipts",
    title="Sene kvitteringer kastes",
    noticed="Helsestasjonen ringer om timer som forelderen alt ser på Helsenorge.",
    caught_by=("TIME-F02", "TIME-F04", "TL-05", "TL-01"),
    hook=Hook.RECEIPT,
    act=_strike,
)
