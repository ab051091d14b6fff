"""`epj list`: the scenarios, and which of them apply to a target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.runner.catalogue import PlannedScenario

WRONG_USE = 2
TOOL_FAULT = 3


@click.command(name="list", short_help="Vis scenarioene.")
@click.option("--target", type=click.Path(path_type=Path), metavar="FIL", help="Vis også hva som gjelder for denne.")
def command(target: Path | None) -> int:
    """Vis scenarioene med id, nivå (skal, bør, kan), klasse (A, B, C) og navn.

    Klasse A stopper produksjonssetting, B må rettes, C er kosmetisk.
    """
    from conformance.run import FEATURES  # noqa: PLC0415
    from conformance.runner.catalogue import why_not_applicable  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner.lint import read_features  # noqa: PLC0415
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    reading = read_features(FEATURES)
    try:
        known = load(target) if target is not None else None
    except TargetError as error:
        click.echo(str(error), err=True)
        return WRONG_USE
    reasons = {each.id: why_not_applicable(each, known) if known else "" for each in reading.scenarios}
    features = tuple(dict.fromkeys(each.feature for each in reading.scenarios))
    for feature in features:
        click.echo(f"\n{feature}")
        for scenario in reading.scenarios:
            if scenario.feature == feature:
                click.echo(_line(scenario, reasons[scenario.id]))
    click.echo(_sum(reasons, known is not None))
    for breach in reading.breaches:
        click.echo(f"Feil i testverktøyet: {breach}", err=True)
    return TOOL_FAULT if reading.breaches else 0


def _line(scenario: PlannedScenario, reason: str) -> str:
    line = f"  {scenario.id:<11}{scenario.level:<6}{scenario.severity_class:<3}{scenario.name}"
    return f"{line}\n{'':<13}Ikke aktuelt: {reason}" if reason else line


def _sum(reasons: dict[str, str], has_target: bool) -> str:
    applying = sum(1 for reason in reasons.values() if not reason)
    counted = f", {applying} gjelder for testobjektet" if has_target else ""
    return f"\n{len(reasons)} scenarioer{counted}."
