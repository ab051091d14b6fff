"""The appointment has no contact."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, ".//{*}vevent/{*}properties/{*}contact")


FAULT = Fault(
    id="missing_contact",
    title="Timen sier ikke hvilken tjeneste den er hos",
    noticed="Timen avvises av Helsenorge, eller vises uten hvem den er hos.",
    caught_by=("BOOK-N01", "A10"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
