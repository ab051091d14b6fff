"""The answer is addressed to the one who wrote first in the thread, whoever represents the child now."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, put, text, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    thread = text(root, "{*}MsgInfo/{*}ConversationRef/{*}RefToConversation")
    first = case.unit.row(
        "SELECT acting_id, acting_name FROM message WHERE thread = ? AND acting_id IS NOT NULL ORDER BY number", thread
    )
    if first is None:
        return False
    given, _, family = first["acting_name"].rpartition(" ")
    put(root, "{*}MsgInfo/{*}Patient/{*}GivenName", given or family)
    put(root, "{*}MsgInfo/{*}Patient/{*}FamilyName", family)
    return put(root, "{*}MsgInfo/{*}Patient/{*}Ident/{*}Id", first["acting_id"])


FAULT = Fault(
    id="answers_the_old_representative",
    title="Svaret går til den som representerte barnet før",
    noticed="En forelder uten foreldreansvar får lese om barnet.",
    caught_by=("MSG-N05", "MSG-F15", "MH-06"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
