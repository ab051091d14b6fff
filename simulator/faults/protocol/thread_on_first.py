"""The first message of a thread refers to a thread."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, new_id, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    info = root.find("{*}MsgInfo")
    sender = root.find("{*}MsgInfo/{*}Sender")
    if info is None or sender is None or root.find("{*}MsgInfo/{*}ConversationRef") is not None:
        return False
    space = etree.QName(root).namespace
    reference = etree.Element(etree.QName(space, "ConversationRef"))
    for name in ("RefToParent", "RefToConversation"):
        etree.SubElement(reference, etree.QName(space, name)).text = new_id(case)
    sender.addprevious(reference)
    return True


FAULT = Fault(
    id="thread_on_first",
    title="Den første meldingen viser til en tråd som ikke finnes",
    noticed="Helsenorge leter etter en samtale som ikke finnes, og timen kan bli borte.",
    caught_by=("BOOK-N01", "MH-08"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
