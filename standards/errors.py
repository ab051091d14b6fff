"""What goes wrong when something from outside does not fit, always with expected, found and fix."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from typing import Final

_SYSTEM_WORDS: Final[Mapping[int, str]] = {
    errno.ENOENT: "finnes ikke",
    errno.EACCES: "ingen tilgang",
    errno.EPERM: "ingen tilgang",
    errno.EEXIST: "finnes fra før, og er ikke en mappe",
    errno.EISDIR: "er en mappe, ikke en fil",
    errno.ENOTDIR: "en del av stien er en fil, ikke en mappe",
    errno.ENOSPC: "disken er full",
    errno.EDQUOT: "diskkvoten er brukt opp",
    errno.EROFS: "disken kan bare leses",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ELOOP: "lenken peker i ring",
    errno.EIO: "disken svarer med feil",
    errno.ECONNREFUSED: "ikke noe program lytter der",
    errno.ECONNRESET: "forbindelsen ble brutt",
    errno.EHOSTUNREACH: "maskinen kan ikke nås",
    errno.ENETUNREACH: "nettet kan ikke nås",
    errno.EADDRINUSE: "porten er i bruk",
    errno.EADDRNOTAVAIL: "maskinen har ikke den adressen",
}


def in_words(error: OSError) -> str:
    """What the system refused, in bokmål; in the system's own words when it is something rare."""
    return _SYSTEM_WORDS.get(error.errno or 0) or error.strerror or str(error)


_KINDS: Final[Mapping[type, str]] = {
    type(None): "ingenting",
    str: "en tekst",
    list: "en liste",
    dict: "et objekt",
    bool: "true eller false",
    int: "et tall",
    float: "et tall",
}


def kind_of(value: object) -> str:
    """What kind of JSON value this is, in bokmål."""
    return _KINDS.get(type(value), type(value).__name__)


def not_json(error: ValueError | RecursionError) -> str:
    """Where text stops being JSON (bokmål)."""
    if isinstance(error, UnicodeDecodeError):
        return not_utf8(error)
    if isinstance(error, json.JSONDecodeError):
        return f"noe som ikke er JSON på linje {error.lineno}, tegn {error.colno}"
    return "noe som er nøstet for dypt" if isinstance(error, RecursionError) else str(error)


def not_utf8(error: UnicodeDecodeError) -> str:
    """Where text stops being UTF-8 (bokmål)."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return f"byten 0x{error.object[error.start]:02X} på linje {line}"


class Problem(Exception):
    """Says what is wrong, what was expected, what came and what to do (bokmål)."""

    def __init__(self, problem: str, *, expected: str = "", found: str = "", fix: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.found = found
        self.fix = fix

    def __str__(self) -> str:
        parts = [self.problem]
        for label, value in (("Ventet", self.expected), ("Fant", self.found), ("Gjør dette", self.fix)):
            if value:
                parts.append(f"{label}: {value}")
        return " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts)

    def to_json(self) -> dict[str, str]:
        """The error body that every service of ours answers with."""
        return {"error": self.problem, "expected": self.expected, "found": self.found, "fix": self.fix}


class StandardsError(Problem, ValueError):
    """Input that breaks the standard; `line` is where, 0 when that is not known."""

    def __init__(self, problem: str, *, expected: str = "", found: str = "", fix: str = "", line: int = 0) -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.line = line


class NotWellFormed(StandardsError):
    """The bytes are not XML."""


class ForbiddenXml(StandardsError):
    """XML with a construct that is never accepted from outside: DTD, entity, too deep, too large."""


class NotThisMessage(StandardsError):
    """Well-formed XML, but not the message type that the reader was asked for."""
