"""Reads bytes with a cap, and says in bokmål why something cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from standards.errors import Problem, in_words
from standards.rules.view import LARGEST_READ

LARGEST_FILE: Final = LARGEST_READ * 3 // 2
"""Bytes: a message of the largest size still fits when it is wrapped in base64."""

LONGEST_STREAM: Final = 1024 * 1024 * 1024
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True)
class Bytes:
    """The content, or its beginning when it is too large; `length` is the whole."""

    raw: bytes
    length: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return len(self.raw) == self.length


def read_file(path: Path) -> Bytes:
    """The bytes of a file; raises `OSError`."""
    with path.open("rb") as stream:
        return Bytes(stream.read(LARGEST_FILE), path.stat().st_size)


def read_stream(stream: IO[bytes]) -> Bytes:
    """What comes on a stream until its end; what is beyond the cap is counted, not kept."""
    raw = stream.read(LARGEST_FILE)
    length = len(raw)
    while length < LONGEST_STREAM and (more := stream.read(_CHUNK)):
        length += len(more)
    return Bytes(raw, length)


def why(error: OSError) -> Problem:
    """What the system refused."""
    if isinstance(error, PermissionError):
        return Problem("Ingen tilgang.", fix="Gi deg selv leserett, eller velg en annen fil.")
    if isinstance(error, FileNotFoundError):
        return Problem("Filen finnes ikke lenger.", fix="Sjekk stien.")
    return Problem(f"Kan ikke leses ({in_words(error)}).", fix="Prøv en annen fil.")
