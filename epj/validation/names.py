"""Names of files as text, whatever code page they were written in."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Final

_CP850_LETTERS: Final = frozenset(b"\x86\x8f\x91\x92\x9b\x9d")
"""å Å æ Æ ø Ø in the code page of the Norwegian DOS, which zip programs on Windows still write."""

STDIN: Final = "-"


def shown(path: str | Path) -> str:
    """The path as text that can be printed, whatever bytes the name has."""
    return printable(_text(os.fsencode(path), "cp1252"))


def shown_member(name: str, is_utf8: bool) -> str:
    """The name of a zip member; one not marked as UTF-8 was written in an unknown code page."""
    if is_utf8:
        return printable(name)
    raw = name.encode("cp437", "replace")
    return printable(_text(raw, "cp850" if _CP850_LETTERS & set(raw) else "cp1252"))


def printable(text: str) -> str:
    """The text without what would steer a terminal or reorder what is read."""
    return "".join(char if _is_plain(char) else f"\\x{ord(char):02x}" for char in text)


def _is_plain(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _text(raw: bytes, code_page: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(code_page, "replace")
