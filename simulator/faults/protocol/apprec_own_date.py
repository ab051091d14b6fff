"""IssueDate is the time when the receipt was on its way, never that of the message."""

from __future__ import annotations

from datetime import datetime, timedelta

from lxml import etree

from simulator.faults.editing import RECEIPT, put, text, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    later = datetime.fromisoformat(text(root, "{*}GenDate")) + timedelta(seconds=1)
    return put(root, "{*}OriginalMsgId/{*}IssueDate", later.isoformat())


FAULT = Fault(
    id="apprec_own_date",
    title="Kvitteringen har sin egen dato som meldingens dato",
    noticed="Ingenting med det samme, men den som leter etter meldingen, finner den ikke på tidspunktet.",
    caught_by=("MSG-N01", "AR-02"),
    hook=Hook.OUTGOING,
    act=writing(RECEIPT, change=_change),
)
