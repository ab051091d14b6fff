"""Is the envelope one that can be handled? (HITS 1216:2018, 2.1.2 and 2.2.3)"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from standards.envelope import Envelope

FIELD = "transport:invalid-field-value"
UNSUPPORTED = "transport:unsupported-message"
UNREADABLE = "transport:not-well-formed-xml"
SPOOFING = "abuse:spoofing-attack"


@dataclass(frozen=True)
class TransportFault:
    """What the sender is told on the error queue."""

    condition: str
    description: str


def fault(envelope: Envelope) -> TransportFault | None:
    """The first required property that is missing or wrong."""
    missing = [name for name, value in _required(envelope) if not value]
    if missing:
        return TransportFault(FIELD, f"Påkrevd felt mangler: {', '.join(missing)}")
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


def _required(envelope: Envelope) -> list[tuple[str, str]]:
    return [
        ("message-id", envelope.message_id),
        ("to", envelope.to),
        ("subject", envelope.subject),
        ("reply-to", envelope.reply_to),
        ("correlation-id", envelope.correlation_id),
        ("content-type", envelope.content_type),
        ("fromHerId", envelope.from_her_id),
        ("toHerId", envelope.to_her_id),
        ("applicationTimeStamp", envelope.application_properties.get("applicationTimeStamp", "")),
    ]


def _has_zone(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
