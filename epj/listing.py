"""`epj list`: the scenarios, and which of them apply to a target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.runner.catalogue import PlannedScenario
    from conformance.targets.model import Target

WRONG_USE = 2
TOOL_FAULT = 3


@click.command(name="list", short_help="Vis scenarioene.")
@click.option("--target", type=click.Path(path_type=Path), metavar="FIL", help="Vis også hva som gjelder for denne.")
@click.option("--plan", default="", metavar="NAVN", help="Bare scenarioene i denne planen; epj plans viser dem.")
def command(target: Path | None, plan: str) -> int:
    """Vis scenarioene med id, nivå (skal, bør, kan), klasse (A, B, C) og navn.

    Klasse A stopper produksjonssetting, B må rettes, C er kosmetisk.
    """
    from conformance.outcomes import ToolFault  # noqa: PLC0415
    from conformance.plans.book import UnknownPlan  # noqa: PLC0415
    from conformance.run import FEATURES  # noqa: PLC0415
    from conformance.runner.choosing import choose  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner.lint import read_features  # noqa: PLC0415
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    reading = read_features(FEATURES)
    try:
        known = load(target) if target is not None else None
        scenarios = choose(reading.scenarios, plan=plan).scenarios
    except (TargetError, UnknownPlan) as error:
        click.echo(str(error), err=True)
        return WRONG_USE
    except ToolFault as fault:
        click.echo(f"Feil i testverktøyet: {fault}", err=True)
        return TOOL_FAULT
    _show(scenarios, known)
    for breach in reading.breaches:
        click.echo(f"Feil i testverktøyet: {breach}", err=True)
    return TOOL_FAULT if reading.breaches else 0


def _show(scenarios: tuple[PlannedScenario, ...], target: Target | None) -> None:
    from conformance.runner.catalogue import why_not_applicable  # noqa: PLC0415

    reasons = {each.id: why_not_applicable(each, target) if target else "" for each in scenarios}
    for feature in dict.fromkeys(each.feature for each in scenarios):
        click.echo(f"\n{feature}")
        for scenario in scenarios:
            if scenario.feature == feature:
                click.echo(_line(scenario, reasons[scenario.id]))
    click.echo(_sum(reasons, target is not None))


def _line(scenario: PlannedScenario, reason: str) -> str:
    line = f"  {scenario.id:<11}{scenario.level:<6}{scenario.severity_class:<3}{scenario.name}"
    return f"{line}\n{'':<13}Ikke aktuelt: {reason}" if reason else line


def _sum(reasons: dict[str, str], has_target: bool) -> str:
    applying = sum(1 for reason in reasons.values() if not reason)
    counted = f", {applying} gjelder for testobjektet" if has_target else ""
    return f"\n{len(reasons)} scenarioer{counted}."
