"""MsgId is a running number."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return put(root, "{*}MsgInfo/{*}MsgId", str(case.random.randrange(10_000, 99_999)))


FAULT = Fault(
    id="msg_id_no_uuid",
    title="Meldings-id er et løpenummer",
    noticed="Helsenorge avviser meldingen, og innbyggeren får ikke beskjed om timen.",
    caught_by=("BOOK-N01", "MH-02"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
