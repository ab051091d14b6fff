"""MH-08: the thread — the first message has no reference, the later ones name the previous and the first."""

from __future__ import annotations

from collections.abc import Iterator

from standards.rules import actors
from standards.rules.conversation import Conversation, Entry
from standards.rules.dialog import SIDE
from standards.rules.model import Scope
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import Message, near, node

CLAUSE = "HITS 1217:2018, 2.3.3"
UNKNOWN_STEP = "Prosessen eller koden er ikke kjent her, så det er uvisst om meldingen åpner en tråd."


@rule(
    "MH-08",
    clause=CLAUSE,
    title="Et svar viser til tråden det hører til (ConversationRef)",
    aliases=("A05",),
    by_step=True,
)
def answer_has_reference(message: Message) -> Iterator[Judgement]:
    """A code that only answers must carry both references; an opening code is left to the conversation."""
    reference = message.head.get("ConversationRef")
    if message.actor is not None:
        yield from actors.reference(message, message.actor)
    elif message.step is None:
        yield Silent(UNKNOWN_STEP)
    elif message.step.opens:
        if reference is not None:
            yield Silent(
                "Koden åpner en tråd, men meldingen har ConversationRef; bare samtalen viser om det er riktig."
            )
    elif not message.parent or not message.conversation:
        names = [("RefToParent", message.parent), ("RefToConversation", message.conversation)]
        missing = [name for name, found in names if not found]
        notice = message.element == "Foresporsel"  # the guide names no code for it, so VUS is inferred
        yield Fault(
            f"Kode {message.code} varsler om en tråd, men meldingen sier ikke hvilken."
            if notice
            else f"Kode {message.code} er et svar, men meldingen sier ikke hva den svarer på.",
            near(message.info, "mh:ConversationRef"),
            expected="ConversationRef med RefToParent (forrige melding) og RefToConversation (første melding)",
            found=f"mangler {' og '.join(missing)}",
            fix="Sett RefToParent til MsgId i meldingen du svarer på, og RefToConversation til MsgId i den første.",
            remark=notice,
        )


@rule(
    "MH-08",
    clause=CLAUSE,
    title="RefToParent og RefToConversation peker på riktige meldinger",
    scope=Scope.EXCHANGE,
    aliases=("A05",),
)
def references_are_right(conversation: Conversation) -> Iterator[Judgement]:
    """Follow every reference through the conversation."""
    for entry in conversation.messages:
        if not entry.judged:
            continue
        message = entry.message
        if message.between_actors and not (message.parent and message.conversation):
            continue
        if message.between_actors:
            yield from _answer(conversation, entry)
        elif message.step is not None and message.step.opens:
            yield from _opening(conversation, entry)
        elif message.parent and message.conversation:
            yield from _answer(conversation, entry)
        elif message.step is None:
            yield Silent(UNKNOWN_STEP)


def _opening(conversation: Conversation, entry: Entry) -> Iterator[Judgement]:
    message = entry.message
    if not message.parent and not message.conversation:
        return
    known = any(conversation.by_msg_id(ref) for ref in (message.parent, message.conversation))
    if not known and not conversation.complete:
        yield Silent("Samtalen er ikke hel, så det er uvisst hva ConversationRef viser til.")
        return
    yield Fault(
        f"Kode {message.code} åpner en tråd, men meldingen viser til en tidligere melding."
        if known
        else f"Kode {message.code} åpner en tråd, men meldingen viser til en melding som ikke finnes i samtalen.",
        node(message.info, "mh:ConversationRef"),
        expected="ingen ConversationRef i den første meldingen i en tråd",
        found=f"RefToParent {message.parent or 'tom'}, RefToConversation {message.conversation or 'tom'}",
        fix="Utelat ConversationRef når meldingen åpner en tråd.",
        remark=known,
        item=entry.index,
        by=entry.sender,
    )


def _answer(conversation: Conversation, entry: Entry) -> Iterator[Judgement]:
    message = entry.message
    earlier = [other for other in conversation.messages if other.index < entry.index]
    parent = next((other for other in earlier if _same(other.message.msg_id, message.parent)), None)
    if parent is None:
        yield from _unknown_parent(conversation, entry)
        return
    root = _root(conversation, parent)
    if not _same(message.conversation, root):
        yield _wrong(entry, "RefToConversation", message.conversation, root, "den første meldingen i tråden")
    newest = _newest_seen(conversation, entry, root)
    answered = any(_same(other.message.parent, message.parent) and other.sender is entry.sender for other in earlier)
    if newest is not None and newest.index > parent.index and answered:
        yield _wrong(entry, "RefToParent", message.parent, newest.message.msg_id, "den forrige meldingen i tråden")


def _root(conversation: Conversation, parent: Entry) -> str:
    """MsgId of the first message; a parent that opens with a reference to nothing known is the first itself."""
    opens = parent.message.step is not None and parent.message.step.opens
    stated = parent.message.conversation
    return stated if stated and not (opens and conversation.by_msg_id(stated) is None) else parent.message.msg_id


def _unknown_parent(conversation: Conversation, entry: Entry) -> Iterator[Judgement]:
    if not conversation.complete:
        yield Silent("Samtalen er ikke hel, så meldingen som RefToParent viser til kan ligge utenfor.")
        return
    latest = [
        other for other in conversation.messages if other.index < entry.index and other.sender is not entry.sender
    ]
    expected = latest[-1].message.msg_id if latest else "MsgId i en melding i samtalen"
    yield _wrong(entry, "RefToParent", entry.message.parent, expected, "meldingen som besvares")


def _newest_seen(conversation: Conversation, entry: Entry, root: str) -> Entry | None:
    """The last message of the thread from the other side that this side had acknowledged before it answered."""
    acknowledged = {
        receipt.message.original.casefold()
        for receipt in conversation.receipts
        if receipt.index < entry.index and receipt.sender is entry.sender
    }
    seen = [
        other
        for other in conversation.messages
        if other.index < entry.index
        and other.sender is not entry.sender
        and other.message.msg_id.casefold() in acknowledged
        and root.casefold() in {other.message.msg_id.casefold(), other.message.conversation.casefold()}
    ]
    return seen[-1] if seen else None


def _wrong(entry: Entry, name: str, found: str, expected: str, what: str) -> Fault:
    who = "mottakeren" if entry.message.between_actors else SIDE[entry.sender.other]
    return Fault(
        f"{name} peker ikke på {what}, så {who} kan ikke koble svaret til riktig tråd.",
        node(entry.message.info, f"mh:ConversationRef/mh:{name}"),
        expected=expected,
        found=found,
        fix=f"Sett {name} til MsgId for {what}.",
        item=entry.index,
        by=entry.sender,
    )


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
