"""An appointment that is put names somebody else as its patient."""

from __future__ import annotations

from typing import Any

from simulator.faults.editing import putting
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, resource: dict[str, Any]) -> bool:
    own = {one["actor"]["identifier"]["value"] for one in resource["participant"] if "identifier" in one["actor"]}
    other = case.unit.row("SELECT ident FROM patient WHERE ident NOT IN (?) ORDER BY ident", *own)
    if other is None:
        return False
    for participant in resource["participant"]:
        if "identifier" in participant["actor"]:
            participant["actor"]["identifier"]["value"] = other["ident"]
    return True


FAULT = Fault(
    id="put_names_another",
    title="Timen legges på en annen pasient (FHIR)",
    noticed="En annen innbygger får se timen, og pasienten ser den ikke.",
    caught_by=("BOOK-F50", "BOOK-N50", "RT-01"),
    hook=Hook.OUTGOING,
    act=putting(_change),
    product="dips_front_cosdoc",
)
