"""A free time that can only be booked by telephone is offered like any other."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import ANSWER, code, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return code(root) == "03" and drop(root, ".//{*}categories")


FAULT = Fault(
    id="forgets_must_call",
    title="Sier ikke at timen bare kan bestilles på telefon",
    noticed="Forelderen bestiller på nett en time som helsestasjonen ville snakke med henne om først.",
    caught_by=("BOOK-F33", "LT-02"),
    hook=Hook.OUTGOING,
    act=writing(ANSWER, change=_change),
    product="infodoc_plenario",
)
