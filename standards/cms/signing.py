"""Signs content: SignedData with the content inside, one signature, signed attributes (RFC 5652, chapter 5).

cryptography's own builder writes the machine's clock into the signature; here the time is an argument.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ObjectIdentifier

from standards.cms.algorithms import RSA, Digest, plain
from standards.cms.identities import Identity
from standards.cms.structures import (
    DATA,
    SIGNED_DATA,
    Attribute,
    ContentInfo,
    EncapsulatedContent,
    SignedData,
    SignerInfo,
    raw,
    set_members,
    set_of,
    tlv,
)

CONTENT_TYPE: Final = ObjectIdentifier("1.2.840.113549.1.9.3")
MESSAGE_DIGEST: Final = ObjectIdentifier("1.2.840.113549.1.9.4")
SIGNING_TIME: Final = ObjectIdentifier("1.2.840.113549.1.9.5")
_LAST_SHORT_YEAR: Final = 2049


def sign(content: bytes, signer: Identity, *, at: datetime, digest: Digest = Digest.SHA256) -> bytes:
    """The content signed, in DER; `at` is written as the time of signing and must have a zone."""
    attributes = set_of(
        _attribute(CONTENT_TYPE, DATA),
        _attribute(MESSAGE_DIGEST, digest.of(content)),
        _attribute(SIGNING_TIME, _time(at)),
    )
    info = SignerInfo(
        version=1,
        signer=signer.names.issuer_and_serial(),
        digest=plain(digest.value),
        signed_attributes=[tlv(one) for one in set_members(attributes)],
        algorithm=plain(RSA),
        signature=signer.key.sign(raw(attributes), PKCS1v15(), digest.hash),
        unsigned_attributes=None,
    )
    certificates = set_of(*(one.public_bytes(Encoding.DER) for one in (signer.certificate, *signer.chain)))
    signed = SignedData(
        version=1,
        digests=set_of(raw(plain(digest.value))),
        content=EncapsulatedContent(content_type=DATA, content=content),
        certificates=[tlv(one) for one in set_members(certificates)],
        revocations=None,
        signers=set_of(asn1.encode_der(info)),
    )
    return asn1.encode_der(ContentInfo(content_type=SIGNED_DATA, content=tlv(asn1.encode_der(signed))))


def _attribute(kind: ObjectIdentifier, value: ObjectIdentifier | bytes | asn1.UTCTime | asn1.GeneralizedTime) -> bytes:
    return asn1.encode_der(Attribute(kind=kind, values=set_of(asn1.encode_der(value))))


def _time(at: datetime) -> asn1.UTCTime | asn1.GeneralizedTime:
    moment = at.astimezone(UTC).replace(microsecond=0)
    return asn1.UTCTime(moment) if moment.year <= _LAST_SHORT_YEAR else asn1.GeneralizedTime(moment)
