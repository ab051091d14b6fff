"""Every message has a new uid."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    return replace(value, uid=case.unit.new_id(), related_to=case.unit.new_id())


FAULT = Fault(
    id="new_uid_each_time",
    title="Timen får ny id hver gang",
    noticed="Når timen flyttes, ser innbyggeren både den gamle og den nye.",
    caught_by=("BOOK-N05", "AVT-01"),
    hook=Hook.EVENT,
    act=_strike,
)
