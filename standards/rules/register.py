"""The register: a rule is a function with its facts, found by walking the modules of this package."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from lxml import etree

import standards.rules
from standards.exchange import Role
from standards.processes.sources import HITS_2019
from standards.rules.model import Level, Mark, Scope


class Kind(StrEnum):
    """What a document is, as far as the rules care."""

    HODEMELDING = "hodemelding"
    APPREC = "apprec"
    FHIR = "fhir"
    AGREEMENT = "avtale"
    OTHER = "annet"
    UNREADABLE = "uleselig"


Subject = Literal["event", "relation", "file", "resource", "practitioners", "services", "role"]
"""What a rule may be about that many messages have nothing of; `Message.subjects` tells what there is."""

MESSAGES = (Kind.HODEMELDING,)
RECEIPTS = (Kind.APPREC,)
BOTH = (Kind.HODEMELDING, Kind.APPREC)
READABLE = (Kind.HODEMELDING, Kind.APPREC, Kind.OTHER)
ALL_KINDS = tuple(Kind)


@dataclass(frozen=True)
class Fault:
    """What a rule saw that should not be so; `remark` lowers an error, nothing raises a remark."""

    problem: str
    at: etree._Element | None = None
    expected: str = ""
    found: str = ""
    fix: str = ""
    remark: bool = False
    clause: str = ""
    where: str = ""
    line: int = 0
    item: int | None = None
    by: Role | None = None


@dataclass(frozen=True)
class Silent:
    """Why a rule cannot judge here (bokmål)."""

    reason: str


Judgement = Fault | Silent


@dataclass(frozen=True)
class Rule:
    """One rule; `function` is None for scenario rules, which conformance/checks implements."""

    id: str
    clause: str
    level: Level
    mark: Mark
    scope: Scope
    title: str
    function: Callable[[Any], Iterable[Judgement]] | None = None
    aliases: tuple[str, ...] = ()
    on: tuple[Kind, ...] = MESSAGES
    by_step: bool = False
    """Judged from the process table: only a remark where the table itself is not binding."""
    since: str = HITS_2019
    """The source profile that brought it."""
    until: str = ""
    """The source profile that dropped it."""
    about: tuple[Subject, ...] = ()
    """What the message must have some of for the rule to say anything at all."""


def rule(
    id: str,
    *,
    clause: str,
    title: str,
    scope: Scope = Scope.MESSAGE,
    level: Level = Level.SKAL,
    mark: Mark = Mark.VERIFIED,
    on: tuple[Kind, ...] = MESSAGES,
    aliases: tuple[str, ...] = (),
    by_step: bool = False,
    since: str = HITS_2019,
    until: str = "",
    about: tuple[Subject, ...] = (),
) -> Callable[[Callable[[Any], Iterable[Judgement]]], Rule]:
    """Make a function a rule; it takes a `Message`, or a `Conversation` when the scope is exchange.

    `on` says which documents it is for; the engine uses it to choose message rules. `about` spares the message that
    has nothing of a thing: declare it where the rule then neither finds nor says anything.
    """

    def decorate(function: Callable[[Any], Iterable[Judgement]]) -> Rule:
        return Rule(id, clause, level, mark, scope, title, function, aliases, on, by_step, since, until, about)

    return decorate


def scenario_rule(
    id: str,
    *,
    clause: str,
    title: str,
    level: Level = Level.SKAL,
    mark: Mark = Mark.VERIFIED,
) -> Rule:
    """A rule that only a scenario can judge, listed here so that the register is whole."""
    return Rule(id, clause, level, mark, Scope.SCENARIO, title)


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of the package, by id; the same id may stand once per scope."""
    found = {(item.id, item.scope): item for module in _modules() for item in vars(module).values() if _is_rule(item)}
    return tuple(sorted(found.values(), key=lambda item: (item.id, item.scope)))


def _modules() -> Iterable[Any]:
    for info in pkgutil.iter_modules(standards.rules.__path__):
        yield importlib.import_module(f"standards.rules.{info.name}")


def _is_rule(value: object) -> bool:
    return isinstance(value, Rule)
