"""What there is to know about a rule: the register, the demands and scenarios that name it, and an example."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from epj.validation.rule_texts import Sentence, sentences
from standards.coverage import Clause, clauses
from standards.rules.model import Scope, severity
from standards.rules.register import Rule, all_rules

EXAMPLES: Final = Path(__file__).with_name("examples.csv")
COLUMNS: Final = ("rule", "good", "bad")


@dataclass(frozen=True)
class Facts:
    """One rule in one scope, whoever judges it."""

    id: str
    scope: str
    level: str
    mark: str
    severity: str
    clause: str
    title: str
    aliases: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    by_step: bool = False
    since: str = ""
    until: str = ""
    sentences: tuple[Sentence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        texts = [asdict(sentence) for sentence in self.sentences]
        return {
            **asdict(self),
            "aliases": list(self.aliases),
            "about": list(self.about),
            "sentences": texts,
            "demands": [{"id": clause.id, "demand": clause.demand} for clause in demands(self.id)],
            "scenarios": list(scenarios(self.id)),
            "example": dict(zip(COLUMNS[1:], pair, strict=True)) if (pair := example(self.id)) else None,
        }


@functools.cache
def all_facts() -> tuple[Facts, ...]:
    """Every rule by id: those of the standards, and those that only the acceptance suite can judge."""
    from conformance.checks.register import RULES  # noqa: PLC0415  not needed to judge a message

    found = {(rule.id, str(rule.scope)): _facts(rule) for rule in all_rules()}
    for duty in RULES.values():
        key = (duty.id, str(Scope.SCENARIO))
        of_scenario = Facts(
            duty.id, key[1], str(duty.level), str(duty.mark), str(duty.severity), duty.clause, duty.says
        )
        found.setdefault(key, of_scenario)
    order = [str(scope) for scope in Scope]
    return tuple(sorted(found.values(), key=lambda facts: (facts.id, order.index(facts.scope))))


def _facts(rule: Rule) -> Facts:
    return Facts(
        rule.id,
        str(rule.scope),
        str(rule.level),
        str(rule.mark),
        str(severity(rule.level, rule.mark)),
        rule.clause,
        rule.title,
        rule.aliases,
        tuple(str(kind) for kind in rule.on),
        rule.by_step,
        rule.since,
        rule.until,
        sentences(rule.function),
    )


def named(wanted: str) -> tuple[Facts, ...]:
    """The rule with that id or that other number, in each scope it has; empty when there is none."""
    sought = wanted.strip().upper()
    exact = tuple(facts for facts in all_facts() if facts.id.upper() == sought)
    also = exact or tuple(facts for facts in all_facts() if sought in facts.aliases)
    return also or tuple(facts for facts in all_facts() if _spoken(facts.id) == _spoken(sought))


def _spoken(rule: str) -> str:
    """The id as people say it: `mh7` is MH-07."""
    return re.sub(r"(?<=[A-Z])0+(?=[0-9])", "", re.sub(r"[^A-Z0-9]", "", rule.upper()))


def nearest(wanted: str, number: int = 3) -> tuple[str, ...]:
    """The ids that look most like it."""
    ids = list(dict.fromkeys(facts.id for facts in all_facts()))
    return tuple(get_close_matches(wanted.strip().upper(), ids, n=number, cutoff=0.0))


@functools.cache
def _clauses() -> tuple[Clause, ...]:
    return clauses()


def demands(rule: str) -> tuple[Clause, ...]:
    """The numbered demands that the rule covers."""
    return tuple(clause for clause in _clauses() if rule in clause.rules or clause.id == rule)


def scenarios(rule: str) -> tuple[str, ...]:
    """The scenarios that look for a breach of the same demands."""
    return tuple(dict.fromkeys(name for clause in demands(rule) for name in clause.scenarios))


@functools.cache
def _examples() -> Mapping[str, tuple[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["rule"]: (row["good"], row["bad"]) for row in csv.DictReader(file, delimiter=";")})


def example(rule: str) -> tuple[str, str] | None:
    """A line that the rule accepts and one that it catches, when there are such lines."""
    return _examples().get(rule)
