"""AQ-06 and AQ-07: ids of deliveries, and how long a question in real time lives on the bus (HITS 1216:2018)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from standards.exchange import Role
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Level, Scope
from standards.rules.register import ALL_KINDS, Fault, Judgement, Silent, rule
from standards.rules.view import near

RESENDS = 1
LIVES_MS = 15_000


@rule(
    "AQ-06",
    clause="HITS 1216:2018, 2.1.2 og 2.2.3 til 2.2.5",
    title="Hver melding har sin egen message-id på bussen, og en lik melding sendes på nytt høyst én gang",
    scope=Scope.EXCHANGE,
    on=ALL_KINDS,
)
def ids_of_deliveries(conversation: Conversation) -> Iterator[Judgement]:
    """A receiver drops what comes with a message-id that it has seen, so another message under it is lost."""
    deliveries: Counter[tuple[Role, str]] = Counter()
    for entry in conversation.entries:
        if entry.item.deliberate_fault:
            continue
        if entry.repeats is not None:
            yield from _same_id(conversation.entries[entry.repeats], entry)
        elif entry.is_message and entry.message.msg_id:
            key = (entry.sender, entry.message.msg_id.casefold())
            deliveries[key] += 1
            if deliveries[key] > 1 + RESENDS:
                yield _again(entry, deliveries[key])
            yield from _own_id(entry)


def _same_id(first: Entry, entry: Entry) -> Iterator[Judgement]:
    if first.item.raw == entry.item.raw or first.item.deliberate_fault:
        return
    yield Fault(
        "En annen melding er sendt med samme message-id, så mottakeren kaster den som duplikat.",
        where="/properties/message_id",
        expected="en ny UUID for hver melding",
        found="" if entry.item.envelope is None else entry.item.envelope.message_id,
        fix="Lag en ny message-id for hver melding som legges på bussen.",
        item=entry.index,
        by=entry.sender,
    )


def _again(entry: Entry, times: int) -> Fault:
    return Fault(
        "Den samme meldingen er sendt på nytt mer enn én gang.",
        near(entry.message.info, "mh:MsgId"),
        expected="høyst én ny sending av en lik melding",
        found=f"{times} sendinger",
        fix="Finn ut hvorfor kvitteringen mangler, i stedet for å sende flere ganger.",
        remark=True,
        item=entry.index,
        by=entry.sender,
    )


def _own_id(entry: Entry) -> Iterator[Judgement]:
    envelope = entry.item.envelope
    if envelope is not None and envelope.message_id.casefold() == entry.message.msg_id.casefold():
        yield Fault(
            "Meldingen har samme message-id på bussen som MsgId; de skal være uavhengige av hverandre.",
            where="/properties/message_id",
            expected="en egen UUID på bussen",
            found=envelope.message_id,
            fix="Lag en egen UUID for message-id; den er ny også når samme melding sendes på nytt.",
            remark=True,
            item=entry.index,
            by=entry.sender,
        )


@rule(
    "AQ-07",
    clause="HITS 1216:2018, 2.2.2",
    title="En sanntidsmelding lever 15 sekunder på meldingsbussen",
    scope=Scope.EXCHANGE,
    level=Level.BOER,
)
def lives_shortly(conversation: Conversation) -> Iterator[Judgement]:
    """The queue has the limit too, so a longer life on the message itself is only remarked."""
    for entry in conversation.messages:
        envelope = entry.item.envelope
        if not entry.judged or envelope is None or not conversation.synchronous(entry):
            continue
        if envelope.ttl_ms is None:
            yield Silent("Levetiden til sanntidsmeldingen er ikke oppgitt i konvolutten.")
        elif envelope.ttl_ms > LIVES_MS:
            yield Fault(
                "Sanntidsmeldingen lever lenger på bussen enn noen venter på svaret.",
                where="/header/ttl_ms",
                expected=f"høyst {LIVES_MS} ms",
                found=f"{envelope.ttl_ms} ms",
                fix="Sett levetiden (ttl) til 15 sekunder på meldinger i sanntid.",
                item=entry.index,
                by=entry.sender,
            )
