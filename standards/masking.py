"""What must not leave the house: numbers that may belong to living persons, and what looks like a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from standards import identifiers

_QUOTE: Final = r"(?:\\?[\"']|&#3[49];|&quot;)"
"""A quotation mark as it stands, in a string of JSON, or in HTML."""
_SECRETS: Final = tuple(
    (anchors, re.compile(pattern, re.IGNORECASE))
    for anchors, pattern in (
        (("private key-----",), r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"),
        (("eyj",), r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
        (("bearer ",), r"(?P<kept>\bbearer +)(?=[^\s\"']*[0-9])[\w.~+/-]{16,}=*"),
        (("basic ",), r"(?P<kept>\bbasic +)(?=[a-z0-9+/]*[0-9=])[a-z0-9+/]{12,}={0,2}(?![\w+/])"),
        (
            ("client_secret", "password", "passwd", "api_key"),
            rf"(?P<kept>\b(?:client_secret|password|passwd|api_key){_QUOTE}?\s*[:=]\s*{_QUOTE})"
            rf"(?:(?!{_QUOTE})[^\s\\]){{6,}}(?={_QUOTE})",
        ),
        (('"d"', '"d\\"', "d&#34;"), rf"(?P<kept>{_QUOTE}d{_QUOTE}\s*:\s*{_QUOTE})[\w-]{{40,}}(?={_QUOTE})"),
        (("@",), r"(?P<kept>://)[^/\s:@\"'<>&]+:[^/\s@\"'<>]+(?=@)"),
    )
)
"""What secrets look like, each with words in small letters of which one must be there: most text has none."""
SECRET_WORDS: Final = tuple(word for words, _ in _SECRETS for word in words)
"""Small letters, of which one stands in every text with a secret."""


def mask(text: str) -> str:
    """The text with real-range numbers and secrets starred out; synthetic numbers stay readable."""
    clean = identifiers.mask(text)
    for pattern in _patterns(clean):
        clean = pattern.sub(_starred, clean)
    return clean


def secrets(text: str) -> Iterator[int]:
    """Where in a text something looks like a secret; what is starred out already does not."""
    for pattern in _patterns(text):
        yield from (match.start() for match in pattern.finditer(text) if set(_hidden(match)) - set("*"))


def _patterns(text: str) -> tuple[re.Pattern[str], ...]:
    """The patterns that may be found in a text."""
    small = text.lower()
    return tuple(pattern for words, pattern in _SECRETS if any(one in small for one in words))


def _starred(match: re.Match[str]) -> str:
    kept = match[0][: len(match[0]) - len(_hidden(match))]
    return kept + re.sub(r"[^\s]", "*", _hidden(match))


def _hidden(match: re.Match[str]) -> str:
    return match[0][len(match.groupdict().get("kept") or "") :]
