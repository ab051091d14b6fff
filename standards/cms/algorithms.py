"""The algorithms that are accepted, and no others (HITS 1216:2018, 2.1.5; the common library refuses DES and 3DES too).

SHA-1 is accepted inside RSA-OAEP only, where it is the default of the standard and not known to be weak.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Annotated, Final

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, PSS, AsymmetricPadding, PKCS1v15
from cryptography.x509 import ObjectIdentifier

from standards.cms.faults import CannotDecrypt, NotCms, WrongSignature
from standards.cms.structures import algorithm_of, decode, tlv

RSA: Final = ObjectIdentifier("1.2.840.113549.1.1.1")
OAEP_RSA: Final = ObjectIdentifier("1.2.840.113549.1.1.7")
_PSS: Final = ObjectIdentifier("1.2.840.113549.1.1.10")
_MGF1: Final = ObjectIdentifier("1.2.840.113549.1.1.8")
_SHA1: Final = ObjectIdentifier("1.3.14.3.2.26")
RSA_BITS: Final = range(2048, 8192 + 1)
"""Longer ones cost whoever verifies more than they protect."""
_NULL: Final = b"\x05\x00"


class Digest(Enum):
    """What a signature may be made over."""

    SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")
    SHA384 = ObjectIdentifier("2.16.840.1.101.3.4.2.2")
    SHA512 = ObjectIdentifier("2.16.840.1.101.3.4.2.3")

    @property
    def hash(self) -> hashes.HashAlgorithm:
        """The function itself."""
        return _HASHES[self.value]

    def of(self, content: bytes) -> bytes:
        """The digest of these bytes."""
        digest = hashes.Hash(self.hash)
        digest.update(content)
        return digest.finalize()


_HASHES: Final[dict[ObjectIdentifier, hashes.HashAlgorithm]] = {
    Digest.SHA256.value: hashes.SHA256(),
    Digest.SHA384.value: hashes.SHA384(),
    Digest.SHA512.value: hashes.SHA512(),
}
_OAEP_HASHES: Final = {**_HASHES, _SHA1: hashes.SHA1()}  # noqa: S303 - the default of RSAES-OAEP
_SIGNATURES: Final = {
    ObjectIdentifier("1.2.840.113549.1.1.11"): Digest.SHA256,
    ObjectIdentifier("1.2.840.113549.1.1.12"): Digest.SHA384,
    ObjectIdentifier("1.2.840.113549.1.1.13"): Digest.SHA512,
}


class Cipher(Enum):
    """What content may be encrypted with: number, bytes of the key, whether a change is revealed (GCM)."""

    AES_128_CBC = (ObjectIdentifier("2.16.840.1.101.3.4.1.2"), 16, False)
    AES_256_CBC = (ObjectIdentifier("2.16.840.1.101.3.4.1.42"), 32, False)
    AES_128_GCM = (ObjectIdentifier("2.16.840.1.101.3.4.1.6"), 16, True)
    AES_256_GCM = (ObjectIdentifier("2.16.840.1.101.3.4.1.46"), 32, True)

    @property
    def key_bytes(self) -> int:
        """How long the key is."""
        return self.value[1]

    @property
    def authenticated(self) -> bool:
        """It is GCM, which goes into AuthEnvelopedData."""
        return self.value[2]


class Transport(Enum):
    """How the key of the content is encrypted to a recipient."""

    PKCS1 = "RSA PKCS#1 v1.5"
    OAEP_SHA1 = "RSA-OAEP, SHA-1"
    OAEP_SHA256 = "RSA-OAEP, SHA-256"


_CIPHERS: Final = {cipher.value[0]: cipher for cipher in Cipher}
_ACCEPTED: Final = "SHA-256, SHA-384 eller SHA-512, signert med RSA (PKCS#1 v1.5 eller PSS)"
_REFUSED: Final = {
    "1.2.840.113549.3.7": "3DES",
    "1.3.14.3.2.7": "DES",
    "1.2.840.113549.3.2": "RC2",
    "1.3.14.3.2.26": "SHA-1",
    "1.2.840.113549.2.5": "MD5",
    "1.2.840.113549.1.1.4": "RSA med MD5",
    "1.2.840.113549.1.1.5": "RSA med SHA-1",
    "2.16.840.1.101.3.4.1.22": "AES-192-CBC",
}


@asn1.sequence
class _Hash:
    kind: ObjectIdentifier
    nothing: asn1.Null | None


@asn1.sequence
class _Mask:
    kind: ObjectIdentifier
    hash: _Hash


@asn1.sequence
class _Label:
    kind: ObjectIdentifier
    value: bytes


@asn1.sequence
class _OaepParameters:
    hash: Annotated[_Hash | None, asn1.Explicit(0)]
    mask: Annotated[_Mask | None, asn1.Explicit(1)]
    label: Annotated[_Label | None, asn1.Explicit(2)]


@asn1.sequence
class _PssParameters:
    hash: Annotated[_Hash | None, asn1.Explicit(0)]
    mask: Annotated[_Mask | None, asn1.Explicit(1)]
    salt: Annotated[int | None, asn1.Explicit(2)]
    trailer: Annotated[int | None, asn1.Explicit(3)]


def name_of(number: ObjectIdentifier) -> str:
    """The name of an algorithm that is refused, else its number."""
    return _REFUSED.get(number.dotted_string) or number.dotted_string[:60]


def cipher_of(number: ObjectIdentifier) -> Cipher:
    """The cipher of this number; CannotDecrypt if it is not accepted."""
    try:
        return _CIPHERS[number]
    except KeyError:
        raise _refused_cipher("AES-128 eller AES-256, i CBC eller GCM", number) from None


def digest_of(value: asn1.TLV) -> Digest:
    """The digest that a signature says it is made over; WrongSignature if it is not accepted."""
    number, _ = algorithm_of(value)
    try:
        return Digest(number)
    except ValueError:
        raise refused_signature(f"sammendraget {name_of(number)}") from None


def transport_padding(value: asn1.TLV) -> AsymmetricPadding:
    """How to open the key of the content; CannotDecrypt if it is closed in a way that is not accepted."""
    number, parameters = algorithm_of(value)
    if number == RSA:
        return PKCS1v15()
    if number != OAEP_RSA:
        raise _refused_cipher("nøkkelen kryptert med RSA PKCS#1 v1.5 eller RSA-OAEP", number)
    told = decode(_OaepParameters, parameters or b"\x30\x00")
    main, mask = _SHA1 if told.hash is None else told.hash.kind, _mask_hash(told.mask)
    if main not in _OAEP_HASHES or mask not in _OAEP_HASHES:
        raise _refused_cipher("RSA-OAEP med SHA-1, SHA-256, SHA-384 eller SHA-512", main)
    label = None if told.label is None else told.label.value
    return OAEP(MGF1(_OAEP_HASHES[mask]), _OAEP_HASHES[main], label)


@cache
def transport_algorithm(transport: Transport) -> asn1.TLV:
    """The algorithm as it is written beside the encrypted key."""
    if transport is Transport.PKCS1:
        return plain(RSA)
    if transport is Transport.OAEP_SHA1:
        return with_parameters(OAEP_RSA, b"\x30\x00")
    sha256 = _Hash(kind=Digest.SHA256.value, nothing=asn1.Null())
    parameters = _OaepParameters(hash=sha256, mask=_Mask(kind=_MGF1, hash=sha256), label=None)
    return with_parameters(OAEP_RSA, asn1.encode_der(parameters))


def signature_padding(value: asn1.TLV, digest: Digest) -> AsymmetricPadding:
    """How the signature is made; WrongSignature if that is not accepted or does not fit the digest."""
    number, parameters = algorithm_of(value)
    if number == RSA or _SIGNATURES.get(number) is digest:
        return PKCS1v15()
    if number != _PSS:
        raise refused_signature(f"signaturalgoritmen {name_of(number)}")
    told = decode(_PssParameters, parameters or b"\x30\x00")
    main = _SHA1 if told.hash is None else told.hash.kind
    mask, salt = _mask_hash(told.mask), 20 if told.salt is None else told.salt
    fits = main == digest.value and mask in _HASHES and told.trailer in (None, 1)
    if not fits or not 0 <= salt <= RSA_BITS.start // 8:
        raise refused_signature("RSA-PSS med parametre som ikke passer til sammendraget")
    return PSS(MGF1(_HASHES[mask]), salt)


@cache
def plain(number: ObjectIdentifier) -> asn1.TLV:
    """An algorithm with NULL for parameters, as RSA's are written."""
    return with_parameters(number, _NULL)


@asn1.sequence
class _Algorithm:
    kind: ObjectIdentifier
    parameters: asn1.TLV


def with_parameters(number: ObjectIdentifier, parameters: bytes) -> asn1.TLV:
    """An algorithm with parameters in DER."""
    return tlv(asn1.encode_der(_Algorithm(kind=number, parameters=tlv(parameters))))


def refused_signature(found: str) -> WrongSignature:
    """The fault of a signature made in a way that is not accepted."""
    return WrongSignature(
        "Signaturen er laget på en måte som ikke godtas",
        expected=f"{_ACCEPTED} på {RSA_BITS.start} til {RSA_BITS.stop - 1} biter",
        found=found,
        fix="Still inn signeringen på RSA med SHA-256",
    )


def _mask_hash(mask: _Mask | None) -> ObjectIdentifier:
    if mask is None:
        return _SHA1
    if mask.kind != _MGF1:
        raise NotCms("Meldingskroppen bruker en ukjent maskefunksjon", expected="MGF1", found=name_of(mask.kind))
    return mask.hash.kind


def _refused_cipher(expected: str, number: ObjectIdentifier) -> CannotDecrypt:
    return CannotDecrypt(
        "Innholdet er kryptert på en måte som ikke godtas",
        expected=expected,
        found=name_of(number),
        fix="Still inn krypteringen på AES-256-CBC med nøkkelen kryptert til mottakerens RSA-sertifikat",
    )
