"""The transport properties around a message on the service bus (HITS 1216:2018, 2.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

PLAIN_TEXT = "text/plain"
SOAP_FAULT = "AMQP_SOAP_FAULT"

_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Envelope:
    """Properties and application properties exactly as they came; missing ones read as an empty string."""

    properties: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    application_properties: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    ttl_ms: int | None = None

    def _property(self, name: str) -> str:
        return self.properties.get(name, "")

    def _application(self, name: str) -> str:
        return self.application_properties.get(name, "")

    @property
    def message_id(self) -> str:
        """AMQP message-id: a UUID of its own, not the MsgId of the document."""
        return self._property("message_id")

    @property
    def to(self) -> str:
        """The receiving queue as the address registry states it."""
        return self._property("to")

    @property
    def subject(self) -> str:
        """The process code from kodeverk 8279, the same as MsgInfo/Type."""
        return self._property("subject")

    @property
    def reply_to(self) -> str:
        """The sender's queue for answers."""
        return self._property("reply_to")

    @property
    def correlation_id(self) -> str:
        """Ties a synchronous answer to its question."""
        return self._property("correlation_id")

    @property
    def content_type(self) -> str:
        """CMS type, or text/plain in the unprotected mode."""
        return self._property("content_type")

    @property
    def from_her_id(self) -> str:
        """HER-id (level 2) that the transport says is the sender."""
        return self._application("fromHerId")

    @property
    def to_her_id(self) -> str:
        """HER-id (level 2) that the transport says is the receiver."""
        return self._application("toHerId")

    @property
    def error_condition(self) -> str:
        """Set only in messages on an error queue, such as `transport:unsupported-message`."""
        return self._application("errorCondition")

    @property
    def original_message_id(self) -> str:
        """In an error message: the AMQP message-id that it is about."""
        return self._application("originalMessageId")

    @property
    def is_error(self) -> bool:
        """Whether this is a message of the error queue (HITS 1216, 2.2.6)."""
        return bool(self.error_condition)

    def to_json(self) -> dict[str, Any]:
        """The form that the bus over HTTP and the exchange folder use."""
        header: dict[str, Any] = {} if self.ttl_ms is None else {"ttl_ms": self.ttl_ms}
        return {
            "header": header,
            "properties": dict(self.properties),
            "application_properties": dict(self.application_properties),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Envelope:
        """Read the JSON form; values that are not text are kept as their text."""
        ttl = (data.get("header") or {}).get("ttl_ms")
        return cls(
            properties=_texts(data.get("properties")),
            application_properties=_texts(data.get("application_properties")),
            ttl_ms=ttl if isinstance(ttl, int) else None,
        )


def _texts(values: Any) -> Mapping[str, str]:
    if not isinstance(values, Mapping):
        return _EMPTY
    return MappingProxyType({str(key): str(value) for key, value in values.items() if value is not None})


def business_envelope(  # one argument per required property of HITS 1216, 2.1.2
    *,
    message_id: str,
    subject: str,
    from_her_id: str,
    to_her_id: str,
    time_stamp: str,
    correlation_id: str = "",
    kind: str = "async",
    ttl_ms: int | None = None,
) -> Envelope:
    """Envelope of an ordinary message between two HER-ids; `time_stamp` is ISO 8601 with zone."""
    return Envelope(
        properties=MappingProxyType(
            {
                "message_id": message_id,
                "to": f"{to_her_id}_{kind}",
                "subject": subject,
                "reply_to": f"{from_her_id}_{'syncreply' if kind == 'sync' else kind}",
                "correlation_id": correlation_id or message_id,
                "content_type": PLAIN_TEXT,
            }
        ),
        application_properties=MappingProxyType(
            {"fromHerId": from_her_id, "toHerId": to_her_id, "applicationTimeStamp": time_stamp}
        ),
        ttl_ms=ttl_ms,
    )


def error_envelope(
    original: Envelope, *, message_id: str, condition: str, description: str, time_stamp: str, data: str = ""
) -> Envelope:
    """Error-queue answer to `original`: HER-ids swapped, new message-id, no body (HITS 1216, 2.2.6)."""
    application = {
        "fromHerId": original.to_her_id,
        "toHerId": original.from_her_id,
        "applicationTimeStamp": time_stamp,
        "originalMessageId": original.message_id,
        "receiverTimeStamp": time_stamp,
        "errorCondition": condition,
        "errorDescription": description,
    }
    if data:
        application["errorConditionData"] = data
    return Envelope(
        properties=MappingProxyType(
            {
                "message_id": message_id,
                "to": f"{original.from_her_id}_error",
                "subject": original.subject,
                "reply_to": f"{original.to_her_id}_async",
                "correlation_id": original.message_id,
                "content_type": original.content_type or PLAIN_TEXT,
            }
        ),
        application_properties=MappingProxyType(application),
    )
