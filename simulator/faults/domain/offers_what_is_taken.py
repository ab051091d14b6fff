"""A free time that somebody has booked is still offered."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return value if case.about["closed"] else True


FAULT = Fault(
    id="offers_what_is_taken",
    title="Timer som er gitt bort, tilbys fortsatt",
    noticed="Den neste som søker, får tilbud om en time som en annen familie har fått.",
    caught_by=("BOOK-F35", "LT-02"),
    hook=Hook.OFFERS,
    act=_strike,
    product="infodoc_plenario",
)
