"""AR-07: the error code of a receipt fits the fault, and a vague one says the reason (HIS 80415:2012, 3.3.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.rules.conversation import Conversation, Entry
from standards.rules.hodemelding import UUID
from standards.rules.model import Level, Scope
from standards.rules.parties import party_her_id
from standards.rules.register import RECEIPTS, Fault, Judgement, rule
from standards.rules.view import Message, node, nodes

CLAUSE = "HIS 80415:2012, 3.3.4 og Error"
VAGUE = ("T99", "S99", "X99")
NO_PATIENT = ("E36", "E30", "E31", "E32", "E33", "E34", "T02")


def _errors(message: Message) -> list[etree._Element]:
    return nodes(message.root, "*[local-name()='Error']")


@rule(
    "AR-07",
    clause=CLAUSE,
    title="En feilkode som ikke sier hva som er galt, har grunnen i OT",
    level=Level.BOER,
    on=RECEIPTS,
)
def vague_code_has_reason(message: Message) -> Iterator[Judgement]:
    """The receiver shows the text of the code and OT."""
    if "Error" not in message.head:
        return
    for error in _errors(message):
        if error.get("V") in VAGUE and not (error.get("OT") or "").strip():
            yield Fault(
                f"Feilkoden {error.get('V')} sier ikke hva som er galt.",
                error,
                expected="grunnen i attributtet OT",
                found="ingen OT",
                fix="Skriv i OT hva som var feil, så den som sendte kan rette det.",
            )


@rule(
    "AR-07",
    clause=CLAUSE,
    title="Feilkoden passer til feilen i meldingen",
    scope=Scope.EXCHANGE,
    level=Level.BOER,
    on=RECEIPTS,
)
def code_fits(conversation: Conversation) -> Iterator[Judgement]:
    """Only where the fault can be seen from outside and the sources name its code."""
    for receipt in conversation.receipts:
        found = [error.get("V") or "" for error in _errors(receipt.message)]
        original = conversation.by_msg_id(receipt.message.original, receipt.sender.other)
        if not receipt.judged or not found or original is None:
            continue
        legal, problem = _expected(original)
        if legal and not set(found) & set(legal):
            yield Fault(
                f"Feilkoden passer ikke til det som er galt: {problem}.",
                node(receipt.message.root, "*[local-name()='Error']"),
                expected=" eller ".join(legal),
                found=", ".join(found),
                fix="Bruk koden som HIS 80415 har for feilen, så avsenderen finner den.",
                item=receipt.index,
                by=receipt.sender,
            )


def _expected(original: Entry) -> tuple[tuple[str, ...], str]:
    """The codes of the first fault that we see; none when we see none, or more than one."""
    message, envelope = original.message, original.item.envelope
    seen: list[tuple[tuple[str, ...], str]] = []
    if not UUID.fullmatch(message.msg_id):
        seen.append((("E10",), "MsgId er ikke en UUID"))
    step = message.step
    if step is not None and step.patient and node(message.info, "mh:Patient") is None:
        seen.append((NO_PATIENT, "pasienten mangler"))
    stated = party_her_id(message, "Receiver")
    if envelope is not None and stated and envelope.to_her_id and stated != envelope.to_her_id:
        seen.append((("E10", "E21"), "mottakeren i meldingen er en annen enn på meldingsbussen"))
    return seen[0] if len(seen) == 1 else ((), "")
