"""An answer refers to nothing."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, drop, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    return drop(root, "{*}MsgInfo/{*}ConversationRef")


FAULT = Fault(
    id="no_thread_refs",
    title="Svaret hører ikke til noen tråd",
    noticed="Svaret dukker opp som en ny samtale, uten spørsmålet.",
    caught_by=("MSG-N01", "MH-08"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
