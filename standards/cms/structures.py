"""The structures of CMS (RFC 5652, RFC 5083) as far as a body on the bus has use for them, read and written as DER.

`cryptography` does the reading and is strict. A SET is read as a list, for many writers do not sort it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

from standards.cms.ber import broken, inside, members, tagged, to_der
from standards.cms.faults import NotCms

MAX_BYTES: Final = 40 * 1024 * 1024
"""As much as any bus of this kind lets through."""

DATA: Final = ObjectIdentifier("1.2.840.113549.1.7.1")
SIGNED_DATA: Final = ObjectIdentifier("1.2.840.113549.1.7.2")
ENVELOPED_DATA: Final = ObjectIdentifier("1.2.840.113549.1.7.3")
AUTH_ENVELOPED_DATA: Final = ObjectIdentifier("1.2.840.113549.1.9.16.1.23")
_NAMES: Final = {
    DATA: "Data",
    SIGNED_DATA: "SignedData",
    ENVELOPED_DATA: "EnvelopedData",
    AUTH_ENVELOPED_DATA: "AuthEnvelopedData",
    ObjectIdentifier("1.2.840.113549.1.7.5"): "DigestedData",
    ObjectIdentifier("1.2.840.113549.1.7.6"): "EncryptedData",
    ObjectIdentifier("1.2.840.113549.1.9.16.1.9"): "CompressedData",
}

SEQUENCE, SET = b"\x30", b"\x31"
Kind = TypeVar("Kind")


@asn1.sequence
class ContentInfo:
    """What every CMS body is: a type, and that which is of the type."""

    content_type: ObjectIdentifier
    content: Annotated[asn1.TLV, asn1.Explicit(0)]


@asn1.sequence
class IssuerAndSerial:
    """Which certificate, by who issued it."""

    issuer: asn1.TLV
    serial: int


CertificateId = IssuerAndSerial | Annotated[bytes, asn1.Implicit(0)]
"""Issuer and serial, or the key's identifier."""


@asn1.sequence
class EncapsulatedContent:
    """The content that is signed."""

    content_type: ObjectIdentifier
    content: Annotated[bytes | None, asn1.Explicit(0)]


@asn1.sequence
class Attribute:
    """Something said about the content; the values are a SET."""

    kind: ObjectIdentifier
    values: asn1.TLV


@asn1.sequence
class SignerInfo:
    """One signature."""

    version: int
    signer: CertificateId
    digest: asn1.TLV
    signed_attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    algorithm: asn1.TLV
    signature: bytes
    unsigned_attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]


@asn1.sequence
class SignedData:
    """Content with signatures and the certificates they need."""

    version: int
    digests: asn1.TLV
    content: EncapsulatedContent
    certificates: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    revocations: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.TLV


@asn1.sequence
class KeyTransRecipient:
    """The key of the content, encrypted to one RSA key."""

    version: int
    recipient: CertificateId
    algorithm: asn1.TLV
    encrypted_key: bytes


@asn1.sequence
class EncryptedContent:
    """The content that is encrypted, whole or in pieces."""

    content_type: ObjectIdentifier
    algorithm: asn1.TLV
    whole: Annotated[bytes | None, asn1.Implicit(0)]
    pieces: Annotated[list[bytes] | None, asn1.Implicit(0)]

    def joined(self) -> bytes | None:
        """The bytes, however they were written; None if they are not there."""
        return self.whole if self.pieces is None else b"".join(self.pieces)


@asn1.sequence
class EnvelopedData:
    """Encrypted content and who can open it."""

    version: int
    originator: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    recipients: asn1.TLV
    content: EncryptedContent
    unprotected: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]


@asn1.sequence
class AuthEnvelopedData:
    """The same with a tag that reveals a change."""

    version: int
    originator: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    recipients: asn1.TLV
    content: EncryptedContent
    attributes: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    mac: bytes
    unauthenticated: Annotated[list[asn1.TLV] | None, asn1.Implicit(2)]


def read(body: bytes, parse: Callable[[ContentInfo], Kind], limit: int) -> Kind:
    """What `parse` makes of a body, tried as it stands first, and made into DER if that is not what it is."""
    if len(body) > limit:
        raise broken(f"{len(body)} byte, og grensen er {limit}")
    if not body.startswith(SEQUENCE):
        raise broken(_looks_like(body))
    try:
        return parse(decode(ContentInfo, body))
    except NotCms:
        der = to_der(body)
        if der == body:
            raise
    return parse(decode(ContentInfo, der))


def decode(kind: type[Kind], der: bytes) -> Kind:
    """A value of this type; NotCms if the bytes are another."""
    try:
        return asn1.decode_der(kind, der)
    except (ValueError, OverflowError) as error:
        raise broken(f"noe som ikke lar seg lese som {kind.__name__}") from error


def tlv(der: bytes) -> asn1.TLV:
    """Any value, to be put inside another."""
    return decode(asn1.TLV, der)


def raw(value: asn1.TLV) -> bytes:
    """Its bytes."""
    return asn1.encode_der(value)


def set_members(value: asn1.TLV) -> list[bytes]:
    """The members of a SET in the order they came."""
    if value.tag_bytes != SET:
        raise broken("noe annet der en mengde (SET) skulle stå")
    return members(bytes(value.data))


def set_of(*values: bytes) -> asn1.TLV:
    """A SET in the order of DER."""
    return tlv(tagged(SET[0], b"".join(sorted(values))))


def algorithm_of(value: asn1.TLV) -> tuple[ObjectIdentifier, bytes]:
    """The algorithm and its parameters in DER, empty when there are none."""
    if value.tag_bytes != SEQUENCE:
        raise broken("noe annet der en algoritme skulle stå")
    name, *rest = members(bytes(value.data)) or [b""]
    if len(rest) > 1:
        raise broken("en algoritme med mer enn ett sett parametre")
    return decode(ObjectIdentifier, name), inside_or_empty(rest)


def inside_or_empty(rest: list[bytes]) -> bytes:
    """The parameters; NULL counts as none."""
    return rest[0] if rest and inside(rest[0]) else b""


def name_of(content_type: ObjectIdentifier) -> str:
    """The name of a content type as the standard writes it, else its number."""
    return _NAMES.get(content_type) or content_type.dotted_string[:60]


def other_type(found: ObjectIdentifier, *wanted: ObjectIdentifier) -> NotCms:
    """The fault of a body that is CMS, but not what its content-type property says."""
    return NotCms(
        "Meldingskroppen er en annen slags CMS enn content-type sier",
        expected=" eller ".join(map(name_of, wanted)),
        found=name_of(found),
        fix="Signer først og krypter etterpå, og la content-type si det som er gjort",
    )


def _looks_like(body: bytes) -> str:
    """What the bytes are instead, when that can be told."""
    start = body[:64].lstrip()
    if not body:
        return "en tom kropp"
    if start.startswith(b"-----BEGIN"):
        return "CMS som PEM-tekst"
    if start.lower().startswith((b"mime-version", b"content-type")):
        return "en MIME-melding"
    if start.startswith((b"<", b"\xef\xbb\xbf<")):
        return "XML som ikke er signert eller kryptert"
    return "CMS kodet som base64" if start.startswith(b"MI") else f"bytes som begynner med {body[:4].hex()}"
