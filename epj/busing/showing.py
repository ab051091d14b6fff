"""What is shown of a message on the bus: lines for people, one line of JSON for programs; always masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509

from conformance.evidence.origin import STAMP
from conformance.packing.scanning import Scanner
from conformance.reading import Inbound, read
from epj.busing.reaching import OSLO
from standards.cms import CmsFault, Protection, protection_of, subject_names, thumbprint
from standards.masking import mask
from wire.bus import BusMessage, Carried, Received

if TYPE_CHECKING:
    from conformance.targets.model import Target

_LONGEST_TEXT: Final = 200
_MOST_SHOWN: Final = 200_000
"""Characters of a document."""
_FACTS: Final = (
    *("type", "code", "msg_id", "gen_date", "ack", "conversation", "parent"),
    *("sender_her_id", "receiver_her_id", "patient_id", "subject", "text", "start", "end"),
    *("original_msg_id", "apprec_status"),
)
_WORDS: Final = {
    Protection.SIGNED_AND_ENCRYPTED: "signert og kryptert",
    Protection.SIGNED: "signert",
    Protection.ENCRYPTED: "kryptert",
}


def secrets_of(target: Target) -> tuple[str, ...]:
    """The words of a target that nobody is to see."""
    return tuple(word for word in (target.helsenorge.secret, target.staff.secret) if word)


@dataclass(frozen=True)
class Shown:
    """One message as it lies on a queue; `whole` shows the document too.

    Not `counted`: the bus tells only whether it was delivered before, not how often.
    """

    queue: str
    received: Received
    scanner: Scanner
    whole: bool = False
    counted: bool = True

    @property
    def message(self) -> BusMessage:
        """What it is."""
        return self.received.message

    @cached_property
    def facts(self) -> Inbound:
        """What the document says."""
        return read(self.message.body, self.message.envelope, queue=self.queue.rpartition("_")[2])

    def lines(self) -> Iterator[str]:
        """For people; nothing in the message can move the cursor or begin a line."""
        for number, line in enumerate(self._lines()):
            yield "".join(sign if sign.isprintable() else " " for sign in mask(line if number == 0 else f"  {line}"))

    def json(self) -> str:
        """For programs, on one line."""
        return mask(json.dumps(self._told(), ensure_ascii=False))

    def _lines(self) -> Iterator[str]:
        envelope, received = self.message.envelope, self.received
        times = f"levert {received.delivery_count} ganger" if self.counted else "levert før"
        again = f", {times}" if received.delivery_count > 1 else ""
        simulated = f", {STAMP}" if STAMP in envelope.application_properties else ""
        yield f"{self.queue}  {received.enqueued_at.astimezone(OSLO):%Y-%m-%d %H:%M:%S}{again}{simulated}"
        yield self._about()
        if self.facts.kind == "melding" and self.facts.text:
            yield f"«{_short(self.facts.text)}»"
        if self.facts.kind == "feilkø" and envelope.application_properties.get("errorDescription"):
            yield f"«{_short(envelope.application_properties['errorDescription'])}»"
        yield f"fra {envelope.from_her_id or '?'} til {envelope.to_her_id or '?'}, {envelope.subject or 'uten subject'}"
        yield f"message-id {envelope.message_id or '?'}, lagt på {envelope.to or '?'}"
        yield from self._protection()
        if self.whole:
            yield from self.document().splitlines()

    def _about(self) -> str:
        """What it is, or why that cannot be told."""
        if self._fault:
            return f"kan ikke åpnes ({self._fault.condition}): {self._fault}"
        if self._closed:
            return f"{len(self.message.body)} byte som ikke er åpnet"
        return self.facts.describe()

    def _protection(self) -> Iterator[str]:
        words = _words(self.message)
        signer = _signer(self.message.carried)
        if words or signer:
            by = f", med sertifikatet til {signer['name']}, avtrykk {signer['thumbprint']}" if signer else ""
            yield f"{words or 'beskyttet'}{by}"

    def document(self) -> str:
        """The document as text without what must not be seen; empty when there is none."""
        if self._closed:
            return ""
        text = self.scanner.cleaned(self.message.body).decode("utf-8", "replace")
        left = len(text) - _MOST_SHOWN
        return text if left <= 0 else f"{text[:_MOST_SHOWN]}\n… og {left} tegn til."

    def _told(self) -> dict[str, Any]:
        received, envelope = self.received, self.message.envelope
        told: dict[str, Any] = {
            "schema": 1,
            "queue": self.queue,
            "enqueued_at": received.enqueued_at.isoformat(),
            "delivery_count": received.delivery_count if self.counted else None,
            "delivered_before": received.delivery_count > 1,
            "kind": "uåpnet" if self._fault or self._closed else self.facts.kind,
            "about": self._about(),
            **envelope.to_json(),
            "message": {name: value for name in _FACTS if (value := getattr(self.facts, name))},
            "errors": sorted(self.facts.error_codes),
            "bytes": len(self.message.body),
            "protection": self._told_protection(),
        }
        return {**told, "body": self.document()} if self.whole else told

    def _told_protection(self) -> dict[str, Any]:
        carried = self.message.carried
        told: dict[str, Any] = {"content_type": self.message.envelope.content_type, **_signer(carried)}
        if carried is None:
            return told
        told |= {"bytes": len(carried.raw), "signed_at": carried.signed_at.isoformat() if carried.signed_at else None}
        if self._fault:
            data = self._fault.condition_data
            told["fault"] = {"condition": self._fault.condition, "data": data, **self._fault.to_json()}
        return told

    @property
    def _fault(self) -> Any:
        return self.message.carried.fault if self.message.carried else None

    @property
    def _closed(self) -> bool:
        """Whether the body is protected and nobody has opened it: we are somebody else, or nothing was agreed."""
        return self.message.carried is None and bool(self.message.body) and bool(_words(self.message))


def _words(message: BusMessage) -> str:
    """How the content-type says that the body is protected; empty when it says no such thing."""
    with suppress(CmsFault):
        return _WORDS.get(protection_of(message.envelope.content_type), "")
    return ""


def _signer(carried: Carried | None) -> dict[str, str]:
    if carried is None or not carried.signer:
        return {}
    certificate = x509.load_der_x509_certificate(carried.signer)
    name, subject = subject_names(certificate)
    return {"name": name or "?", "subject": subject, "thumbprint": thumbprint(certificate)}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TEXT else f"{line[:_LONGEST_TEXT]}…"
