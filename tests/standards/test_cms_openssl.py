"""Both ways against the openssl command line, which knows nothing of us."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from standards import cms
from standards.cms import Cipher, Transport
from tests.standards.cms_cases import BOTH, CONTENT, NOW, crl, middle, opener, pem, receiving, root, sending, signer

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="the openssl command is not installed")
LONG = CONTENT * 5_000
"""Long enough to be written in several pieces."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("openssl")
    for name, identity in (("avsender", signer()), ("mottaker", opener()), ("andre", opener("en"))):
        (made / f"{name}.pem").write_bytes(pem(identity.certificate))
        (made / f"{name}.key").write_bytes(pem(identity.key))
    (made / "rot.pem").write_bytes(pem(root()))
    (made / "kjede.pem").write_bytes(pem(middle()))
    yield made


@pytest.fixture
def run(folder: Path) -> Callable[..., bytes]:
    def call(*arguments: str, raw: bytes) -> bytes:
        command = [OPENSSL or "", "cms", "-binary", *arguments]
        done = subprocess.run(command, input=raw, capture_output=True, cwd=folder, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return call


SIGN = ("-sign", "-nodetach", "-outform", "DER", "-signer", "avsender.pem", "-inkey", "avsender.key")
ENCRYPT = ("-encrypt", "-outform", "DER", "-recip", "mottaker.pem")
DECRYPT = ("-decrypt", "-inform", "DER", "-recip", "mottaker.pem", "-inkey", "mottaker.key")
AT = str(int(NOW.timestamp()))
VERIFY = ("-verify", "-inform", "DER", "-CAfile", "rot.pem", "-purpose", "any", "-attime", AT)


@pytest.mark.parametrize("digest", cms.Digest)
def test_it_verifies_what_we_sign(run: Callable[..., bytes], digest: cms.Digest) -> None:
    assert run(*VERIFY, raw=cms.sign(CONTENT, signer(), at=NOW, digest=digest)) == CONTENT


@pytest.mark.parametrize("transport", Transport)
@pytest.mark.parametrize("cipher", Cipher)
def test_it_opens_what_we_encrypt(run: Callable[..., bytes], cipher: Cipher, transport: Transport) -> None:
    certificates = [opener("en").certificate, opener().certificate]
    raw = cms.encrypt(CONTENT, certificates, cipher=cipher, transport=transport)
    assert run(*DECRYPT, raw=raw) == CONTENT


def test_it_opens_and_verifies_a_whole_body(run: Callable[..., bytes]) -> None:
    raw = cms.protect(LONG, BOTH, sending(), at=NOW)
    assert run(*VERIFY, raw=run(*DECRYPT, raw=raw)) == LONG


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-md", "sha512"),
        ("-noattr",),
        ("-cades",),
        ("-keyid",),
        ("-stream",),
        ("-stream", "-noattr"),
        ("-certfile", "kjede.pem"),
        ("-keyopt", "rsa_padding_mode:pss"),
        ("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:20", "-md", "sha384"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("content", [CONTENT, LONG, b""], ids=["short", "long", "empty"])
def test_we_verify_what_it_signs(run: Callable[..., bytes], options: tuple[str, ...], content: bytes) -> None:
    if "-stream" in options and not content:
        content = b"\n"  # it cannot write nothing in pieces
    found = cms.verify(run(*SIGN, *options, raw=content))
    assert (found.content, found.signer) == (content, signer().certificate)
    assert (found.signed_at is None) is ("-noattr" in options)


OAEP = ("-keyopt", "rsa_padding_mode:oaep")


@pytest.mark.parametrize(
    ("options", "cipher"),
    [
        (("-aes256",), Cipher.AES_256_CBC),
        (("-aes128",), Cipher.AES_128_CBC),
        (("-aes-256-gcm",), Cipher.AES_256_GCM),
        (("-aes-128-gcm",), Cipher.AES_128_GCM),
        (("-aes256", "-stream"), Cipher.AES_256_CBC),
        (("-aes-256-gcm", "-stream"), Cipher.AES_256_GCM),
        (("-aes256", "-keyid"), Cipher.AES_256_CBC),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "padding",
    [
        (),
        OAEP,
        (*OAEP, "-keyopt", "rsa_oaep_md:sha256"),
        (*OAEP, "-keyopt", "rsa_oaep_md:sha256", "-keyopt", "rsa_mgf1_md:sha1"),
        (*OAEP, "-keyopt", "rsa_oaep_label:6162"),
    ],
    ids=" ".join,
)
def test_we_open_what_it_encrypts(
    run: Callable[..., bytes], options: tuple[str, ...], cipher: Cipher, padding: tuple[str, ...]
) -> None:
    raw = run(*options, *ENCRYPT, *padding, "-recip", "andre.pem", raw=LONG)
    opened = cms.decrypt(raw, [opener()])
    assert (opened.content, opened.cipher) == (LONG, cipher)
    assert cms.decrypt(raw, [opener("en")]).content == LONG


def test_we_open_and_verify_a_whole_body(run: Callable[..., bytes]) -> None:
    raw = run("-aes256", "-stream", *ENCRYPT, raw=run(*SIGN, "-stream", "-certfile", "kjede.pem", raw=LONG))
    assert cms.unprotect(raw, BOTH.value, receiving(), at=NOW).content == LONG


@pytest.mark.parametrize(
    ("options", "named"),
    [(("-des3",), "3DES"), (("-aes192",), "AES-192-CBC"), (("-camellia256",), "1.2.392.200011.61.1.1.1.4")],
)
def test_other_ciphers_are_refused(run: Callable[..., bytes], options: tuple[str, ...], named: str) -> None:
    with pytest.raises(cms.CannotDecrypt, match=named):
        cms.decrypt(run(*options, *ENCRYPT, raw=CONTENT), [opener()])


@pytest.mark.parametrize(("options", "named"), [(("-md", "sha1"), "SHA-1"), (("-md", "md5"), "MD5")])
def test_weak_digests_are_refused(run: Callable[..., bytes], options: tuple[str, ...], named: str) -> None:
    with pytest.raises(cms.WrongSignature, match=named):
        cms.verify(run(*SIGN, *options, raw=CONTENT))


def test_pss_with_another_mask_digest_than_allowed(run: Callable[..., bytes]) -> None:
    pss = ("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_mgf1_md:sha1")
    with pytest.raises(cms.WrongSignature, match="PSS"):
        cms.verify(run(*SIGN, *pss, raw=CONTENT))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("-sign", *SIGN[2:]), "løsrevet"),
        (("-digest_create", "-outform", "DER"), "DigestedData"),
        (("-data_create", "-outform", "DER"), "Data"),
        ((*SIGN, "-signer", "andre.pem", "-inkey", "andre.key"), "2 signaturer"),
        ((*SIGN, "-econtent_type", "1.2.840.113549.1.9.16.1.4"), "innhold av typen"),
        ((*SIGN[:2], "-outform", "PEM", *SIGN[4:]), "PEM"),
        ((*SIGN[:2], *SIGN[4:]), "MIME"),
    ],
    ids=str,
)
def test_other_structures_are_refused(run: Callable[..., bytes], arguments: tuple[str, ...], named: str) -> None:
    with pytest.raises(cms.NotCms, match=named):
        cms.verify(run(*arguments, raw=CONTENT))


def test_our_revocation_list_is_one(run: Callable[..., bytes], folder: Path) -> None:
    """What the other tests make must be what an issuer makes, or they prove nothing."""
    command = [OPENSSL or "", "crl", "-inform", "DER", "-noout", "-text", "-CAfile", "kjede.pem"]
    raw = crl("utsteder", [(signer().certificate, NOW)])
    done = subprocess.run(command, input=raw, capture_output=True, cwd=folder, check=False)
    assert f"{signer().certificate.serial_number:X}" in done.stdout.decode()
