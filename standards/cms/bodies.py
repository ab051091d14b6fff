"""A body as it goes on the bus: signed first, then encrypted, and the same backwards (HITS 1216:2018, 2.1.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from standards.cms.algorithms import Cipher, Transport
from standards.cms.checking import Trust, Use, check
from standards.cms.decrypting import decrypt
from standards.cms.encrypting import encrypt
from standards.cms.identities import Identity
from standards.cms.kinds import Protection, protection_of
from standards.cms.signing import sign
from standards.cms.structures import MAX_BYTES
from standards.cms.verifying import verify


@dataclass(frozen=True)
class Sending:
    """What a body is protected with; only what the protection needs is used."""

    signer: Identity
    recipients: tuple[x509.Certificate, ...]
    cipher: Cipher = Cipher.AES_256_CBC
    transport: Transport = Transport.PKCS1


@dataclass(frozen=True)
class Receiving:
    """What a body is opened and judged by; `registered` are the thumbprints the registry has for the sender."""

    identities: tuple[Identity, ...]
    trust: Trust
    registered: Sequence[str] | None = None
    limit: int = MAX_BYTES


@dataclass(frozen=True)
class Received:
    """A body that has passed every check that its protection allows."""

    content: bytes
    protection: Protection
    signer: x509.Certificate | None = None
    signed_at: datetime | None = None
    recipient: x509.Certificate | None = None


def protect(content: bytes, protection: Protection, by: Sending, *, at: datetime) -> bytes:
    """The body to send, with the protection's value as its content-type property.

    Certificates are to be checked on sending too (2.1.4): `checking.check`, before this.
    """
    body = sign(content, by.signer, at=at) if protection.signed else content
    if protection.encrypted:
        return encrypt(body, by.recipients, cipher=by.cipher, transport=by.transport)
    return body


def unprotect(body: bytes, content_type: str, by: Receiving, *, at: datetime) -> Received:
    """The content, once it is opened, its signature fits and the signer's certificate is in order; else a CmsFault."""
    protection = protection_of(content_type)
    recipient = None
    if protection.encrypted:
        opened = decrypt(body, by.identities, limit=by.limit)
        body, recipient = opened.content, opened.recipient
    if not protection.signed:
        return Received(body, protection, recipient=recipient)
    signed = verify(body, limit=by.limit)
    check(signed.signer, Use.SIGNING, at=at, trust=by.trust, registered=by.registered, along=signed.certificates)
    return Received(signed.content, protection, signed.signer, signed.signed_at, recipient)
