"""What a sent form holds."""

from __future__ import annotations

import uuid

from flask import request

MOST_LETTERS = 1000
MOST_LETTERS_OF_SUBJECT = 50
"""On the pages of Helsenorge (HITS 1217:2018, 2.4); no schema has the limits."""


def text(name: str) -> str:
    """What was written in a field, with plain line ends."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def too_long(words: str, most: int = MOST_LETTERS) -> str:
    """What is wrong with a text, or an empty text; what XML cannot carry is wrong too."""
    if len(words) > most:
        return f"Skriv høyst {most} tegn; det er {len(words)} nå."
    if any(
        (ord(letter) < 32 and letter not in "\n\t") or "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"
        for letter in words
    ):
        return "Teksten har tegn som ikke kan sendes. Skriv den på nytt."
    return ""


def key() -> str:
    """What tells two sendings of the same form from two forms; one of our own where it was taken away."""
    given = request.form.get("key", "")
    return given if 0 < len(given) <= 50 else str(uuid.uuid4())
