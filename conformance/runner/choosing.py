"""What a run is about: the scenarios of a plan, or some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.outcomes import ToolFault
from conformance.plans.book import PLANS, BadPlans, Plan, PlanBook, holes
from conformance.runner.catalogue import PlannedScenario, UnknownScenario, select
from conformance.targets.model import Target


@dataclass(frozen=True)
class Choice:
    """The scenarios to run, the plan they are chosen from, and how many that plan has."""

    scenarios: tuple[PlannedScenario, ...]
    plan: Plan
    in_plan: int

    def public(self) -> dict[str, Any]:
        """What the evidence keeps of it."""
        return {**self.plan.public(), "scenarios": self.in_plan}


def choose(
    scenarios: Sequence[PlannedScenario],
    *,
    plan: str = "",
    only: Sequence[str] = (),
    target: Target | None = None,
    plans: Path = PLANS,
) -> Choice:
    """The plan that is asked for, else that of the target, else everything; `only` narrows it.

    `only` without a plan chooses among everything, whatever the target says: who names a scenario wants that one.
    Raises `UnknownPlan` or `UnknownScenario`, and `ToolFault` when the plans themselves are wrong.
    """
    book = _book(plans)
    found = _plan(book, plan, target) if plan or not only else book.whole
    if gaps := holes(found, scenarios):
        raise ToolFault(" ".join(gaps), fix=f"Rett {plans.name}, eller velg en annen plan med --plan.")
    within = found.of(scenarios)
    return Choice(_narrowed(scenarios, within, only, found) if only else within, found, len(within))


def chosen_before(scenarios: Sequence[PlannedScenario], ids: Sequence[str], plan: str, plans: Path = PLANS) -> Choice:
    """What an earlier run was about, with the plan it had; raises as `choose` does."""
    book = _book(plans)
    found = book.find(plan) if plan else book.whole
    return Choice(select(scenarios, ids), found, len(found.of(scenarios)))


def _book(plans: Path) -> PlanBook:
    try:
        return PlanBook.load(plans)
    except BadPlans as error:
        raise ToolFault(str(error), fix=f"Rett {plans.name}.") from error


def _plan(book: PlanBook, asked: str, target: Target | None) -> Plan:
    if asked:
        return book.find(asked)
    return book.find(target.plan) if target and target.plan else book.whole


def _narrowed(
    scenarios: Sequence[PlannedScenario], within: Sequence[PlannedScenario], only: Sequence[str], plan: Plan
) -> tuple[PlannedScenario, ...]:
    asked = select(scenarios, only)
    kept = tuple(one for one in asked if one in within)
    left = [word for entry in only for word in entry.split(",") if word.strip() and not _any_of(word, kept)]
    if left:
        names = ", ".join(word.strip().upper() for word in left)
        raise UnknownScenario(
            f"Planen {plan.name} har ikke {names}. Ta bort --plan for å velge blant alle scenarioene,"
            f" eller se hva planen har med epj list --plan {plan.id}."
        )
    return kept


def _any_of(word: str, scenarios: Sequence[PlannedScenario]) -> bool:
    wanted = word.strip().upper()
    return any(wanted in (one.id, one.id.partition("-")[0]) for one in scenarios)
