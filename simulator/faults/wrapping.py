"""Wrong ways to sign and encrypt, for the faults that send so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_bytes
from typing import Final

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding

from standards.cms import CmsFault, Identity, Protection, Sending, Transport, encrypt, protect, sign
from standards.cms.algorithms import transport_algorithm, transport_padding, with_parameters
from standards.cms.identities import CertificateNames
from standards.cms.structures import (
    DATA,
    ENVELOPED_DATA,
    SIGNED_DATA,
    ContentInfo,
    EncapsulatedContent,
    EncryptedContent,
    EnvelopedData,
    KeyTransRecipient,
    SignedData,
    decode,
    raw,
    set_of,
    tlv,
)
from wire.protected import Outward

_TRIPLE_DES: Final = x509.ObjectIdentifier("1.2.840.113549.3.7")
_BLOCK, _KEY_BYTES = 8, 24
Written = tuple[bytes, str]


def as_another(value: Outward, signer: Identity) -> Outward:
    """Sign as somebody, whatever is wrong with that."""
    return replace(value, signer=signer, overlooked=(CmsFault,))


def unprotected(value: Outward, left: Protection) -> Outward:
    """Do less than was agreed."""
    return replace(value, protection=left)


def to_others(value: Outward, recipients: Sequence[x509.Certificate]) -> Outward:
    """Encrypt to somebody else."""
    return replace(value, recipients=tuple(recipients))


def authority_first(document: bytes, protection: Protection, by: Sending, at: datetime) -> Written:
    """The certificates of the signature in another order: DER would sort them, and most do not."""
    signed = _signed(document, by, at)
    certificates = [tlv(one.public_bytes(Encoding.DER)) for one in (*by.signer.chain, by.signer.certificate)]
    return _sealed(_body(signed, document, certificates), protection, by)


def detached(document: bytes, protection: Protection, by: Sending, at: datetime) -> Written:
    """The signature without what it is over."""
    signed = _signed(document, by, at)
    return _sealed(_body(signed, None, signed.certificates), protection, by)


def changed(document: bytes, protection: Protection, by: Sending, at: datetime) -> Written:
    """Something else than what was signed."""
    signed = _signed(document, by, at)
    return _sealed(_body(signed, document + b"\n", signed.certificates), protection, by)


def encrypted_first(document: bytes, protection: Protection, by: Sending, at: datetime) -> Written:
    """Encrypted, and then signed."""
    return sign(encrypt(document, by.recipients), by.signer, at=at), str(protection)


def of_unknown_kind(document: bytes, protection: Protection, by: Sending, at: datetime) -> Written:
    """Right, but called something that no receiver knows."""
    return protect(document, protection, by, at=at), "application/octet-stream"


def weakly(document: bytes, protection: Protection, by: Sending, at: datetime) -> Written:
    """Encrypted with 3DES."""
    key, start = token_bytes(_KEY_BYTES), token_bytes(_BLOCK)
    padder, machine = PKCS7(_BLOCK * 8).padder(), Cipher(TripleDES(key), CBC(start)).encryptor()
    padded = padder.update(sign(document, by.signer, at=at)) + padder.finalize()
    algorithm = with_parameters(_TRIPLE_DES, asn1.encode_der(start))
    whole = machine.update(padded) + machine.finalize()
    content = EncryptedContent(content_type=DATA, algorithm=algorithm, whole=whole, pieces=None)
    to = set_of(*(asn1.encode_der(_recipient(one, key)) for one in by.recipients))
    sealed = EnvelopedData(version=0, originator=None, recipients=to, content=content, unprotected=None)
    return _whole(ENVELOPED_DATA, asn1.encode_der(sealed)), str(protection)


def _recipient(certificate: x509.Certificate, key: bytes) -> KeyTransRecipient:
    public, algorithm = certificate.public_key(), transport_algorithm(Transport.PKCS1)
    if not isinstance(public, RSAPublicKey):
        raise TypeError(type(public).__name__)
    return KeyTransRecipient(
        version=0,
        recipient=CertificateNames(certificate).issuer_and_serial(),
        algorithm=algorithm,
        encrypted_key=public.encrypt(key, transport_padding(algorithm)),
    )


def _signed(document: bytes, by: Sending, at: datetime) -> SignedData:
    return decode(SignedData, raw(decode(ContentInfo, sign(document, by.signer, at=at)).content))


def _body(signed: SignedData, content: bytes | None, certificates: list[asn1.TLV] | None) -> bytes:
    """The same signature around other things."""
    inner = SignedData(
        version=signed.version,
        digests=signed.digests,
        content=EncapsulatedContent(content_type=DATA, content=content),
        certificates=certificates,
        revocations=None,
        signers=signed.signers,
    )
    return _whole(SIGNED_DATA, asn1.encode_der(inner))


def _sealed(body: bytes, protection: Protection, by: Sending) -> Written:
    return encrypt(body, by.recipients, cipher=by.cipher, transport=by.transport), str(protection)


def _whole(kind: x509.ObjectIdentifier, der: bytes) -> bytes:
    return asn1.encode_der(ContentInfo(content_type=kind, content=tlv(der)))
