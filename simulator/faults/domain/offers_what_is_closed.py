"""A free time that staff have closed is still offered."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return True if case.about["closed"] else value


FAULT = Fault(
    id="offers_what_is_closed",
    title="Stengte timer tilbys fortsatt",
    noticed="Forelderen velger en time som helsestasjonen har tatt bort, og får nei.",
    caught_by=("BOOK-F34", "LT-02"),
    hook=Hook.OFFERS,
    act=_strike,
    product="infodoc_plenario",
)
