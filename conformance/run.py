"""One run: from a target file to a verdict, evidence and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conformance.clock import Clock
from conformance.evidence.store import FILE_NAME
from conformance.outcomes import ToolFault
from conformance.plans.book import UnknownPlan
from conformance.preparing.order import in_order
from conformance.preparing.reading import before_questions
from conformance.runner.catalogue import UnknownScenario
from conformance.runner.choosing import Choice, choose, chosen_before
from conformance.runner.earlier import EarlierRun, NotThere, take_up
from conformance.runner.lint import Reading, read_features
from conformance.runner.lock import AlreadyRunning, hold
from conformance.runner.playing import FEATURES, Bindings, Playing, Refused, RunResult, bad_features, step_modules
from conformance.runner.progress import Echo, Paint, Progress, plain
from conformance.targets.file import TargetError
from conformance.targets.interlock import refusals
from conformance.targets.loading import load
from conformance.targets.model import Target
from conformance.verdicts import ExitCode, Verdict
from standards.errors import in_words

_OSLO = ZoneInfo("Europe/Oslo")

__all__ = ["FEATURES", "Bindings", "RunResult", "run", "step_modules"]


@dataclass(frozen=True)
class Again:
    """An earlier run in a folder, to be taken up, or of which only what failed is run again."""

    directory: Path
    only_red: bool = False


@dataclass(frozen=True)
class _Asked:
    """What of the suite to run."""

    plan: str
    only: tuple[str, ...]
    earlier: EarlierRun | None


def run(
    target_path: Path | str | None,
    *,
    plan: str = "",
    only: Sequence[str] = (),
    again: Again | None = None,
    report_dir: Path | None = None,
    timeout: float | None = None,
    simulate: str = "",
    echo: Echo = print,
    paint: Paint = plain,
    bindings: Bindings | None = None,
) -> RunResult:
    """Run the acceptance suite against a target; prints through `echo`, never raises for what the target does.

    `simulate` is the product whose simulated journal was started for this run, if any, with its target file.
    Without a target the one of the earlier run in `again` is used, and that run's plan whatever `plan` says.
    """
    bindings = bindings or Bindings()
    progress = Progress(echo, paint)
    try:
        earlier = EarlierRun.look(again.directory) if again else None
        path = Path(target_path) if target_path else earlier.its_target() if earlier else Path()
        if earlier and not (again and again.only_red):
            return _take_up(path, earlier, timeout, bindings, progress)
        return _begin(
            path,
            plan,
            _chosen(only, earlier),
            report_dir=report_dir,
            timeout=timeout,
            simulate=simulate,
            bindings=bindings,
            progress=progress,
            earlier=earlier,
        )
    except NotThere as not_there:
        progress.line(str(not_there))
        return RunResult(ExitCode.REFUSED, reason=str(not_there))
    except Refused as refused:
        for line in refused.lines:
            progress.line(line)
        verdict = Verdict.TOOL_FAULT if refused.code is ExitCode.TOOL_FAULT else None
        return RunResult(refused.code, verdict, reason=str(refused))
    except AlreadyRunning as running:
        progress.line(str(running))
        return RunResult(ExitCode.REFUSED, reason=str(running))


def _begin(
    path: Path,
    plan: str,
    only: Sequence[str],
    *,
    report_dir: Path | None,
    timeout: float | None,
    simulate: str,
    bindings: Bindings,
    progress: Progress,
    earlier: EarlierRun | None,
) -> RunResult:
    target, reading = _read(path, bindings, progress)
    choice = _choice(reading, target, _Asked(plan, tuple(only), earlier), bindings)
    info: dict[str, Any] = {"only": list(only), "again_of": str(earlier.directory) if earlier else ""}
    info |= {"earlier": earlier.verdicts if earlier else {}, "simulate": simulate}
    with hold(target) as tell:
        _require_reach(target, bindings)
        directory = _directory(report_dir, target, bindings.clock)
        tell(_holder("i mappen", directory, bindings.clock))
        today = bindings.clock.now().astimezone(_OSLO).date()
        told, info["prepared"] = before_questions(target, path, choice.scenarios, today, choice.plan.id if plan else "")
        if told:
            progress.line(told)
        return Playing(target, reading.scenarios, choice, directory, timeout, bindings, progress).go(info)


def _take_up(
    path: Path, earlier: EarlierRun, timeout: float | None, bindings: Bindings, progress: Progress
) -> RunResult:
    target, reading = _read(path, bindings, progress)
    choice = _choice(reading, target, _Asked("", earlier.chosen, earlier), bindings)
    playing = Playing(target, reading.scenarios, choice, earlier.directory, timeout, bindings, progress)
    earlier.require_same(playing.info())
    with hold(target) as tell:
        tell(_holder("som fortsetter", earlier.directory, bindings.clock))
        # Whoever held the target until now may have been at this very run.
        EarlierRun.look(earlier.directory).require_same(playing.info())
        _require_reach(target, bindings)
        try:
            evidence = take_up(earlier.directory, bindings.clock)
        except ToolFault as fault:
            raise Refused([fault], ExitCode.TOOL_FAULT) from fault
        return playing.go_on(evidence)


def _chosen(only: Sequence[str], earlier: EarlierRun | None) -> Sequence[str]:
    """What to run: what was named, or what failed in an earlier run; raises `NotThere` when nothing did."""
    if earlier is None:
        return only
    if not earlier.red and not earlier.run.verdict.is_green:
        told = f"Alle scenarioene i {earlier.directory} besto, men kjøringen endte som «{earlier.run.verdict}»"
        raise NotThere(f"{told}: {earlier.run.reason or 'ingenting gjaldt'} Gjør dette: Start en ny kjøring.")
    if not earlier.red:
        raise NotThere(f"Ingenting feilet i {earlier.directory}, så det er ingenting å kjøre på nytt.")
    return earlier.red


def _read(path: Path, bindings: Bindings, progress: Progress) -> tuple[Target, Reading]:
    try:
        target = load(path)
    except TargetError as error:
        raise Refused([error]) from error
    today = bindings.clock.now().astimezone(_OSLO).date()
    if target.override is not None and target.override.valid_on(today):
        progress.line(target.override.in_words())
    if reasons := refusals(target, today):
        head = f"Kjøringen startes ikke. {path} peker på noe som epj ikke rører:"
        raise Refused([head, *(f"  {reason}" for reason in reasons)])
    reading = read_features(bindings.features)
    if reading.breaches:
        raise bad_features(reading.breaches)
    return target, reading


def _choice(reading: Reading, target: Target, asked: _Asked, bindings: Bindings) -> Choice:
    """What to run; what an earlier run was about is not chosen anew."""
    try:
        if asked.earlier is None:
            found = choose(reading.scenarios, plan=asked.plan, only=asked.only, target=target, plans=bindings.plans)
        else:
            found = chosen_before(reading.scenarios, asked.only, asked.earlier.plan, bindings.plans)
    except (UnknownScenario, UnknownPlan) as unknown:
        raise Refused([unknown]) from unknown
    except ToolFault as fault:
        raise Refused([fault], ExitCode.TOOL_FAULT) from fault
    return replace(found, scenarios=in_order(found.scenarios, target))


def _require_reach(target: Target, bindings: Bindings) -> None:
    if found := bindings.check_reach(target, bindings.clock):
        raise Refused(["Kjøringen startes ikke, for den kunne ikke lyktes:", *(f"  {each}" for each in found)])


def _holder(how: str, directory: Path, clock: Clock) -> str:
    """What is told to whoever meets the lock."""
    return f"siden {clock.now().astimezone(_OSLO):%d.%m. kl. %H:%M}, {how} {directory}"


def _directory(wanted: Path | None, target: Target, clock: Clock) -> Path:
    if wanted is None:
        stamp = clock.now().astimezone(_OSLO).strftime("%Y-%m-%d-%H%M%S")
        wanted = _unused(Path("runs") / f"{stamp}-{target.product}")
    if (wanted / FILE_NAME).exists():
        raise Refused([f"Rapportmappen {wanted} har allerede en kjøring i seg. Velg en ny eller tom mappe."])
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused([f"Rapportmappen {wanted} kunne ikke brukes: {in_words(error)}. Velg en annen."]) from error
    return wanted


def _unused(path: Path) -> Path:
    number = 2
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.name}-{number}")
        number += 1
    return candidate
