"""How one body is protected, opened and judged between two parties (HITS 1216:2018, 2.1.4 and 2.1.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from standards.cms import (
    CertificateMissing,
    Cipher,
    CmsFault,
    Identity,
    Protection,
    Sending,
    Transport,
    Trust,
    Use,
    WrongContentType,
    decrypt,
    faults,
    newest_usable,
    protect,
    protection_of,
    verify,
)
from wire.bus import BusMessage, Carried

_MOMENT: Final = timedelta(seconds=60)
_MOST: Final = 1000


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


class Checks:
    """Certificates that were in order a moment ago, so that not every message costs what a chain does."""

    def __init__(self) -> None:
        self._sound: dict[object, tuple[Trust, datetime]] = {}

    def faults(
        self,
        certificate: x509.Certificate,
        use: Use,
        *,
        at: datetime,
        trust: Trust,
        registered: tuple[str, ...] | None = None,
        along: Sequence[x509.Certificate] = (),
    ) -> list[CmsFault]:
        """As `standards.cms.faults`."""
        key = (certificate, use, registered)
        known = self._sound.get(key)
        if known is not None and known[0] is trust and known[1] <= at <= _until(certificate, known[1]):
            return []
        found = faults(certificate, use, at=at, trust=trust, registered=registered, along=along)
        if not found:
            if len(self._sound) >= _MOST:
                self._sound.clear()
            self._sound[key] = trust, at
        return found


class Opening:
    """One body being opened, with what is known of its signer so far."""

    def __init__(self, by: Inward, at: datetime, checks: Checks) -> None:
        self._by = by
        self._at = at
        self._checks = checks
        self._signer = b""
        self._signed_at: datetime | None = None

    def opened(self, message: BusMessage) -> BusMessage:
        """The message with its document, or with why it has none."""
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
        found = self._checks.faults(
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


def closed(message: BusMessage, by: Outward, at: datetime, checks: Checks) -> BusMessage:
    """The message as it is sent, with the bytes that carry it; raises a `CmsFault`."""
    write = by.write or _written
    body, content_type = write(message.body, by.protection, _sending(by, at, checks), at)
    properties = {**message.envelope.properties, "content_type": content_type}
    signer = _der(by.signer.certificate) if by.signer and by.protection.signed else b""
    carried = Carried(body, signer, at if signer else None)
    return BusMessage(replace(message.envelope, properties=properties), message.body, carried)


def _written(document: bytes, protection: Protection, by: Sending, at: datetime) -> tuple[bytes, str]:
    return protect(document, protection, by, at=at), str(protection)


def _sending(by: Outward, at: datetime, checks: Checks) -> Sending:
    """Our certificate and the counterpart's, checked as 2.1.4 demands of the sender too."""
    if by.signer is None:
        raise CertificateMissing(
            "Meldingen kan ikke signeres: vi har ikke noe sertifikat med nøkkel",
            expected="et signeringssertifikat med nøkkel",
            found="ingen",
            fix="Oppgi sertifikatet og nøkkelen vi signerer med",
        )
    found = checks.faults(by.signer.certificate, Use.SIGNING, at=at, trust=by.trust, along=by.signer.chain)
    recipients: tuple[x509.Certificate, ...] = ()
    if by.protection.encrypted:
        recipients = (_recipient(by, at),)
        found += checks.faults(recipients[0], Use.ENCRYPTION, at=at, trust=by.trust)
    for fault in found:
        if not isinstance(fault, by.overlooked):
            raise fault
    return Sending(by.signer, recipients, by.cipher, by.transport)


def _recipient(by: Outward, at: datetime) -> x509.Certificate:
    """The newest that may be used; when none may, the newest, so that it is told why."""
    try:
        return newest_usable(by.recipients, Use.ENCRYPTION, at=at)
    except CertificateMissing:
        if not by.recipients:
            raise
        return max(by.recipients, key=lambda one: one.not_valid_before_utc)


def _until(certificate: x509.Certificate, seen: datetime) -> datetime:
    return min(seen + _MOMENT, certificate.not_valid_after_utc)


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


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
