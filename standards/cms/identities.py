"""Certificates as parties hold them and as messages and registries name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha1, sha256
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from standards.cms.ber import inside, members
from standards.cms.faults import CertificateMissing
from standards.cms.structures import CertificateId, IssuerAndSerial, decode, raw, tlv

_VERSION: Final = 0xA0
_SHA256_DIGITS: Final = 64
_NOISE: Final = dict.fromkeys(map(ord, " :-\t\u200e\u200f\ufeff"))
"""What people bring along when they copy a thumbprint; Windows puts an invisible mark first."""


UNREADABLE: Final = (
    *(ValueError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType),
    UnsupportedAlgorithm,
)
"""What cryptography raises on a certificate that somebody has made badly on purpose."""


@dataclass(frozen=True)
class Identity:
    """A certificate with its private key, and the certificates that issued it, nearest first, without the root."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @cached_property
    def names(self) -> CertificateNames:
        """What others may call the certificate."""
        return CertificateNames(self.certificate)


class CertificateNames:
    """What a message may call a certificate: issuer and serial, or its key's identifier."""

    def __init__(self, certificate: x509.Certificate) -> None:
        _, self._issuer = _serial_and_issuer(certificate.tbs_certificate_bytes)
        self._certificate = certificate

    def issuer_and_serial(self) -> IssuerAndSerial:
        """As it is written in a message."""
        return IssuerAndSerial(issuer=tlv(self._issuer), serial=self._certificate.serial_number)

    def fit(self, named: CertificateId) -> bool:
        """The message means this certificate."""
        if isinstance(named, bytes):
            return named == _key_id(self._certificate)
        return named.serial == self._certificate.serial_number and raw(named.issuer) == self._issuer


def load(der: bytes) -> x509.Certificate | None:
    """A certificate from a message; None if it is not one, or has a serial number that no issuer may give."""
    try:
        serial = _serial_and_issuer(members(inside(der))[0])[0]
        return x509.load_der_x509_certificate(der) if decode(int, serial) > 0 else None
    except (*UNREADABLE, IndexError):
        return None


def describe(named: CertificateId) -> str:
    """What a message calls a certificate, for people."""
    if isinstance(named, bytes):
        return f"nøkkel {named[:20].hex().upper()}"
    return f"serienummer {serial_text(named.serial)}"


def subject_names(certificate: x509.Certificate) -> tuple[str, str]:
    """Whose it is: the common name, or the whole subject where it has none, and the subject; empty if unreadable."""
    try:
        subject = certificate.subject.rfc4514_string()
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except UNREADABLE:
        return "", ""
    return (str(names[0].value) if names else subject), subject


def serial_text(serial: int) -> str:
    """A serial number in hex, as certificate tools show it."""
    return f"{serial:X}"[:40]


def thumbprint(certificate: x509.Certificate) -> str:
    """SHA-1 of the certificate in upper-case hex, as registries write it."""
    return sha1(certificate.public_bytes(Encoding.DER), usedforsecurity=False).hexdigest().upper()


def bears(certificate: x509.Certificate, registered: str) -> bool:
    """The certificate has this thumbprint, SHA-1 or SHA-256, however it is written."""
    wanted = registered.translate(_NOISE).upper()
    if len(wanted) == _SHA256_DIGITS:
        return sha256(certificate.public_bytes(Encoding.DER)).hexdigest().upper() == wanted
    return thumbprint(certificate) == wanted


def newest(certificates: Iterable[x509.Certificate]) -> x509.Certificate:
    """The newest of several, which is the one to use (HITS 1216:2018, 2.1.4); CertificateMissing if there is none."""
    found = max(certificates, key=lambda one: (one.not_valid_before_utc, one.not_valid_after_utc), default=None)
    if found is None:
        raise CertificateMissing(
            "Det finnes ikke noe sertifikat å bruke",
            expected="minst ett sertifikat som gjelder nå og er laget for bruken",
            found="ingen",
            fix="Hent sertifikatet på nytt fra Adresseregisteret, og se etter at det er registrert der",
        )
    return found


def _serial_and_issuer(signed: bytes) -> tuple[bytes, bytes]:
    """Both in DER, as they stand."""
    parts = members(inside(signed))
    first = 1 if parts[0][0] == _VERSION else 0
    return parts[first], parts[first + 2]


def _key_id(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (x509.ExtensionNotFound, *UNREADABLE):
        return None
