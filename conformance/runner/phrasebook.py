"""The sentences with an example each, for who writes scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from conformance.runner.catalogue import PlannedScenario
from conformance.runner.sentences import KEYWORDS, Sentence, Sentences

_KINDS: Final[Mapping[str, str]] = MappingProxyType({"gitt": "given", "når": "when", "så": "then"})


@dataclass(frozen=True)
class Phrase:
    """A sentence, how often the suite says it, and the first place where it does."""

    sentence: Sentence
    uses: int
    example: str
    scenario: str


def phrases(sentences: Sentences, scenarios: Sequence[PlannedScenario]) -> tuple[Phrase, ...]:
    """Every sentence in the order it is defined; the example is the sentence itself where the suite never says it."""
    used: dict[int, list[tuple[str, str]]] = {}
    for scenario in scenarios:
        for kind, keyword, text in _said(scenario):
            for sentence in sentences.matching(kind, text):
                used.setdefault(id(sentence), []).append((f"{keyword} {text}", scenario.id))
    return tuple(_phrase(sentence, used.get(id(sentence), [])) for sentence in sentences)


def by_keyword(found: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    """The same under Gitt, Når and Så."""
    groups: dict[str, list[Phrase]] = {keyword: [] for keyword in KEYWORDS.values()}
    for phrase in found:
        groups.setdefault(phrase.sentence.keyword, []).append(phrase)
    return {keyword: group for keyword, group in groups.items() if group}


def page(found: Iterable[Phrase]) -> str:
    """One self-contained page, without script."""
    environment = Environment(
        loader=PackageLoader("conformance.runner", "pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
    )
    return environment.get_template("sentences.html.j2").render(groups=by_keyword(found))


def _phrase(sentence: Sentence, said: Sequence[tuple[str, str]]) -> Phrase:
    example, scenario = said[0] if said else (f"{sentence.keyword} {sentence.text}", "")
    return Phrase(sentence, len(said), example, scenario)


def _said(scenario: PlannedScenario) -> Iterable[tuple[str, str, str]]:
    """Kind, keyword and text of each step; Og and Men are of the kind they follow."""
    kind = "given"
    for step in scenario.steps:
        kind = _KINDS.get(step.keyword.lower(), kind)
        yield kind, step.keyword, step.text
