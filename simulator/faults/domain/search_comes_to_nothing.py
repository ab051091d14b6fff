"""No free time is found by those who search."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: bool) -> bool:
    return False


FAULT = Fault(
    id="search_comes_to_nothing",
    title="Søket finner ingen ledige timer",
    noticed="Forelderen får beskjed om at det ikke er noen timer, mens de står tomme.",
    caught_by=("BOOK-N30", "LT-06"),
    hook=Hook.OFFERS,
    act=_strike,
    product="infodoc_plenario",
)
