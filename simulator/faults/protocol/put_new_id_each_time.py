"""An appointment is put as a new one each time."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, resource: dict[str, Any]) -> bool:
    resource["id"] = resource["identifier"][0]["value"] = case.unit.new_id()
    return True


FAULT = Fault(
    id="put_new_id_each_time",
    title="Timen sendes som en ny time hver gang (FHIR)",
    noticed="Når timen flyttes eller avlyses, står den gamle fortsatt på Helsenorge.",
    caught_by=("BOOK-N51", "A30"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    product="dips_front_cosdoc",
)
