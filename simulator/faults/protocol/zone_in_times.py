"""The times have an offset."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    return replace(value, start=f"{value.start}+02:00", end=f"{value.end}+02:00") if "T" in value.start else value


FAULT = Fault(
    id="zone_in_times",
    title="Tidene har tidssone der de skal være lokale",
    noticed="Timen kan bli vist en time eller to feil.",
    caught_by=("BOOK-N01", "A34"),
    hook=Hook.EVENT,
    act=_strike,
)
