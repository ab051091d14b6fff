"""Between the envelope of a message and an AMQP 1.0 message, bytes both ways (HITS 1216, 2.1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from proton import Message, ProtonException, symbol

from standards.envelope import Envelope
from wire.bus import BusMessage, BusRefused

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
_LATEST_MS: Final = 253_402_300_800_000
"""The end of the year 9999, the last that a datetime can be in."""
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
_FAULTY: Final = 400
_UNKNOWN: Final = datetime.fromtimestamp(0, UTC)


def encoded(message: BusMessage) -> bytes:
    """The message as it goes over the link: durable, with one data section. Raises `BusRefused`."""
    envelope = message.envelope
    for values in (envelope.properties, envelope.application_properties):
        for name, text in values.items():
            _require_writable(name, text)
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


def _require_writable(name: str, value: str) -> None:
    """Half a letter has no UTF-8, and proton cuts a text at a character that is zero."""
    if _UNWRITABLE.search(name + value):
        raise BusRefused(
            "Meldingen kan ikke skrives i AMQP.",
            expected=f"tekst i {name!a}",
            found=ascii(value[:80]),
            fix="Rett egenskapen.",
            status=_FAULTY,
        )


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
    ready: int = 0
    """How many more there were, when the bus tells."""


def decoded(content: bytes) -> Arrival:
    """Whatever types the sender chose become text; bytes that are no message are a body without properties."""
    came = Message()
    try:
        came.decode(content)
    except (ProtonException, ValueError, TypeError):  # proton stumbles over keys of maps that cannot be such
        return Arrival(BusMessage(Envelope(), content))
    properties = {ours: _property(came, theirs) for ours, theirs in (_TEXTS | {_USER_ID: _USER_ID}).items()}
    envelope = Envelope(
        {name: value for name, value in properties.items() if value},
        {str(name): _text(value) for name, value in _table(came.properties).items() if value is not None},
        round(came.ttl * 1000) or None,
    )
    told = _table(came.annotations)
    return Arrival(
        BusMessage(envelope, _body(came.body)),
        attempts=max(came.delivery_count, 0 if came.first_acquirer else 1),
        sequence=_number(told.get(symbol("x-opt-sequence-number"))),
        enqueued_at=_time(told.get(symbol("x-opt-enqueued-time"))) or _written(envelope),
        locked_until=_time(told.get(symbol("x-opt-locked-until"))),
        ready=max(_number(_table(came.instructions).get(symbol("x-opt-ready"))) or 0, 0),
    )


def _property(came: Message, name: str) -> str:
    """As text; empty for bytes that are none, since proton cannot give them."""
    try:
        return _text(getattr(came, name))
    except UnicodeDecodeError:
        return ""


def _table(values: object) -> Mapping[Any, Any]:
    return values if isinstance(values, Mapping) else {}


def _written(envelope: Envelope) -> datetime:
    try:
        found = datetime.fromisoformat(envelope.application_properties.get("applicationTimeStamp", ""))
    except ValueError:
        return _UNKNOWN
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _text(value: object) -> str:
    if value is None or (isinstance(value, symbol) and value == _NOTHING):
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", errors="backslashreplace")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):  # proton's own kinds of numbers tell their kind too
        return str(int(value) if isinstance(value, int) else float(value))
    return str(value)


def _body(body: object) -> bytes:
    """The bytes of a data section, or of a value that is bytes, text or a number."""
    if body is None:
        return b""
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    return _text(body).encode()


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int) else None


def _time(milliseconds: Any) -> datetime | None:
    if not isinstance(milliseconds, int) or not 0 < milliseconds < _LATEST_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
