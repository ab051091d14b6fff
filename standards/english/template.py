"""A text with placeholders, and what stands in them in a written text: found by searching, so time stays linear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

PLACE: Final = re.compile(r"\{(\d*)\}")
"""Where a value stands."""

_FEW_LETTERS: Final = 12


@dataclass(frozen=True)
class Template:
    """A text with its placeholders, as the pieces around them, and the same in English."""

    pieces: tuple[str, ...]
    english: str

    @cached_property
    def weight(self) -> int:
        """How many letters are fixed; the heavier of two templates that fit says more."""
        return sum(len(piece) for piece in self.pieces)

    @cached_property
    def weak(self) -> bool:
        """Whether so little is fixed that any sentence of another language or author may fit it."""
        return sum(letter.isalpha() for piece in self.pieces for letter in piece) < _FEW_LETTERS

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands at the placeholders; None when the text is not of this form."""
        first, *middle, last = self.pieces
        if len(text) < self.weight or not (text.startswith(first) and text.endswith(last)):
            return None
        found, at, end = [], len(first), len(text) - len(last)
        for piece in middle:
            place = text.find(piece, at, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(piece)
        return (*found, text[at:end]) if at <= end else None

    def beginning(self, text: str) -> tuple[str, ...] | None:
        """What stands at the first placeholders of a text that was cut off inside the last of them."""
        first, *others = self.pieces
        if not first or not text.startswith(first):
            return None
        found, at = [], len(first)
        for piece in others:
            place = text.find(piece, at) if piece else -1
            if place < 0:
                break
            found.append(text[at:place])
            at = place + len(piece)
        return (*found, text[at:])

    def filled(self, values: Sequence[str]) -> str:
        """The English with the values in their places; it ends after the last value when some are lacking."""
        said = []
        for index, piece in enumerate(PLACE.split(self.english)):
            if not index % 2:
                said.append(piece)
            elif int(piece) < len(values):
                said.append(values[int(piece)])
            else:
                said.pop()
                break
        return "".join(said)


def template(written: str, english: str) -> Template:
    """A template of what stands in a table; the placeholders of the English may have numbers."""
    return Template(tuple(PLACE.sub("{}", written).split("{}")), _numbered(english))


def _numbered(english: str) -> str:
    """The template with a number in each placeholder."""
    numbers = iter(range(len(english)))
    return PLACE.sub(lambda match: f"{{{match[1] or next(numbers)}}}", english)
