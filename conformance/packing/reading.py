"""Opens a package and refuses what cannot be one; nothing is believed of it until `verifying` has looked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from conformance.packing import ziplayout
from conformance.packing.manifest import HEAD, MANIFEST_JSON, PACK_JSON, PAGE, SIGNATURE_JSON, Manifest
from conformance.packing.model import BadPack, Pack
from conformance.packing.reasons import refusal
from conformance.packing.signature import Signature

__all__ = ["BadPack", "Glance", "OpenPack", "glance", "open_pack"]

_FOLDERS = ("full/", "masked/")


@dataclass(frozen=True)
class Glance:
    """What the first files of a package say; not believed before the whole is verified."""

    pack: Pack
    signature: Signature


@dataclass
class OpenPack:
    """A package whose layout is sound. `masked` tells whether it has only what may be passed on."""

    path: Path
    pack: Pack
    manifest: Manifest
    manifest_bytes: bytes
    signature: Signature
    masked: bool
    left_out: int
    """How many files lie in the full package only, and not here."""
    _package: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        """The content of a file; raises `BadPack`, and `KeyError` for one that is not there."""
        return ziplayout.unpacked(self._package, name)

    def names(self) -> tuple[str, ...]:
        """Every file, in the order they lie."""
        return tuple(self._package.namelist())

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its content, one after the other."""
        for name in self.names():
            yield name, self.read(name)

    def close(self) -> None:
        """Let go of the file."""
        self._package.close()

    def __enter__(self) -> OpenPack:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_pack(path: Path) -> OpenPack:
    """Open a package, full or masked; raises `BadPack` with the reason, and `OSError` when it cannot be read."""
    package = ziplayout.opened(path)
    try:
        names = package.namelist()
        for name in names:
            if name not in (*HEAD, PAGE) and not name.startswith(_FOLDERS):
                raise refusal("unknown_file", path=name)
        for name in (*HEAD, PAGE):
            if name not in names:
                raise refusal("missing_file", path=name)
        manifest_bytes = ziplayout.unpacked(package, MANIFEST_JSON)
        manifest = _document(MANIFEST_JSON, Manifest.from_bytes, manifest_bytes)
        masked = _look_at_files(names, manifest)
        signature = _document(SIGNATURE_JSON, Signature.from_bytes, ziplayout.unpacked(package, SIGNATURE_JSON))
        pack = Pack.from_json(_document(PACK_JSON, json.loads, ziplayout.unpacked(package, PACK_JSON)))
    except BaseException:
        package.close()
        raise
    left_out = len(manifest.paths(masked=False)) - len(manifest.paths(masked=True)) if masked else 0
    return OpenPack(path, pack, manifest, manifest_bytes, signature, masked, left_out, package)


def glance(path: Path) -> Glance:
    """Read what a package says of itself from its first files only; raises `BadPack`, `OSError`."""
    pack, signature = ziplayout.beginning(path, (PACK_JSON, SIGNATURE_JSON))
    found = _document(SIGNATURE_JSON, Signature.from_bytes, signature)
    return Glance(Pack.from_json(_document(PACK_JSON, json.loads, pack)), found)


_T = TypeVar("_T")


def _document(name: str, read: Callable[[bytes], _T], content: bytes) -> _T:
    try:
        return read(content)
    except (ValueError, RecursionError) as error:
        raise refusal("wrong_document", path=name, found=error) from error


def _look_at_files(names: list[str], manifest: Manifest) -> bool:
    """Whether this is the masked package; raises `BadPack` when it is neither that nor the full one."""
    full, masked = manifest.paths(masked=False), manifest.paths(masked=True)
    present = set(names) - set(HEAD)
    for path in sorted(present - set(full)):
        raise refusal("extra_file", path=path)
    is_masked = present <= set(masked)
    wanted = masked if is_masked else full
    for path in wanted:
        if path not in present:
            raise refusal("missing_file", path=path)
    if tuple(names) != (*HEAD, *wanted):
        raise refusal("other_order")
    return is_masked
