"""Opens EnvelopedData and AuthEnvelopedData with the keys at hand, present and former."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.base import Cipher as Machine
from cryptography.hazmat.primitives.ciphers.modes import CBC, GCM
from cryptography.hazmat.primitives.padding import PKCS7

from standards.cms.algorithms import Cipher, cipher_of, transport_padding
from standards.cms.ber import broken, tagged
from standards.cms.encrypting import BLOCK, GcmParameters
from standards.cms.faults import CannotDecrypt, WrongCertificate
from standards.cms.identities import Identity, describe, thumbprint
from standards.cms.structures import (
    AUTH_ENVELOPED_DATA,
    DATA,
    ENVELOPED_DATA,
    MAX_BYTES,
    SEQUENCE,
    AuthEnvelopedData,
    ContentInfo,
    EncryptedContent,
    EnvelopedData,
    KeyTransRecipient,
    algorithm_of,
    decode,
    name_of,
    other_type,
    raw,
    read,
    set_members,
)

MAX_RECIPIENTS: Final = 100
_SHORTEST_TAG, _TAG = 12, 16
_NONCES: Final = range(8, 129)
_SHOWN: Final = 5


@dataclass(frozen=True)
class Opened:
    """Content that was encrypted to one of ours."""

    content: bytes
    recipient: x509.Certificate
    """The certificate it was encrypted to: the present one or a former one."""
    cipher: Cipher


@dataclass(frozen=True)
class _Sealed:
    recipients: list[KeyTransRecipient]
    cipher: Cipher
    open: Callable[[bytes], bytes]


def decrypt(body: bytes, identities: Sequence[Identity], *, limit: int = MAX_BYTES) -> Opened:
    """The content; NotCms, CannotDecrypt, or WrongCertificate when it was encrypted to somebody else."""
    sealed = read(body, _sealed, limit)
    identity, recipient = _ours(sealed.recipients, identities)
    padding = transport_padding(recipient.algorithm)
    try:
        key = identity.key.decrypt(recipient.encrypted_key, padding)
    except ValueError:
        key = b""
    if len(key) != sealed.cipher.key_bytes:
        # A key that is nobody's, so that a wrong padding takes the same way as a wrong key (RFC 3218).
        key = secrets.token_bytes(sealed.cipher.key_bytes)
    try:
        return Opened(sealed.open(key), identity.certificate, sealed.cipher)
    except (ValueError, InvalidTag):
        raise _closed() from None


def _sealed(info: ContentInfo) -> _Sealed:
    if info.content_type == ENVELOPED_DATA:
        plain = decode(EnvelopedData, raw(info.content))
        return _with(plain.recipients, plain.content, None)
    if info.content_type == AUTH_ENVELOPED_DATA:
        sealed = decode(AuthEnvelopedData, raw(info.content))
        return _with(sealed.recipients, sealed.content, sealed)
    raise other_type(info.content_type, ENVELOPED_DATA, AUTH_ENVELOPED_DATA)


def _with(recipients: asn1.TLV, content: EncryptedContent, sealed: AuthEnvelopedData | None) -> _Sealed:
    if content.content_type != DATA:
        raise broken(f"kryptert innhold av typen {name_of(content.content_type)}; den skulle være {name_of(DATA)}")
    number, parameters = algorithm_of(content.algorithm)
    cipher, encrypted = cipher_of(number), content.joined()
    if encrypted is None:
        raise broken("en konvolutt uten kryptert innhold")
    if cipher.authenticated is not (sealed is not None):
        wanted = AUTH_ENVELOPED_DATA if cipher.authenticated else ENVELOPED_DATA
        raise broken(f"AES på en måte som hører til {name_of(wanted)}")
    found = set_members(recipients)
    if len(found) > MAX_RECIPIENTS:
        raise broken(f"mer enn {MAX_RECIPIENTS} mottakere")
    keys = [decode(KeyTransRecipient, one) for one in found if one.startswith(SEQUENCE)]
    opener = _cbc(parameters, encrypted) if sealed is None else _gcm(parameters, encrypted, sealed)
    return _Sealed(keys, cipher, opener)


def _ours(recipients: list[KeyTransRecipient], identities: Sequence[Identity]) -> tuple[Identity, KeyTransRecipient]:
    """The first key of ours that the message names; the message is tried with no other."""
    for identity in identities:
        for one in recipients:
            if identity.names.fit(one.recipient):
                return identity, one
    expected = ", ".join(thumbprint(one.certificate) for one in identities)
    found = ", ".join(describe(one.recipient) for one in recipients[:_SHOWN])
    raise WrongCertificate(
        "Meldingen er kryptert til et annet sertifikat enn mottakerens",
        expected=f"kryptert til sertifikatet med avtrykk {expected}" if identities else "et sertifikat med nøkkel her",
        found=found or "ingen mottaker med RSA-nøkkel",
        fix="Hent mottakerens krypteringssertifikat på nytt fra Adresseregisteret, og send meldingen igjen",
        data=(expected, found),
    )


def _cbc(parameters: bytes, encrypted: bytes) -> Callable[[bytes], bytes]:
    start = decode(bytes, parameters)
    if len(start) != BLOCK:
        raise broken(f"en startverdi på {len(start)} byte; AES-CBC skal ha {BLOCK}")

    def opener(key: bytes) -> bytes:
        machine, unpadder = Machine(AES(key), CBC(start)).decryptor(), PKCS7(BLOCK * 8).unpadder()
        padded = machine.update(encrypted) + machine.finalize()
        return unpadder.update(padded) + unpadder.finalize()

    return opener


def _gcm(parameters: bytes, encrypted: bytes, sealed: AuthEnvelopedData) -> Callable[[bytes], bytes]:
    told = decode(GcmParameters, parameters)
    length = _SHORTEST_TAG if told.tag_bytes is None else told.tag_bytes
    if len(told.nonce) not in _NONCES or not _SHORTEST_TAG <= length <= _TAG or len(sealed.mac) != length:
        raise broken("AES-GCM med en engangsverdi eller et merke av feil lengde")
    beside = b"" if sealed.attributes is None else tagged(0x31, b"".join(map(raw, sealed.attributes)))

    def opener(key: bytes) -> bytes:
        machine = Machine(AES(key), GCM(told.nonce, sealed.mac, length)).decryptor()
        machine.authenticate_additional_data(beside)
        return machine.update(encrypted) + machine.finalize()

    return opener


def _closed() -> CannotDecrypt:
    return CannotDecrypt(
        "Meldingen lar seg ikke dekryptere",
        expected="innhold kryptert med nøkkelen som følger med, kryptert til mottakerens sertifikat",
        found="innhold som ikke lar seg åpne",
        fix="Krypter på nytt til sertifikatet i Adresseregisteret, og se etter at bytene ikke endres underveis",
    )
