"""A visit that was carried out is put as if it were to come."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, resource: dict[str, Any]) -> bool:
    if resource["status"] != "fulfilled":
        return False
    resource["status"] = "booked"
    return True


FAULT = Fault(
    id="rest_visit_not_done",
    title="Utført besøk står som planlagt (FHIR)",
    noticed="Datteren ser ikke om noen har vært hos faren i dag.",
    caught_by=("HOME-N13", "HV-06"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    fate=Fate.REMARKED,
    product="dips_front_cosdoc",
)
