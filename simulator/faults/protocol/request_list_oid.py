"""TypeForesp of an appointment is marked as from kodeverk 7601."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    found = root.find(".//{*}TypeForesp")
    if found is None or not found.get("S", "").endswith(".7602"):
        return False
    found.set("S", "2.16.578.1.12.4.1.1.7601")
    return True


FAULT = Fault(
    id="request_list_oid",
    title="Timens kode er merket med kodeverket for spørsmål (7601)",
    noticed="Helsenorge kjenner ikke koden, og timen vises ikke.",
    caught_by=("BOOK-N01", "DM-03"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
