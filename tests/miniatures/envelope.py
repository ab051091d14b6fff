"""What a miniature demands of the envelope around a message (HITS 1216:2018, 2.1.2)."""

from __future__ import annotations

from datetime import datetime

from tests.miniatures.buslink import Delivery
from tests.miniatures.reading import Unreadable

_PROPERTIES = ("message_id", "to", "subject", "reply_to", "correlation_id", "content_type")
_FIELDS = ("fromHerId", "toHerId", "applicationTimeStamp")
INVALID = "transport:invalid-field-value"


def check(delivery: Delivery) -> None:
    """Raise `Unreadable` for what is missing or wrong."""
    missing = [name for name in _PROPERTIES if not delivery.properties.get(name)]
    missing += [name for name in _FIELDS if not delivery.application.get(name)]
    if missing:
        raise Unreadable(f"mangler {', '.join(missing)}", INVALID)
    if not _has_zone(delivery.application["applicationTimeStamp"]):
        raise Unreadable("applicationTimeStamp er ikke et tidspunkt med sone", INVALID)
    if not delivery.properties["reply_to"].startswith(f"{delivery.application['fromHerId']}_"):
        raise Unreadable("reply-to er ikke avsenderens kø", INVALID)


def _has_zone(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
