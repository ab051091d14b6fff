"""Files that a person attached, kept in the folder of the run so that they are there later."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from conformance.outcomes import ToolFault
from standards.errors import in_words

FOLDER: Final = "vedlegg"
LARGEST: Final = 50 * 1024 * 1024
"""Bytes; a screenshot is far below, a forgotten film far above."""
_BLOCK: Final = 1024 * 1024
_UNSAFE: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Attached:
    """A kept file: where it lies, seen from the folder of the run, and the hash of what it held."""

    file: str
    sha256: str


def why_not(path: Path) -> str:
    """Why a file cannot be attached (bokmål); empty when it can."""
    try:
        if not path.is_file():
            return f"Finner ikke filen {path}."
        size = path.stat().st_size
    except OSError as error:
        return f"Filen {path} kan ikke brukes: {in_words(error)}."
    if not os.access(path, os.R_OK):
        return f"Filen {path} kan ikke leses."
    if size == 0:
        return f"Filen {path} er tom."
    return f"Filen {path} er over {LARGEST // 1024 // 1024} MB." if size > LARGEST else ""


def attach(run_folder: Path, label: str, source: Path) -> Attached:
    """Copy a file into the run under a name that no other has; raises `ToolFault`."""
    try:
        folder = run_folder / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        target = _new(folder, label, _UNSAFE.sub("_", source.name)[-60:])
        try:
            digest = _copy(source, target)
        except OSError:
            with suppress(OSError):
                target.unlink()
            raise
    except OSError as error:
        fix = "Se at disken har plass, og at filen fortsatt ligger der."
        raise ToolFault(f"Vedlegget {source} kunne ikke tas vare på: {in_words(error)}.", fix=fix) from error
    return Attached(f"{FOLDER}/{target.name}", digest)


def _new(folder: Path, label: str, name: str) -> Path:
    for number in count(1):
        path = folder / f"{label}-{number}-{name}"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        return path
    raise AssertionError  # count never ends


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as before, target.open("wb") as after:
        while block := before.read(_BLOCK):
            digest.update(block)
            after.write(block)
        after.flush()
        os.fsync(after.fileno())
    return digest.hexdigest()
