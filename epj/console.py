"""How words reach the screen: in the encoding of whoever reads them, and never with a crash for a sign it lacks."""

from __future__ import annotations

import codecs
import os
import stat
import sys
import unicodedata
from collections.abc import Mapping
from io import TextIOWrapper
from typing import Any, Final

READABLE: Final = "epj-readable"
"""The name of the error handler that writes something readable for a sign that the encoding lacks."""
UTF_8: Final = "utf-8"
_CHOSEN: Final = "PYTHONIOENCODING"
_WORDS: Final[Mapping[str, str]] = {
    "✓": "OK",
    "✔": "OK",
    "✗": "FEIL",
    "✘": "FEIL",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "…": "...",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "−": "-",
    "·": "-",
    "•": "*",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "§": "par.",
    "æ": "ae",
    "ø": "oe",
    "å": "aa",
    "Æ": "Ae",
    "Ø": "Oe",
    "Å": "Aa",
}
_FOR_PEOPLE: Final = frozenset({None, "table", "text"})
_DATA: Final = frozenset({"--json", "--markdown", "--ready-json"})


def open_up(environment: Mapping[str, str] = os.environ) -> None:
    """Let standard output and standard error take every text.

    What Python found is kept, which is the terminal's own on all systems and the locale's where that is agreed on;
    on Windows a pipe gets what its console reads, and a file gets UTF-8.
    """
    codecs.register_error(READABLE, readable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            windows = sys.platform == "win32" and _CHOSEN not in environment and not stream.isatty()
            stream.reconfigure(encoding=_of_windows(stream) if windows else None, errors=READABLE)


def for_programs() -> None:
    """Write UTF-8 from now on, whatever the terminal has: what follows is data with an encoding of its own."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding=UTF_8, errors=READABLE)


def is_data(chosen: Mapping[str, Any]) -> bool:
    """Whether these options (`--format` → its value) ask for something that a program reads."""
    return chosen.get("--format") not in _FOR_PEOPLE or any(chosen.get(option) for option in _DATA)


def readable(error: UnicodeError) -> tuple[str, int]:
    """What to write for signs that cannot be written: words for the known ones, the bare letter, or a `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_plain(sign) for sign in error.object[error.start : error.end]), error.end


def _plain(sign: str) -> str:
    if sign in _WORDS:
        return _WORDS[sign]
    bare = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return bare if bare.isprintable() and bare else "?"


def _of_windows(stream: TextIOWrapper) -> str:
    """What a pipe or a file of Windows is read as: `more`, `findstr` and PowerShell go by the console's code page."""
    return console_encoding() if stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode) else UTF_8


def console_encoding() -> str:
    """The encoding of the console that this process belongs to; UTF-8 where there is none, as in most builds."""
    try:
        return codecs.lookup(f"cp{_code_page()}").name
    except LookupError:
        return UTF_8


if sys.platform == "win32":  # pragma: no cover
    import ctypes

    def _code_page() -> int:
        return int(ctypes.windll.kernel32.GetConsoleOutputCP())
else:

    def _code_page() -> int:
        """No number of a code page: there is no console of that kind."""
        return 0
