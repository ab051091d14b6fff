"""What an answer from the EPJ must look like beside the message that it answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.checks.appointments import Planned, is_about, keys_of
from conformance.checks.journal import difference, holds_text, same_text
from conformance.checks.register import RULES
from conformance.checks.timebook import is_cancelled, stands
from conformance.reading import Inbound
from standards import xml
from standards.rules.model import Finding

Findings = tuple[Finding, ...]

_INFO = "/mh:MsgHead/mh:MsgInfo"


@dataclass(frozen=True)
class Asked:
    """What the EPJ answers: a message that we sent, and who stood on which side of it."""

    msg_id: str
    thread: str
    patient: str
    epj_her_id: str
    our_her_id: str
    type: str


def is_answer_to(message: Inbound, asked: Asked) -> bool:
    """A business message that refers to the one that was sent."""
    return message.kind == "melding" and asked.msg_id.lower() == message.parent.lower() != ""


def has_code(message: Inbound, codes: Collection[str], rule: str = "A14") -> Findings:
    """The answer's code is one of those that pass."""
    if message.element == "Notat" and message.code in codes:
        return ()
    return (
        RULES[rule].finding(
            f"Svaret har kode {message.code or '(ingen)'} i {message.element or 'ukjent element'}.",
            where="Notat/TemaKodet",
            expected=" eller ".join(sorted(codes)),
            found=f"{message.element} {message.code}".strip(),
            fix=f"Svar med Notat og TemaKodet {' eller '.join(sorted(codes))}.",
            item=message.item,
        ),
    )


def answers_line_test(message: Inbound) -> Findings:
    """The answer to a test of the line is RKT, on the queue of answers in real time."""
    if message.queue == "syncreply":
        return has_code(message, ("RKT",), "A20")
    return (
        RULES["A20"].finding(
            "Svaret på prøven av forbindelsen kom på en annen kø enn den som venter på svar.",
            where="/properties/to",
            expected="køen syncreply, som reply-to i spørsmålet sier",
            found=f"køen {message.queue}",
            fix="Send svaret til køen i reply-to.",
            item=message.item,
        ),
    )


def is_only_answer(answers: Sequence[Inbound]) -> Findings:
    """A cancellation gets one business answer."""
    if len(answers) == 1:
        return ()
    return (
        RULES["A14"].finding(
            f"Avbestillingen fikk {len(answers)} svar.",
            expected="ett svar",
            found=", ".join(f"kode {answer.code}" for answer in answers) or "ingen svar",
            fix="Send ett svar på hver avbestilling.",
            item=answers[-1].item if answers else None,
        ),
    )


def fits_question(message: Inbound, asked: Asked) -> Findings:
    """Process, thread references, swapped addresses, same patient, and no Pasientrelasjon."""
    return (
        *_equal("MH-03", message, f"{_INFO}/mh:Type", message.type, asked.type),
        *_equal("MH-08", message, f"{_INFO}/mh:ConversationRef/mh:RefToParent", message.parent, asked.msg_id),
        *_equal(
            "MH-08", message, f"{_INFO}/mh:ConversationRef/mh:RefToConversation", message.conversation, asked.thread
        ),
        *_equal("MH-05", message, f"{_INFO}/mh:Sender", message.sender_her_id, asked.epj_her_id),
        *_equal("MH-05", message, f"{_INFO}/mh:Receiver", message.receiver_her_id, asked.our_her_id),
        *is_about(message, asked.patient),
        *has_no_relation(message),
    )


def has_no_relation(message: Inbound) -> Findings:
    """The EPJ never sends Pasientrelasjon."""
    found = message.elements("//pr:Pasientrelasjon")
    if not found:
        return ()
    return (
        RULES["PR-01"].finding(
            "Journalen sendte Pasientrelasjon, som bare Helsenorge skal sende.",
            where="//pr:Pasientrelasjon",
            line=xml.line_of(found[0]),
            expected="ingen Pasientrelasjon",
            found=message.acting_id or "Pasientrelasjon",
            item=message.item,
        ),
    )


def says(message: Inbound, text: str) -> Findings:
    """The text is the one staff wrote, to the letter; what the EPJ adds to it, as a signature, is a remark."""
    if same_text(message.text, text):
        return ()
    if text and holds_text(message.text, text):
        return (_says_more(message, text),)
    return (
        RULES["EK-01"].finding(
            "Teksten til innbyggeren er ikke den som den ansatte skrev.",
            where="Sporsmal eller TekstNotatInnhold",
            expected=text,
            found=message.text or "ingen tekst",
            fix=difference(text, message.text),
            item=message.item,
        ),
    )


def _says_more(message: Inbound, text: str) -> Finding:
    return RULES["EK-03"].finding(
        "Teksten til innbyggeren har med mer enn det den ansatte skrev.",
        where="Sporsmal eller TekstNotatInnhold",
        expected=text,
        found=message.text,
        item=message.item,
    )


def opens_thread(message: Inbound, code: str, text: str, subject: str, processes: Sequence[str]) -> Findings:
    """A first message from staff: one of the processes, right code, subject and text, no thread reference."""
    code_is_right = message.element == "Foresporsel" and message.code == code
    found = f"{message.element} {message.code}".strip()
    wrong_code = RULES["EK-01"].finding(
        f"Meldingen har {found or 'ingen kode'}, ventet Foresporsel {code}.",
        where="Foresporsel/TypeForesp",
        expected=code,
        found=found,
        item=message.item,
    )
    return (
        *_one_of("MH-03", message, f"{_INFO}/mh:Type", message.type, processes),
        *(() if code_is_right else (wrong_code,)),
        *_equal("EK-01", message, "Foresporsel/EmneSporsmal", message.subject, subject),
        *_equal("MH-08", message, f"{_INFO}/mh:ConversationRef", message.parent, ""),
        *says(message, text),
        *has_no_relation(message),
    )


def is_told_once(messages: Sequence[Inbound]) -> Findings:
    """One message from staff reaches the citizen once, and nothing beside it."""
    return tuple(
        RULES["EK-01"].finding(
            "Innbyggeren fikk en melding til, som ingen ansatt har skrevet.",
            expected="én melding",
            found=message.describe(),
            fix="Send meldingen én gang.",
            item=message.item,
        )
        for message in messages[1:]
    )


def names_appointment(answer: Inbound, keys: frozenset[str]) -> Findings:
    """A calendar in the answer points at the appointment that was cancelled."""
    if not answer.elements("//x:vevent") or keys_of(answer) & keys:
        return ()
    return (
        RULES["A13"].finding(
            "Kalenderen i svaret viser til en annen time enn den som ble avbestilt.",
            where="//x:vevent/x:properties/x:uid",
            expected=" eller ".join(sorted(keys)),
            found=", ".join(sorted(keys_of(answer))) or "verken uid eller related-to",
            item=answer.item,
        ),
    )


def too_early(answers: Sequence[Inbound], rule: str = "AVT-03") -> Findings:
    """No answer before staff has decided."""
    return tuple(
        RULES[rule].finding(
            f"Journalen svarte {answer.code} før noen ansatt hadde tatt stilling.",
            where="Notat/TemaKodet",
            expected="ingen svar ennå",
            found=f"kode {answer.code}",
            item=answer.item,
        )
        for answer in answers
    )


def agrees_with_timebook(answer: str, changes: Sequence[bool], book: Mapping[str, Any], planned: Planned) -> str | None:
    """08 needs a cancelled appointment and no 07 after it; a refusal needs it to stand as planned, told by a 07.

    `changes` has one value per 07 message: whether it came after the answer.
    """
    if answer == "08":
        if any(changes):
            return "Innbyggeren fikk vite at timen er avbestilt, og deretter at den er flyttet."
        return is_cancelled(book, planned.id)
    if wrong := stands(book, planned.id, planned.start):
        return wrong
    return None if changes else "Timen er flyttet, men Helsenorge fikk ingen melding med kode 07."


def _equal(rule: str, message: Inbound, where: str, found: str, expected: str) -> Findings:
    return _one_of(rule, message, where, found, (expected,))


def _one_of(rule: str, message: Inbound, where: str, found: str, expected: Sequence[str]) -> Findings:
    if found.lower() in {one.lower() for one in expected}:
        return ()
    name = where.rsplit(":", maxsplit=1)[-1].rsplit("/", maxsplit=1)[-1]
    return (
        RULES[rule].finding(
            f"{name} er ikke som ventet.",
            where=where,
            expected=" eller ".join(expected) or "ingen",
            found=found or "mangler",
            item=message.item,
        ),
    )
