"""The receipt accepts and has an error."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import RECEIPT, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    status = root.find("{*}Status")
    if status is None or status.get("V") != "1":
        return False
    error = etree.Element(etree.QName(etree.QName(root).namespace, "Error"), V="X99", DN="Annen feil")
    error.set("S", "2.16.578.1.12.4.1.1.8221")
    status.addnext(error)
    return True


FAULT = Fault(
    id="status_1_with_error",
    title="Godtatt, men med feilkode",
    noticed="Helsenorge vet ikke om meldingen er mottatt eller avvist.",
    caught_by=("MSG-N01", "AR-04"),
    hook=Hook.OUTGOING,
    act=writing(RECEIPT, change=_change),
)
