"""AQ-02: which ids are new when a message is sent again (HITS 1216:2018, 2.2.5)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import near, value

GRACE_SECONDS = 60
"""What was on its way when the refusal came cannot be called back."""


@rule(
    "AQ-02",
    clause="HITS 1216:2018, 2.2.5",
    title="En rettet melding har ny id på bussen etter feilkø, og ny MsgId også etter negativ kvittering",
    scope=Scope.EXCHANGE,
)
def ids_on_resend(conversation: Conversation) -> Iterator[Judgement]:
    """Seen only where the same id comes again after a refusal; a duplicate without one is legal."""
    for entry in conversation.entries:
        if entry.item.deliberate_fault or not entry.is_message:
            continue
        if entry.repeats is not None:
            refusal = _returned(conversation, entry)
            if refusal is not None:
                found = "" if entry.item.envelope is None else entry.item.envelope.message_id
                yield _fault(refusal, entry, "message_id", "en ny message-id, og samme MsgId", found)
        else:
            refusal = _refused(conversation, entry)
            if refusal is not None:
                yield _fault(refusal, entry, "MsgId", "ny MsgId og ny message-id", entry.message.msg_id)


def _refused(conversation: Conversation, entry: Entry) -> Entry | None:
    """The negative receipt for the same MsgId that came before this delivery."""
    wanted = entry.message.msg_id.casefold()
    for receipt in conversation.receipts:
        negative = value(receipt.message.root, "*[local-name()='Status']") == "2"
        about = receipt.sender is entry.sender.other and receipt.message.original.casefold() == wanted
        if wanted and negative and about and receipt.index < entry.index:
            return receipt
    return None


def _returned(conversation: Conversation, entry: Entry) -> Entry | None:
    """The error-queue message about the same transport id that came before this delivery."""
    own = "" if entry.item.envelope is None else _plain(entry.item.envelope.message_id)
    for error in conversation.errors:
        envelope = error.item.envelope
        about = envelope is not None and own and _plain(envelope.original_message_id) == own
        if about and error.sender is entry.sender.other and error.index < entry.index:
            return error
    return None


def _plain(identifier: str) -> str:
    return identifier.replace("-", "").casefold()


def _fault(refusal: Entry, entry: Entry, name: str, expected: str, found: str) -> Judgement:
    seconds = entry.seconds_after(refusal)
    if seconds is not None and seconds <= GRACE_SECONDS:
        return Silent("Meldingen kom så tett på avvisningen at den kan ha vært på vei.")
    return Fault(
        f"Meldingen er sendt på nytt med samme {name} som den avviste, så mottakeren kaster den som duplikat.",
        near(entry.message.info, "mh:MsgId"),
        expected=expected,
        found=found,
        fix="Gi den rettede meldingen nye id-er: etter feilkø bare på bussen, etter negativ kvittering også MsgId.",
        remark=seconds is None,
        item=entry.index,
        by=entry.sender,
    )
