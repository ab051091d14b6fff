"""A question in real time is answered whatever is wrong with it."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards.codes import Code


def _strike(case: Case, value: tuple[Code, ...]) -> tuple[Code, ...]:
    message = case.about
    return () if value and message.dialog is not None and message.dialog.code == "HBT" else value


FAULT = Fault(
    id="guesses_what_was_asked",
    title="Spørsmål med feil besvares",
    noticed="Journalen viser noe annet enn det brukeren ba om.",
    caught_by=("HOME-F08", "HOME-F07", "A23"),
    hook=Hook.ERRORS,
    act=_strike,
    product="tietoevry_gerica",
)
