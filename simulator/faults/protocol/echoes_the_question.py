"""The answer repeats what was asked."""

from __future__ import annotations

from lxml import etree

from simulator.faults.editing import MESSAGE, text, writing
from simulator.faults.fault import Case, Fate, Fault
from simulator.journal.hooks import Hook


def _change(case: Case, root: etree._Element) -> bool:
    note = root.find(".//{*}Notat/{*}TekstNotatInnhold")
    parent = text(root, "{*}MsgInfo/{*}ConversationRef/{*}RefToParent")
    asked = case.unit.row("SELECT text FROM message WHERE msg_id = ? AND direction = 'inn'", parent)
    if note is None or asked is None or not note.text:
        return False
    note.text = f"{note.text}\n\n> {asked['text']}"
    return True


FAULT = Fault(
    id="echoes_the_question",
    title="Svaret gjentar spørsmålet",
    noticed="Innbyggeren får sitt eget spørsmål tilbake som en del av svaret.",
    caught_by=("MSG-N07", "EK-03"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
    fate=Fate.REMARKED,
)
