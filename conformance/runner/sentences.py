"""Every sentence that a scenario may be written with, and which of them a step is."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

from pytest_bdd import parsers
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

KEYWORDS: Final = MappingProxyType({"given": "Gitt", "when": "Når", "then": "Så"})
ANY: Final = "*"
_GROUP: Final = re.compile(r"\(\?P<(\w+)>[^()]*\)")
_CHOICE: Final = re.compile(r"\(\?:([^()]*)\)")
_FIELD: Final = re.compile(r"\{(\w+)[^}]*\}")


@dataclass(frozen=True)
class Sentence:
    """One sentence; its text has a word in «angle quotes» where something is filled in, its module is its home."""

    kind: str
    text: str
    module: str
    context: StepFunctionContext

    @property
    def keyword(self) -> str:
        """Gitt, Når or Så."""
        return KEYWORDS.get(self.kind, ANY)


class Sentences:
    """An index: a sentence without blanks is looked up, and only those with blanks are tried one by one."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._all = tuple(sentences)
        self._plain: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
        self._open: dict[str, list[Sentence]] = defaultdict(list)
        self._found: dict[tuple[str, str], tuple[Sentence, ...]] = {}
        for sentence in self._all:
            if isinstance(sentence.context.parser, parsers.string):
                self._plain[sentence.kind, sentence.context.parser.name].append(sentence)
            else:
                self._open[sentence.kind].append(sentence)

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self._all)

    def matching(self, kind: str, text: str) -> tuple[Sentence, ...]:
        """The definitions of a step, one when all is well; `kind` is given, when or then."""
        if (kind, text) not in self._found:
            self._found[kind, text] = self._search(kind, text)
        return self._found[kind, text]

    def _search(self, kind: str, text: str) -> tuple[Sentence, ...]:
        plain = [one for each in (kind, ANY) for one in self._plain.get((each, text), ())]
        tried = [one for each in (kind, ANY) for one in self._open.get(each, ())]
        return (*plain, *(one for one in tried if one.context.parser.is_matching(text)))

    def nearest(self, kind: str, text: str, count: int = 3) -> tuple[str, ...]:
        """The sentences of that kind that are most like a text nobody defined, the most like first."""
        known = [one.text for one in self._all if one.kind in (kind, ANY)]
        return tuple(get_close_matches(text, known, n=count, cutoff=0.4))

    def why_not(self, kind: str, text: str) -> tuple[str, str]:
        """What is wrong with a step and how to mend it (bokmål), or two empty texts."""
        found = self.matching(kind, text)
        if len(found) == 1:
            return "", ""
        if found:
            homes = " og ".join(one.module for one in found)
            return f"Steget «{text}» er definert flere ganger, i {homes}.", "Behold én av definisjonene."
        near = "; ".join(f"«{one}»" for one in self.nearest(kind, text))
        fix = f"De nærmeste setningene er {near}." if near else "epj sentences viser setningene som finnes."
        return f"Steget «{text}» er ikke definert.", fix


def of_modules(names: Iterable[str]) -> Sentences:
    """The sentences of step modules, in the order that they are defined."""
    homes = [importlib.import_module(name).__name__ for name in names]
    found = [context for context in _contexts() if context.step_func.__module__ in homes]
    found.sort(key=lambda context: (homes.index(context.step_func.__module__), _line(context.step_func)))
    return Sentences(
        Sentence(context.type or ANY, readable(context.parser), _short(context.step_func.__module__), context)
        for context in found
    )


def readable(parser: parsers.StepParser) -> str:
    """A pattern as a person would write it."""
    if isinstance(parser, parsers.re):
        text = _CHOICE.sub(lambda choice: choice.group(1).replace("|", " / "), _GROUP.sub(r"«\1»", parser.name))
        return re.sub(r"\\(.)", r"\1", text.replace("»?", "»"))
    if isinstance(parser, parsers.parse):
        return _FIELD.sub(r"«\1»", parser.name)
    return parser.name


def _contexts() -> list[StepFunctionContext]:
    return list(step_function_context_registry.values())


def _line(function: Any) -> int:
    return int(function.__code__.co_firstlineno)


def _short(module: str) -> str:
    return module.rpartition(".")[2]
