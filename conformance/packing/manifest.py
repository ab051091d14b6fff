"""What a pack holds: every file with its hash; the hash of the list itself is the root that is signed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.packing.canonical import canonical

SCHEMA: Final = 1
FULL, MASKED = "full", "masked"
PACK_JSON, MANIFEST_JSON, SIGNATURE_JSON = "pack.json", "manifest.json", "signature.json"
PAGE: Final = "akseptansedokumentasjon.html"
HEAD: Final = (PACK_JSON, SIGNATURE_JSON, MANIFEST_JSON)
"""The first files of a package, in this order, so that they can be read without the rest."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Entry:
    """One file; `masked` tells whether the masked package has it too."""

    path: str
    sha256: str
    size: int
    masked: bool

    @classmethod
    def of(cls, path: str, content: bytes, *, masked: bool) -> Entry:
        """The entry of a file with that content."""
        return cls(path, hashlib.sha256(content).hexdigest(), len(content), masked)

    def holds(self, content: bytes) -> bool:
        """Whether a file is the one that was listed."""
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.sha256


@dataclass(frozen=True)
class Manifest:
    """The list; `suite` is the hash of the suite that judged."""

    suite: str
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, suite: str, entries: Iterable[Entry]) -> Manifest:
        """In the order that the list has."""
        return cls(suite, tuple(sorted(entries, key=lambda entry: entry.path)))

    def to_bytes(self) -> bytes:
        """The file `manifest.json`."""
        files = [
            {"path": one.path, "sha256": one.sha256, "size": one.size, "in": [FULL, MASKED] if one.masked else [FULL]}
            for one in self.entries
        ]
        return canonical({"schema": SCHEMA, "suite": self.suite, "files": files})

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Read the file; raises `ValueError` for anything that `to_bytes` would not have written."""
        try:
            data = json.loads(content)
            manifest = cls(str(data["suite"]), tuple(_entry(row) for row in data["files"]))
        except (KeyError, TypeError, RecursionError, UnicodeDecodeError) as error:
            raise ValueError(f"det mangler noe, eller noe er av feil slag ({error})") from error
        if data["schema"] != SCHEMA or not _SHA256.fullmatch(manifest.suite):
            raise ValueError("den har en ukjent versjon, eller ingen hash av testbenken")
        if manifest.to_bytes() != content or Manifest.of(manifest.suite, manifest.entries) != manifest:
            raise ValueError("den er ikke skrevet slik epj pack skriver den")
        return manifest

    def paths(self, *, masked: bool) -> tuple[str, ...]:
        """Every file of a package after `manifest.json`, in the order they lie there."""
        listed = [one.path for one in self.entries if one.masked or not masked]
        return tuple(path for path in listed if path not in HEAD)


def root_of(manifest: bytes) -> str:
    """The root: the hash of the bytes of `manifest.json`."""
    return hashlib.sha256(manifest).hexdigest()


def _entry(row: Mapping[str, Any]) -> Entry:
    entry = Entry(row["path"], row["sha256"], row["size"], MASKED in row["in"])
    well = isinstance(entry.path, str) and isinstance(entry.size, int) and _SHA256.fullmatch(str(entry.sha256))
    if not well or FULL not in row["in"]:
        raise ValueError(f"linjen om {entry.path} er ikke slik den skal være")
    return entry
