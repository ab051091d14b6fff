"""Every appointment is said to belong to the first service of the municipality."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    first = case.unit.world.default.her_id
    return value if value.contact == first else replace(value, contact=first)


FAULT = Fault(
    id="owner_is_the_first_service",
    title="Alle timer eies av den første enheten",
    noticed="Avbestillingen av en time på skolen eller hos jordmoren havner på helsestasjonen.",
    caught_by=("BOOK-N08", "BOOK-N09", "BOOK-N21", "BOOK-F22", "A10", "A11"),
    hook=Hook.EVENT,
    act=_strike,
)
