"""Parties with certificates for the tests of CMS: a root, an issuer below it, and whoever a test needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from standards import cms
from standards.cms import Identity

NOW = datetime(2026, 6, 15, 12, 0, 5, tzinfo=UTC)
DAY = timedelta(days=1)
CONTENT = "<Melding>blåbær\n og linjeskift</Melding>\r\n".encode()
BOTH = cms.Protection.SIGNED_AND_ENCRYPTED
_BITS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
Extension = tuple[x509.ExtensionType, bool]


def key(owner: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One key for each first word of an owner's name: making them is slow."""
    return _key(owner.split(maxsplit=1)[0], bits)


@cache
def _key(owner: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def usage(*bits: str) -> Extension:
    """Key usage with these bits."""
    return x509.KeyUsage(**{name: name in bits for name in _BITS}), True


def policy(number: x509.ObjectIdentifier) -> Extension:
    return x509.CertificatePolicies([x509.PolicyInformation(number, None)]), False


def name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"), x509.NameAttribute(NameOID.COMMON_NAME, f"{text} æøå")]
    )


def certificate(
    owner: str,
    issuer: str,
    *extensions: Extension,
    start: datetime = NOW - 100 * DAY,
    end: datetime = NOW + 100 * DAY,
    bits: int = 2048,
    signed_by: str = "",
) -> x509.Certificate:
    """One of the owner's key, by the issuer (or, forged, by somebody else in its name)."""
    public = key(owner, bits).public_key()
    builder = x509.CertificateBuilder(name(issuer), name(owner), public, x509.random_serial_number(), start, end)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(key(issuer).public_key())
    builder = builder.add_extension(authority, critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(key(signed_by or issuer), hashes.SHA256())


AUTHORITY: tuple[Extension, ...] = ((x509.BasicConstraints(True, None), True), usage("key_cert_sign", "crl_sign"))
SIGNS = usage("content_commitment")
OPENS = usage("key_encipherment", "data_encipherment")


@cache
def root() -> x509.Certificate:
    return certificate("rot", "rot", *AUTHORITY, start=NOW - 900 * DAY, end=NOW + 900 * DAY)


@cache
def middle() -> x509.Certificate:
    """The issuer below the root."""
    return certificate("utsteder", "rot", *AUTHORITY, start=NOW - 800 * DAY, end=NOW + 800 * DAY)


@cache
def signer() -> Identity:
    made = certificate("avsender", "utsteder", SIGNS, policy(cms.TEST_POLICY))
    return Identity(key("avsender"), made, (middle(),))


def opener(owner: str = "mottaker") -> Identity:
    return _opener(owner)


@cache
def _opener(owner: str) -> Identity:
    return Identity(key(owner), certificate(owner, "utsteder", OPENS, policy(cms.TEST_POLICY)), (middle(),))


def trust(**more: object) -> cms.Trust:
    return cms.Trust((root(),), **more)  # type: ignore[arg-type]


def sending(**more: object) -> cms.Sending:
    return cms.Sending(signer(), (opener().certificate,), **more)  # type: ignore[arg-type]


def receiving(*identities: Identity, **more: object) -> cms.Receiving:
    told = {"trust": trust(), "registered": [cms.thumbprint(signer().certificate)], **more}
    return cms.Receiving(identities or (opener(),), **told)  # type: ignore[arg-type]


def body(protection: cms.Protection = BOTH) -> bytes:
    """The content in a body that is right in every way."""
    return _body(protection)


@cache
def _body(protection: cms.Protection) -> bytes:
    return cms.protect(CONTENT, protection, sending(), at=NOW)


def crl(
    issuer: str,
    revoked: Sequence[tuple[x509.Certificate, datetime]] = (),
    *extensions: Extension,
    updated: datetime = NOW - DAY,
    until: datetime = NOW + DAY,
    signed_by: str = "",
) -> bytes:
    """A list of revoked certificates, in DER."""
    builder = x509.CertificateRevocationListBuilder(name(issuer), updated, until)
    for one, since in revoked:
        entry = x509.RevokedCertificateBuilder(one.serial_number, since).build()
        builder = builder.add_revoked_certificate(entry)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    made = builder.sign(key(signed_by or issuer), hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def pem(one: x509.Certificate | rsa.RSAPrivateKey) -> bytes:
    if isinstance(one, x509.Certificate):
        return one.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    return one.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
