"""A visit is cancelled whoever asks."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook


def _strike(case: Case, value: Filing) -> Filing:
    event = next(iter(value.message.calendar.events), None) if value.message.calendar else None
    if value.code != "ART" or event is None:
        return value
    owner = case.unit.row("SELECT patient FROM appointment WHERE uid = ? AND plan IS NOT NULL", event.uid)
    return value if owner is None or owner["patient"] == value.patient else replace(value, patient=owner["patient"])


FAULT = Fault(
    id="cancels_for_anybody",
    title="Hvem som helst kan avbestille besøket",
    noticed="Et besøk blir borte fordi en annen avbestilte det.",
    caught_by=("HOME-F17", "AVT-02"),
    hook=Hook.FILING,
    act=_strike,
    product="tietoevry_gerica",
)
