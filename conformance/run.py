"""One run: from a target file to a verdict, evidence and reports."""

from __future__ import annotations

import importlib.metadata
import pkgutil
import platform
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import conformance.steps
from conformance import reports
from conformance.clock import Clock, SystemClock
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import Outcome, TargetUnreachable, ToolFault
from conformance.runner import preflight
from conformance.runner.catalogue import PlannedScenario, UnknownScenario, select
from conformance.runner.lint import Reading, read_features
from conformance.runner.lock import AlreadyRunning, hold
from conformance.runner.plugin import STOPPED_BY_HAND, Bench, Job
from conformance.runner.progress import Echo, Paint, Progress, plain
from conformance.runner.pytest_session import play
from conformance.runner.scenario import ScenarioResult
from conformance.runner.sentences import of_modules
from conformance.scene import open_bench
from conformance.targets.file import TargetError
from conformance.targets.interlock import refusals
from conformance.targets.loading import load
from conformance.targets.model import Target
from conformance.verdicts import ExitCode, Verdict, exit_code, of_run
from standards.errors import in_words

FEATURES = Path(__file__).resolve().parent.parent / "features"
_NO_VERDICT = "Scenarioet ble valgt, men endte uten dom."

OpenBench = Callable[..., AbstractContextManager[Bench]]


@dataclass(frozen=True)
class RunResult:
    """How a run ended; `verdict` is None when it was refused before scenario 1. `reports` is format → file."""

    exit_code: ExitCode
    verdict: Verdict | None = None
    reports: dict[str, Path] = field(default_factory=dict)
    directory: Path | None = None
    reason: str = ""


@dataclass(frozen=True)
class Bindings:
    """What a run is made of; tests exchange the parts."""

    features: Path = FEATURES
    step_modules: tuple[str, ...] = ()
    """Empty: every module of `conformance.steps`."""
    open_bench: OpenBench = open_bench
    check_reach: Callable[[Target, Clock], Sequence[object]] = preflight.obstacles
    clock: Clock = field(default_factory=SystemClock)


class _Refused(Exception):
    """The run ends before scenario 1; the lines say why."""

    def __init__(self, lines: Iterable[object], code: ExitCode = ExitCode.REFUSED) -> None:
        self.lines = tuple(str(line) for line in lines)
        super().__init__("\n".join(self.lines))
        self.code = code


def run(
    target_path: Path | str,
    *,
    only: Sequence[str] = (),
    report_dir: Path | None = None,
    timeout: float | None = None,
    echo: Echo = print,
    paint: Paint = plain,
    bindings: Bindings | None = None,
) -> RunResult:
    """Run the acceptance suite against a target; prints through `echo`, never raises for what the target does."""
    bindings = bindings or Bindings()
    progress = Progress(echo, paint)
    try:
        target, reading, selected = _prepare(Path(target_path), only, bindings)
        with hold(target):
            _require_reach(target, bindings)
            directory = _directory(report_dir, target, bindings.clock)
            return _Run(target, reading.scenarios, selected, directory, timeout, bindings, progress).go(only)
    except _Refused as refused:
        for line in refused.lines:
            progress.line(line)
        verdict = Verdict.TOOL_FAULT if refused.code is ExitCode.TOOL_FAULT else None
        return RunResult(refused.code, verdict, reason=str(refused))
    except AlreadyRunning as running:
        progress.line(str(running))
        return RunResult(ExitCode.REFUSED, reason=str(running))


def step_modules() -> tuple[str, ...]:
    """Every module of `conformance.steps`, found by discovery."""
    package = conformance.steps
    return tuple(f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__))


def _prepare(
    path: Path, only: Sequence[str], bindings: Bindings
) -> tuple[Target, Reading, tuple[PlannedScenario, ...]]:
    try:
        target = load(path)
    except TargetError as error:
        raise _Refused([error]) from error
    if reasons := refusals(target):
        head = f"Kjøringen startes ikke. {path} peker på noe som epj ikke rører:"
        raise _Refused([head, *(f"  {reason}" for reason in reasons)])
    reading = read_features(bindings.features)
    if reading.breaches:
        raise _bad_features(reading.breaches)
    try:
        return target, reading, select(reading.scenarios, only)
    except UnknownScenario as unknown:
        raise _Refused([unknown]) from unknown


def _bad_features(breaches: Iterable[object]) -> _Refused:
    head = "Feil i testverktøyet: scenarioene er ikke til å stole på slik de er skrevet. Ingenting ble kjørt."
    return _Refused([head, *(f"  {breach}" for breach in breaches)], ExitCode.TOOL_FAULT)


def _require_reach(target: Target, bindings: Bindings) -> None:
    if found := bindings.check_reach(target, bindings.clock):
        raise _Refused(["Kjøringen startes ikke, for den kunne ikke lyktes:", *(f"  {each}" for each in found)])


def _directory(wanted: Path | None, target: Target, clock: Clock) -> Path:
    if wanted is None:
        stamp = clock.now().astimezone(ZoneInfo("Europe/Oslo")).strftime("%Y-%m-%d-%H%M%S")
        wanted = _unused(Path("runs") / f"{stamp}-{target.product}")
    if (wanted / FILE_NAME).exists():
        raise _Refused([f"Rapportmappen {wanted} har allerede en kjøring i seg. Velg en ny eller tom mappe."])
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _Refused([f"Rapportmappen {wanted} kunne ikke brukes: {in_words(error)}. Velg en annen."]) from error
    return wanted


def _unused(path: Path) -> Path:
    number = 2
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.name}-{number}")
        number += 1
    return candidate


@dataclass(frozen=True)
class _Run:
    """The part of a run that has evidence."""

    _target: Target
    _written: tuple[PlannedScenario, ...]
    _selected: tuple[PlannedScenario, ...]
    _directory: Path
    _timeout: float | None
    _bindings: Bindings
    _progress: Progress

    def go(self, only: Sequence[str]) -> RunResult:
        """Run, judge and report."""
        try:
            evidence = Evidence.create(self._directory / FILE_NAME, self._info(only), clock=self._bindings.clock)
        except ToolFault as fault:
            raise _Refused([fault], ExitCode.TOOL_FAULT) from fault
        try:
            return self._with(evidence)
        except _Refused:
            evidence.discard()
            raise
        finally:
            evidence.close()

    def _with(self, evidence: Evidence) -> RunResult:
        self._head()
        job = self._job(evidence)
        try:
            for each in self._selected:
                evidence.plan(each.id, name=each.name, feature=each.feature, tags=each.tags, **each.meta())
            self._play(job)
        except ToolFault as fault:
            job.faults.append(str(fault))
        if job.breaches:
            raise _bad_features(job.breaches)
        self._fill_in(job)
        return self._conclude(job)

    def _job(self, evidence: Evidence) -> Job:
        width = max((len(scenario.name) for scenario in self._selected), default=0)
        return Job(
            target=self._target,
            evidence=evidence,
            clock=self._bindings.clock,
            features=self._bindings.features,
            written=self._written,
            selected=self._selected,
            tell=lambda result: self._progress.scenario(result, width),
            seconds=self._timeout,
            began=self._bindings.clock.monotonic(),
        )

    def _play(self, job: Job) -> None:
        """Open the bench and run; only what happens before it is open refuses the run."""
        modules = self._bindings.step_modules or step_modules()
        try:
            with self._bindings.open_bench(self._target, job.evidence, clock=job.clock) as bench:
                job.bench = bench
                job.sentences = of_modules(modules)
                play(job, modules)
        except KeyboardInterrupt:
            job.stopped = job.stopped or STOPPED_BY_HAND
        except TargetUnreachable as unreachable:
            if job.bench is None:
                raise _Refused([unreachable]) from unreachable
        except Outcome as outcome:
            job.faults.append(str(outcome))
        except Exception as error:  # noqa: BLE001  whatever it is, the run ends with a verdict
            job.faults.append(f"Testverktøyet feilet ({type(error).__name__}: {error}).")
            _try_writing(self._directory / "testverktoy-feil.txt", traceback.format_exc())

    def _fill_in(self, job: Job) -> None:
        """Give every selected scenario that has no verdict the one it deserves."""
        for scenario in self._selected:
            if scenario.id in job.results:
                continue
            stopped = bool(job.stopped)
            verdict = Verdict.BLOCKED if stopped else Verdict.TOOL_FAULT
            why = job.stopped or next(iter(job.faults), "")
            reason = f"Ikke kjørt. {why}" if why else _NO_VERDICT
            # Why it was stopped is told once, at the end.
            job.end(ScenarioResult(scenario, verdict, "" if why else reason))
            try:
                job.evidence.writer(scenario.id).finish(verdict, reason=reason)
            except ToolFault as fault:
                job.faults.append(str(fault))

    def _conclude(self, job: Job) -> RunResult:
        verdict = self._finish(job)
        written = self._write_reports(job, reports.writers())
        if job.faults and verdict is not Verdict.TOOL_FAULT:
            # The reports that could be written must not be greener than the run.
            verdict = self._finish(job)
            again = {name: write for name, write in reports.writers().items() if name in written}
            written = self._write_reports(job, again)
        self._progress.verdict(verdict, job.results.values())
        reasons = tuple(dict.fromkeys([*job.faults, *([job.stopped] if job.stopped else [])]))
        for reason in reasons:
            self._progress.reason(reason, "")
        self._tail(written)
        return RunResult(exit_code(verdict), verdict, written, self._directory, " ".join(reasons))

    def _finish(self, job: Job) -> Verdict:
        verdict = Verdict.TOOL_FAULT if job.faults else of_run(result.verdict for result in job.results.values())
        try:
            job.evidence.finish(verdict, " ".join([*job.faults, job.stopped]).strip())
        except ToolFault as fault:
            job.faults.append(str(fault))
            return Verdict.TOOL_FAULT
        return verdict

    def _write_reports(self, job: Job, writers: Mapping[str, reports.Writer]) -> dict[str, Path]:
        written: dict[str, Path] = {}
        for name, write in writers.items():
            try:
                written[name] = write(job.evidence, self._directory)
            except Exception as error:  # noqa: BLE001  a report format must not take the verdict with it
                why = in_words(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
                job.faults.append(f"Rapporten {name} kunne ikke skrives ({why}).")
                _try_writing(self._directory / f"{name}-feil.txt", traceback.format_exc())
        return written

    def _head(self) -> None:
        target, limits = self._target, self._target.deadlines
        kind = "simulert journal" if target.environment == "simulert" else "testmiljø"
        count = len(self._selected)
        self._progress.line(f"Testobjekt: {target.name} ({target.product} {target.version}, {kind})".replace(" ,", ","))
        limit = f" Hele kjøringen får {self._timeout:g} s." if self._timeout is not None else ""
        scenarios = "scenario" if count == 1 else "scenarioer"
        staff = f"{limits.staff_seconds:g} s for det en ansatt blir bedt om"
        if target.staff.kind == "manual":
            staff = "det en ansatt blir bedt om, har frist ved spørsmålet"
        self._progress.line(
            f"{count} {scenarios}. Frister: {limits.message_seconds:g} s for en melding, {limits.apprec_seconds:g} s"
            f" for en kvittering, {staff}.{limit}"
        )
        self._progress.line()

    def _tail(self, written: dict[str, Path]) -> None:
        first = written.get("html") or next(iter(written.values()), None)
        if first is not None:
            self._progress.line(f"Rapport: {first}")
        self._progress.line(f"Beviser: {self._directory / FILE_NAME}")

    def _info(self, only: Sequence[str]) -> dict[str, Any]:
        return {
            "tool": f"epj-testbenk {_version()}",
            "python": platform.python_version(),
            "platform": platform.system(),
            "target": self._target.public(),
            "only": list(only),
            "timeout": self._timeout,
            "written": len(self._written),
            "selected": len(self._selected),
        }


def _try_writing(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _version() -> str:
    try:
        return importlib.metadata.version("epj-testbenk")
    except importlib.metadata.PackageNotFoundError:
        return "(ukjent versjon)"
