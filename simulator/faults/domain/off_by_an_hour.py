"""Times are told an hour wrong while there is summer time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from simulator.faults.fault import Case, Fault, Param
from simulator.journal.hooks import Hook
from simulator.journal.unit import OSLO
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    start, end = datetime.fromisoformat(value.start), datetime.fromisoformat(value.end)
    summer = bool(start.replace(tzinfo=OSLO).dst())
    if not summer and not case.params["all_year"]:
        return value
    shift = timedelta(hours=1)
    return replace(value, start=(start - shift).isoformat(), end=(end - shift).isoformat())


FAULT = Fault(
    id="off_by_an_hour",
    title="En time feil når det er sommertid",
    noticed="Innbyggeren kommer en time for tidlig eller for sent.",
    caught_by=("BOOK-N01", "A10"),
    hook=Hook.EVENT,
    act=_strike,
    params=(Param("all_year", False, "om vinteren også"),),
)
