"""A time is given to one more when somebody has it."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal import timebok
from simulator.journal.hooks import Hook
from simulator.journal.timebok import Booking


def _strike(case: Case, value: Booking) -> Booking:
    after = value
    while timebok.is_taken(case.unit, after.practitioner, after.start, after.end):
        after = replace(after, practitioner=f"{after.practitioner} ")
    return after


FAULT = Fault(
    id="double_books",
    title="To får samme time",
    noticed="To familier møter til samme tid hos samme helsesykepleier.",
    caught_by=("BOOK-F04", "AVT-05"),
    hook=Hook.BOOKING,
    act=_strike,
    fate=Fate.REMARKED,
)
