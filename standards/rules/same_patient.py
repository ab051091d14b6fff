"""MH-14: an answer is about the patient of the message that it answers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Mark, Scope
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import child, node, text, value


@rule(
    "MH-14",
    clause="HITS 1217:2018, 2.3.3 og 2.3.6",
    title="Svaret gjelder samme pasient som meldingen det svarer på",
    scope=Scope.EXCHANGE,
    mark=Mark.INFERRED,
)
def same_patient(conversation: Conversation) -> Iterator[Judgement]:
    """No source says it in so many words; a number of another type may be the same person's."""
    for entry in conversation.messages:
        asked = conversation.by_msg_id(entry.message.parent) if entry.judged else None
        if asked is None or asked is entry:
            continue
        here, there = _patient(entry), _patient(asked)
        if here is None or there is None or _number(here) == _number(there):
            continue
        if _number(here)[0] != _number(there)[0]:
            yield Silent("Pasienten har en annen type nummer enn i meldingen det svares på, men kan være den samme.")
            continue
        yield Fault(
            "Svaret gjelder en annen pasient enn meldingen det svarer på.",
            here,
            expected=f"samme nummer på pasienten som i melding nr. {asked.index + 1}",
            found="et annet nummer",
            fix="Sjekk hvem svaret gjelder før det sendes; ellers får en innbygger en annens opplysninger.",
            item=entry.index,
            by=entry.sender,
        )


def _patient(entry: Entry) -> etree._Element | None:
    found = node(entry.message.info, "mh:Patient")
    return found if found is not None and all(_number(found)) else None


def _number(patient: etree._Element) -> tuple[str, str]:
    ident = child(patient, "Ident")
    return ("", "") if ident is None else (value(ident, "mh:TypeId"), text(child(ident, "Id")))
