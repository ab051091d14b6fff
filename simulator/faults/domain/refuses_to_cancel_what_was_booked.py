"""A time that the citizen booked herself cannot be cancelled."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    booked = case.about is not None and case.about["slot"] is not None
    return "Timen er bestilt på nett og kan ikke avbestilles." if booked and not value else value


FAULT = Fault(
    id="refuses_to_cancel_what_was_booked",
    title="Timer som er bestilt på nett, kan ikke avbestilles",
    noticed="Forelderen må ringe for å bli kvitt en time hun bestilte selv.",
    caught_by=("BOOK-N35", "A14"),
    hook=Hook.PROBLEM,
    act=_strike,
    product="infodoc_plenario",
)
