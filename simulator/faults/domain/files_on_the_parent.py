"""What a parent writes about a child is filed on the parent."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal import patients
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook


def _strike(case: Case, value: Filing) -> Filing:
    acting = value.author.acting_id
    if not acting or acting == value.patient or not patients.known(case.unit, acting):
        return value
    return replace(value, patient=acting)


FAULT = Fault(
    id="files_on_the_parent",
    title="Meldingen føres på forelderen",
    noticed="Det forelderen skrev om barnet, finnes ikke i barnets journal.",
    caught_by=("JRN-N01", "JR-06", "JR-07"),
    hook=Hook.FILING,
    act=_strike,
)
