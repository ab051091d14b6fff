"""Finds what must not leave: numbers that may belong to living persons, and secrets; and stars it out."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from standards import identifiers, masking

NUMBER: Final = "et nummer som kan tilhøre en virkelig person"
SECRET: Final = "noe som ligner et passord eller en nøkkel"  # noqa: S105  what is said of one
_LEAST_SECRET: Final = 6
"""Characters; a shorter word of a target file would be found everywhere."""
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{20,}(?:\r?\n[ \t]*[A-Za-z0-9+/]+)*={0,2}")
_MAY_HOLD: Final = re.compile(
    rb"[0-9]{6}[^0-9]{0,2}[0-9]{5}|" + b"|".join(a.encode() for a in masking.SECRET_WORDS), re.I
)
"""A quick look at what stood in base64; nearly all of it is something else."""
_BASE64_BYTE: Final = re.compile(r"[A-Za-z0-9+/]")
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Found:
    """Something that must not leave: the file, the line (from 1), and what kind it is; never the thing itself."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}, linje {self.line}: {self.what}"


@dataclass(frozen=True)
class Scanner:
    """Knows the secrets of the target beside what secrets look like; `words` are those secrets themselves."""

    words: Sequence[str] = field(default=(), repr=False)

    def found(self, path: str, content: bytes) -> Iterator[Found]:
        """Everything in a file that must not leave, in the order of its lines; also within base64."""
        if self.cleaned(content) == content:
            return
        text, _ = _read(content)
        places: set[tuple[int, str]] = set()
        places |= {(_line(text, at), NUMBER) for at in _changes(text, identifiers.mask)}
        places |= {(_line(text, at), SECRET) for at in self._secrets(text)}
        for match in _BASE64.finditer(text):
            inside = _decoded(match[0])
            if inside and (what := self._within(inside)):
                places.add((_line(text, match.start()), f"{what}, i et vedlegg"))
        yield from (Found(path, line, what) for line, what in sorted(places))

    def cleaned(self, content: bytes) -> bytes:
        """The same with everything starred out; what was never text is left as it is where nothing is found."""
        text, back = _read(content)
        clean = self._starred(_BASE64.sub(self._blanked, text))
        return content if clean == text else back(clean)

    def _starred(self, text: str) -> str:
        clean = masking.mask(text)
        for word in self._long_words():
            clean = clean.replace(word, "*" * len(word))
        return clean

    def _blanked(self, match: re.Match[str]) -> str:
        """A document in base64 that holds such a thing is made empty, and is as long as it was."""
        inside = _decoded(match[0])
        return _BASE64_BYTE.sub("A", match[0]) if inside and self._within(inside) else match[0]

    def _within(self, inside: bytes) -> str:
        if not (_MAY_HOLD.search(inside) or inside.startswith(_UTF16_MARKS) or self.words):
            return ""
        text, _ = _read(inside)
        if identifiers.mask(text) != text:
            return NUMBER
        return SECRET if next(self._secrets(text), None) is not None else ""

    def _secrets(self, text: str) -> Iterator[int]:
        yield from masking.secrets(text)
        for word in self._long_words():
            at = text.find(word)
            while at >= 0:
                yield at
                at = text.find(word, at + 1)

    def _long_words(self) -> Iterator[str]:
        yield from (word for word in self.words if len(word) >= _LEAST_SECRET)


def _read(content: bytes) -> tuple[str, Callable[[str], bytes]]:
    """The content as text, and the way back to bytes."""
    if content.startswith(_UTF16_MARKS):
        with suppress(UnicodeDecodeError):
            return content.decode("utf-16"), lambda text: text.encode("utf-16")
    try:
        return content.decode("utf-8"), lambda text: text.encode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1"), lambda text: text.encode("latin-1")


def _decoded(text: str) -> bytes:
    plain = re.sub(r"\s", "", text)
    try:
        return base64.b64decode(plain[: len(plain) - len(plain) % 4], validate=True)
    except (binascii.Error, ValueError):
        return b""


def _changes(text: str, change: Callable[[str], str]) -> Iterator[int]:
    """Where a text that is changed without growing differs, once for each run of differences."""
    changed = change(text)
    if changed == text:
        return
    at = 0
    for line, other in zip(text.splitlines(keepends=True), changed.splitlines(keepends=True), strict=True):
        if line != other:
            yield at
        at += len(line)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
