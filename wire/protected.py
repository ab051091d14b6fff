"""A bus whose bodies are signed and encrypted, over any transport (HITS 1216:2018, 2.1.4 and 2.1.5).

What comes is opened and judged before anybody reads it; what is wrong follows the message, and whoever reads decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from standards.cms import (
    CertificateMissing,
    Cipher,
    CmsFault,
    Identity,
    NotCms,
    Protection,
    Sending,
    Transport,
    Trust,
    Use,
    WrongContentType,
    WrongSignature,
    decrypt,
    faults,
    newest_usable,
    protect,
    protection_of,
    verify,
)
from standards.envelope import SOAP_FAULT, Envelope
from wire.bus import (
    BusClient,
    BusError,
    BusMessage,
    BusRefused,
    Carried,
    Limit,
    ManyDepths,
    QueueDepth,
    Received,
)

_NO_SUCH_CALL: Final = 405
_THE_SAME_AGAIN: Final = (NotCms, WrongContentType, WrongSignature)
"""What no other certificate would mend, so that none is fetched anew."""


class CannotProtect(BusError):
    """A message was not sent, because of a certificate; it may go when that is mended."""

    def __init__(self, fault: CmsFault) -> None:
        super().__init__(fault.problem, expected=fault.expected, found=fault.found, fix=fault.fix)
        self.fault = fault


@dataclass(frozen=True)
class Outward:
    """What goes to one counterpart is protected with; with PLAIN it goes as it is."""

    protection: Protection
    trust: Trust
    signer: Identity | None = None
    """Who we sign as."""
    recipients: tuple[x509.Certificate, ...] = ()
    """The counterpart's, of which the newest that may be used is encrypted to."""
    cipher: Cipher = Cipher.AES_256_CBC
    transport: Transport = Transport.PKCS1
    overlooked: tuple[type[CmsFault], ...] = ()
    """What does not stop a message; nothing, unless it errs on purpose."""
    write: Callable[[bytes, Protection, Sending, datetime], tuple[bytes, str]] | None = field(default=None, repr=False)
    """Makes the body and its content-type in another way than the right one, to err on purpose."""


@dataclass(frozen=True)
class Inward:
    """What comes from one counterpart is opened and judged by.

    `protection` is what the two have agreed on: less is not taken. With PLAIN, what comes protected is opened all the
    same.
    """

    protection: Protection
    trust: Trust
    identities: tuple[Identity, ...] = ()
    """What we can open with, several while certificates change."""
    registered: tuple[str, ...] | None = None
    """Thumbprints of what the counterpart may sign with; None when no registry has been asked."""
    overlooked: tuple[type[CmsFault], ...] = ()
    """What does not stop a message; nothing, unless it errs on purpose."""


class Protector(Protocol):
    """What one HER-id knows of keys and certificates, by counterpart. Every method may be called from several threads.

    A counterpart may be unknown or empty. With `anew` certificates are fetched again (HITS 1216:2018, 2.1.4). Both may
    raise a `CmsFault`, such as `RevocationUnknown`, which then follows the message.
    """

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        """What applies to what is sent there."""
        ...

    def inward(self, her_id: str, *, anew: bool = False) -> Inward:
        """What applies to what comes from there."""
        ...

    def now(self) -> datetime:
        """The time that certificates are judged at, with a zone."""
        ...


class ProtectedBus:
    """A bus client that protects what it sends and opens what it receives; error messages go as they are.

    `send` also raises `CannotProtect`. A message with a fault has no document, and `carried` tells of it.
    """

    def __init__(self, inner: BusClient, protector: Protector) -> None:
        self._inner = inner
        self._protector = protector

    @property
    def limits(self) -> frozenset[Limit]:
        """What the transport cannot do."""
        return self._inner.limits

    def send(self, queue: str, message: BusMessage) -> None:
        """Put a message on any queue, protected."""
        self._inner.send(queue, outermost(self.wrap(message)))

    def wrap(self, message: BusMessage) -> BusMessage:
        """What will be sent: the document, its envelope with the content-type, and the bytes that carry it."""
        if message.carried is not None or _goes_open(message.envelope):
            return message
        her_id = message.envelope.to_her_id or _owner(message.envelope.to)
        try:
            try:
                return self._wrapped(message, self._protector.outward(her_id))
            except CmsFault:
                return self._wrapped(message, self._protector.outward(her_id, anew=True))
        except CmsFault as fault:
            raise CannotProtect(fault) from fault

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """Lock the oldest ready message of an own queue, opened and judged."""
        received = self._inner.receive(queue, wait_seconds)
        if received is None:
            return None
        try:
            return replace(received, message=self.unwrap(received.message))
        except BaseException:
            with suppress(BusError):
                self._inner.release(received)
            raise

    def unwrap(self, message: BusMessage) -> BusMessage:
        """A message that came, opened; one that nothing protects, and that need not be, is as it was."""
        if _goes_open(message.envelope):
            return message
        her_id = message.envelope.from_her_id
        opened = self._opened(message, her_id, anew=False)
        fault = opened.carried.fault if opened.carried else None
        if fault is None or isinstance(fault, _THE_SAME_AGAIN):
            return opened
        return self._opened(message, her_id, anew=True)

    def complete(self, received: Received) -> None:
        """Take the message off the bus."""
        self._inner.complete(received)

    def release(self, received: Received) -> None:
        """Give the message back to its place in the queue."""
        self._inner.release(received)

    def recover(self, queue: str) -> None:
        """Give back what an earlier life of this consumer still holds in an own queue."""
        self._inner.recover(queue)

    def depth(self, queue: str) -> QueueDepth | None:
        """How much lies in an own queue; None when the transport cannot tell."""
        return self._inner.depth(queue)

    def depths(self) -> Mapping[str, QueueDepth]:
        """How much lies in each own queue; refused as an unknown call where the transport has none for it."""
        if isinstance(self._inner, ManyDepths):
            return self._inner.depths()
        raise BusRefused("Bussen kan ikke fortelle om alle køene på én gang.", status=_NO_SUCH_CALL)

    def close(self) -> None:
        """Interrupt what waits and drop the connections."""
        self._inner.close()

    def _wrapped(self, message: BusMessage, by: Outward) -> BusMessage:
        if by.protection is Protection.PLAIN and by.write is None:
            return message
        at = self._protector.now()
        write = by.write or _written
        body, content_type = write(message.body, by.protection, _sending(by, at), at)
        properties = {**message.envelope.properties, "content_type": content_type}
        signer = _der(by.signer.certificate) if by.signer and by.protection.signed else b""
        carried = Carried(body, signer, at if signer else None)
        return BusMessage(replace(message.envelope, properties=properties), message.body, carried)

    def _opened(self, message: BusMessage, her_id: str, *, anew: bool) -> BusMessage:
        try:
            by = self._protector.inward(her_id, anew=anew)
        except CmsFault as fault:
            return BusMessage(message.envelope, b"", Carried(message.body, fault=fault))
        return _Opening(by, self._protector.now()).opened(message)


def outermost(message: BusMessage) -> BusMessage:
    """The message as the transport carries it."""
    return message if message.carried is None else BusMessage(message.envelope, message.carried.raw)


class _Opening:
    """One body being opened, with what is known of its signer so far."""

    def __init__(self, by: Inward, at: datetime) -> None:
        self._by = by
        self._at = at
        self._signer = b""
        self._signed_at: datetime | None = None

    def opened(self, message: BusMessage) -> BusMessage:
        body, content_type = message.body, message.envelope.content_type
        try:
            document = self._document(body, content_type)
        except CmsFault as fault:
            return BusMessage(message.envelope, b"", self._carried(body, fault))
        bare = document is body and not self._signer
        return message if bare else BusMessage(message.envelope, document, self._carried(body, None))

    def _carried(self, raw: bytes, fault: CmsFault | None) -> Carried:
        return Carried(raw, self._signer, self._signed_at, fault)

    def _document(self, body: bytes, content_type: str) -> bytes:
        protection = protection_of(content_type)
        self._raise(_too_little(protection, self._by.protection, content_type))
        if protection.encrypted:
            body = decrypt(body, self._identities()).content
        return self._verified(body) if protection.signed else body

    def _identities(self) -> tuple[Identity, ...]:
        if not self._by.identities:
            raise CertificateMissing(
                "Meldingen kan ikke dekrypteres: vi har ikke noe sertifikat med nøkkel",
                expected="minst ett krypteringssertifikat med nøkkel",
                found="ingen",
                fix="Oppgi sertifikatet og nøkkelen meldinger til oss krypteres med",
            )
        return self._by.identities

    def _verified(self, body: bytes) -> bytes:
        signed = verify(body)
        self._signer, self._signed_at = _der(signed.signer), signed.signed_at
        found = faults(
            signed.signer,
            Use.SIGNING,
            at=self._at,
            trust=self._by.trust,
            registered=self._by.registered,
            along=signed.certificates,
        )
        for fault in found:
            self._raise(fault)
        return signed.content

    def _raise(self, fault: CmsFault | None) -> None:
        if fault is not None and not isinstance(fault, self._by.overlooked):
            raise fault


def _written(document: bytes, protection: Protection, by: Sending, at: datetime) -> tuple[bytes, str]:
    return protect(document, protection, by, at=at), str(protection)


def _sending(by: Outward, at: datetime) -> Sending:
    """Our certificate and the counterpart's, checked as 2.1.4 demands of the sender too."""
    if by.signer is None:
        raise CertificateMissing(
            "Meldingen kan ikke signeres: vi har ikke noe sertifikat med nøkkel",
            expected="et signeringssertifikat med nøkkel",
            found="ingen",
            fix="Oppgi sertifikatet og nøkkelen vi signerer med",
        )
    _check(by.signer.certificate, Use.SIGNING, by, at, by.signer.chain)
    recipients: tuple[x509.Certificate, ...] = ()
    if by.protection.encrypted:
        recipient = _recipient(by, at)
        _check(recipient, Use.ENCRYPTION, by, at)
        recipients = (recipient,)
    return Sending(by.signer, recipients, by.cipher, by.transport)


def _recipient(by: Outward, at: datetime) -> x509.Certificate:
    """The newest that may be used; when none may, the newest, so that it is told why."""
    try:
        return newest_usable(by.recipients, Use.ENCRYPTION, at=at)
    except CertificateMissing:
        if not by.recipients:
            raise
        return max(by.recipients, key=lambda one: one.not_valid_before_utc)


def _check(
    certificate: x509.Certificate, use: Use, by: Outward, at: datetime, along: tuple[x509.Certificate, ...] = ()
) -> None:
    for fault in faults(certificate, use, at=at, trust=by.trust, along=along):
        if not isinstance(fault, by.overlooked):
            raise fault


def _too_little(came: Protection, agreed: Protection, content_type: str) -> CmsFault | None:
    """Less protected than agreed; CannotDecrypt and the like tell of what is more than the bytes hold."""
    if (came.signed or not agreed.signed) and (came.encrypted or not agreed.encrypted):
        return None
    return WrongContentType(
        "Meldingen er mindre beskyttet enn det som er avtalt",
        expected=str(agreed),
        found=content_type[:120] or "ingenting",
        fix="Signer og krypter meldinger til denne parten",
    )


def _goes_open(envelope: Envelope) -> bool:
    """Error messages and SOAP faults are never protected (HITS 1216:2018, 2.2.6)."""
    if envelope.is_error:
        return True
    return envelope.subject == SOAP_FAULT and envelope.content_type.lower().startswith(Protection.SOAP)


def _owner(queue: str) -> str:
    """The HER-id of a queue's name, wherever it is."""
    return queue.rpartition("/")[2].partition("_")[0]


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
