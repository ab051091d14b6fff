"""IssueDate is the time of the receipt."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import RECEIPT, put, text, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return put(root, "{*}OriginalMsgId/{*}IssueDate", text(root, "{*}GenDate"))


FAULT = Fault(
    id="apprec_own_date",
    title="Kvitteringen har sin egen dato som meldingens dato",
    noticed="Ingenting med det samme, men den som leter etter meldingen, finner den ikke på tidspunktet.",
    caught_by=("MSG-N01", "AR-02"),
    hook=Hook.OUTGOING,
    act=writing(RECEIPT, change=_change),
)
