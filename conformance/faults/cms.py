"""Deliberate faults of signature, encryption and certificate: each makes exactly one thing wrong with the carrying."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from conformance.outcomes import NotApplicable, PreconditionMissing, ToolFault
from conformance.targets.protection import SPARES, MessageProtection, Otherwise
from standards.cms import (
    CertificateExpired,
    CertificateRevoked,
    CmsFault,
    Identity,
    Protection,
    RevocationUnknown,
    Sending,
    Use,
    WrongCertificate,
    encrypt,
    faults,
    protect,
    sign,
)

ODD_TYPE: Final = "application/octet-stream"
_ZIP: Final = b"PK\x03\x04"
_BITS: Final = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


_WRONG: Final[Mapping[str, type[CmsFault]]] = MappingProxyType(
    {"expired": CertificateExpired, "revoked": CertificateRevoked}
)
"""What is wrong with a spare, and nothing else; with the others nothing is, but for what the registry says."""


@dataclass(frozen=True)
class Miscarried:
    """What is wrong, named in bokmål, and how the message is carried so that it is."""

    fault: str
    otherwise: Otherwise


def open_letter() -> Miscarried:
    """Neither signed nor encrypted, and it says so: less than what is agreed."""
    return Miscarried(
        "Meldingen er verken signert eller kryptert",
        Otherwise(write=lambda document, agreed, by, at: (document, str(Protection.PLAIN)), signed=False),
    )


def not_cms() -> Miscarried:
    """The envelope says signed and encrypted, and the body is something else."""
    return Miscarried(
        "Meldingen er pakket på en annen måte enn konvolutten sier",
        Otherwise(write=lambda document, agreed, by, at: (_ZIP + zlib.compress(document), str(agreed)), signed=False),
    )


def odd_content_type() -> Miscarried:
    """Signed and encrypted as it should be, and the envelope does not say so."""
    return Miscarried(
        f"content_type i konvolutten er {ODD_TYPE}",
        Otherwise(write=lambda document, agreed, by, at: (protect(document, agreed, by, at=at), ODD_TYPE)),
    )


def to_another(now: datetime) -> Miscarried:
    """Encrypted to somebody else's certificate, so that the receiver cannot open it."""
    stranger = _made_up(now.date().isoformat(), ("key_encipherment", "data_encipherment"))
    return Miscarried(
        "Meldingen er kryptert til en annen enn mottakeren", Otherwise(recipients=(stranger.certificate,))
    )


def altered(was: bytes, now: bytes) -> Miscarried:
    """A word is exchanged after it was signed; the two must be equally long."""
    if len(was) != len(now):
        raise ToolFault("Feilen kan ikke lages: ordene er ikke like lange.")

    def write(document: bytes, agreed: Protection, by: Sending, at: datetime) -> tuple[bytes, str]:
        signed = sign(document, by.signer, at=at)
        if was not in signed:
            raise ToolFault("Feilen kan ikke lages: ordet står ikke i meldingen.")
        body = signed.replace(was, now)
        if agreed.encrypted:
            body = encrypt(body, by.recipients, cipher=by.cipher, transport=by.transport)
        return body, str(agreed)

    return Miscarried("Meldingen er endret etter at den ble signert", Otherwise(write=write))


def wrong_usage(ours: MessageProtection, now: datetime) -> Miscarried:
    """Signed with the certificate that is made for encryption; raises `NotApplicable` when it may sign as well."""
    opener = ours.decryption[0]
    if not any(isinstance(one, WrongCertificate) for one in _faults(ours, opener, now)):
        raise NotApplicable("Sertifikatet under [[protection.decryption]] er laget for å signere også.")
    return Miscarried("Meldingen er signert med et sertifikat som er laget for kryptering", Otherwise(signer=opener))


def unknown_issuer(ours: MessageProtection, now: datetime) -> Miscarried:
    """Signed with a certificate in our name that nobody has issued."""
    made_up = _made_up(now.date().isoformat(), ("content_commitment",), ours.signing.certificate.subject)
    return Miscarried("Meldingen er signert med et sertifikat fra en ukjent utsteder", Otherwise(signer=made_up))


def expired(ours: MessageProtection, now: datetime) -> Miscarried:
    """Signed with a certificate that has run out."""
    return Miscarried(
        "Meldingen er signert med et sertifikat som er gått ut på dato", Otherwise(signer=spare(ours, "expired", now))
    )


def revoked(ours: MessageProtection, now: datetime) -> Miscarried:
    """Signed with a certificate that its issuer has revoked."""
    return Miscarried(
        "Meldingen er signert med et sertifikat som er tilbakekalt", Otherwise(signer=spare(ours, "revoked", now))
    )


def unregistered(ours: MessageProtection, now: datetime) -> Miscarried:
    """Signed with a good certificate that the registry does not have for us."""
    return Miscarried(
        "Meldingen er signert med et sertifikat som ikke er registrert på avsenderen",
        Otherwise(signer=spare(ours, "unregistered", now)),
    )


def spare(ours: MessageProtection, name: str, now: datetime) -> Identity:
    """One of our certificates that only few scenarios use.

    Raises `NotApplicable` when the target file has none, `PreconditionMissing` when it is not what it should be: the
    EPJ would rightly take what it should refuse, or refuse it for another reason.
    """
    if name not in ours.spares:
        raise NotApplicable(f"Testobjektfilen har ikke {SPARES[name]}, [protection.{name}].")
    found = ours.spares[name]
    wrong = [one for one in _faults(ours, found, now) if name != "expired" or not isinstance(one, RevocationUnknown)]
    if found.certificate == ours.signing.certificate:
        why = "Det er det samme som i [protection.signing]"
    elif other := [one for one in wrong if type(one) is not _WRONG.get(name)]:
        why = other[0].problem
    elif name in _WRONG and not wrong and (name != "revoked" or ours.trust.revocations is not None):
        why = "Det er ikke noe galt med det"
    else:
        return found
    raise PreconditionMissing(
        f"Sertifikatet i [protection.{name}] er ikke {SPARES[name]}. {why.rstrip('.')}.",
        fix=f"Bytt ut sertifikatet i [protection.{name}], eller fjern tabellen.",
    )


def _faults(ours: MessageProtection, one: Identity, now: datetime) -> list[CmsFault]:
    return faults(one.certificate, Use.SIGNING, at=now, trust=ours.trust, along=one.chain)


@cache
def _made_up(day: str, bits: tuple[str, ...], subject: x509.Name | None = None) -> Identity:
    """A certificate that issues itself, around a day."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = subject or x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ukjent")])
    start = datetime.fromisoformat(day)
    valid = (start - timedelta(days=30), start + timedelta(days=30))
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), *valid)
    usage = x509.KeyUsage(**{bit: bit in bits for bit in _BITS})
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    return Identity(key, certificate)
