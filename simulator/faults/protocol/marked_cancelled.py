"""The new appointment is marked as cancelled."""

from __future__ import annotations

from dataclasses import replace

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook
from standards.xcal import Event


def _strike(case: Case, value: Event) -> Event:
    return replace(value, status="CANCELLED") if value.status == "CONFIRMED" else value


FAULT = Fault(
    id="marked_cancelled",
    title="En time som gjelder, er merket som avlyst",
    noticed="Innbyggeren tror at timen er avlyst, og møter ikke.",
    caught_by=("BOOK-N01", "A11"),
    hook=Hook.EVENT,
    act=_strike,
    fate=Fate.REMARKED,
)
