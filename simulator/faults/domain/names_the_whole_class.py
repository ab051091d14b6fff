"""Each message names all who come at the same time."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event

_TOGETHER = (
    "SELECT given, family FROM appointment JOIN patient ON patient.ident = appointment.patient"
    " WHERE start = ? AND appointment.status = 'planned' ORDER BY family, given"
)


def _strike(case: Case, value: Event) -> Event:
    rows = case.unit.rows(_TOGETHER, case.about["start"])
    names = ", ".join(f"{row['given']} {row['family']}" for row in rows)
    return value if len(rows) < 2 else replace(value, summary=f"{value.summary}: {names}")


FAULT = Fault(
    id="names_the_whole_class",
    title="Navnet på de andre barna står i meldingen",
    noticed="En forelder ser hvem andre som skal til helsesykepleieren.",
    caught_by=("BOOK-N12", "AVT-21"),
    hook=Hook.EVENT,
    act=_strike,
)
