"""What is for one of 16 or more is sent to a parent."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, text, writing
from simulator.faults.fault import Case, Fault
from simulator.journal import patients
from simulator.journal.hooks import Hook

_GROWN_UP = 16


def _change(case: Case, root: etree._Element) -> bool:
    ident = text(root, "{*}MsgInfo/{*}Patient/{*}Ident/{*}Id")
    guardian = case.unit.row("SELECT ident, name FROM guardian WHERE patient = ? ORDER BY ident", ident)
    if guardian is None or patients.age(case.unit, ident) < _GROWN_UP:
        return False
    given, _, family = guardian["name"].rpartition(" ")
    put(root, "{*}MsgInfo/{*}Patient/{*}GivenName", given or family)
    put(root, "{*}MsgInfo/{*}Patient/{*}FamilyName", family)
    return put(root, "{*}MsgInfo/{*}Patient/{*}Ident/{*}Id", guardian["ident"])


FAULT = Fault(
    id="writes_to_the_parent_of_a_grown_up",
    title="Skriver til forelderen til en 16-åring",
    noticed="Forelderen får lese det ungdommen har rett til å ha for seg selv.",
    caught_by=("BOOK-N07", "MH-06"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
