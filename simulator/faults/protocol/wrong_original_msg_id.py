"""OriginalMsgId names a message that nobody sent."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import RECEIPT, new_id, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return put(root, "{*}OriginalMsgId/{*}Id", new_id(case))


FAULT = Fault(
    id="wrong_original_msg_id",
    title="Kvitteringen gjelder en annen meldings-id",
    noticed="Innbyggerens melding står som ikke mottatt, selv om helsestasjonen har den.",
    caught_by=("MSG-N01", "AR-02", "A21"),
    hook=Hook.OUTGOING,
    act=writing(RECEIPT, change=_change),
)
