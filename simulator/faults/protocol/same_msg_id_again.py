"""The message has the MsgId of the one that was sent before it."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    before = case.unit.row(
        "SELECT msg_id FROM transport WHERE direction = 'ut' AND kind = 'melding' ORDER BY number DESC"
    )
    return before is not None and put(root, "{*}MsgInfo/{*}MsgId", before["msg_id"])


FAULT = Fault(
    id="same_msg_id_again",
    title="Meldings-id brukes om igjen",
    noticed="Den nye meldingen regnes som sendt før, og innbyggeren får den ikke.",
    caught_by=("BOOK-N05", "MH-02"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
