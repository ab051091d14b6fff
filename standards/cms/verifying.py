"""Verifies SignedData: that the content is what was signed, by the certificate that is named (RFC 5652, chapter 5)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import rsa

from standards.cms.algorithms import RSA_BITS, Digest, digest_of, refused_signature, signature_padding
from standards.cms.ber import broken, tagged
from standards.cms.faults import CertificateMissing, NotCms, WrongSignature
from standards.cms.identities import UNREADABLE, CertificateNames, describe, load
from standards.cms.signing import CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME
from standards.cms.structures import (
    DATA,
    MAX_BYTES,
    SEQUENCE,
    SIGNED_DATA,
    Attribute,
    ContentInfo,
    SignedData,
    SignerInfo,
    decode,
    name_of,
    other_type,
    raw,
    read,
    set_members,
)

MAX_CERTIFICATES: Final = 20
_SET: Final = 0x31
_UTC_TIME: Final = b"\x17"


@dataclass(frozen=True)
class Signed:
    """Content whose signature fits; nothing is said about whether the certificate is to be trusted."""

    content: bytes
    signer: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    """All that came along, the signer's too, in no certain order."""
    signed_at: datetime | None
    """What the signer says about the time."""


def verify(body: bytes, *, known: Iterable[x509.Certificate] = (), limit: int = MAX_BYTES) -> Signed:
    """The content; NotCms, CertificateMissing or WrongSignature.

    `known` are certificates from elsewhere, for a message that does not bring its own.
    """
    signed, info = read(body, _signed, limit)
    content = signed.content.content or b""
    named = [*_certificates(signed.certificates or [])]
    certificates = tuple(certificate for certificate, _ in named)
    signer = _signer(info, (*named, *((one, CertificateNames(one)) for one in known)))
    digest = digest_of(info.digest)
    if info.signed_attributes is None:
        to_sign, signed_at = _without_attributes(content), None
    else:
        to_sign = tagged(_SET, b"".join(map(raw, info.signed_attributes)))
        signed_at = _attributes(info.signed_attributes, content, digest)
    _check(signer, info, to_sign, digest)
    return Signed(content, signer, certificates, signed_at)


def _signed(outer: ContentInfo) -> tuple[SignedData, SignerInfo]:
    if outer.content_type != SIGNED_DATA:
        raise other_type(outer.content_type, SIGNED_DATA)
    signed = decode(SignedData, raw(outer.content))
    if signed.content.content_type != DATA:
        raise broken(
            f"signert innhold av typen {name_of(signed.content.content_type)}; den skulle være {name_of(DATA)}"
        )
    if signed.content.content is None:
        raise broken("en løsrevet signatur; det signerte innholdet skal ligge i strukturen")
    signers = set_members(signed.signers)
    if len(signers) != 1:
        raise broken(f"{len(signers)} signaturer; det skal være én")
    return signed, decode(SignerInfo, signers[0])


_Named = tuple[x509.Certificate, CertificateNames]


def _certificates(found: list[asn1.TLV]) -> Iterable[_Named]:
    """Those that can be read: one that cannot is of no use to anybody, and may be of another kind."""
    if len(found) > MAX_CERTIFICATES:
        raise broken(f"mer enn {MAX_CERTIFICATES} sertifikater")
    for one in found:
        certificate = load(raw(one)) if one.tag_bytes == SEQUENCE else None
        if certificate is not None:
            yield certificate, CertificateNames(certificate)


def _signer(info: SignerInfo, certificates: Iterable[_Named]) -> x509.Certificate:
    """The one that the signature names, wherever it stands: some put the authority's certificate first."""
    for certificate, names in certificates:
        if names.fit(info.signer):
            return certificate
    raise CertificateMissing(
        "Sertifikatet som signaturen er laget med, følger ikke med",
        expected=f"et sertifikat med {describe(info.signer)}",
        found="ingen slike blant sertifikatene i meldingen",
        fix="Legg ved signeringssertifikatet og kjeden over det, uten rotsertifikatet",
    )


def _without_attributes(content: bytes) -> bytes:
    """The content, unless it is attributes itself: a signature over those could be passed off as one over content."""
    if content.startswith(b"\x31"):
        try:
            looks_like_attributes = all(decode(Attribute, one) for one in set_members(decode(asn1.TLV, content)))
        except NotCms:
            looks_like_attributes = False
        if looks_like_attributes:
            raise refused_signature("signerte attributter der innholdet skulle stå")
    return content


def _attributes(found: list[asn1.TLV], content: bytes, digest: Digest) -> datetime | None:
    """When it was signed; WrongSignature unless the attributes speak of this content."""
    told: dict[x509.ObjectIdentifier, bytes] = {}
    for one in found:
        attribute = decode(Attribute, raw(one))
        values = set_members(attribute.values)
        if attribute.kind in (CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME):
            if attribute.kind in told or len(values) != 1:
                raise broken("et signert attributt som står mer enn én gang")
            told[attribute.kind] = values[0]
    if CONTENT_TYPE not in told or MESSAGE_DIGEST not in told:
        raise broken("signerte attributter uten innholdstype eller sammendrag")
    if decode(x509.ObjectIdentifier, told[CONTENT_TYPE]) != DATA:
        raise _not_this("en signatur for en annen innholdstype")
    if not hmac.compare_digest(decode(bytes, told[MESSAGE_DIGEST]), digest.of(content)):
        raise _not_this("et innhold med et annet sammendrag enn det som ble signert")
    return _time(told[SIGNING_TIME]) if SIGNING_TIME in told else None


def _time(value: bytes) -> datetime:
    if value.startswith(_UTC_TIME):
        return decode(asn1.UTCTime, value).as_datetime()
    return decode(asn1.GeneralizedTime, value).as_datetime()


def _check(signer: x509.Certificate, info: SignerInfo, to_sign: bytes, digest: Digest) -> None:
    try:
        key = signer.public_key()
    except UNREADABLE as error:
        raise refused_signature("en nøkkel som ikke lar seg lese") from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size not in RSA_BITS:
        bits = getattr(key, "key_size", 0)
        raise refused_signature(f"{type(key).__name__.removesuffix('PublicKey')} på {bits} biter")
    try:
        key.verify(info.signature, to_sign, signature_padding(info.algorithm, digest), digest.hash)
    except InvalidSignature:
        raise _not_this("en signatur som ikke er laget med nøkkelen til sertifikatet, over dette innholdet") from None


def _not_this(found: str) -> WrongSignature:
    return WrongSignature(
        "Signaturen stemmer ikke med innholdet",
        expected="en signatur over nøyaktig disse bytene, laget med nøkkelen til sertifikatet i meldingen",
        found=found,
        fix="Signer innholdet som det siste før kryptering, og endre ingen byte etterpå (heller ikke linjeskift)",
    )
