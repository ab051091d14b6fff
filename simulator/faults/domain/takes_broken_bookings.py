"""A booking that breaks the schema is taken in like any other."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.codes import Code
from standards.hodemelding import Hodemelding


def _strike(case: Case, value: tuple[Code, ...]) -> tuple[Code, ...]:
    message: Hodemelding = case.about
    return () if value and message.dialog is not None and message.dialog.code == "RT" else value


FAULT = Fault(
    id="takes_broken_bookings",
    title="Tar imot bestillinger med feil i innholdet",
    noticed="Barnet får en time som forelderen ikke fikk bestilt.",
    caught_by=("BOOK-F36", "A23"),
    hook=Hook.ERRORS,
    act=_strike,
    product="infodoc_plenario",
)
