"""The language of a report: labels in bokmål or English, and the texts of findings through the translation table."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable
from typing import Final

from epj.validation.english import LABELS, SENTENCES
from standards.errors import Problem

LANGUAGES: Final = ("nb", "en")
_TABLE: Final = "standards.english"


class Language:
    """Says things in one language; a label is looked up by its bokmål text, as a template with `{}`."""

    def __init__(self, code: str = "nb") -> None:
        self.code = code
        self._translate = _translator() if code == "en" else _unchanged

    def __call__(self, template: str, *values: object) -> str:
        """The label or sentence with its values."""
        return (LABELS.get(template, template) if self.code == "en" else template).format(*values)

    def count(self, number: int, one: str, many: str) -> str:
        """A number with its noun."""
        return f"{number} {self(one if number == 1 else many)}"

    def errors(self, number: int) -> str:
        """A number of errors; the word is the same for one and many in bokmål."""
        return f"{number} {'feil' if self.code == 'nb' else 'error' if number == 1 else 'errors'}"

    def remarks(self, number: int) -> str:
        """A number of remarks."""
        return self.count(number, "merknad", "merknader")

    def text(self, written: str) -> str:
        """A text of a finding, or a reason: by our own table, else by the one of the standards."""
        if self.code == "nb" or not written:
            return written
        for pattern, template in _patterns():
            if match := pattern.fullmatch(written):
                return template.format(*match.groups())
        return self._translate(written)

    def problem(self, problem: Problem) -> str:
        """What is wrong, expected, found and to be done, in one line."""
        parts = [self.text(problem.problem)]
        labels = (("Ventet", problem.expected), ("Fant", problem.found), ("Gjør dette", problem.fix))
        parts += [f"{self(label)}: {self.text(value)}" for label, value in labels if value]
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(re.escape(key).replace(r"\{\}", "(.+?)")), text) for key, text in SENTENCES.items())


def _unchanged(text: str) -> str:
    return text


def _translator() -> Callable[[str], str]:
    """The table of the standards, when this installation has one."""
    try:
        translate: Callable[[str], str] = importlib.import_module(_TABLE).translate
    except ModuleNotFoundError as error:
        if error.name != _TABLE:
            raise
        return _unchanged
    return translate
