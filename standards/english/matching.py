"""A table of texts with placeholders, and how a written text is found in it: by searching, so time stays linear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_PLACE: Final = re.compile(r"\{(\d*)\}")
_BETWEEN: Final = re.compile(r"(, | eller | og )")
_JOINS: Final = {", ": ", ", " eller ": " or ", " og ": " and "}
_SENTENCES: Final = re.compile(r"(?<=[.!?]) ")
_NAME: Final = re.compile(r"(?=\S*[A-Z0-9:/._=\"#…])\S+|'.*'|«.*»", re.DOTALL)
_KEY: Final = 4
_FEW_LETTERS: Final = 12
_DEEPEST: Final = 4
_MOST_PARTS: Final = 200
_CUT: Final = " …"


@dataclass(frozen=True)
class Template:
    """A text with its placeholders, as the pieces around them, and the same in English."""

    pieces: tuple[str, ...]
    english: str

    @property
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
        for index, piece in enumerate(_PLACE.split(self.english)):
            if not index % 2:
                said.append(piece)
            elif int(piece) < len(values):
                said.append(values[int(piece)])
            else:
                said.pop()
                break
        return "".join(said)


class Table:
    """Texts in bokmål with their English; `{}` stands for a value, `{0}` in the English for the first of them."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._plain: dict[str, str] = {}
        self._by_start: dict[str, list[Template]] = {}
        self._by_end: dict[str, list[Template]] = {}
        self._loose: list[Template] = []
        for written, english in rows.items():
            self._add(written, english)
        for group in (*self._by_start.values(), *self._by_end.values(), self._loose):
            group.sort(key=lambda template: -template.weight)

    def __contains__(self, template: str) -> bool:
        """Whether a text stands in the table, as it is written there."""
        return template in self._plain

    def translate(self, text: str) -> str:
        """The text in English; unchanged when it is not known."""
        found = self._known(text, 0)
        if found is None:
            found = self._sentences(text)
        return text if found is None else found

    def _add(self, written: str, english: str) -> None:
        self._plain[written] = english
        pieces = tuple(_PLACE.sub("{}", written).split("{}"))
        if len(pieces) == 1 or "".join(pieces) in _JOINS:
            return
        template = Template(pieces, _numbered(english))
        if len(pieces[0]) >= _KEY:
            self._by_start.setdefault(pieces[0][:_KEY], []).append(template)
        elif len(pieces[-1]) >= _KEY:
            self._by_end.setdefault(pieces[-1][-_KEY:], []).append(template)
        else:
            self._loose.append(template)

    def _known(self, text: str, depth: int) -> str | None:
        if text in self._plain:
            return self._plain[text]
        if depth > _DEEPEST or not text:
            return None
        for template in self._candidates(text):
            values = template.values(text)
            if values is not None and (said := self._said(template, values, depth)) is not None:
                return said
        return self._cut(text, depth) if text.endswith(_CUT) else self._list(text, depth)

    def _candidates(self, text: str) -> list[Template]:
        near = [*self._by_start.get(text[:_KEY], ()), *self._by_end.get(text[-_KEY:], ()), *self._loose]
        return sorted(near, key=lambda template: -template.weight)

    def _said(self, template: Template, values: Sequence[str], depth: int) -> str | None:
        inner = [self._known(value, depth + 1) for value in values]
        if template.weak and not all(
            said is not None or _one_word(value) or _name(value) for said, value in zip(inner, values, strict=True)
        ):
            return None
        text = template.filled([value if said is None else said for said, value in zip(inner, values, strict=True)])
        return _upper(text) if text.endswith(".") and not template.pieces[0] and values[0][:1].isupper() else text

    def _list(self, text: str, depth: int) -> str | None:
        """Names and known texts with commas, «eller» or «og» between them."""
        parts = _BETWEEN.split(text, maxsplit=_MOST_PARTS)
        if len(parts) == 1:
            return None
        said = []
        for index, part in enumerate(parts):
            inner = _JOINS[part] if index % 2 else self._known(part, depth + 1) or _name(part)
            if inner is None:
                return None
            said.append(inner)
        return "".join(said)

    def _cut(self, text: str, depth: int) -> str | None:
        """A text that was too long for a report: what is left of it."""
        left, best, said = text.removesuffix(_CUT), 0, None
        for template in self._by_start.get(text[:_KEY], ()):
            values = template.beginning(left)
            weight = 0 if values is None else sum(len(piece) for piece in template.pieces[: len(values)])
            if values is not None and weight > best:
                best, said = weight, f"{template.filled(values)}{_CUT}"
        return said

    def _sentences(self, text: str) -> str | None:
        """Several sentences, each known."""
        parts = _SENTENCES.split(text, maxsplit=_MOST_PARTS)
        said = [self._known(part, 1) for part in parts] if len(parts) > 1 else []
        return " ".join(part for part in said if part is not None) if said and None not in said else None


def _name(text: str) -> str | None:
    return text if _NAME.fullmatch(text) else None


def _upper(sentence: str) -> str:
    """A sentence that begins with a value begins with a capital where it did in bokmål."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _one_word(text: str) -> bool:
    return not any(map(str.isspace, text))


def _numbered(english: str) -> str:
    """The template with a number in each placeholder."""
    numbers = iter(range(len(english)))
    return _PLACE.sub(lambda match: f"{{{match[1] or next(numbers)}}}", english)
