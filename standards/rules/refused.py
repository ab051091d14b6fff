"""AR-10: who has refused a message does not answer it as well (HITS 1168:2016)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.exchange import Role
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import near, value


@rule(
    "AR-10",
    clause="HITS 1168:2016, 4.2 til 4.4",
    title="En melding som er avvist med negativ kvittering, blir ikke besvart i tillegg",
    scope=Scope.EXCHANGE,
)
def not_answered_too(conversation: Conversation) -> Iterator[Judgement]:
    """A refusal says that nothing more comes of the message; a citizen cannot know what Helsenorge has refused."""
    for entry in conversation.messages:
        if not entry.judged or entry.sender is not Role.EPJ or entry.message.between_actors:
            continue
        answered = conversation.by_msg_id(entry.message.parent, entry.sender.other)
        if answered is not None and _only_refused(conversation, answered):
            yield Fault(
                "Meldingen er både avvist med negativ kvittering og besvart.",
                near(entry.message.info, "mh:ConversationRef"),
                expected=f"enten en negativ kvittering for melding nr. {answered.index + 1} eller et svar på den",
                found="begge deler",
                fix="Kvitter positivt for det som besvares; kan det ikke besvares, er 26 eller 30 et svar.",
                item=entry.index,
                by=entry.sender,
            )


def _only_refused(conversation: Conversation, message: Entry) -> bool:
    """Two receipts that differ are AR-05."""
    about = [
        value(receipt.message.root, "*[local-name()='Status']")
        for receipt in conversation.receipts
        if receipt.sender is message.sender.other
        and receipt.message.original.casefold() == message.message.msg_id.casefold()
    ]
    return bool(about) and set(about) == {"2"}
