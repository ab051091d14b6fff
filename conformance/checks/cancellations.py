"""What the citizen is told when a cancellation crosses what staff do, or names somebody else's appointment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.checks.appointments import TOLD, Planned, keys_of, local_time
from conformance.checks.journal import difference, same_text
from conformance.checks.register import RULES
from conformance.checks.timebook import is_cancelled, same_minute, stands
from conformance.reading import Inbound
from standards.rules.model import Finding

Findings = tuple[Finding, ...]


def is_told_off(answer: Inbound, pushes: Sequence[Inbound]) -> Findings:
    """The citizen knows that the appointment is off: the answer says it, or a message beside a refusal does."""
    wrong = [push for push in pushes if push.code in TOLD - {"08"}]
    off = [push for push in pushes if push.code == "08"]
    if wrong:
        return (_told_otherwise(wrong[-1]),)
    if answer.code == "08":
        return tuple(_told_twice(push) for push in off)
    return () if off else (_told_otherwise(answer),)


def _told_otherwise(message: Inbound) -> Finding:
    return RULES["AVT-02"].finding(
        "Timen er avlyst i timeboken, men forelderen har fått vite at den står.",
        where="TemaKodet eller TypeForesp",
        expected="svaret 08, eller en melding med kode 08 om timen",
        found=f"kode {message.code}",
        fix="Svar 08 på avbestillingen når timen er avlyst.",
        item=message.item,
    )


def _told_twice(push: Inbound) -> Finding:
    return RULES["A15"].finding(
        "Forelderen fikk både svaret 08 og en melding om at timen er avlyst.",
        where="Foresporsel/TypeForesp",
        expected="bare svaret",
        found=f"kode {push.code}",
        item=push.item,
    )


def agrees(answer: str, book: Mapping[str, Any], planned: Planned) -> str | None:
    """08 needs a cancelled appointment, a refusal one that stands as it was planned last."""
    return is_cancelled(book, planned.id) if answer == "08" else stands(book, planned.id, planned.start)


def told_off(messages: Sequence[Inbound]) -> Findings:
    """Nobody is told that an appointment is off, in an answer or in a message about it."""
    return tuple(
        RULES["AVT-02"].finding(
            "Innbyggeren fikk vite at timen er avbestilt, men ingen med rett til det har avbestilt den.",
            where="TemaKodet eller TypeForesp",
            expected="ingen melding med kode 08",
            found=f"{message.element} {message.code}, pasient {message.patient_id or 'mangler'}",
            fix="Finn timen blant pasientens egne, og svar 09 eller 26 når den ikke er der.",
            item=message.item,
        )
        for message in messages
        if message.code == "08"
    )


def reveals_nothing(messages: Sequence[Inbound], others: Planned) -> Findings:
    """No message shows more of somebody else's appointment than what was asked with: its place, or what it is about."""
    return tuple(
        RULES["AVT-11"].finding(
            "Svaret viser timen til et annet barn.",
            where="//x:vevent",
            expected="ingen opplysninger om andre pasienters timer",
            found=f"{message.start} {message.location or message.summary}",
            fix="Legg bare pasientens egne timer i svaret.",
            item=message.item,
        )
        for message in messages
        if same_minute(local_time(message.start), others.start) and (message.location or message.summary)
    )


def says_what_staff_wrote(message: Inbound, text: str) -> Findings:
    """The words of staff reach the citizen to the letter; a salutation or a signature around them is fine."""
    if text in message.text or same_text(message.text, text):
        return ()
    return (
        RULES["AVT-12"].finding(
            "Teksten fra den ansatte er ikke i svaret slik hun skrev den.",
            where="Notat/TekstNotatInnhold",
            expected=text,
            found=message.text or "ingen tekst",
            fix=difference(text, message.text),
            item=message.item,
        ),
    )


def shows_which(answer: Inbound, keys: frozenset[str], planned: Planned) -> Findings:
    """The answer has the appointment in its calendar: the same ids, and the time that the timebook has."""
    right = bool(keys_of(answer) & keys) and same_minute(local_time(answer.start), planned.start)
    if right:
        return ()
    return (
        RULES["AVT-13"].finding(
            "Svaret viser ikke hvilken time det gjelder.",
            where="//x:vevent",
            expected=f"timen {planned.start} i kalenderen",
            found=", ".join(filter(None, (answer.uid, answer.start))) or "ingen kalender",
            item=answer.item,
        ),
    )
