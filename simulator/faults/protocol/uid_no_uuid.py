"""uid is a running number."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    return replace(value, uid=str(case.random.randrange(1000, 9999)))


FAULT = Fault(
    id="uid_no_uuid",
    title="Timens id er et løpenummer",
    noticed="To timer kan få samme id, og den ene forsvinner fra Helsenorge.",
    caught_by=("BOOK-N01", "A12"),
    hook=Hook.EVENT,
    act=_strike,
    fate=Fate.REMARKED,
)
