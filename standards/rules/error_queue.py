"""AQ-03: messages of the error queue (HITS 1216:2018, 2.2.3 and 2.2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from standards.envelope import Envelope
from standards.rules.bus import with_zone
from standards.rules.conversation import Conversation, Entry
from standards.rules.model import Scope
from standards.rules.register import ALL_KINDS, Fault, Judgement, Silent, rule

FIELDS = ("originalMessageId", "receiverTimeStamp", "errorDescription")
OF_THE_STANDARD = (
    *("invalid-field-value", "required-field-missing", "unsupported-message", "decryption-failed", "invalid-cms-pkcs"),
    *("invalid-certificate", "expired-certificate", "revoked-certificate", "revoked-cerificate", "invalid-signature"),
    *("invalid-encoding", "not-well-formed-xml", "xml-not-interpretable"),
)
"""With the misspelling that the standard's own table has."""
OF_THE_LIBRARY = ("unverified-certificate", "missing-certificate", "revoked-certificate-offline", "internal-error")
CONDITIONS = frozenset(
    {f"transport:{name}" for name in (*OF_THE_STANDARD, *OF_THE_LIBRARY)} | {"abuse:spoofing-attack"}
)
"""The conditions of the standard and of the common library: an EPJ may use either's."""


@rule(
    "AQ-03",
    clause="HITS 1216:2018, 2.2.3 og 2.2.6",
    title="En feilkømelding har ny id og sier hvilken melding den gjelder og hva som er galt",
    scope=Scope.EXCHANGE,
    on=ALL_KINDS,
)
def error_messages(conversation: Conversation) -> Iterator[Judgement]:
    """Conditions of the standard and of the common library both pass; another is a remark."""
    for entry in conversation.errors:
        envelope = entry.item.envelope
        if not entry.judged or envelope is None:
            continue
        for name in FIELDS:
            if not envelope.application_properties.get(name, "").strip():
                yield _fault(entry, name, f"Feilkømeldingen mangler {name}.", expected=f"{name} med innhold", found="")
        received = envelope.application_properties.get("receiverTimeStamp", "").strip()
        if received and not with_zone(received):
            text = "Feilkømeldingen har en receiverTimeStamp som ikke er et tidspunkt med sone."
            expected = "ISO 8601 i UTC eller med sone"
            yield _fault(entry, "receiverTimeStamp", text, expected=expected, found=received, remark=True)
        condition = envelope.error_condition
        if condition not in CONDITIONS:
            text = "Feilkoden er verken i HITS 1216 eller i fellesbiblioteket."
            expected = "for eksempel transport:invalid-field-value"
            yield _fault(entry, "errorCondition", text, expected=expected, found=condition, remark=True)
        if entry.item.raw.strip():
            text = "Feilkømeldingen har en kropp; den skal bare ha egenskaper."
            yield _fault(
                entry, "errorCondition", text, expected="ingen kropp", found=f"{len(entry.item.raw)} byte", remark=True
            )
        yield from _against_original(conversation, entry, envelope)


def _fault(entry: Entry, name: str, problem: str, *, expected: str, found: str, remark: bool = False) -> Fault:
    return Fault(
        problem,
        where=f"/application_properties/{name}",
        expected=expected,
        found=found or "ikke til stede",
        fix="Lag feilkømeldingen av egenskapene i meldingen den gjelder (HITS 1216:2018, 2.2.6).",
        remark=remark,
        item=entry.index,
        by=entry.sender,
    )


def _against_original(conversation: Conversation, entry: Entry, envelope: Envelope) -> Iterator[Judgement]:
    wanted = plain(envelope.original_message_id)
    if not wanted:
        return
    if plain(envelope.message_id) == wanted:
        text = "Feilkømeldingen har samme id som meldingen den gjelder."
        yield _fault(entry, "originalMessageId", text, expected="en ny message-id", found=envelope.message_id)
    original = next((other for other in conversation.entries if _is(other, entry, wanted)), None)
    if original is None or original.item.envelope is None:
        yield Silent("Meldingen som feilkømeldingen gjelder, er ikke med i samtalen.")
        return
    about = original.item.envelope
    pairs = (
        ("fromHerId", envelope.from_her_id, about.to_her_id),
        ("toHerId", envelope.to_her_id, about.from_her_id),
    )
    for name, found, mirrored in pairs:
        if found and mirrored and found != mirrored:
            text = f"{name} i feilkømeldingen er ikke speilet fra meldingen den gjelder."
            yield _fault(entry, name, text, expected=mirrored, found=found, remark=bool(original.item.deliberate_fault))
    if envelope.subject and envelope.subject != about.subject:
        text = "Feilkømeldingen har et annet emne enn meldingen den gjelder."
        yield _fault(
            entry, "errorCondition", text, expected=f"subject = {about.subject}", found=envelope.subject, remark=True
        )


def _is(other: Entry, error: Entry, wanted: str) -> bool:
    envelope = other.item.envelope
    return other.sender is error.sender.other and envelope is not None and plain(envelope.message_id) == wanted


def plain(identifier: str) -> str:
    """A message-id as it is compared."""
    # The common library writes the UUID without dashes in error messages.
    return identifier.replace("-", "").casefold()
