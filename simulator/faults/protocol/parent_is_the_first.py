"""RefToParent always names the first message of the thread."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, text, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    first = text(root, "{*}MsgInfo/{*}ConversationRef/{*}RefToConversation")
    return put(root, "{*}MsgInfo/{*}ConversationRef/{*}RefToParent", first)


FAULT = Fault(
    id="parent_is_the_first",
    title="Svaret viser til den første meldingen, ikke den siste",
    noticed="Svaret ser ut til å gjelde et tidligere spørsmål i tråden.",
    caught_by=("MSG-N02", "MH-08"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
