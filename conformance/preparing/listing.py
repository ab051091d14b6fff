"""What has to be prepared for some scenarios against a target, once each."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from conformance.outcomes import ToolFault
from conformance.persons import guardians_of
from conformance.preparing.order import in_order
from conformance.preparing.table import Row, Table
from conformance.runner.catalogue import PlannedScenario, why_not_applicable
from conformance.runner.sentences import Sentences
from conformance.staff.intents import IntentBook
from conformance.targets.model import CHANGEABLE

if TYPE_CHECKING:
    from conformance.targets.model import Target, TestPerson

_KINDS: Final[Mapping[str, str]] = {"gitt": "given", "når": "when", "så": "then"}


@dataclass(frozen=True)
class Family:
    """Persons who belong together; each with the names of her guardians."""

    name: str
    members: tuple[tuple[TestPerson, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Setting:
    """A setting, what it must be for which scenarios, and whether it is switched while the test runs."""

    name: str
    switched: bool
    values: Mapping[str, tuple[str, ...]]
    """Value → the ids of the scenarios that need it, in the order they run."""
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """Something that staff is asked while the test runs."""

    intent: str
    called: str
    times: int
    hint: str


@dataclass(frozen=True)
class Preparation:
    """The whole list; `missing` is (what, scenario ids) that the target has no persons for."""

    target: str
    scenarios: tuple[tuple[PlannedScenario, tuple[str, ...]], ...]
    """Each with what staff is asked in it, in words."""
    families: tuple[Family, ...]
    fewest: tuple[str, ...]
    """The names of a choice of persons that is enough."""
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    accounts: tuple[str, ...]
    settings: tuple[Setting, ...]
    before: tuple[tuple[str, tuple[str, ...]], ...]
    questions: tuple[Question, ...]
    manual: bool
    minutes_before: int
    minutes_during: int
    plan: str = ""
    """The name of the plan it is for; empty where nobody said."""

    @property
    def persons(self) -> int:
        """How many persons are registered."""
        return sum(len(family.members) for family in self.families)

    @property
    def fingerprint(self) -> str:
        """The same as long as the same is to be prepared."""
        what: list[Any] = [[str(member) for family in self.families for member in family.members]]
        what += [self.accounts, [(one.name, dict(one.values)) for one in self.settings], self.before]
        return hashlib.sha256(json.dumps(what, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Need:
    scenario: PlannedScenario
    row: Row


def prepare(
    target: Target, scenarios: Sequence[PlannedScenario], sentences: Sentences, today: date, table: Table | None = None
) -> Preparation:
    """The list for the scenarios that apply; raises `ToolFault` for a sentence that the table lacks."""
    table = table or Table.load()
    applying = [one for one in in_order(scenarios, target) if not why_not_applicable(one, target)]
    needs = [_Need(one, row) for one in applying for row in _rows(one, sentences, table)]
    manual = target.staff.kind == "manual"
    settings = tuple(_settings(needs, target))
    asked = [(need.scenario, intent) for need in needs for intent in need.row.asks]
    switches = sum(len(one.values) for one in settings if one.switched)
    persons = _persons(needs, target, today)
    accounts = _accounts([intent for _, intent in asked], settings, table) if manual else ()
    times, review = table.minutes, table.minutes["review"] * target.staff.second_person
    return Preparation(
        target.name,
        tuple((one, tuple(table.called[i] for scenario, i in asked if scenario is one)) for one in applying),
        tuple(_families(persons, target)),
        _names(_fewest(needs, target, today)),
        tuple(_missing(needs, target, today)),
        accounts,
        settings,
        tuple(_grouped((need.row.before, need.scenario.id) for need in needs if need.row.before)),
        tuple(_questions(Counter(intent for _, intent in asked), target, table)) if manual else (),
        manual,
        times["person"] * len(persons) + times["account"] * len(accounts),
        sum(times["look" if intent.startswith("read_") else "do"] + review for _, intent in asked)
        + times["setting"] * switches,
    )


def minutes_asked(scenarios: Iterable[PlannedScenario], sentences: Sentences, table: Table) -> int:
    """How long somebody is asked for while the scenarios run, where no adapter answers; raises `ToolFault`."""
    asked = [intent for one in scenarios for row in _rows(one, sentences, table) for intent in row.asks]
    return sum(table.minutes["look" if intent.startswith("read_") else "do"] for intent in asked)


def _rows(scenario: PlannedScenario, sentences: Sentences, table: Table) -> Iterator[Row]:
    kind = "given"
    for step in scenario.steps:
        kind = _KINDS.get(step.keyword.lower(), kind)
        text = next((found.text for found in sentences.matching(kind, step.text)), step.text)
        row = (table.given if kind == "given" else table.step).get(text)
        if row is None:
            fix = "Skriv den inn i conformance/preparing/preparations/."
            raise ToolFault(f"Klargjøringslisten kjenner ikke setningen «{text}» i {scenario.id}.", fix=fix)
        yield row


def _persons(needs: Iterable[_Need], target: Target, today: date) -> list[TestPerson]:
    chosen = {
        person.id: person
        for need in needs
        for group in need.row.groups(target, today) or ()
        for one in group
        for person in (one, *guardians_of(target, one))
    }
    return [person for person in target.persons if person.id in chosen]


def _fewest(needs: Iterable[_Need], target: Target, today: date) -> list[TestPerson]:
    """One group for each need, and those already chosen where they fit."""
    chosen: set[str] = set()
    for row in sorted({need.row for need in needs}, key=lambda row: (row.persons != "siblings", -row.guardians)):
        groups = row.groups(target, today)
        if groups and not any(all(one.id in chosen for one in group) for group in groups):
            chosen |= {member.id for one in groups[0] for member in (one, *guardians_of(target, one))}
    return [person for person in target.persons if person.id in chosen]


def _missing(needs: Iterable[_Need], target: Target, today: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    return _grouped((need.row.needs, need.scenario.id) for need in needs if need.row.groups(target, today) == [])


def _families(persons: Sequence[TestPerson], target: Target) -> Iterator[Family]:
    left = list(persons)
    while left:
        family = [left[0]]
        for member in family:  # grows while it is walked
            family += [one for one in left if one not in family and _related(one, member)]
        left = [one for one in left if one not in family]
        members = sorted(family, key=lambda one: (not one.guardians, one.birth_date))
        names = dict.fromkeys(one.family for one in members)
        yield Family(" og ".join(names), tuple((one, _names(guardians_of(target, one))) for one in members))


def _related(one: TestPerson, other: TestPerson) -> bool:
    shared = set(one.guardians) & set(other.guardians)
    return bool(shared) or one.id in other.guardians or other.id in one.guardians


def _names(persons: Iterable[TestPerson]) -> tuple[str, ...]:
    return tuple(f"{one.given} {one.family}" for one in persons)


def _settings(needs: Iterable[_Need], target: Target) -> Iterator[Setting]:
    values: dict[str, dict[str, list[str]]] = {}
    for need in needs:
        if need.row.setting:
            values.setdefault(need.row.setting, {}).setdefault(need.row.value, []).append(need.scenario.id)
    for name, by_value in values.items():
        switched = target.settings.get(name, CHANGEABLE) == CHANGEABLE
        wanted = {value: tuple(dict.fromkeys(ids)) for value, ids in by_value.items()}
        yield Setting(IntentBook.load().word("change_setting", "setting", name), switched, wanted, _hint(target))


def _hint(target: Target, intent: str = "change_setting") -> str:
    return target.hints.get(intent, "")


def _accounts(asked: Iterable[str], settings: Sequence[Setting], table: Table) -> tuple[str, ...]:
    wanted = {table.account_of[intent] for intent in asked} | ({"settings"} if settings else set())
    return tuple(text for name, text in table.accounts.items() if name in wanted)


def _questions(asked: Counter[str], target: Target, table: Table) -> Iterator[Question]:
    for intent, times in asked.most_common():
        yield Question(intent, table.called[intent], times, _hint(target, intent))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = {}
    for what, scenario_id in pairs:
        found.setdefault(what, []).append(scenario_id)
    yield from ((what, tuple(dict.fromkeys(ids))) for what, ids in found.items())
