"""Is the envelope one that can be handled? (HITS 1216:2018, 2.1.2 and 2.2.3)"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from standards import xml
from standards.envelope import Envelope

FIELD = "transport:invalid-field-value"
UNSUPPORTED = "transport:unsupported-message"
MISSING = "transport:required-field-missing"
UNREADABLE = "transport:not-well-formed-xml"
UNKNOWN_XML = "transport:xml-not-interpretable"
ENCODING = "transport:invalid-encoding"
SPOOFING = "abuse:spoofing-attack"


@dataclass(frozen=True)
class TransportFault:
    """What the sender is told on the error queue."""

    condition: str
    description: str
    data: str = ""
    """More for a machine, in parts with semicolons between."""


READABLE = frozenset({"UTF-8", "US-ASCII", "ASCII", "ISO-8859-1", "LATIN1", "ISO_8859-1"})


def fault(envelope: Envelope) -> TransportFault | None:
    """The first required property that is missing or wrong.

    The text of the standard has one condition for a header that is missing or wrong; its code table has one more, for a
    field that is missing: here that is an application property.
    """
    missing = [name for name, value in _properties(envelope) if not value]
    if missing:
        return TransportFault(FIELD, f"Påkrevd felt mangler: {', '.join(missing)}")
    missing = [name for name, value in _fields(envelope) if not value]
    if missing:
        return TransportFault(MISSING, f"Påkrevd felt mangler: {', '.join(missing)}")
    if not is_uuid(envelope.message_id):
        return TransportFault(FIELD, "message-id er ikke en UUID")
    if not _has_zone(envelope.application_properties.get("applicationTimeStamp", "")):
        return TransportFault(FIELD, "applicationTimeStamp er ikke et tidspunkt med tidssone")
    return None


def is_uuid(value: str) -> bool:
    """Whether this is a UUID; the common library leaves the dashes out in some places."""
    try:
        return uuid.UUID(value).hex == value.replace("-", "").lower() and "{" not in value
    except ValueError:
        return False


def unreadable(body: bytes, why: str) -> TransportFault:
    """What a document is called that cannot be parsed: in an encoding that is not taken, or no XML."""
    return TransportFault(ENCODING if _is_badly_encoded(body) else UNREADABLE, why)


def reply_fault(envelope: Envelope) -> TransportFault | None:
    """The queue for answers must be one of the sender's; there may be more than the usual, one for each machine."""
    if envelope.reply_to.startswith(f"{envelope.from_her_id}_"):
        return None
    return TransportFault(FIELD, f"reply-to er ikke en kø som HER-id {envelope.from_her_id} har: {envelope.reply_to}")


def _is_badly_encoded(body: bytes) -> bool:
    declared = xml.declared_encoding(body)
    if declared not in READABLE or b"\x00" in body[:4]:
        return True
    try:
        body.decode(declared)
    except UnicodeDecodeError:
        return True
    return False


def _properties(envelope: Envelope) -> list[tuple[str, str]]:
    return [
        ("message-id", envelope.message_id),
        ("to", envelope.to),
        ("subject", envelope.subject),
        ("reply-to", envelope.reply_to),
        ("correlation-id", envelope.correlation_id),
        ("content-type", envelope.content_type),
    ]


def _fields(envelope: Envelope) -> list[tuple[str, str]]:
    return [
        ("fromHerId", envelope.from_her_id),
        ("toHerId", envelope.to_her_id),
        ("applicationTimeStamp", envelope.application_properties.get("applicationTimeStamp", "")),
    ]


def _has_zone(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
