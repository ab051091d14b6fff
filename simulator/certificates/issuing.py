"""Makes RSA keys and X.509 certificates of a test authority; nobody outside a simulator trusts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

BITS: Final = 2048
TEST_POLICY: Final = x509.ObjectIdentifier("2.16.578.1.26.1.0.3.2")
"""The policy of test certificates, which receivers look for (HITS 1216:2018, chapter 3)."""
_AUTHORITY_YEARS: Final = 20
_LIST_BEGAN: Final = timedelta(days=1)
_LIST_LASTS: Final = timedelta(days=5 * 365)
"""Long, since clocks of test areas are moved and files are kept."""


class Use(StrEnum):
    """What a certificate is for."""

    SIGNING = "signing"
    ENCRYPTION = "encryption"


class Bits(StrEnum):
    """The bits of key usage: those that belong to the use, or, on an encryption certificate, only one of the two."""

    ALL = "all"
    KEY_ONLY = "key_encipherment"
    DATA_ONLY = "data_encipherment"


@dataclass(frozen=True)
class Subject:
    """Whom a certificate is of."""

    name: str
    organisation_number: str = ""


@dataclass(frozen=True)
class Authority:
    """Whoever signs: a key and a certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def new_key() -> rsa.RSAPrivateKey:
    """A fresh key; costs about a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)


def new_authority(now: datetime) -> Authority:
    """An authority that signs itself, from ten years ago so that what it signed may have run out."""
    key = new_key()
    name = _name(Subject("SIMULERT test-CA"))
    start = now - timedelta(days=365 * _AUTHORITY_YEARS // 2)
    end = start + timedelta(days=365 * _AUTHORITY_YEARS)
    builder = _begun(name, name, key.public_key(), start, end)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(certify=True), critical=True)
    return Authority(key, builder.sign(key, hashes.SHA256()))


def issue(
    authority: Authority,
    subject: Subject,
    use: Use,
    key: rsa.RSAPublicKey,
    *,
    valid: tuple[datetime, datetime],
    bits: Bits = Bits.ALL,
) -> x509.Certificate:
    """A certificate for a key: nonRepudiation to sign with, keyEncipherment and dataEncipherment to encrypt with.

    The sources name one of the two bits each, so both are there.
    """
    builder = _begun(_name(subject), authority.certificate.subject, key, *valid)
    usage = _usage(sign=True) if use is Use.SIGNING else _usage(bits=bits)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    policy = x509.PolicyInformation(TEST_POLICY, None)
    builder = builder.add_extension(x509.CertificatePolicies([policy]), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return builder.add_extension(issuer, critical=False).sign(authority.key, hashes.SHA256())


def revocation_list(authority: Authority, revoked: Iterable[tuple[int, datetime]], now: datetime) -> bytes:
    """The list of what the authority has revoked, serial numbers with times, as DER."""
    name = authority.certificate.subject
    builder = x509.CertificateRevocationListBuilder(name, now - _LIST_BEGAN, now + _LIST_LASTS)
    for serial, at in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
        )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    builder = builder.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def key_pem(key: rsa.RSAPrivateKey) -> bytes:
    """The key as PKCS#8, without a password: it protects nothing."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def read_key(pem: bytes) -> rsa.RSAPrivateKey:
    """A key that `key_pem` wrote."""
    key = serialization.load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)  # ours, and that is slow
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"Expected an RSA key, found {type(key).__name__}.")
    return key


def _begun(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), start, end)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(subject: Subject) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, subject.name[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, subject.name[:64]),
    ]
    if subject.organisation_number:
        number = subject.organisation_number
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"NTRNO-{number}"))
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
    return x509.Name(parts)


def _usage(*, sign: bool = False, certify: bool = False, bits: Bits | None = None) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=sign,
        key_encipherment=bits in (Bits.ALL, Bits.KEY_ONLY),
        data_encipherment=bits in (Bits.ALL, Bits.DATA_ONLY),
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )
