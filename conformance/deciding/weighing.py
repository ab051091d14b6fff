"""Weighs each scenario of a run against the criteria and the accepted deviations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from conformance.deciding.deviating import Judged, State, broken_rules, covers, day, why_refused
from conformance.deciding.policy import Consequence, Policy
from conformance.packing.model import PackScenario
from conformance.targets.deviations import Deviation
from conformance.verdicts import Verdict

_NOWHERE: Final = "scenarioet er ikke med i det som er prøvd"


@dataclass(frozen=True)
class Weighed:
    """One scenario: what follows from its verdict, and whether somebody accepted it."""

    scenario: PackScenario
    consequence: Consequence | None
    """None when nothing follows: it is green, or does not apply."""
    is_accepted: bool
    judged: tuple[Judged, ...] = ()
    """Every accepted deviation that concerns it."""

    @property
    def counting(self) -> tuple[Judged, ...]:
        """The deviations that count for it."""
        return tuple(one for one in self.judged if one.state is State.ACTIVE)

    @property
    def stops(self) -> bool:
        """Whether it keeps the service from going live."""
        return self.consequence is Consequence.STOPS or (
            self.consequence is Consequence.NEEDS_DEVIATION and not self.is_accepted
        )


@dataclass(frozen=True)
class Weighing:
    """What came of all scenarios; `tried` are those that applied, `judged` has every deviation that concerns them."""

    tried: frozenset[str]
    weighed: tuple[Weighed, ...]
    judged: tuple[Judged, ...]

    @property
    def stopping(self) -> tuple[Weighed, ...]:
        """What keeps the service from going live, worst first."""
        return tuple(one for one in self.weighed if one.stops)

    @property
    def accepted(self) -> tuple[Weighed, ...]:
        """What is not green and needs no more, because somebody accepted it."""
        return tuple(one for one in self.weighed if one.consequence is Consequence.NEEDS_DEVIATION and one.is_accepted)

    @property
    def remarks(self) -> tuple[Weighed, ...]:
        """What is shown and stops nothing."""
        return tuple(one for one in self.weighed if one.consequence is Consequence.REMARK)

    @property
    def unshown(self) -> frozenset[str]:
        """What applied without showing anything, and is let pass with a remark; it says nothing of what it is about."""
        return frozenset(one.scenario.id for one in self.remarks if not Verdict(one.scenario.verdict).is_green)

    def deviations(self, state: State) -> tuple[Judged, ...]:
        """The deviations of which that has become."""
        return tuple(one for one in self.judged if one.state is state)


def weigh(scenarios: Iterable[PackScenario], deviations: Sequence[Deviation], policy: Policy, today: date) -> Weighing:
    """Weigh them all; what does not apply weighs nothing."""
    chosen = list(scenarios)
    concerned = {one.id: [each for each in deviations if each.scenario == one.id] for one in chosen}
    weighed = [_weigh(one, concerned[one.id], policy, today) for one in chosen]
    tried = frozenset(one.id for one in chosen if one.verdict != Verdict.NOT_APPLICABLE)
    judged = [each for one in weighed for each in one.judged]
    judged += [Judged(one, State.ELSEWHERE, _NOWHERE) for one in deviations if one.scenario not in concerned]
    return Weighing(tried, _worst_first(weighed), tuple(judged))


def _weigh(scenario: PackScenario, deviations: Sequence[Deviation], policy: Policy, today: date) -> Weighed:
    criterion = policy.criterion(scenario.level, scenario.severity_class)
    is_reviewed = scenario.reviewed or not scenario.confirmed_by_person
    consequence = criterion.of(Verdict(scenario.verdict), is_reviewed=is_reviewed)
    judged = tuple(_judge(one, scenario, consequence, policy, today) for one in deviations)
    counting = [one.deviation for one in judged if one.state is State.ACTIVE]
    is_covered = covers(counting, scenario)
    if is_covered:
        judged = tuple(_replaced(one) for one in judged)
    return Weighed(scenario, consequence, is_covered and consequence is Consequence.NEEDS_DEVIATION, judged)


def _judge(
    one: Deviation, scenario: PackScenario, consequence: Consequence | None, policy: Policy, today: date
) -> Judged:
    if why := _why_not_needed(one, scenario, consequence):
        return Judged(one, State.NOT_NEEDED, why)
    if one.expires < today:
        return Judged(one, State.EXPIRED, f"det gikk ut {day(one.expires)}")
    verdict = Verdict(scenario.verdict)
    if one.rule and not broken_rules(scenario):
        told = f"det gjelder bare regelen {one.rule}, og scenarioet er {verdict}"
        return Judged(one, State.REFUSED, told)
    if consequence is Consequence.STOPS:
        where = f"på nivå {scenario.level} i klasse {scenario.severity_class}"
        return Judged(one, State.REFUSED, f"kriteriene lar ingen akseptere «{verdict}» {where}")
    criterion = policy.criterion(scenario.level, scenario.severity_class)
    if why := why_refused(one, criterion, policy, today):
        return Judged(one, State.REFUSED, why)
    return Judged(one, State.ACTIVE)


def _why_not_needed(one: Deviation, scenario: PackScenario, consequence: Consequence | None) -> str:
    verdict = Verdict(scenario.verdict)
    if verdict is Verdict.NOT_APPLICABLE:
        return "scenarioet er ikke aktuelt"
    if verdict.is_green and consequence in (None, Consequence.REMARK):
        return "scenarioet er bestått"
    rules = broken_rules(scenario)
    return f"scenarioet bryter ikke regelen {one.rule}" if one.rule and rules and one.rule not in rules else ""


def _replaced(one: Judged) -> Judged:
    if one.state is not State.EXPIRED:
        return one
    return replace(one, state=State.NOT_NEEDED, why="et nyere avvik gjelder i stedet")


def _worst_first(weighed: Iterable[Weighed]) -> tuple[Weighed, ...]:
    levels: Mapping[str, int] = {"skal": 0, "bør": 1, "kan": 2}
    kept = (one for one in weighed if one.consequence)
    return tuple(
        sorted(
            kept,
            key=lambda one: (levels.get(one.scenario.level, 0), one.scenario.severity_class, one.scenario.id),
        )
    )
