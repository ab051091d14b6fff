"""Bodies on the bus: what is protected opens again, unchanged, and only for whom and from whom it should."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from standards import cms
from standards.cms import Cipher, Identity, Protection, Transport, structures
from standards.cms.faults import CmsFault
from standards.rules.error_queue import CONDITIONS
from tests.standards.cms_cases import (
    BOTH,
    CONTENT,
    DAY,
    NOW,
    OPENS,
    body,
    certificate,
    key,
    middle,
    opener,
    receiving,
    root,
    sending,
    signer,
)


@pytest.mark.parametrize("protection", Protection)
def test_what_is_protected_opens_again(protection: Protection) -> None:
    raw = cms.protect(CONTENT, protection, sending(), at=NOW)
    received = cms.unprotect(raw, protection.value, receiving(), at=NOW)
    assert (received.content, received.protection) == (CONTENT, protection)
    assert received.signer == (signer().certificate if protection.signed else None)
    assert received.signed_at == (NOW if protection.signed else None)
    assert received.recipient == (opener().certificate if protection.encrypted else None)
    assert (CONTENT in raw) is not protection.encrypted


@pytest.mark.parametrize("transport", Transport)
@pytest.mark.parametrize("cipher", Cipher)
@pytest.mark.parametrize("content", [b"", b"x" * 16, b"x" * 100_000])
def test_every_cipher_and_transport(cipher: Cipher, transport: Transport, content: bytes) -> None:
    raw = cms.encrypt(content, [opener().certificate], cipher=cipher, transport=transport)
    opened = cms.decrypt(raw, [opener()])
    assert (opened.content, opened.recipient, opened.cipher) == (content, opener().certificate, cipher)


def test_aes_256_cbc_with_plain_rsa_is_what_is_sent() -> None:
    raw = cms.encrypt(CONTENT, [opener().certificate])
    assert cms.decrypt(raw, [opener()]).cipher is Cipher.AES_256_CBC
    assert asn1.encode_der(x509.ObjectIdentifier("2.16.840.1.101.3.4.1.42")) in raw
    assert asn1.encode_der(x509.ObjectIdentifier("1.2.840.113549.1.1.1")) in raw


def test_no_two_bodies_share_key_or_start() -> None:
    made = [_envelope(cms.encrypt(CONTENT, [opener().certificate])) for _ in range(2)]
    starts = {structures.algorithm_of(one.content.algorithm)[1] for one in made}
    told = [structures.decode(structures.KeyTransRecipient, structures.set_members(one.recipients)[0]) for one in made]
    secrets = {key("mottaker").decrypt(one.encrypted_key, PKCS1v15()) for one in told}
    assert len(starts) == len(secrets) == 2
    sealed = [cms.encrypt(CONTENT, [opener().certificate], cipher=Cipher.AES_256_GCM) for _ in range(2)]
    nonces = {structures.algorithm_of(_sealed(one).content.algorithm)[1] for one in sealed}
    assert len(nonces) == 2


def _envelope(raw: bytes) -> structures.EnvelopedData:
    info = structures.decode(structures.ContentInfo, raw)
    return structures.decode(structures.EnvelopedData, structures.raw(info.content))


def _sealed(raw: bytes) -> structures.AuthEnvelopedData:
    info = structures.decode(structures.ContentInfo, raw)
    return structures.decode(structures.AuthEnvelopedData, structures.raw(info.content))


def test_each_of_several_recipients_opens_it() -> None:
    others = [opener("en"), opener("en til"), opener("en tredje")]
    raw = cms.encrypt(CONTENT, [one.certificate for one in others])
    assert [cms.decrypt(raw, [one]).recipient for one in others] == [one.certificate for one in others]
    with pytest.raises(cms.WrongCertificate):
        cms.decrypt(raw, [opener()])


def test_a_former_key_opens_what_was_sent_before_the_change() -> None:
    former = Identity(key("en gammel"), certificate("en gammel", "utsteder", OPENS, end=NOW - DAY))
    raw = cms.encrypt(CONTENT, [former.certificate])
    assert cms.decrypt(raw, [opener(), former]).recipient == former.certificate


def test_encrypted_to_somebody_else_names_both_certificates() -> None:
    raw = cms.encrypt(CONTENT, [opener("en").certificate])
    with pytest.raises(cms.WrongCertificate) as caught:
        cms.decrypt(raw, [opener()])
    expected, found = caught.value.condition_data.split(";")
    assert expected == cms.thumbprint(opener().certificate)
    assert found == f"serienummer {opener('en').certificate.serial_number:X}"


def test_a_wrong_key_says_no_more_than_changed_content() -> None:
    imposter = Identity(key("en"), opener().certificate)
    changed = bytearray(cms.encrypt(CONTENT, [opener().certificate], cipher=Cipher.AES_256_GCM))
    changed[-20] ^= 1
    raw = cms.encrypt(CONTENT, [opener().certificate], cipher=Cipher.AES_256_GCM)
    with pytest.raises(cms.CannotDecrypt) as of_key:
        cms.decrypt(raw, [imposter])
    with pytest.raises(cms.CannotDecrypt) as of_content:
        cms.decrypt(bytes(changed), [opener()])
    assert str(of_key.value) == str(of_content.value)
    assert of_key.value.condition == "transport:decryption-failed"


def test_nobody_to_encrypt_to() -> None:
    with pytest.raises(cms.CertificateMissing, match="Adresseregisteret"):
        cms.encrypt(CONTENT, [])


def test_a_recipient_without_an_rsa_key() -> None:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    builder = x509.CertificateBuilder(root().subject, root().subject, public, 7, NOW - DAY, NOW + DAY)
    odd = builder.sign(key("rot"), SHA256())
    with pytest.raises(cms.WrongCertificate, match="RSA"):
        cms.encrypt(CONTENT, [odd])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_signer_is_found_wherever_it_stands(order: tuple[int, int]) -> None:
    """Some put the authority's certificate first (quirk 12)."""
    both = (signer().certificate, middle())

    def parse(info: structures.ContentInfo) -> structures.SignedData:
        return structures.decode(structures.SignedData, structures.raw(info.content))

    signed = structures.read(cms.sign(CONTENT, signer(), at=NOW), parse, 10**6)
    by_content = {structures.raw(one): one for one in signed.certificates or []}
    signed.certificates = [by_content[_der(both[place])] for place in order]
    inner = structures.tlv(asn1.encode_der(signed))
    raw = asn1.encode_der(structures.ContentInfo(content_type=structures.SIGNED_DATA, content=inner))
    found = cms.verify(raw)
    assert found.signer == signer().certificate
    assert found.certificates == tuple(both[place] for place in order)


def _der(one: x509.Certificate) -> bytes:
    return one.public_bytes(Encoding.DER)


def test_the_chain_goes_along_without_the_root() -> None:
    assert set(cms.verify(cms.sign(CONTENT, signer(), at=NOW)).certificates) == {signer().certificate, middle()}


@pytest.mark.parametrize("digest", cms.Digest)
def test_every_digest(digest: cms.Digest) -> None:
    assert cms.verify(cms.sign(CONTENT, signer(), at=NOW, digest=digest)).content == CONTENT


def test_a_time_after_2049_is_written_too() -> None:
    later = NOW.replace(year=2050)
    assert cms.verify(cms.sign(CONTENT, signer(), at=later)).signed_at == later


def test_the_same_content_at_the_same_time_gives_the_same_bytes() -> None:
    assert cms.sign(CONTENT, signer(), at=NOW) == cms.sign(CONTENT, signer(), at=NOW)
    assert cms.sign(CONTENT, signer(), at=NOW) != cms.sign(CONTENT, signer(), at=NOW + DAY)


@pytest.mark.parametrize("change", [b"bl\xc3\xa5b\xc3\xa6s", b"bl\xc3\xa5b\xc3\xa6R"])
def test_changed_content_is_told(change: bytes) -> None:
    raw = cms.sign(CONTENT, signer(), at=NOW).replace("blåbær".encode(), change)
    with pytest.raises(cms.WrongSignature, match="sammendrag") as caught:
        cms.verify(raw)
    assert caught.value.condition == "transport:invalid-signature"


def test_a_signature_by_another_key() -> None:
    imposter = Identity(key("en"), signer().certificate)
    with pytest.raises(cms.WrongSignature, match="nøkkelen"):
        cms.verify(cms.sign(CONTENT, imposter, at=NOW))


def test_a_short_key_is_refused() -> None:
    short = Identity(key("kort", 1024), certificate("kort", "utsteder", bits=1024))
    with pytest.raises(cms.WrongSignature, match="1024 biter"):
        cms.verify(cms.sign(CONTENT, short, at=NOW))


def test_a_certificate_that_is_not_there() -> None:
    raw = _without_certificates(cms.sign(CONTENT, signer(), at=NOW))
    with pytest.raises(cms.CertificateMissing, match="følger ikke med"):
        cms.verify(raw)
    assert cms.verify(raw, known=[middle(), signer().certificate]).signer == signer().certificate


def _without_certificates(raw: bytes) -> bytes:
    def parse(info: structures.ContentInfo) -> bytes:
        signed = structures.decode(structures.SignedData, structures.raw(info.content))
        signed.certificates = None
        info.content = structures.tlv(asn1.encode_der(signed))
        return asn1.encode_der(info)

    return structures.read(raw, parse, 10**6)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/pkcs7-mime; smime-type=signed-and-enveloped-data",
        "Application/PKCS7-mime;smime-type=Signed-And-Enveloped-Data",
        'application/pkcs7-mime; name="a.p7m"; smime-type="signed-and-enveloped-data"',
    ],
)
def test_the_content_type_may_be_written_in_several_ways(content_type: str) -> None:
    assert cms.unprotect(body(), content_type, receiving(), at=NOW).content == CONTENT


def test_a_sealed_body_may_be_called_so() -> None:
    told = cms.protection_of("application/pkcs7-mime; smime-type=authEnveloped-data")
    assert told is Protection.ENCRYPTED
    assert cms.protection_of("text/plain; charset=utf-8") is Protection.PLAIN


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "tull",
        "text",
        "application/xml",
        "application/pkcs7-mime",
        "application/pkcs7-mime; smime-type=tull",
        "\n;;=",
    ],
)
def test_other_content_types_are_refused(content_type: str) -> None:
    with pytest.raises(cms.WrongContentType, match="smime-type") as caught:
        cms.unprotect(body(), content_type, receiving(), at=NOW)
    assert caught.value.condition == "transport:invalid-field-value"


@pytest.mark.parametrize("said", [one for one in Protection if one.signed or one.encrypted])
@pytest.mark.parametrize("sent", Protection)
def test_a_body_of_another_kind_than_the_content_type_says(sent: Protection, said: Protection) -> None:
    by = receiving()
    opens_alike = sent is said or (sent, said) == (BOTH, Protection.ENCRYPTED)
    if opens_alike:
        assert cms.unprotect(body(sent), said.value, by, at=NOW).protection is said
        return
    with pytest.raises(cms.NotCms) as caught:
        cms.unprotect(body(sent), said.value, by, at=NOW)
    assert caught.value.condition == "transport:invalid-cms-pkcs"


def _all(kind: type[CmsFault]) -> list[type[CmsFault]]:
    """Those of the standard; who uses it may tell one of them apart further."""
    ours = [sub for sub in kind.__subclasses__() if sub.__module__.startswith("standards.")]
    return [one for sub in ours for one in (sub, *_all(sub))]


def test_each_fault_has_a_condition_that_the_rules_know() -> None:
    assert {one.condition for one in _all(CmsFault)} <= CONDITIONS
    assert len({one.condition for one in _all(CmsFault)}) == len(_all(CmsFault)) == 10


def test_it_brings_none_of_the_floors_above_along() -> None:
    code = (
        "import sys, builtins, socket\n"
        "from standards import cms\n"
        "ours = {name.split('.')[0] for name in sys.modules} & {'wire', 'simulator', 'conformance', 'epj'}\n"
        "sys.exit(' '.join(ours) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
