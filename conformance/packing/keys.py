"""Keys to sign packs with: made, kept for their owner alone, and read back; and what another may trust."""

from __future__ import annotations

import base64
import binascii
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from conformance.packing.signature import PublicKey, public_half
from standards.errors import Problem, in_words

PUBLIC_SUFFIX: Final = ".pub"
_WORD: Final = "epj-ed25519"
_LARGEST: Final = 64 * 1024
_PEM: Final = re.compile(
    rb"-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----.*?-----END (?:ENCRYPTED )?PRIVATE KEY-----", re.S
)
_ID: Final = re.compile(r"[0-9a-f]{16}")


class BadKey(Problem):
    """A key that cannot be made, read or used (bokmål)."""


class NeedsPassphrase(BadKey):
    """The key is locked, and no passphrase or a wrong one was given."""


@dataclass(frozen=True)
class SigningKey:
    """A key to sign with, and what its owner calls it."""

    private: Ed25519PrivateKey = field(repr=False)
    name: str = ""

    @classmethod
    def new(cls, name: str = "") -> SigningKey:
        """A key that nobody has had before."""
        return cls(Ed25519PrivateKey.generate(), name)

    @property
    def public(self) -> PublicKey:
        """What may be shown."""
        return public_half(self.private, self.name)

    def keep(self, path: Path, passphrase: str = "") -> Path:
        """Write it for its owner alone (0600), and the public half beside it; raises `BadKey`, overwrites nothing."""
        lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
        public = path.with_name(f"{path.name.removesuffix('.pem')}{PUBLIC_SUFFIX}")
        if public.exists():
            raise _taken(public)
        _write_new(path, f"# {_one_line(self.name)}\n".encode() + pem, 0o600)
        try:
            _write_new(public, f"{public_line(self.public)}\n".encode(), 0o644)
        except BadKey:
            with suppress(OSError):
                path.unlink()
            raise
        return public

    @classmethod
    def read(cls, path: Path, passphrase: str = "") -> SigningKey:
        """Read one back; any Ed25519 key in PEM (PKCS 8) will do. Raises `BadKey`, `NeedsPassphrase`."""
        content = _content(path)
        found = _PEM.search(content)
        if found is None:
            raise _not_a_key(path, "en fil uten noen privat nøkkel i")
        locked = b"ENCRYPTED" in found[0].splitlines()[0]
        try:
            key = load_pem_private_key(found[0], passphrase.encode() if locked and passphrase else None)
        except TypeError as error:
            raise NeedsPassphrase(f"Nøkkelen {path} er låst med et passord.", fix="Oppgi passordet.") from error
        except (ValueError, UnsupportedAlgorithm) as error:
            if locked:
                raise NeedsPassphrase(f"Passordet åpner ikke nøkkelen {path}.", fix="Prøv igjen.") from error
            raise _not_a_key(path, "en privat nøkkel som ikke kan leses") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise _not_a_key(path, "en nøkkel av et annet slag")
        first = content[: found.start()].decode("utf-8", "replace").strip()
        return cls(key, first.removeprefix("#").strip())


def public_line(key: PublicKey) -> str:
    """The public half as the line of a file."""
    return f"{_WORD} {key.text} {_one_line(key.name)}".strip()


def read_public(path: Path) -> PublicKey | None:
    """The key in a file with a public one; None for a file with something else. Raises `BadKey`."""
    words = _content(path).decode("utf-8", "replace").split(maxsplit=2)
    if len(words) < 2 or words[0] != _WORD or not _is_key(words[1]):
        return None
    return PublicKey(base64.b64decode(words[1]), words[2].strip() if len(words) > 2 else "")


def is_locked(path: Path) -> bool:
    """Whether a file has a private key that needs a passphrase; raises `BadKey`."""
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in _content(path)


def trusted_key(asked: str) -> str:
    """The key that somebody trusts, as its base64 or its id: from a file, from such a line, or as it is.

    Raises `BadKey`.
    """
    words = asked.split()
    if _ID.fullmatch(asked):
        return asked
    if not (_is_key(asked) or words[:1] == [_WORD]):
        words = _content(Path(asked)).decode("utf-8", "replace").split()
    word = words[1] if words[:1] == [_WORD] and len(words) > 1 else asked
    if not _is_key(word):
        raise BadKey(
            f"{asked} er ingen offentlig nøkkel.",
            expected=f"en fil som slutter på {PUBLIC_SUFFIX}, eller en nøkkel-id med 16 tegn",
            found=_content_kind(words),
            fix="Be den som signerte, om den offentlige nøkkelen; epj key show viser den.",
        )
    return word


def is_trusted(key: PublicKey, trusted: tuple[str, ...]) -> bool:
    """Whether a key is among those that somebody trusts."""
    return key.text in trusted or key.id in trusted


def _content_kind(words: list[str]) -> str:
    return "en privat nøkkel" if "PRIVATE" in words else "noe annet"


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise BadKey(
            f"Nøkkelen {path} kan ikke leses.",
            found=in_words(error),
            fix="Sjekk stien, eller lag en nøkkel med epj key new.",
        ) from error


def _write_new(path: Path, content: bytes, mode: int) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise BadKey(
            f"Nøkkelen kan ikke lagres i {path}.", found=in_words(error), fix="Velg en annen mappe."
        ) from error
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise BadKey(f"Nøkkelen kan ikke lagres i {path}.", found=in_words(error), fix="Sjekk disken.") from error


def _taken(path: Path) -> BadKey:
    fix = "Velg et annet navn med --out. En nøkkel som er i bruk, skal ikke skrives over."
    return BadKey(f"{path} finnes fra før.", fix=fix)


def _not_a_key(path: Path, found: str) -> BadKey:
    fix = "Lag en nøkkel med epj key new."
    return BadKey(f"{path} kan ikke brukes til å signere.", expected="en Ed25519-nøkkel i PEM", found=found, fix=fix)


def _one_line(text: str) -> str:
    return " ".join(text.split())
