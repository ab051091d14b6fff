"""Keys are kept for their owner, read back, locked with a passphrase, and never written over."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from conformance.packing.keys import BadKey, NeedsPassphrase, SigningKey, is_locked, read_public, trusted_key

PASSPHRASE = "et langt passord"


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_key_is_kept_for_its_owner_and_read_back(tmp_path: Path, passphrase: str) -> None:
    key = SigningKey.new("Storvik  kommune")
    public = key.keep(tmp_path / "n.pem", passphrase)
    assert stat.S_IMODE((tmp_path / "n.pem").stat().st_mode) == 0o600
    assert is_locked(tmp_path / "n.pem") is bool(passphrase)
    again = SigningKey.read(tmp_path / "n.pem", passphrase)
    assert (again.public.id, again.name) == (key.public.id, "Storvik kommune")
    shown = read_public(public)
    assert shown is not None and (shown.id, shown.name) == (key.public.id, "Storvik kommune")
    assert read_public(tmp_path / "n.pem") is None


def test_a_locked_key_needs_its_passphrase(tmp_path: Path) -> None:
    SigningKey.new().keep(tmp_path / "n.pem", PASSPHRASE)
    with pytest.raises(NeedsPassphrase, match="er låst med et passord"):
        SigningKey.read(tmp_path / "n.pem")
    with pytest.raises(NeedsPassphrase, match="Passordet åpner ikke"):
        SigningKey.read(tmp_path / "n.pem", "feil")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    SigningKey.new().keep(tmp_path / "n.pem")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(BadKey, match="finnes fra før"):
        SigningKey.new().keep(tmp_path / "n.pem")
    (tmp_path / "n.pub").unlink()
    with pytest.raises(BadKey, match="finnes fra før"):
        SigningKey.new().keep(tmp_path / "n.pem")
    assert (tmp_path / "n.pem").read_bytes() == before[tmp_path / "n.pem"]


def test_a_key_that_was_given_will_do(tmp_path: Path) -> None:
    given = Ed25519PrivateKey.generate()
    pem = given.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "gitt.pem").write_bytes(pem)
    assert SigningKey.read(tmp_path / "gitt.pem").name == ""


def test_something_else_cannot_sign(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    cases = {"annet.pem": other, "tekst.pem": b"hei", "halv.pem": other[:-40] + b"\n-----END PRIVATE KEY-----\n"}
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadKey, match="kan ikke brukes til å signere"):
            SigningKey.read(tmp_path / name)
    with pytest.raises(BadKey, match=r"kan ikke leses\. Fant: finnes ikke"):
        SigningKey.read(tmp_path / "borte.pem")


def test_what_may_be_trusted(tmp_path: Path) -> None:
    key = SigningKey.new("K")
    public = key.keep(tmp_path / "n.pem")
    for asked in (str(public), public.read_text(), key.public.text):
        assert trusted_key(asked) == key.public.text
    assert trusted_key(key.public.id) == key.public.id
    with pytest.raises(BadKey, match=r"er ingen offentlig nøkkel.*Fant: en privat nøkkel"):
        trusted_key(str(tmp_path / "n.pem"))
    with pytest.raises(BadKey, match="finnes ikke"):
        trusted_key(str(tmp_path / "borte.pub"))
