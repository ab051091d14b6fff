"""The national id of the patient is marked with another OID than its own."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = root.find("{*}MsgInfo/{*}Patient/{*}Ident/{*}TypeId")
    if found is None:
        return False
    found.set("S", "2.16.578.1.12.4.1.1.9051")
    return True


FAULT = Fault(
    id="wrong_oid",
    title="Fødselsnummeret er merket med feil OID",
    noticed="Helsenorge kjenner ikke igjen innbyggeren, og timen blir borte.",
    caught_by=("BOOK-N01", "MH-06"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
