"""AQ-01: the properties around a message on the service bus (HITS 1216:2018, 2.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standards.build import parse_time
from standards.envelope import Envelope
from standards.rules.conversation import Conversation, Entry
from standards.rules.hodemelding import UUID
from standards.rules.model import Scope
from standards.rules.register import ALL_KINDS, Fault, Judgement, Silent, rule

BARE_UUID = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
KNOWN_TYPES = ("application/pkcs7-mime", "application/soap+xml", "text/plain")
REQUIRED = (
    *(("properties", name) for name in ("message_id", "to", "subject", "reply_to", "correlation_id", "content_type")),
    *(("application_properties", name) for name in ("fromHerId", "toHerId", "applicationTimeStamp")),
)
_COPIED = {"subject": ("properties", "subject"), "fromHerId": ("application_properties", "toHerId")}
"""What an error message copies from the message that it is about, and from where."""


@rule(
    "AQ-01",
    clause="HITS 1216:2018, 2.1.2",
    title="Meldingen på meldingsbussen har egenskapene som kreves, i riktig form",
    scope=Scope.EXCHANGE,
    on=ALL_KINDS,
)
def properties(conversation: Conversation) -> Iterator[Judgement]:
    """What the common library leaves out or writes otherwise is tolerated; optional properties are not judged."""
    for entry in conversation.entries:
        if not entry.judged or entry.item.http is not None:
            continue
        if entry.item.envelope is None:
            yield Silent("Meldingen har ingen konvolutt fra meldingsbussen.")
            continue
        yield from _required(conversation, entry, entry.item.envelope)
        yield from _forms(entry, entry.item.envelope)


def _required(conversation: Conversation, entry: Entry, envelope: Envelope) -> Iterator[Judgement]:
    for group, name in REQUIRED:
        if _value(envelope, group, name):
            continue
        if name == "reply_to" and (entry.is_error or _last_word(conversation, entry)):
            continue
        if entry.is_error and _echoes_a_lack(conversation, entry, name):
            continue
        yield _fault(
            entry,
            f"/{group}/{name}",
            f"{name} mangler på meldingsbussen.",
            expected=f"{name} med innhold",
            found="ikke til stede",
            fix=f"Sett {name} på meldingen.",
        )


def _echoes_a_lack(conversation: Conversation, error: Entry, name: str) -> bool:
    """Whether an error message copies what was left out on purpose in the message that it is about."""
    group, source = _COPIED.get(name, ("", ""))
    about = [other.item for other in conversation.entries if other.sender is error.sender.other]
    return bool(source) and any(
        item.deliberate_fault and item.envelope is not None and not _value(item.envelope, group, source)
        for item in about
    )


def _last_word(conversation: Conversation, entry: Entry) -> bool:
    """An answer in real time, or one that may be; a question in real time cannot do without reply-to."""
    return entry.message.element == "Notat" and conversation.synchronous(entry) is not False


def _forms(entry: Entry, envelope: Envelope) -> Iterator[Judgement]:
    for name in ("message_id", "correlation_id"):
        found = _value(envelope, "properties", name)
        if found and not UUID.fullmatch(found) and not (entry.is_error and BARE_UUID.fullmatch(found)):
            yield _fault(
                entry,
                f"/properties/{name}",
                f"{name} er ikke en UUID med bindestreker.",
                expected="en UUID, for eksempel 0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d",
                found=found,
                fix="Bruk en ny UUID for hver melding; et svar i sanntid gjentar spørsmålets correlationId.",
                remark=name == "correlation_id" or bool(BARE_UUID.fullmatch(found)),
            )
    stamp = _value(envelope, "application_properties", "applicationTimeStamp")
    if stamp and not with_zone(stamp):
        yield _fault(
            entry,
            "/application_properties/applicationTimeStamp",
            "applicationTimeStamp er ikke et tidspunkt med sone.",
            expected="ISO 8601 i UTC eller med sone, for eksempel 2026-11-21T09:00:00Z",
            found=stamp,
            fix="Skriv tidspunktet i UTC med Z.",
            remark=parse_time(stamp) is not None,
        )
    odd = not envelope.content_type.strip().lower().startswith(KNOWN_TYPES)
    if envelope.content_type and odd and not entry.is_error:  # which has no body, and may repeat what it is about
        yield _fault(
            entry,
            "/properties/content_type",
            "content-type er ikke en av dem som meldingsbussen har.",
            expected=" eller ".join(KNOWN_TYPES),
            found=envelope.content_type,
            fix="Bruk application/pkcs7-mime med smime-type, eller text/plain uten kryptering i test.",
            remark=True,
        )


def _value(envelope: Envelope, group: str, name: str) -> str:
    values = envelope.properties if group == "properties" else envelope.application_properties
    return values.get(name, "").strip()


def with_zone(stamp: str) -> bool:
    """Whether it is a time with its zone."""
    moment = parse_time(stamp)
    return moment is not None and moment.tzinfo is not None


def _fault(
    entry: Entry, where: str, problem: str, *, expected: str, found: str, fix: str, remark: bool = False
) -> Fault:
    return Fault(
        problem,
        where=where,
        expected=expected,
        found=found,
        fix=fix,
        remark=remark,
        item=entry.index,
        by=entry.sender,
    )
