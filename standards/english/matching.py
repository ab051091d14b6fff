"""A table of texts with placeholders, and how a written text is found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from standards.english.template import Template, template

_BETWEEN: Final = re.compile(r"(, | eller | og )")
_JOINS: Final = {", ": ", ", " eller ": " or ", " og ": " and "}
_SENTENCES: Final = re.compile(r"(?<=[.!?]) ")
_NAME: Final = re.compile(r"(?=\S*[A-Z0-9:/._=\"#…])\S+|'.*'|«.*»", re.DOTALL)
_KEY: Final = 4
_DEEPEST: Final = 4
_MOST_PARTS: Final = 200
_CUT: Final = " …"


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
            group.sort(key=_weight_first)

    def __contains__(self, written: str) -> bool:
        """Whether a text stands in the table, as it is written there."""
        return written in self._plain

    def translate(self, text: str) -> str:
        """The text in English; unchanged when it is not known."""
        found = self._known(text, 0)
        if found is None:
            found = self._sentences(text)
        return text if found is None else found

    def _add(self, written: str, english: str) -> None:
        self._plain[written] = english
        new = template(written, english)
        first, last = new.pieces[0], new.pieces[-1]
        if len(new.pieces) == 1 or "".join(new.pieces) in _JOINS:
            return
        if len(first) >= _KEY:
            self._by_start.setdefault(first[:_KEY], []).append(new)
        elif len(last) >= _KEY:
            self._by_end.setdefault(last[-_KEY:], []).append(new)
        else:
            self._loose.append(new)

    def _known(self, text: str, depth: int) -> str | None:
        if text in self._plain:
            return self._plain[text]
        if depth > _DEEPEST or not text:
            return None
        for form in self._candidates(text):
            values = form.values(text)
            if values is not None and (said := self._said(form, values, depth)) is not None:
                return said
        return self._cut(text) if text.endswith(_CUT) else self._list(text, depth)

    def _candidates(self, text: str) -> list[Template]:
        near = [*self._by_start.get(text[:_KEY], ()), *self._by_end.get(text[-_KEY:], ()), *self._loose]
        return sorted(near, key=_weight_first)

    def _said(self, form: Template, values: Sequence[str], depth: int) -> str | None:
        inner = [self._known(value, depth + 1) for value in values]
        if form.weak and not all(
            said is not None or _one_word(value) or _name(value) for said, value in zip(inner, values, strict=True)
        ):
            return None
        text = form.filled([value if said is None else said for said, value in zip(inner, values, strict=True)])
        return _upper(text) if text.endswith(".") and not form.pieces[0] and values[0][:1].isupper() else text

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

    def _cut(self, text: str) -> str | None:
        """A text that was too long for a report: what is left of it."""
        left, best, said = text.removesuffix(_CUT), 0, None
        for form in self._by_start.get(text[:_KEY], ()):
            values = form.beginning(left)
            weight = 0 if values is None else sum(len(piece) for piece in form.pieces[: len(values)])
            if values is not None and weight > best:
                best, said = weight, f"{form.filled(values)}{_CUT}"
        return said

    def _sentences(self, text: str) -> str | None:
        """Several sentences, each known."""
        parts = _SENTENCES.split(text, maxsplit=_MOST_PARTS)
        said = [self._known(part, 1) for part in parts] if len(parts) > 1 else []
        return " ".join(part for part in said if part is not None) if said and None not in said else None


def _weight_first(form: Template) -> int:
    return -form.weight


def _name(text: str) -> str | None:
    return text if _NAME.fullmatch(text) else None


def _upper(sentence: str) -> str:
    """A sentence that begins with a value begins with a capital where it did in bokmål."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _one_word(text: str) -> bool:
    return not any(map(str.isspace, text))
