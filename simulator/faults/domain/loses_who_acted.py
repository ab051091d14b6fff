"""The journal shows the child as the writer."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal import patients
from simulator.journal.entries import Author
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook


def _strike(case: Case, value: Filing) -> Filing:
    if value.author.acting_id is None:
        return value
    return replace(value, author=Author(patients.name(case.unit, value.patient)))


FAULT = Fault(
    id="loses_who_acted",
    title="Journalen viser ikke hvem som skrev",
    noticed="Det ser ut som om barnet selv skrev det forelderen skrev.",
    caught_by=("JRN-N04", "JR-04"),
    hook=Hook.FILING,
    act=_strike,
)
