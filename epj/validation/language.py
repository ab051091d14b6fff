"""The language of a report: labels in bokmål or English, and the texts of findings through the translation table."""

from __future__ import annotations

import functools
from typing import Final

from conformance.checks.english import SCENARIO_RULES
from epj.validation.english import LABELS, SENTENCES
from standards.english import Table, rows
from standards.errors import Problem

LANGUAGES: Final = ("nb", "en")


class Language:
    """Says things in one language; a label is looked up by its bokmål text, as a template with `{}`."""

    def __init__(self, code: str = "nb") -> None:
        self.code = code

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
        """A text of a finding, or a reason: by our own table and the one of the standards."""
        return written if self.code == "nb" else _table().translate(written)

    def problem(self, problem: Problem) -> str:
        """What is wrong, expected, found and to be done, in one line."""
        parts = [self.text(problem.problem)]
        labels = (("Ventet", problem.expected), ("Fant", problem.found), ("Gjør dette", problem.fix))
        parts += [f"{self(label)}: {self.text(value)}" for label, value in labels if value]
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


@functools.cache
def _table() -> Table:
    return Table({**rows(), **SENTENCES, **SCENARIO_RULES})
