"""A cancelled or finished appointment is put with the status it had."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook

_OVER = ("cancelled", "noshow", "fulfilled")


def _change(case: Case, resource: dict[str, Any]) -> bool:
    if resource["status"] not in _OVER:
        return False
    resource["status"] = "booked"
    resource.pop("cancelationReason", None)
    return True


FAULT = Fault(
    id="put_status_kept",
    title="Timen sendes med gammel status (FHIR)",
    noticed="Timen står på Helsenorge som om den fortsatt gjelder, og familien møter opp.",
    caught_by=("BOOK-N52", "HOME-F20", "RT-02"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    product="dips_front_cosdoc",
)
