"""RefToConversation names a thread that is not there."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, new_id, put, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return put(root, "{*}MsgInfo/{*}ConversationRef/{*}RefToConversation", new_id(case))


FAULT = Fault(
    id="wrong_thread",
    title="Svaret legges i en annen tråd",
    noticed="Innbyggeren finner ikke svaret der hun spurte.",
    caught_by=("MSG-N02", "MH-08"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
