"""Which rules to run over a document: worked out once for each kind, source profile and set of subjects."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from standards.rules.model import Scope
from standards.rules.profiles import in_force, not_in
from standards.rules.register import Fault, Judgement, Kind, Rule, Silent, Subject, all_rules

Judge = Callable[[Any], Iterable[Judgement]]


@dataclass(frozen=True)
class Task:
    """A rule and how it judges: one that came after the source profile only says that it would have found something."""

    rule: Rule
    judge: Judge


Plan = tuple[Task, ...]


@functools.cache
def message_plan(kind: Kind, profile: str, subjects: tuple[Subject, ...]) -> Plan:
    """The message rules for a kind of document that has those subjects."""
    return tuple(
        task
        for task in plan(Scope.MESSAGE, profile)
        if kind in task.rule.on and (not task.rule.about or set(task.rule.about) & set(subjects))
    )


@functools.cache
def plan(scope: Scope, profile: str) -> Plan:
    """The rules of a scope, in the order of the register."""
    return tuple(_tasks(scope, profile))


def _tasks(scope: Scope, profile: str) -> Iterable[Task]:
    for rule in all_rules():
        if rule.scope is not scope or rule.function is None:
            continue
        if not in_force(profile, since=rule.since):
            yield Task(rule, functools.partial(_came_later, rule.function, profile))
        elif in_force(profile, since=rule.since, until=rule.until):
            yield Task(rule, rule.function)


def _came_later(judge: Judge, profile: str, subject: object) -> Iterable[Judgement]:
    if any(isinstance(one, Fault) for one in judge(subject)):
        yield Silent(not_in(profile, "Det regelen krever her,"))
