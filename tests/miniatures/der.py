"""Signed and encrypted bodies, read and made with as little as possible, and with nothing that the product has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

_DIGEST = bytes.fromhex("06092a864886f70d010904")
"""The attribute messageDigest."""


@dataclass(frozen=True)
class Own:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: RSAPrivateKey


@dataclass(frozen=True)
class SignedBody:
    """What was signed, by which certificate, and whether the signature is over it."""

    content: bytes
    signer: x509.Certificate
    fits: bool


def wrap(content: bytes, own: Own, to: x509.Certificate) -> bytes:
    """Signed, then encrypted."""
    options = [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
    signed = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(own.certificate, own.key, SHA256())
    envelope = pkcs7.PKCS7EnvelopeBuilder().set_data(signed.sign(Encoding.DER, options)).add_recipient(to)
    return envelope.set_content_encryption_algorithm(AES256).encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def is_enveloped(body: bytes) -> bool:
    """Whether it begins as something encrypted does."""
    return body[:1] == b"\x30" and bytes.fromhex("06092a864886f70d010703") in body[:32]


def decrypt(body: bytes, own: Own) -> bytes:
    """Raises `ValueError` for what is encrypted to somebody else."""
    return pkcs7.pkcs7_decrypt_der(body, own.certificate, own.key, [])


def read_signed(body: bytes) -> SignedBody:
    """Raises `ValueError`, `IndexError` or `StopIteration` for what is something else."""
    _, outer = _values(next(_parts(body))[1])
    parts = list(_parts(next(_parts(outer[1]))[1]))
    inner = list(_parts(parts[2][1]))
    content = next(_parts(inner[1][1]))[1]
    certificates = [x509.load_der_x509_certificate(whole) for _, _, whole in _parts(parts[3][1])]
    info = list(_parts(next(_parts(parts[-1][1]))[1]))
    serial = int.from_bytes(list(_parts(info[1][1]))[1][1], "big")
    signer = next(one for one in certificates if one.serial_number == serial)
    return SignedBody(content, signer, _fits(content, info, signer))


def _fits(content: bytes, info: list[tuple[int, bytes, bytes]], signer: x509.Certificate) -> bool:
    attributes = info[3][2]
    at = attributes.index(_DIGEST) + len(_DIGEST) + 4
    if attributes[at : at + 32] != hashlib.sha256(content).digest():
        return False
    key = signer.public_key()
    assert isinstance(key, RSAPublicKey)
    try:
        key.verify(info[5][1], b"\x31" + attributes[1:], PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _values(body: bytes) -> list[tuple[int, bytes, bytes]]:
    return list(_parts(body))


def _parts(body: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Tag, content and the whole of each value that stands here."""
    at = 0
    while at < len(body):
        start, size, at = at, body[at + 1], at + 2
        if size > 0x80:
            count = size - 0x80
            size, at = int.from_bytes(body[at : at + count], "big"), at + count
        if at + size > len(body):
            raise ValueError("cut off")
        yield body[start], body[at : at + size], body[start : at + size]
        at += size
