"""Encrypts content to several recipients: EnvelopedData (RFC 5652, 6), or AuthEnvelopedData (RFC 5083) for GCM."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.base import Cipher as Machine
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from standards.cms.algorithms import Cipher, Transport, transport_algorithm, transport_padding, with_parameters
from standards.cms.faults import CertificateMissing, WrongCertificate
from standards.cms.identities import CertificateNames, serial_text
from standards.cms.structures import (
    AUTH_ENVELOPED_DATA,
    DATA,
    ENVELOPED_DATA,
    AuthEnvelopedData,
    ContentInfo,
    EncryptedContent,
    EnvelopedData,
    KeyTransRecipient,
    set_of,
    tlv,
)

BLOCK: Final = 16
_NONCE: Final = 12
_TAG: Final = 16


@asn1.sequence
class GcmParameters:
    """The nonce, and how long the tag is (12 bytes when nothing is said)."""

    nonce: bytes
    tag_bytes: int | None


def encrypt(
    content: bytes,
    recipients: Sequence[x509.Certificate],
    *,
    cipher: Cipher = Cipher.AES_256_CBC,
    transport: Transport = Transport.PKCS1,
) -> bytes:
    """The content encrypted to all of them, in DER; CertificateMissing without any, WrongCertificate if one is not RSA.

    Nothing else about the certificates is checked here; see `checking`.
    """
    if not recipients:
        raise CertificateMissing(
            "Meldingen kan ikke krypteres uten et sertifikat å kryptere til",
            expected="minst ett krypteringssertifikat",
            found="ingen",
            fix="Hent mottakerens krypteringssertifikat fra Adresseregisteret",
        )
    key = secrets.token_bytes(cipher.key_bytes)
    to = set_of(*(asn1.encode_der(_recipient(one, key, transport)) for one in recipients))
    if not cipher.authenticated:
        inner = EnvelopedData(
            version=0, originator=None, recipients=to, content=_cbc(content, key, cipher), unprotected=None
        )
        return _wrapped(ENVELOPED_DATA, asn1.encode_der(inner))
    encrypted, mac = _gcm(content, key, cipher)
    sealed = AuthEnvelopedData(
        version=0, originator=None, recipients=to, content=encrypted, attributes=None, mac=mac, unauthenticated=None
    )
    return _wrapped(AUTH_ENVELOPED_DATA, asn1.encode_der(sealed))


def _wrapped(kind: x509.ObjectIdentifier, der: bytes) -> bytes:
    return asn1.encode_der(ContentInfo(content_type=kind, content=tlv(der)))


def _recipient(certificate: x509.Certificate, key: bytes, transport: Transport) -> KeyTransRecipient:
    public, algorithm = certificate.public_key(), transport_algorithm(transport)
    if not isinstance(public, rsa.RSAPublicKey):
        raise WrongCertificate(
            "Sertifikatet kan ikke brukes til å kryptere",
            expected="et sertifikat med RSA-nøkkel",
            found=f"{type(public).__name__}, serienummer {serial_text(certificate.serial_number)}",
            fix="Registrer et krypteringssertifikat med RSA-nøkkel i Adresseregisteret",
        )
    return KeyTransRecipient(
        version=0,
        recipient=CertificateNames(certificate).issuer_and_serial(),
        algorithm=algorithm,
        encrypted_key=public.encrypt(key, transport_padding(algorithm)),
    )


def _cbc(content: bytes, key: bytes, cipher: Cipher) -> EncryptedContent:
    start = secrets.token_bytes(BLOCK)
    padder, machine = PKCS7(BLOCK * 8).padder(), Machine(AES(key), CBC(start)).encryptor()
    whole = machine.update(padder.update(content) + padder.finalize()) + machine.finalize()
    return _encrypted(cipher, asn1.encode_der(start), whole)


def _gcm(content: bytes, key: bytes, cipher: Cipher) -> tuple[EncryptedContent, bytes]:
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, content, None)
    parameters = asn1.encode_der(GcmParameters(nonce=nonce, tag_bytes=_TAG))
    return _encrypted(cipher, parameters, sealed[:-_TAG]), sealed[-_TAG:]


def _encrypted(cipher: Cipher, parameters: bytes, whole: bytes) -> EncryptedContent:
    algorithm = with_parameters(cipher.value[0], parameters)
    return EncryptedContent(content_type=DATA, algorithm=algorithm, whole=whole, pieces=None)
