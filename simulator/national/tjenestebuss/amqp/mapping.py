"""Messages of AMQP 1.0 as the queues keep them, and back: every property as text, the body as bytes."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from proton import Message, MessageException, symbol, timestamp

from simulator.national.tjenestebuss.messages import Locked
from simulator.serving.refusals import FaultyRequest
from standards.envelope import Envelope

_TEXTS: Final = {
    "to": "address",
    "subject": "subject",
    "reply_to": "reply_to",
    "content_type": "content_type",
    "content_encoding": "content_encoding",
    "group_id": "group_id",
    "reply_to_group_id": "reply_to_group_id",
}
"""Name in the envelope and at proton."""
_IDS: Final = {"message_id": "id", "correlation_id": "correlation_id", "user_id": "user_id"}
_MAX_TTL_MS: Final = 2**32 - 1
_HALF: Final = 0.5
"""Added to whole milliseconds, since proton cuts off what a division leaves."""
_NOTHING: Final = symbol("None")
"""What proton says of a symbol that is not there."""
_READY: Final = symbol("x-opt-ready")
"""How many more lay ready when this message was handed out: for its next reader only, as delivery annotations are."""
_SYMBOLS: Final = frozenset({"content_type", "content_encoding"})


def read(raw: bytes) -> tuple[Envelope, bytes]:
    """The envelope and the body of an encoded message; raises `FaultyRequest`."""
    message = Message()
    try:
        message.decode(raw)
        properties = {name: _text(getattr(message, other)) for name, other in (_IDS | _TEXTS).items()}
        application = {str(key): _text(value) for key, value in (message.properties or {}).items()}
    except (MessageException, ValueError, UnicodeError) as error:
        raise _faulty("en melding i AMQP 1.0", "noe som ikke kan tolkes") from error
    envelope = Envelope(
        MappingProxyType({name: value for name, value in properties.items() if value}),
        MappingProxyType(application),
        round(message.ttl * 1000) or None,
    )
    return envelope, _body(message.body)


def written(locked: Locked, ready: int | None = None) -> bytes:
    """The encoded message as its reader gets it, with what more there is for one who has asked."""
    envelope = locked.envelope
    message = Message(durable=True, inferred=True, body=locked.body)
    for name, other in (_IDS | _TEXTS).items():
        if value := envelope.properties.get(name):
            setattr(message, other, _value(name, value))
    message.properties = {_whole(name): _whole(value) for name, value in envelope.application_properties.items()}
    message.ttl = (min(envelope.ttl_ms or 0, _MAX_TTL_MS) + _HALF) / 1000
    message.first_acquirer = locked.delivery_count == 1
    message.delivery_count = locked.delivery_count - 1
    message.annotations = {
        symbol("x-opt-sequence-number"): locked.sequence,
        symbol("x-opt-enqueued-time"): _moment(locked.enqueued_at),
        symbol("x-opt-locked-until"): _moment(locked.expires_at),
    }
    if ready is not None:
        message.instructions = {_READY: ready}
    encoded: bytes = message.encode()
    return encoded


def _value(name: str, value: str) -> Any:
    if name == "user_id":
        return value.encode("utf-8", "replace")
    return _whole(value).encode("ascii", "replace").decode() if name in _SYMBOLS else _whole(value)


def _whole(text: str) -> str:
    """The text with half letters replaced, and zeroes, where proton would cut it: nothing may stop a queue."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _text(value: object) -> str:
    if value is None or (isinstance(value, symbol) and value == _NOTHING):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):  # proton's own kinds of numbers tell their kind too
        return str(int(value) if isinstance(value, int) else float(value))
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.hex()
    return str(value)


def _moment(moment: datetime) -> timestamp:
    return timestamp(int(moment.timestamp() * 1000))


def _body(body: object) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    if isinstance(body, bytes | memoryview):
        return bytes(body)
    raise _faulty("en kropp av bytes (data) eller tekst", "en sammensatt verdi")


def _faulty(expected: str, found: str) -> FaultyRequest:
    return FaultyRequest(
        "Meldingen har feil form.", expected=expected, found=found, fix="Send kroppen som én data-seksjon."
    )
