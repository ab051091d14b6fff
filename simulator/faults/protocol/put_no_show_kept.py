"""That a patient did not come is never put."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, resource: dict[str, Any]) -> bool:
    if resource["status"] != "noshow":
        return False
    resource["status"] = "booked"
    return True


FAULT = Fault(
    id="put_no_show_kept",
    title="Time som ikke ble brukt, står som planlagt (FHIR)",
    noticed="Innbyggeren ser en gammel time som om den fortsatt gjelder.",
    caught_by=("BOOK-F51", "RT-03"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    fate=Fate.REMARKED,
    product="dips_front_cosdoc",
)
