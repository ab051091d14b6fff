"""Between the envelope of a message and an AMQP 1.0 message, bytes both ways (HITS 1216, 2.1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from proton import Message, ProtonException, symbol

from standards.envelope import Envelope
from wire.bus import BusMessage

_TEXTS: Final = {
    "message_id": "id",
    "to": "address",
    "subject": "subject",
    "reply_to": "reply_to",
    "correlation_id": "correlation_id",
    "content_type": "content_type",
    "content_encoding": "content_encoding",
    "group_id": "group_id",
    "reply_to_group_id": "reply_to_group_id",
}
"""Ours → proton's; all are texts on our side."""
_USER_ID: Final = "user_id"
_NOTHING: Final = symbol("None")
"""What proton says of a symbol that is not there."""
_LONGEST_MS: Final = 2**32 - 1
_UNKNOWN: Final = datetime.fromtimestamp(0, UTC)


def encoded(message: BusMessage) -> bytes:
    """The message as it goes over the link: durable, with one data section, or none for an empty body."""
    envelope = message.envelope
    made = Message(durable=True)
    for ours, theirs in _TEXTS.items():
        if value := envelope.properties.get(ours):
            setattr(made, theirs, value)
    if user := envelope.properties.get(_USER_ID):
        made.user_id = user.encode()
    if envelope.ttl_ms is not None:
        made.ttl = (min(max(envelope.ttl_ms, 0), _LONGEST_MS) + 0.5) / 1000  # proton cuts what is no whole millisecond
    made.properties = dict(envelope.application_properties) or None
    made.inferred = True
    made.body = memoryview(message.carried.raw if message.carried else message.body)
    content: bytes = made.encode()
    return content


@dataclass(frozen=True)
class Arrival:
    """What came over a link, how often it was tried before, and what the bus tells of its place and times.

    A bus that does not tell when it got a message leaves us the time that its sender wrote, or none: 1970.
    """

    message: BusMessage
    attempts: int = 0
    sequence: int | None = None
    enqueued_at: datetime = _UNKNOWN
    locked_until: datetime | None = None


def decoded(content: bytes) -> Arrival:
    """Whatever types the sender chose become text; bytes that are no message are a body without properties."""
    came = Message()
    try:
        came.decode(content)
    except (ProtonException, ValueError):
        return Arrival(BusMessage(Envelope(), content))
    properties = {ours: _text(getattr(came, theirs)) for ours, theirs in _TEXTS.items()}
    properties[_USER_ID] = _text(came.user_id)
    envelope = Envelope(
        {name: value for name, value in properties.items() if value},
        {str(name): _text(value) for name, value in (came.properties or {}).items() if value is not None},
        round(came.ttl * 1000) or None,
    )
    told = came.annotations or {}
    return Arrival(
        BusMessage(envelope, _body(came.body)),
        attempts=max(came.delivery_count, 0 if came.first_acquirer else 1),
        sequence=told.get(symbol("x-opt-sequence-number")),
        enqueued_at=_time(told.get(symbol("x-opt-enqueued-time"))) or _written(envelope),
        locked_until=_time(told.get(symbol("x-opt-locked-until"))),
    )


def _written(envelope: Envelope) -> datetime:
    try:
        found = datetime.fromisoformat(envelope.application_properties.get("applicationTimeStamp", ""))
    except ValueError:
        return _UNKNOWN
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _text(value: object) -> str:
    if value is None or value == _NOTHING:
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", errors="backslashreplace")
    return str(value)


def _body(body: object) -> bytes:
    """The bytes of a data section, or of a value that is bytes or text."""
    if body is None:
        return b""
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    return str(body).encode()


def _time(milliseconds: Any) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if isinstance(milliseconds, int) else None
