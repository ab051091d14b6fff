"""The language of a page: labels by their bokmål text, what was written in a run translated where it is known."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from conformance.checks.english import SCENARIO_RULES
from standards.english import Table, rows

LANGUAGES: Final = ("nb", "en")
OSLO: Final = ZoneInfo("Europe/Oslo")
_STEP: Final = re.compile(r"I steget «(.*?)»: (.+)", re.DOTALL)
_RULE: Final = re.compile(r"([A-Z]+-?[0-9]+) \((.+?)\): (.+)", re.DOTALL)
_PARTS: Final = re.compile(r"(?<=[.!?]) (?=(?:Ventet|Fant): |Det er [0-9]+ funn til)")
_LABELLED: Final = re.compile(r"(Ventet|Fant): (.+?)(\.?)", re.DOTALL)
_SENTENCES: Final = re.compile(r"(?<=[^.]{3}[.!?]) (?=[A-ZÆØÅ«])(?![^«»]*»)")
_AROUND: Final = ".,:;!?()«»"
_QUOTED: Final = re.compile(r"(«[^«»]+»)")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Language:
    """Says things in one language; what it cannot say in English stays in bokmål, and is marked as such."""

    def __init__(self, code: str = "nb") -> None:
        self.code = code

    def __call__(self, template: str, *values: object) -> str:
        """A label with its values; a word that a target file brings may have no English."""
        return (template if self.code == "nb" else labels().get(template, template)).format(*values)

    def many(self, count: int, one: str, more: str) -> str:
        """A count with its noun."""
        return f"{count} {self(one if count == 1 else more)}"

    def text(self, written: str) -> Markup:
        """A text that a rule, a step or the run wrote; what has no English is marked as bokmål."""
        if self.code == "nb":
            return escape(written)
        if (composed := self._composed(written)) is not None:
            return composed
        if not _has_words(written):
            return escape(written)
        said = self.plain(written)
        if said != written:
            return self._quoting(said, written)
        first, *others = _SENTENCES.split(written, maxsplit=1)
        return self.text(first) + escape(" ") + self.text(others[0]) if others else self.kept(written)

    def _composed(self, written: str) -> Markup | None:
        """What a run put together of a step, a finding and what was expected and found; None for a plain text."""
        if step := _STEP.fullmatch(written):
            return escape("In the step «") + self.kept(step[1]) + escape("»: ") + self.text(step[2])
        if rule := _RULE.fullmatch(written):
            return escape(f"{rule[1]} (") + self.text(rule[2]) + escape("): ") + self.text(rule[3])
        if len(parts := _PARTS.split(written)) > 1:
            return escape(" ").join(self.text(part) for part in parts)
        if labelled := _LABELLED.fullmatch(written):
            return escape(f"{self(labelled[1])}: ") + self._values(labelled[2]) + escape(labelled[3])
        return None

    def _values(self, written: str) -> Markup:
        """One value, or several with commas between them, each of which is known."""
        each = written.split(", ")
        return escape(", ").join(map(self.text, each)) if all(map(self.is_known, each)) else self.text(written)

    def _quoting(self, said: str, written: str) -> Markup:
        """What is known in English, where what is quoted in it may still be bokmål."""
        parts = ((one, one in written and bool(_QUOTED.fullmatch(one))) for one in _QUOTED.split(said))
        return Markup().join(
            escape("«") + self.kept(one[1:-1]) + escape("»") if quoted and _has_words(one[1:-1]) else escape(one)
            for one, quoted in parts
        )

    def is_known(self, written: str) -> bool:
        """Whether `plain` says it in this language."""
        return self.code == "nb" or self.plain(written) != written or not _has_words(written)

    def plain(self, written: str) -> str:
        """The same where nothing can be marked."""
        if self.code == "nb" or not written:
            return written
        # Sentence by sentence, where each is known: a value does not go on into the next one.
        each = _SENTENCES.split(written)
        said = [_table().translate(one) for one in each] if len(each) > 1 else []
        if said and all(one != before or not _has_words(before) for one, before in zip(said, each, strict=True)):
            return " ".join(said)
        return _table().translate(written)

    def kept(self, written: str) -> Markup:
        """A text that is always shown as it is written, in bokmål."""
        return escape(written) if self.code == "nb" else Markup('<span lang="nb">{}</span>').format(written)

    def listed(self, names: Iterable[str], more: bool = False) -> str:
        """Names as a list: a, b og c; with `more` there are others too."""
        *first, last = [*names, *([self("flere")] if more else [])] or [""]
        return f"{', '.join(first)} {'og' if self.code == 'nb' else 'and'} {last}" if first else last

    def number(self, value: float, form: str = ".1f") -> str:
        """A number with the decimal mark of the language."""
        return f"{value:{form}}" if self.code == "en" else f"{value:{form}}".replace(".", ",")

    def clock(self, time: datetime | None) -> str:
        """The time of day in Norway."""
        return f"{time.astimezone(OSLO):%H:%M:%S}" if time else "–"

    def day(self, value: object) -> str:
        """A date as it stands in a file, `2026-12-31`, said as people say it; anything else as it is."""
        try:
            there = date.fromisoformat(str(value))
        except ValueError:
            return str(value)
        return self._date(there)

    def _date(self, there: date) -> str:
        if self.code == "en":
            return f"{there.day} {_MONTHS[there.month - 1]} {there.year}"
        return f"{there:%d.%m.%Y}"

    def moment(self, time: datetime | None) -> str:
        """The date and time in Norway."""
        if time is None:
            return "–"
        here = time.astimezone(OSLO)
        return f"{self._date(here.date())} {'at' if self.code == 'en' else 'kl.'} {here:%H:%M}"


@functools.cache
def labels() -> dict[str, str]:
    """The English of what the pages say of themselves, as it stands in `english.tsv`."""
    lines = Path(__file__).with_name("english.tsv").read_text("utf-8").splitlines()
    return {written: english for written, _, english in (line.partition("\t") for line in lines if line)}


@functools.cache
def _table() -> Table:
    return Table({**rows(), **SCENARIO_RULES, **labels()})


def _has_words(text: str) -> bool:
    """Whether there is anything to translate: a word of small letters, not only names, codes and numbers."""
    return any(word.isalpha() and word.islower() for word in (one.strip(_AROUND) for one in text.split()))
