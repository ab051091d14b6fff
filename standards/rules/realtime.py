"""A20 and AR-08: how long answers in real time and receipts may take (HITS 1216:2018, 2.2.2; HIS 80415:2012)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.build import parse_time
from standards.rules.conversation import Conversation, Entry, seconds_between
from standards.rules.model import Level, Scope
from standards.rules.register import RECEIPTS, Fault, Judgement, Silent, rule
from standards.rules.view import near, node, text

SECONDS = 15
HOURS = 96


@rule(
    "A20",
    clause="HITS 1216:2018, 2.2.2",
    title="Et svar i sanntid kommer innen 15 sekunder og har spørsmålets correlationId",
    scope=Scope.EXCHANGE,
    aliases=("AQ-04",),
)
def answered_in_time(conversation: Conversation) -> Iterator[Judgement]:
    """That no receipt is sent is AR-05; whether an answer is due yet only a scenario can know."""
    for asked in conversation.messages:
        if not asked.judged or not asked.message.synchronous or asked.message.element != "Foresporsel":
            continue
        answer = _answer(conversation, asked)
        if answer is None:
            yield Silent("Spørsmålet i sanntid er ikke besvart her; om svaret skulle ha kommet, vet bare et scenario.")
            continue
        yield from _time(asked, answer)
        yield from _correlation(asked, answer)


def _answer(conversation: Conversation, asked: Entry) -> Entry | None:
    later = [
        entry
        for entry in conversation.messages
        if entry.judged
        and entry.index > asked.index
        and entry.sender is asked.sender.other
        and conversation.synchronous(entry)
        and entry.message.element == "Notat"
    ]
    wanted = asked.message.msg_id.casefold()
    referring = [entry for entry in later if wanted and entry.message.parent.casefold() == wanted]
    tied = [entry for entry in later if _correlated(asked) and _correlated(asked) == _correlated(entry)]
    return next(iter([*referring, *tied]), None)


def _correlated(entry: Entry) -> str:
    envelope = entry.item.envelope
    return "" if envelope is None else envelope.correlation_id.casefold()


def _time(asked: Entry, answer: Entry) -> Iterator[Judgement]:
    seconds = answer.seconds_after(asked)
    if seconds is None:
        yield Silent("Tidspunktene er ikke kjent, så det er uvisst hvor lenge svaret tok.")
    elif seconds > SECONDS:
        yield Fault(
            "Svaret i sanntid kom for sent, så innbyggeren har alt fått en feilmelding.",
            near(answer.message.info, "mh:MsgId"),
            expected=f"svar innen {SECONDS} sekunder",
            found=f"{seconds:.0f} sekunder",
            fix="Svar raskere, eller avslå med en kode som prosessen har, når oppslaget tar for lang tid.",
            item=answer.index,
            by=answer.sender,
        )


def _correlation(asked: Entry, answer: Entry) -> Iterator[Judgement]:
    wanted, found = _correlated(asked), _correlated(answer)
    if asked.item.envelope is None or answer.item.envelope is None:
        yield Silent("Meldingene har ingen konvolutt fra meldingsbussen.")
    elif wanted and found != wanted:
        yield Fault(
            "Svaret i sanntid har ikke samme correlationId som spørsmålet, så det når ikke fram til den som venter.",
            where="/properties/correlation_id",
            expected=wanted,
            found=found or "ingen correlationId",
            fix="Kopier correlationId fra spørsmålet.",
            item=answer.index,
            by=answer.sender,
        )


@rule(
    "AR-08",
    clause="HIS 80415:2012; HITS 1168:2016, 5.4",
    title="Kvitteringen kommer innen 96 timer etter GenDate",
    scope=Scope.EXCHANGE,
    level=Level.BOER,
    on=RECEIPTS,
)
def receipt_in_time(conversation: Conversation) -> Iterator[Judgement]:
    """A late one is legal since 2018, but the sender has shown the message as failed by then."""
    for receipt in conversation.receipts:
        original = conversation.by_msg_id(receipt.message.original, receipt.sender.other)
        if not receipt.judged or original is None:
            continue
        made, came = parse_time(text(node(original.message.info, "mh:GenDate"))), receipt.item.time
        if made is None or came is None:
            yield Silent("Tidspunktene er ikke kjent, så det er uvisst hvor lenge kvitteringen lot vente på seg.")
            continue
        hours = seconds_between(made, came) / 3600
        if hours > HOURS:
            yield Fault(
                "Kvitteringen kom så sent at avsenderen alt har vist meldingen som ikke mottatt.",
                receipt.message.root,
                expected=f"innen {HOURS} timer etter GenDate i meldingen",
                found=f"{hours:.0f} timer",
                fix="Kvitter med en gang meldingen er lagret.",
                item=receipt.index,
                by=receipt.sender,
            )
