"""From a target file and a choice of scenarios to the list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from conformance.clock import Clock, SystemClock
from conformance.outcomes import ToolFault
from conformance.plans.book import UnknownPlan
from conformance.preparing.done import notice, said_so
from conformance.preparing.listing import Preparation, prepare
from conformance.runner.catalogue import PlannedScenario, UnknownScenario
from conformance.runner.choosing import choose
from conformance.runner.lint import read_features
from conformance.runner.playing import FEATURES, step_modules
from conformance.runner.sentences import of_modules
from conformance.targets.file import TargetError
from conformance.targets.interlock import refusals
from conformance.targets.loading import load
from conformance.targets.model import Target

OSLO = ZoneInfo("Europe/Oslo")


def before_questions(
    target: Target, target_file: Path, scenarios: Sequence[PlannedScenario], today: date, plan: str = ""
) -> tuple[str, str]:
    """What to tell before scenario 1 where people are asked, and who has done the list (bokmål); else empty."""
    if target.staff.kind == "manual":
        with suppress(ToolFault):  # the list is a help; without it the run is as true
            found = prepare(target, scenarios, of_modules(step_modules()), today)
            return notice(found, target_file, plan), said_so(found, target_file)
    return "", ""


class CannotPrepare(ValueError):
    """There is no list to make; says why (bokmål)."""


def read(target_file: Path, only: Sequence[str] = (), clock: Clock | None = None, *, plan: str = "") -> Preparation:
    """The list for what a run with the same `plan` and `only` would be about.

    Raises `CannotPrepare`, or `ToolFault` when the suite itself is wrong.
    """
    try:
        target = load(target_file)
        reading = read_features(FEATURES)
        if reading.breaches:
            raise ToolFault(f"Scenarioene er ikke til å stole på: {reading.breaches[0]}")
        choice = choose(reading.scenarios, plan=plan, only=only, target=target)
    except (TargetError, UnknownScenario, UnknownPlan) as problem:
        raise CannotPrepare(str(problem)) from problem
    today = (clock or SystemClock()).now().astimezone(OSLO).date()
    if reasons := refusals(target, today):
        raise CannotPrepare("\n".join([f"{target_file} peker på noe som epj ikke rører:", *map(str, reasons)]))
    return replace(prepare(target, choice.scenarios, of_modules(step_modules()), today), plan=choice.plan.name)
