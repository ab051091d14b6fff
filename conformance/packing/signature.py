"""Who stands behind a pack: an Ed25519 signature over the root, whether it is simulated, and when."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.packing.canonical import canonical

SCHEMA: Final = 1
ALGORITHM: Final = "Ed25519"
_FIELDS: Final = {"schema", "algorithm", "root", "simulated", "signed_at", "key", "signature"}
_ROOT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PublicKey:
    """The public half; `name` is what its owner calls it, and is not proven by anything."""

    public: bytes
    name: str = ""

    @property
    def id(self) -> str:
        """What a person compares: the beginning of the hash of the key, 16 hex digits."""
        return hashlib.sha256(self.public).hexdigest()[:16]

    @property
    def text(self) -> str:
        """The key as base64."""
        return base64.b64encode(self.public).decode()


@dataclass(frozen=True)
class Signature:
    """The contents of `signature.json`."""

    root: str
    simulated: bool
    signed_at: str
    key: PublicKey
    key_id: str
    value: bytes

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return _signed(self.root, self.simulated, self.signed_at, self.key_id)

    @property
    def is_right(self) -> bool:
        """Whether the key signed exactly this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key.public).verify(self.value, self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    def to_bytes(self) -> bytes:
        """The file `signature.json`."""
        key = {"id": self.key_id, "public": self.key.text, "name": self.key.name}
        value = base64.b64encode(self.value).decode()
        told = {"root": self.root, "simulated": self.simulated, "signed_at": self.signed_at}
        return canonical({"schema": SCHEMA, "algorithm": ALGORITHM, **told, "key": key, "signature": value})

    @classmethod
    def from_bytes(cls, content: bytes) -> Signature:
        """Read the file; raises `ValueError` when it is none."""
        try:
            return _read(json.loads(content))
        except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError, binascii.Error) as error:
            raise ValueError(f"det mangler noe, eller noe er av feil slag ({error})") from error


def public_half(key: Ed25519PrivateKey, name: str = "") -> PublicKey:
    """What may be shown of a key."""
    return PublicKey(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), name)


def sign(key: Ed25519PrivateKey, name: str, *, root: str, simulated: bool, now: datetime) -> Signature:
    """Sign a root; the same for the same arguments."""
    public, when = public_half(key, name), now.isoformat()
    value = key.sign(_signed(root, simulated, when, public.id))
    return Signature(root, simulated, when, public, public.id, value)


def _signed(root: str, simulated: bool, signed_at: str, key_id: str) -> bytes:
    return canonical({"root": root, "simulated": simulated, "signed_at": signed_at, "key": key_id})


def _read(data: Any) -> Signature:
    if data["schema"] != SCHEMA or data["algorithm"] != ALGORITHM or set(data) != _FIELDS:
        raise ValueError(f"den er ikke versjon {SCHEMA} med {ALGORITHM}")
    if not isinstance(data["simulated"], bool) or not _ROOT.fullmatch(data["root"]):
        raise ValueError("root eller simulated er av feil slag")
    if datetime.fromisoformat(data["signed_at"]).tzinfo is None:
        raise ValueError("signed_at er uten tidssone")
    key = data["key"]
    public = PublicKey(base64.b64decode(key["public"], validate=True), str(key["name"]))
    value = base64.b64decode(data["signature"], validate=True)
    return Signature(data["root"], data["simulated"], data["signed_at"], public, str(key["id"]), value)
