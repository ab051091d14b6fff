"""The appointment ends before it begins."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    return replace(value, start=value.end, end=value.start)


FAULT = Fault(
    id="ends_before_it_begins",
    title="Timen slutter før den begynner",
    noticed="Timen vises med en varighet som ikke gir mening.",
    caught_by=("BOOK-N01", "A10", "A11"),
    hook=Hook.EVENT,
    act=_strike,
)
