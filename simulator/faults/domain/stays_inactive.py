"""One who has been inactive stays so."""

from __future__ import annotations

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    return "inaktiv" if value == "aktiv" else value


FAULT = Fault(
    id="stays_inactive",
    title="Innbyggeren regnes som inaktiv for alltid",
    noticed="Innbyggeren har begynt å bruke Helsenorge igjen, men får ingen timer der.",
    caught_by=("BOOK-F03", "A16"),
    hook=Hook.DIGITAL,
    act=_strike,
)
