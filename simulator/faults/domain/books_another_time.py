"""What the citizen books is set up an hour later than she was offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from simulator.journal.timebok import Booking

_LATER = timedelta(hours=1)


def _strike(case: Case, value: Booking) -> Booking:
    if value.slot is None:
        return value
    start, end = (datetime.fromisoformat(moment) + _LATER for moment in (value.start, value.end))
    return replace(value, start=start.isoformat(), end=end.isoformat())


FAULT = Fault(
    id="books_another_time",
    title="Bestillingen settes opp til en annen tid",
    noticed="Forelderen møter til tiden hun bestilte, og må vente i en time.",
    caught_by=("BOOK-N32", "LT-04"),
    hook=Hook.BOOKING,
    act=_strike,
    product="infodoc_plenario",
)
