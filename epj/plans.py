"""`epj plans`: the test plans, what each is for, and how long it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.plans.book import Plan
    from conformance.runner.catalogue import PlannedScenario
    from conformance.targets.model import Target

WRONG_USE = 2
TOOL_FAULT = 3
WIDTH = 110


@dataclass(frozen=True)
class Told:
    """A plan with what there is to tell of it; `minutes` is how long a person is asked for where no adapter answers."""

    plan: Plan
    scenarios: tuple[PlannedScenario, ...]
    applying: tuple[PlannedScenario, ...]
    seconds: float
    minutes: int


@click.command(name="plans", short_help="Vis testplanene.")
@click.option("--all-plans", "everything", is_flag=True, help="Vis også de mindre planene.")
@click.option("--target", type=click.Path(path_type=Path), metavar="FIL", help="Tell bare det som gjelder for denne.")
def command(everything: bool, target: Path | None) -> int:
    """Vis testplanene: hva hver er til, hvem den er for, hvor mye som er med, og hvor lenge den varer.

    Kjør en plan med epj accept --plan NAVN, og se hva den har med, med epj list --plan NAVN.
    """
    from conformance.outcomes import ToolFault  # noqa: PLC0415  slow to load for `--help`
    from conformance.plans.book import BadPlans  # noqa: PLC0415
    from conformance.targets.file import TargetError  # noqa: PLC0415
    from conformance.targets.loading import load  # noqa: PLC0415

    try:
        known = load(target) if target is not None else None
        told, breaches = _told(known)
    except TargetError as error:
        click.echo(str(error), err=True)
        return WRONG_USE
    except (BadPlans, ToolFault) as fault:
        click.echo(f"Feil i testverktøyet: {fault}", err=True)
        return TOOL_FAULT
    click.echo("\n".join(_lines(told, everything, known)))
    for breach in breaches:
        click.echo(f"Feil i testverktøyet: {breach}", err=True)
    return TOOL_FAULT if breaches else 0


def _told(target: Target | None) -> tuple[list[Told], tuple[str, ...]]:
    """Every plan, and where plans and suite do not fit."""
    from conformance.plans.book import PlanBook  # noqa: PLC0415
    from conformance.preparing.listing import minutes_asked  # noqa: PLC0415
    from conformance.preparing.table import Table  # noqa: PLC0415
    from conformance.run import FEATURES, step_modules  # noqa: PLC0415
    from conformance.runner.catalogue import why_not_applicable  # noqa: PLC0415
    from conformance.runner.lint import read_features  # noqa: PLC0415
    from conformance.runner.sentences import of_modules  # noqa: PLC0415

    reading, book = read_features(FEATURES), PlanBook.load()
    sentences, table = of_modules(step_modules()), Table.load()
    told = []
    for plan in book.plans:
        scenarios = plan.of(reading.scenarios)
        applying = tuple(one for one in scenarios if not (target and why_not_applicable(one, target)))
        seconds = book.seconds * len(applying)
        told.append(Told(plan, scenarios, applying, seconds, minutes_asked(applying, sentences, table)))
    return told, (*map(str, reading.breaches), *book.breaches(reading.scenarios))


def _lines(told: list[Told], everything: bool, target: Target | None) -> Iterator[str]:
    if target is not None:
        yield from (f"Testplanene for {target.name}", "")
    shown = [one for one in told if everything or one.plan.shown]
    for one in shown:
        yield from _plan(one, target)
        yield ""
    if len(shown) < len(told):
        yield f"Det er {len(told) - len(shown)} mindre planer til: epj plans --all-plans"
    yield "Kjør en plan: epj accept --target FIL --plan NAVN. Se hva den har med: epj list --plan NAVN."


def _plan(one: Told, target: Target | None) -> Iterator[str]:
    own = " · testobjektets egen plan" if target and target.plan and _is_own(one.plan, target) else ""
    yield f"{one.plan.name} (--plan {one.plan.id}){own}"
    texts = [one.plan.about, f"For: {one.plan.whom}", _counted(one, target)]
    for text in (*texts, _times(one)) if one.applying else texts:
        yield from (f"  {row}" for row in wrap(text, WIDTH - 2))


def _is_own(plan: Plan, target: Target) -> bool:
    from conformance.plans.form import plain  # noqa: PLC0415

    return plain(target.plan) in (plain(plan.id), plain(plan.name))


def _counted(one: Told, target: Target | None) -> str:
    if not one.applying:
        return f"{len(one.scenarios)} scenarioer; ingen av dem gjelder for dette testobjektet."
    levels = Counter(each.level for each in one.applying)
    counted = ", ".join(f"{levels[level]} {level}" for level in ("skal", "bør", "kan") if levels[level])
    faults = sum("-F" in each.id for each in one.applying)
    kinds = f"{len(one.applying) - faults} vanlige og {faults} {'feilsituasjon' if faults == 1 else 'feilsituasjoner'}"
    if target is None:
        return f"{len(one.scenarios)} scenarioer: {counted}; {kinds}."
    return f"{len(one.applying)} av {len(one.scenarios)} scenarioer gjelder for dette testobjektet: {counted}; {kinds}."


def _times(one: Told) -> str:
    from conformance.preparing.writing import about  # noqa: PLC0415

    machine = f"{max(round(one.seconds), 1)} s" if one.seconds < 60 else about(round(one.seconds / 60))
    if not one.minutes:
        return f"Tid: om lag {machine} mot en simulert journal. Ingen ansatt trengs."
    return (
        f"Tid: om lag {machine} mot en simulert journal, og om lag {about(one.minutes)}"
        " når en ansatt gjør sin del for hånd."
    )
