"""The times of an appointment put over REST have no offset."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, resource: dict[str, Any]) -> bool:
    for name in ("start", "end"):
        if name in resource:
            resource[name] = resource[name][:19]
    return True


FAULT = Fault(
    id="put_no_offset",
    title="Tidene mangler tidssone (FHIR)",
    noticed="Helsenorge avviser timen, og innbyggeren får ikke beskjed.",
    caught_by=("BOOK-N50", "FH-01", "A34"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    product="dips_front_cosdoc",
)
