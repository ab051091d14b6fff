"""Bodies made to harm, or only badly made: each is refused as what it is, and nothing but a CmsFault comes out."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from standards import cms
from standards.cms import Cipher, structures
from standards.cms.algorithms import plain, with_parameters
from standards.cms.ber import MAX_ELEMENTS, inside, members, tagged, to_der
from standards.cms.decrypting import MAX_RECIPIENTS
from standards.cms.encrypting import GcmParameters
from standards.cms.faults import CmsFault
from standards.cms.signing import CONTENT_TYPE, MESSAGE_DIGEST
from standards.cms.structures import Attribute, raw, set_of, tlv
from standards.cms.verifying import MAX_CERTIFICATES
from tests.standards.cms_cases import BOTH, CONTENT, NOW, body, key, opener, receiving, signer

SIGNED = cms.Protection.SIGNED
ENCRYPTED = cms.Protection.ENCRYPTED


def read(body: bytes, protection: cms.Protection) -> bytes:
    return cms.unprotect(body, protection.value, receiving(), at=NOW).content


def edited(body: bytes, kind: Any, change: Callable[[Any], None]) -> bytes:
    """The body with something changed in the structure that it holds."""
    info = structures.decode(structures.ContentInfo, body)
    inner = structures.decode(kind, raw(info.content))
    change(inner)
    info.content = tlv(asn1.encode_der(inner))
    return asn1.encode_der(info)


def resigned(change: Callable[[structures.SignerInfo], None]) -> bytes:
    """A body with something changed in the part that tells of the signature."""

    def of(signed: structures.SignedData) -> None:
        info = structures.decode(structures.SignerInfo, structures.set_members(signed.signers)[0])
        change(info)
        signed.signers = set_of(asn1.encode_der(info))

    return edited(body(SIGNED), structures.SignedData, of)


# What is not CMS at all


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", "tom kropp"),
        (b"<MsgHead/>", "XML"),
        (b"\xef\xbb\xbf<MsgHead/>", "XML"),
        (b"-----BEGIN CMS-----\nAA==\n-----END CMS-----\n", "PEM"),
        (b"MIME-Version: 1.0\r\n\r\nAA", "MIME"),
        (b"\x00\x01\x02\x03\x04", "00010203"),
        (b"\x30", "tar slutt"),
        (b"\x30\x03\x02\x01", "bare 2 er igjen"),
        (b"\x30\x00", "ContentInfo"),
        (b"\x30\x80\x00\x00", "ContentInfo"),
        (b"\x30\x84\xff\xff\xff\xff", "skulle ha 4294967295 byte"),
        (b"\x30\x89" + b"\xff" * 9, "en lengde på mer enn"),
        (b"\x30\xff" + b"\x01" * 200, "ugyldig lengde"),
        (b"\x30\x05\x3f\x81\x01\x01\x00", "merke som CMS ikke bruker"),
        (b"\x30\x04\x02\x80\x00\x00", "ugyldig lengde"),
    ],
)
def test_other_bytes_are_told_for_what_they_are(sent: bytes, told: str) -> None:
    for protection in (SIGNED, ENCRYPTED, BOTH):
        with pytest.raises(cms.NotCms, match=told) as caught:
            read(sent, protection)
        assert caught.value.expected and caught.value.fix


def test_base64_is_told_too() -> None:
    with pytest.raises(cms.NotCms, match="base64"):
        read(base64.b64encode(body()), BOTH)


@pytest.mark.parametrize("number", [1, 4, 5, 6, 99])
def test_other_content_types(number: int) -> None:
    kind = x509.ObjectIdentifier(f"1.2.840.113549.1.7.{number}")
    sent = asn1.encode_der(structures.ContentInfo(content_type=kind, content=tlv(b"\x04\x00")))
    with pytest.raises(cms.NotCms, match="content-type sier"):
        read(sent, SIGNED)
    with pytest.raises(cms.NotCms, match="content-type sier"):
        read(sent, ENCRYPTED)


# Cut, longer, too large, too deep


@pytest.mark.parametrize("protection", [SIGNED, ENCRYPTED])
def test_cut_anywhere(protection: cms.Protection) -> None:
    whole = body(protection)
    for end in range(0, len(whole), 7):
        with pytest.raises(cms.NotCms):
            read(whole[:end], protection)


@pytest.mark.parametrize("protection", [SIGNED, ENCRYPTED, BOTH])
@pytest.mark.parametrize("more", [b"\0", b"\n", b"\0\0"])
def test_more_after_the_end(protection: cms.Protection, more: bytes) -> None:
    with pytest.raises(cms.NotCms, match="etter at strukturen er slutt"):
        read(body(protection) + more, protection)


@pytest.mark.parametrize("protection", [SIGNED, ENCRYPTED, BOTH])
def test_larger_than_the_limit(protection: cms.Protection) -> None:
    size = len(body(protection))
    assert cms.unprotect(body(protection), protection.value, receiving(limit=size), at=NOW).content == CONTENT
    with pytest.raises(cms.NotCms, match=f"grensen er {size - 1}"):
        cms.unprotect(body(protection), protection.value, receiving(limit=size - 1), at=NOW)


@pytest.mark.parametrize("opening", [b"\x30\x80", b"\x24\x80", b"\xa0\x80", b"\x31\x80"])
@pytest.mark.parametrize("closed", [True, False])
def test_indefinite_lengths_inside_each_other(opening: bytes, closed: bool) -> None:
    deep = 400_000
    sent = b"\x30\x80" + opening * deep + (b"\0\0" * (deep + 1) if closed else b"")
    with pytest.raises(cms.NotCms, match="32 nivåer"):
        read(sent, SIGNED)


def test_definite_lengths_inside_each_other() -> None:
    sent = b"\x05\x00"
    for _ in range(500):
        sent = tagged(0x30, sent)
    with pytest.raises(cms.NotCms):
        read(sent, ENCRYPTED)
    with pytest.raises(cms.NotCms, match="32 nivåer"):
        to_der(sent)


def test_more_pieces_than_anybody_needs() -> None:
    with pytest.raises(cms.NotCms, match=f"mer enn {MAX_ELEMENTS} deler"):
        read(b"\x30\x80" + b"\x24\x80" + b"\x04\x00" * MAX_ELEMENTS + b"\0\0\0\0", SIGNED)


def test_many_recipients() -> None:
    one = opener().certificate
    assert cms.decrypt(cms.encrypt(b"x", [one] * MAX_RECIPIENTS), [opener()]).content == b"x"
    with pytest.raises(cms.NotCms, match="mottakere"):
        cms.decrypt(cms.encrypt(b"x", [one] * (MAX_RECIPIENTS + 1)), [opener()])


def test_many_certificates() -> None:
    one = tlv(signer().certificate.public_bytes(Encoding.DER))

    def with_(count: int) -> bytes:
        return edited(
            body(SIGNED), structures.SignedData, lambda signed: setattr(signed, "certificates", [one] * count)
        )

    assert cms.verify(with_(MAX_CERTIFICATES)).content == CONTENT
    with pytest.raises(cms.NotCms, match="sertifikater"):
        cms.verify(with_(MAX_CERTIFICATES + 1))


# Changed


def test_a_changed_bit_never_changes_what_is_signed() -> None:
    whole = body(SIGNED)
    changed = 0
    for place in range(0, len(whole), 3):
        sent = bytearray(whole)
        sent[place] ^= 1 << place % 8
        try:
            found = cms.unprotect(bytes(sent), SIGNED.value, receiving(), at=NOW)
        except CmsFault:
            changed += 1
        else:
            assert (found.content, found.signer) == (CONTENT, signer().certificate)
    assert changed > len(whole) / 9


def test_a_changed_bit_never_opens_to_other_content() -> None:
    whole = cms.encrypt(CONTENT, [opener().certificate], cipher=Cipher.AES_256_GCM)
    for place in range(0, len(whole), 5):
        sent = bytearray(whole)
        sent[place] ^= 1 << place % 8
        try:
            assert cms.decrypt(bytes(sent), [opener()]).content == CONTENT
        except CmsFault as fault:
            assert fault.condition in ("transport:invalid-cms-pkcs", "transport:decryption-failed", _CERTIFICATE)


_CERTIFICATE = "transport:invalid-certificate"


@settings(max_examples=150, deadline=None, database=None)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=80).map(lambda raw: tagged(0x30, raw))))
def test_any_bytes_at_all(sent: bytes) -> None:
    for protection in (SIGNED, ENCRYPTED):
        with pytest.raises(CmsFault):
            read(sent, protection)


# BER


def as_ber(der: bytes, size: int, *, encrypted: bool = False) -> bytes:
    """The same value with indefinite lengths, and with octet strings in pieces."""
    tag, inner = der[0], inside(der)
    pieces = [tagged(4, inner[at : at + size]) for at in range(0, len(inner), size)]
    if tag == 0x80 and encrypted:
        return b"\xa0\x80" + b"".join(pieces) + b"\0\0"
    if tag == 0x04:
        return b"\x24\x80" + b"".join(pieces) + b"\0\0"
    if not tag & 0x20:
        return der
    parts = members(inner)
    if parts and parts[0][:1] == b"\x02" and len(parts) == 3 and parts[1][0] == 0x30 and parts[2][0] == 0x03:
        return der  # a certificate is never rewritten
    return bytes((tag, 0x80)) + b"".join(as_ber(part, size, encrypted=encrypted) for part in parts) + b"\0\0"


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_body_in_pieces_opens(size: int) -> None:
    sent = as_ber(body(ENCRYPTED), size, encrypted=True)
    assert sent != body(ENCRYPTED)
    assert read(sent, ENCRYPTED) == CONTENT


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_indefinite_lengths_become_definite(size: int) -> None:
    """Signature and certificates too: what comes out is exactly what was signed."""
    sent = as_ber(body(SIGNED), size)
    assert to_der(sent) == body(SIGNED)
    assert read(sent, SIGNED) == CONTENT


def test_lengths_written_longer_than_needed() -> None:
    whole = body(SIGNED)
    assert whole[1] == 0x82
    assert to_der(b"\x30\x84\0\0" + whole[2:]) == whole
    assert to_der(b"\x30\x89\0\0\0\0\0\0\0" + whole[2:]) == whole


def test_der_comes_out_as_it_was() -> None:
    assert to_der(body(ENCRYPTED)) == body(ENCRYPTED)


@pytest.mark.parametrize("sent", [b"\x24\x80\x02\x01\x01\0\0", b"\x24\x03\x0c\x01a"])
def test_pieces_of_something_else(sent: bytes) -> None:
    with pytest.raises(cms.NotCms, match="noe annet enn biter"):
        to_der(sent)


# Signatures


def attributes(*told: tuple[x509.ObjectIdentifier, bytes]) -> list[asn1.TLV]:
    made = [Attribute(kind=kind, values=tlv(tagged(0x31, values))) for kind, values in told]
    return [tlv(asn1.encode_der(one)) for one in made]


DATA = asn1.encode_der(structures.DATA)
DIGEST = asn1.encode_der(cms.Digest.SHA256.of(CONTENT))


def signed_over(*told: tuple[x509.ObjectIdentifier, bytes]) -> bytes:
    """A body whose signature fits exactly these attributes."""

    def change(info: structures.SignerInfo) -> None:
        info.signed_attributes = attributes(*told)
        over = tagged(0x31, b"".join(map(raw, info.signed_attributes)))
        info.signature = key("avsender").sign(over, PKCS1v15(), SHA256())

    return resigned(change)


def test_attributes_need_not_be_sorted() -> None:
    """Like openssl, we believe the order in which they came."""
    assert cms.verify(signed_over((MESSAGE_DIGEST, DIGEST), (CONTENT_TYPE, DATA))).signed_at is None


OTHER_TYPE = asn1.encode_der(x509.ObjectIdentifier("1.2.3"))


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ((), cms.NotCms),
        (((CONTENT_TYPE, DATA),), cms.NotCms),
        (((MESSAGE_DIGEST, DIGEST),), cms.NotCms),
        (((CONTENT_TYPE, DATA), (MESSAGE_DIGEST, DIGEST), (MESSAGE_DIGEST, DIGEST)), cms.NotCms),
        (((CONTENT_TYPE, DATA), (MESSAGE_DIGEST, DIGEST + DIGEST)), cms.NotCms),
        (((CONTENT_TYPE, DATA), (MESSAGE_DIGEST, b"")), cms.NotCms),
        (((CONTENT_TYPE, DATA), (MESSAGE_DIGEST, DATA)), cms.NotCms),
        (((CONTENT_TYPE, OTHER_TYPE), (MESSAGE_DIGEST, DIGEST)), cms.WrongSignature),
        (((CONTENT_TYPE, DATA), (MESSAGE_DIGEST, b"\x04\x00")), cms.WrongSignature),
    ],
)
def test_attributes_that_do_not_speak_of_the_content(told: Any, kind: type[CmsFault]) -> None:
    with pytest.raises(kind):
        cms.verify(signed_over(*told))


def without_attributes(content: bytes, signature: bytes) -> bytes:
    def change(signed: structures.SignedData) -> None:
        signed.content.content = content
        info = structures.decode(structures.SignerInfo, structures.set_members(signed.signers)[0])
        info.signed_attributes, info.signature = None, signature
        signed.signers = set_of(asn1.encode_der(info))

    return edited(body(SIGNED), structures.SignedData, change)


def test_a_signature_without_attributes_is_over_the_content() -> None:
    signature = key("avsender").sign(CONTENT, PKCS1v15(), SHA256())
    assert cms.verify(without_attributes(CONTENT, signature)).content == CONTENT
    with pytest.raises(cms.WrongSignature):
        cms.verify(without_attributes(CONTENT + b" ", signature))


def test_attributes_passed_off_as_content() -> None:
    """A true signature over attributes must not become one over a content that nobody signed."""
    signed = structures.decode(
        structures.SignedData, raw(structures.decode(structures.ContentInfo, body(SIGNED)).content)
    )
    info = structures.decode(structures.SignerInfo, structures.set_members(signed.signers)[0])
    stolen = tagged(0x31, b"".join(map(raw, info.signed_attributes or [])))
    signer().certificate.public_key().verify(info.signature, stolen, PKCS1v15(), SHA256())  # type: ignore
    with pytest.raises(cms.WrongSignature, match="signerte attributter"):
        cms.verify(without_attributes(stolen, info.signature))


@pytest.mark.parametrize("number", ["1.2.840.113549.1.1.5", "1.2.840.113549.1.1.12", "1.2.840.10045.4.3.2"])
def test_another_algorithm_than_the_digest_fits(number: str) -> None:
    changed = resigned(lambda info: setattr(info, "algorithm", plain(x509.ObjectIdentifier(number))))
    with pytest.raises(cms.WrongSignature, match="signaturalgoritmen"):
        cms.verify(changed)


def test_no_signature_at_all() -> None:
    empty = edited(body(SIGNED), structures.SignedData, lambda signed: setattr(signed, "signers", tlv(b"\x31\x00")))
    with pytest.raises(cms.NotCms, match="0 signaturer"):
        cms.verify(empty)


def test_certificates_that_cannot_be_read_are_passed_over() -> None:
    whole = signer().certificate.public_bytes(Encoding.DER)
    serial = asn1.encode_der(signer().certificate.serial_number)
    negative = whole.replace(serial, serial[:2] + b"\x80" + serial[3:], 1)
    version = whole.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x31", 1)
    odd = [b"\x30\x00", b"\x30\x02\x30\x00", b"\xa1\x02\x30\x00", b"\x04\x01a", negative, version, whole]

    def change(signed: structures.SignedData) -> None:
        signed.certificates = [tlv(one) for one in odd]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cms.verify(edited(body(SIGNED), structures.SignedData, change)).certificates == (signer().certificate,)


def test_a_certificate_with_a_key_of_an_unknown_kind() -> None:
    whole = signer().certificate.public_bytes(Encoding.DER)
    rsa = asn1.encode_der(x509.ObjectIdentifier("1.2.840.113549.1.1.1"))
    odd = tlv(whole.replace(rsa, rsa[:-1] + b"\x63", 1))
    changed = edited(body(SIGNED), structures.SignedData, lambda signed: setattr(signed, "certificates", [odd]))
    with pytest.raises(cms.WrongSignature, match="ikke lar seg lese"):
        cms.verify(changed)


# Envelopes


def sealed_with(attributes: list[asn1.TLV] | None, beside: bytes, tag_bytes: int = 16) -> bytes:
    """An authenticated envelope with attributes, and what the tag was made over beside the content."""
    secret = b"k" * 32
    sent = AESGCM(secret).encrypt(b"n" * 12, CONTENT, beside)

    def change(envelope: structures.AuthEnvelopedData) -> None:
        one = structures.decode(structures.KeyTransRecipient, structures.set_members(envelope.recipients)[0])
        one.encrypted_key = key("mottaker").public_key().encrypt(secret, PKCS1v15())
        envelope.recipients = set_of(asn1.encode_der(one))
        parameters = GcmParameters(nonce=b"n" * 12, tag_bytes=None if tag_bytes == 12 else tag_bytes)
        envelope.content.algorithm = with_parameters(Cipher.AES_256_GCM.value[0], asn1.encode_der(parameters))
        envelope.content.whole, envelope.mac, envelope.attributes = sent[:-16], sent[-16:][:tag_bytes], attributes

    made = cms.encrypt(b"", [opener().certificate], cipher=Cipher.AES_256_GCM)
    return edited(made, structures.AuthEnvelopedData, change)


def test_the_tag_covers_the_attributes() -> None:
    told = attributes((CONTENT_TYPE, DATA))
    beside = tagged(0x31, b"".join(map(raw, told)))
    assert cms.decrypt(sealed_with(told, beside), [opener()]).content == CONTENT
    for other in (sealed_with(told, b""), sealed_with(None, beside)):
        with pytest.raises(cms.CannotDecrypt):
            cms.decrypt(other, [opener()])


@pytest.mark.parametrize(("length", "fits"), [(16, True), (13, True), (12, True), (11, False), (4, False)])
def test_a_short_tag(length: int, fits: bool) -> None:
    if fits:
        assert cms.decrypt(sealed_with(None, b"", length), [opener()]).content == CONTENT
        return
    with pytest.raises(cms.NotCms, match="feil lengde"):
        cms.decrypt(sealed_with(None, b"", length), [opener()])


def enveloped(change: Callable[[structures.EnvelopedData], None]) -> bytes:
    return edited(body(ENCRYPTED), structures.EnvelopedData, change)


def algorithm(cipher: Cipher, parameters: bytes) -> Callable[[structures.EnvelopedData], None]:
    made = with_parameters(cipher.value[0], parameters)
    return lambda envelope: setattr(envelope.content, "algorithm", made)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (algorithm(Cipher.AES_256_GCM, b"\x04\x10" + b"x" * 16), "AuthEnvelopedData"),
        (algorithm(Cipher.AES_256_CBC, b"\x04\x08" + b"x" * 8), "startverdi på 8 byte"),
        (algorithm(Cipher.AES_256_CBC, b"\x05\x00"), "lar seg lese"),
        (lambda one: setattr(one.content, "whole", None), "uten kryptert innhold"),
        (lambda one: setattr(one.content, "content_type", structures.SIGNED_DATA), "av typen SignedData"),
        (lambda one: setattr(one, "recipients", tlv(b"\x30\x00")), "mengde"),
        (lambda one: setattr(one.content, "algorithm", tlv(b"\x04\x00")), "algoritme"),
        (lambda one: setattr(one.content, "algorithm", tlv(b"\x30\x00")), "lar seg lese"),
        (lambda one: setattr(one.content, "algorithm", tlv(b"\x30\x07\x06\x01\x2a\x05\x00\x05\x00")), "ett sett"),
    ],
)
def test_an_envelope_that_does_not_hang_together(change: Any, told: str) -> None:
    with pytest.raises(cms.NotCms, match=told):
        read(enveloped(change), ENCRYPTED)


@pytest.mark.parametrize("recipients", [b"\x31\x00", b"\x31\x02\xa1\x00", b"\x31\x04\xa2\x00\xa3\x00"])
def test_nobody_with_an_rsa_key(recipients: bytes) -> None:
    with pytest.raises(cms.WrongCertificate, match="ingen mottaker med RSA"):
        read(enveloped(lambda one: setattr(one, "recipients", tlv(recipients))), ENCRYPTED)


@pytest.mark.parametrize("secret", [b"", b"k" * 16, b"k" * 33])
def test_a_key_of_the_wrong_length_is_told_like_any_wrong_key(secret: bytes) -> None:
    """Authenticated, so that no wrong key opens by chance."""

    def change(envelope: structures.AuthEnvelopedData) -> None:
        one = structures.decode(structures.KeyTransRecipient, structures.set_members(envelope.recipients)[0])
        one.encrypted_key = key("mottaker").public_key().encrypt(secret, PKCS1v15())
        envelope.recipients = set_of(asn1.encode_der(one))

    made = cms.encrypt(CONTENT, [opener().certificate], cipher=Cipher.AES_256_GCM)
    with pytest.raises(cms.CannotDecrypt) as caught:
        cms.decrypt(edited(made, structures.AuthEnvelopedData, change), [opener()])
    assert "innhold som ikke lar seg åpne" in str(caught.value)


@pytest.mark.parametrize("size", [0, 1, 15, 17])
def test_content_that_is_no_whole_number_of_blocks(size: int) -> None:
    with pytest.raises(cms.CannotDecrypt):
        read(enveloped(lambda one: setattr(one.content, "whole", b"x" * size)), ENCRYPTED)


def test_an_encrypted_key_of_the_wrong_size() -> None:
    def change(envelope: structures.EnvelopedData) -> None:
        one = structures.decode(structures.KeyTransRecipient, structures.set_members(envelope.recipients)[0])
        one.encrypted_key = b"x"
        envelope.recipients = set_of(asn1.encode_der(one))

    with pytest.raises(cms.CannotDecrypt):
        cms.decrypt(enveloped(change), [opener()])


def test_texts_stay_short_whatever_comes() -> None:
    long = x509.ObjectIdentifier("1.2." + ".".join(["1234567"] * 20))
    with pytest.raises(cms.CannotDecrypt) as caught:
        read(enveloped(lambda one: setattr(one.content, "algorithm", plain(long))), ENCRYPTED)
    assert len(str(caught.value)) < 600
    with pytest.raises(cms.WrongContentType) as wrong:
        cms.protection_of("x" * 100_000)
    assert len(str(wrong.value)) < 1000


@settings(max_examples=200, deadline=None, database=None)
@given(st.text(max_size=60).flatmap(lambda text: st.sampled_from([text, f"application/pkcs7-mime; {text}"])))
def test_any_content_type_at_all(content_type: str) -> None:
    try:
        assert cms.protection_of(content_type) in cms.Protection
    except cms.WrongContentType as fault:
        assert fault.fix


@pytest.mark.parametrize("content", [b"\x31\x00x", b"\x31\x03\x02\x01\x01", b"1 time", b"\x31\x02\x30\x00"])
def test_content_that_only_begins_like_attributes(content: bytes) -> None:
    signature = key("avsender").sign(content, PKCS1v15(), SHA256())
    assert cms.verify(without_attributes(content, signature)).content == content


def to_us_with(number: str, parameters: bytes) -> bytes:
    """An envelope whose key is said to be encrypted in another way."""

    def change(envelope: structures.EnvelopedData) -> None:
        one = structures.decode(structures.KeyTransRecipient, structures.set_members(envelope.recipients)[0])
        one.algorithm = with_parameters(x509.ObjectIdentifier(number), parameters)
        envelope.recipients = set_of(asn1.encode_der(one))

    return enveloped(change)


MD5 = tagged(0x30, asn1.encode_der(x509.ObjectIdentifier("1.2.840.113549.2.5")))
MGF = asn1.encode_der(x509.ObjectIdentifier("1.2.840.113549.1.1.8"))
MD5_MASK = tagged(0xA1, tagged(0x30, MGF + MD5))
NO_MASK = tagged(0xA1, tagged(0x30, asn1.encode_der(x509.ObjectIdentifier("1.2.3")) + MD5))


@pytest.mark.parametrize(
    ("number", "parameters", "kind", "told"),
    [
        ("1.2.840.10045.2.1", b"\x05\x00", cms.CannotDecrypt, "RSA PKCS#1 v1.5 eller RSA-OAEP"),
        ("1.2.840.113549.1.1.7", tagged(0x30, tagged(0xA0, MD5)), cms.CannotDecrypt, "MD5"),
        ("1.2.840.113549.1.1.7", tagged(0x30, MD5_MASK), cms.CannotDecrypt, "RSA-OAEP med"),
        ("1.2.840.113549.1.1.7", tagged(0x30, NO_MASK), cms.NotCms, "maskefunksjon"),
        ("1.2.840.113549.1.1.7", b"\x04\x01x", cms.NotCms, "lar seg lese"),
    ],
)
def test_keys_encrypted_in_ways_that_are_not_accepted(
    number: str, parameters: bytes, kind: type[CmsFault], told: str
) -> None:
    with pytest.raises(kind, match=told.replace(".", r"\.")):
        cms.decrypt(to_us_with(number, parameters), [opener()])


def test_a_recipient_named_by_a_key_that_is_not_ours() -> None:
    def change(envelope: structures.EnvelopedData) -> None:
        one = structures.decode(structures.KeyTransRecipient, structures.set_members(envelope.recipients)[0])
        one.recipient = b"\xab" * 20
        envelope.recipients = set_of(asn1.encode_der(one))

    with pytest.raises(cms.WrongCertificate, match=r"nøkkel (AB){20}"):
        cms.decrypt(enveloped(change), [opener()])


def explicit(number: int, value: bytes) -> bytes:
    return tagged(0xA0 + number, value)


def of_hash(digest: cms.Digest) -> bytes:
    return tagged(0x30, asn1.encode_der(digest.value))


def of_mask(digest: cms.Digest) -> bytes:
    return tagged(0x30, MGF + of_hash(digest))


SHA_256, SHA_384 = cms.Digest.SHA256, cms.Digest.SHA384
GOOD_PSS = (explicit(0, of_hash(SHA_256)), explicit(1, of_mask(SHA_256)), explicit(2, b"\x02\x01\x20"))


@pytest.mark.parametrize(
    ("parts", "fits"),
    [
        (GOOD_PSS, True),
        ((*GOOD_PSS, explicit(3, b"\x02\x01\x01")), True),
        ((*GOOD_PSS, explicit(3, b"\x02\x01\x02")), False),
        ((explicit(0, of_hash(SHA_384)), *GOOD_PSS[1:]), False),
        ((*GOOD_PSS[1:],), False),
        ((*GOOD_PSS[:2], explicit(2, b"\x02\x02\x01\x01")), False),
        ((*GOOD_PSS[:2], explicit(2, b"\x02\x01\xff")), False),
        ((), False),
    ],
)
def test_the_parameters_of_pss(parts: tuple[bytes, ...], fits: bool) -> None:
    """The signature itself is right each time."""

    def change(info: structures.SignerInfo) -> None:
        over = tagged(0x31, b"".join(map(raw, info.signed_attributes or [])))
        info.signature = key("avsender").sign(over, PSS(MGF1(SHA256()), 32), SHA256())
        parameters = tagged(0x30, b"".join(parts))
        info.algorithm = with_parameters(x509.ObjectIdentifier("1.2.840.113549.1.1.10"), parameters)

    if fits:
        assert cms.verify(resigned(change)).content == CONTENT
        return
    with pytest.raises(cms.WrongSignature, match="RSA-PSS"):
        cms.verify(resigned(change))


def test_a_tag_of_another_length_than_it_says() -> None:
    made = sealed_with(None, b"")
    shorter = edited(made, structures.AuthEnvelopedData, lambda one: setattr(one, "mac", one.mac[:12]))
    with pytest.raises(cms.NotCms, match="feil lengde"):
        cms.decrypt(shorter, [opener()])


@pytest.mark.parametrize("size", [0, 7, 129])
def test_a_nonce_of_a_length_that_nobody_uses(size: int) -> None:
    parameters = asn1.encode_der(GcmParameters(nonce=b"n" * size, tag_bytes=16))
    change = algorithm(Cipher.AES_256_GCM, parameters)
    made = edited(sealed_with(None, b""), structures.AuthEnvelopedData, change)
    with pytest.raises(cms.NotCms, match="feil lengde"):
        cms.decrypt(made, [opener()])


def test_a_shorter_key_than_the_cipher_says() -> None:
    """AES-128 passed off as AES-256 does not open, though the key would fit the content."""

    def change(envelope: structures.EnvelopedData) -> None:
        _, start = structures.algorithm_of(envelope.content.algorithm)
        envelope.content.algorithm = with_parameters(Cipher.AES_256_CBC.value[0], start)

    made = cms.encrypt(CONTENT, [opener().certificate], cipher=Cipher.AES_128_CBC)
    assert cms.decrypt(made, [opener()]).content == CONTENT
    with suppress(cms.CannotDecrypt):  # once in 256 times another key leaves something that looks like padding
        assert cms.decrypt(edited(made, structures.EnvelopedData, change), [opener()]).content != CONTENT
