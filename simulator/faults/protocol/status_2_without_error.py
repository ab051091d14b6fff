"""The receipt rejects and does not say why."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import RECEIPT, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    status = root.find("{*}Status")
    if status is None or status.get("V") == "2":
        return False
    status.set("V", "2")
    status.set("DN", "Avvist")
    return True


FAULT = Fault(
    id="status_2_without_error",
    title="Avvist uten feilkode",
    noticed="Innbyggeren får vite at meldingen er avvist, men ingen kan fortelle hvorfor.",
    caught_by=("MSG-N01", "AR-04", "A21"),
    hook=Hook.OUTGOING,
    act=writing(RECEIPT, change=_change),
)
