"""A cancelled or finished appointment is put with the status it had."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fate, Fault
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
    caught_by=(),
    hook=Hook.OUTGOING,
    act=putting(_change),
    fate=Fate.BY_HAND,
    why="avlys en time i arbeidsflaten, og se i innboksen til mottaket av timer at den står som cancelled.",
)
