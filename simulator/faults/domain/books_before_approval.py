"""A booking that staff should decide on is confirmed at once."""

from __future__ import annotations

from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: str) -> str:
    return "nei" if "approval" in case.about.keys() and value == "ja" else value  # noqa: SIM118 a row of sqlite


FAULT = Fault(
    id="books_before_approval",
    title="Bestillingen bekreftes uten at noen har sett på den",
    noticed="Timen er gitt bort før helsesykepleieren fikk se hvem som ville ha den.",
    caught_by=("BOOK-N33", "LT-07"),
    hook=Hook.ASKS,
    act=_strike,
    fate=Fate.REMARKED,
    product="infodoc_plenario",
)
