"""Plays what was chosen, judges it, and writes the reports; whatever happens, it ends with a verdict."""

from __future__ import annotations

import functools
import importlib.metadata
import pkgutil
import platform
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import conformance.steps
from conformance import reports
from conformance.checking.round import obstacles
from conformance.clock import Clock, SystemClock
from conformance.evidence.records import ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import Outcome, Owner, TargetUnreachable, ToolFault
from conformance.plans.book import PLANS
from conformance.reports import cleanup
from conformance.reports.counting import declaration
from conformance.reports.facts import Earlier, Facts, partly, plural
from conformance.reports.processes import remarks
from conformance.runner.catalogue import PlannedScenario
from conformance.runner.choosing import Choice
from conformance.runner.plugin import STOPPED_BY_HAND, Bench, Job
from conformance.runner.progress import Progress
from conformance.runner.pytest_session import play
from conformance.runner.sameness import of_code, of_scenarios, plain
from conformance.runner.scenario import ScenarioResult
from conformance.runner.sentences import of_modules
from conformance.scene import open_bench
from conformance.targets.model import Target
from conformance.verdicts import ExitCode, Verdict, exit_code, of_run, of_scenario
from standards.errors import in_words
from standards.rules.model import Severity

FEATURES = Path(__file__).resolve().parents[2] / "features"
_NO_VERDICT = "Scenarioet ble valgt, men endte uten dom."

OpenBench = Callable[..., AbstractContextManager[Bench]]


@dataclass(frozen=True)
class Bindings:
    """What a run is made of; tests exchange the parts."""

    features: Path = FEATURES
    plans: Path = PLANS
    step_modules: tuple[str, ...] = ()
    """Empty: every module of `conformance.steps`."""
    open_bench: OpenBench = open_bench
    check_reach: Callable[[Target, Clock], Sequence[object]] = obstacles
    clock: Clock = field(default_factory=SystemClock)


@dataclass(frozen=True)
class RunResult:
    """How a run ended; `verdict` is None when it was refused before scenario 1. `reports` is format → file."""

    exit_code: ExitCode
    verdict: Verdict | None = None
    reports: dict[str, Path] = field(default_factory=dict)
    directory: Path | None = None
    reason: str = ""


class Refused(Exception):
    """The run ends before scenario 1; the lines say why."""

    def __init__(self, lines: Iterable[object], code: ExitCode = ExitCode.REFUSED) -> None:
        self.lines = tuple(str(line) for line in lines)
        super().__init__("\n".join(self.lines))
        self.code = code


def step_modules() -> tuple[str, ...]:
    """Every module of `conformance.steps`, found by discovery."""
    package = conformance.steps
    return tuple(f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__))


def bad_features(breaches: Iterable[object]) -> Refused:
    """The suite itself is wrong, so nothing is run."""
    head = "Feil i testverktøyet: scenarioene er ikke til å stole på slik de er skrevet. Ingenting ble kjørt."
    return Refused([head, *(f"  {breach}" for breach in breaches)], ExitCode.TOOL_FAULT)


@dataclass(frozen=True)
class Playing:
    """The part of a run that has evidence: plays what is to be played, judges, and writes the reports."""

    target: Target
    written: tuple[PlannedScenario, ...]
    choice: Choice
    directory: Path
    timeout: float | None
    bindings: Bindings
    progress: Progress

    @property
    def selected(self) -> tuple[PlannedScenario, ...]:
        """What is to be run."""
        return self.choice.scenarios

    def go(self, info: Mapping[str, Any]) -> RunResult:
        """Run, judge and report; `info` is what there is to say of how it was asked for."""
        try:
            evidence = Evidence.create(self.directory / FILE_NAME, {**self.info(), **info}, clock=self.bindings.clock)
        except ToolFault as fault:
            raise Refused([fault], ExitCode.TOOL_FAULT) from fault
        try:
            return self._with(evidence, self.selected)
        except Refused:
            evidence.discard()
            raise
        finally:
            evidence.close()

    def go_on(self, evidence: Evidence) -> RunResult:
        """Take up a run that was stopped: what has a verdict keeps it."""
        try:
            self._note_what_changed(evidence)
            done = {record.id: record for record in evidence.scenarios() if record.finished}
            left = tuple(one for one in self.selected if one.id not in done)
            return self._with(evidence, left, done)
        finally:
            evidence.close()

    def _note_what_changed(self, evidence: Evidence) -> None:
        """What may change while a run is stopped is kept as it was and as it is."""
        before, now = evidence.run().info.get("target", {}), self.target.public()
        if plain(before) == plain(now):
            return
        evidence.set_info("target_before", before)
        evidence.set_info("target", now)
        if plain(before).get("deviations") != plain(now)["deviations"]:
            self.progress.line("Merk: De aksepterte avvikene er endret siden kjøringen begynte. De nye vises.")

    def _with(
        self, evidence: Evidence, left: Sequence[PlannedScenario], done: Mapping[str, ScenarioRecord] | None = None
    ) -> RunResult:
        self._head(len(left), len(done or {}))
        job = self._job(evidence, left)
        job.results.update(
            (one.id, ScenarioResult(one, record.verdict, record.reason, record.fix, _owner(record)))
            for one in self.selected
            if (record := (done or {}).get(one.id))
        )
        try:
            for each in left:
                evidence.plan(each.id, name=each.name, feature=each.feature, tags=each.tags, **each.meta())
            if left:
                self._play(job)
            if job.faults:
                evidence.set_info("faults", job.faults)
        except ToolFault as fault:
            job.faults.append(str(fault))
        if job.breaches:
            raise bad_features(job.breaches)
        self._fill_in(job)
        return self._conclude(job)

    def _job(self, evidence: Evidence, left: Sequence[PlannedScenario]) -> Job:
        width = max((len(scenario.name) for scenario in self.selected), default=0)
        info = evidence.run().info
        earlier = Earlier.of(info)
        return Job(
            target=self.target,
            evidence=evidence,
            clock=self.bindings.clock,
            written=self.written,
            selected=tuple(left),
            tell=lambda result: self.progress.scenario(result, width, earlier),
            seconds=self.timeout,
            began=self.bindings.clock.monotonic(),
            faults=list(info.get("faults", ())),
        )

    def _play(self, job: Job) -> None:
        """Open the bench and run; only what happens before it is open refuses the run."""
        modules = self.bindings.step_modules or step_modules()
        try:
            with self.bindings.open_bench(self.target, job.evidence, clock=job.clock) as bench:
                job.bench = bench
                job.sentences = of_modules(modules)
                play(job, modules)
        except KeyboardInterrupt:
            job.stopped = job.stopped or STOPPED_BY_HAND
        except TargetUnreachable as unreachable:
            if job.bench is None:
                raise Refused([unreachable]) from unreachable
        except Outcome as outcome:
            job.faults.append(str(outcome))
        except Exception as error:  # noqa: BLE001  whatever it is, the run ends with a verdict
            job.faults.append(f"Testverktøyet feilet ({type(error).__name__}: {error}).")
            _try_writing(self.directory / "testverktoy-feil.txt", traceback.format_exc())

    def _fill_in(self, job: Job) -> None:
        """Give every selected scenario that has no verdict the one it deserves; what was found in it counts."""
        begun = self._found(job)
        for scenario in job.selected:
            if scenario.id in job.results:
                continue
            stopped = bool(job.stopped)
            verdict = Verdict.BLOCKED if stopped else Verdict.TOOL_FAULT
            why = job.stopped or next(iter(job.faults), "")
            reason = f"Ikke kjørt. {why}" if why else _NO_VERDICT
            if scenario.id in begun:
                verdict = of_scenario(verdict, begun[scenario.id])
            # Why it was stopped is told once, at the end.
            job.end(ScenarioResult(scenario, verdict, "" if why else reason))
            try:
                writer = job.evidence.writer(scenario.id)
                if stopped:
                    writer.stopped()
                writer.finish(verdict, reason=reason)
            except ToolFault as fault:
                job.faults.append(str(fault))

    def _found(self, job: Job) -> dict[str, list[Severity]]:
        with suppress(ToolFault):
            return {one.id: [each.finding.severity for each in one.findings] for one in job.evidence.scenarios()}
        return {}

    def _conclude(self, job: Job) -> RunResult:
        verdict = self._finish(job)
        written = self._write_reports(job, reports.writers())
        if job.faults and verdict is not Verdict.TOOL_FAULT:
            # The reports that could be written must not be greener than the run.
            verdict = self._finish(job)
            again = {name: write for name, write in reports.writers().items() if name in written}
            written = self._write_reports(job, again)
        self.progress.verdict(verdict, job.results.values())
        self.progress.reason(partly(self.info()), "")
        self._tell_what_does_not_apply(job)
        reasons = tuple(dict.fromkeys([*job.faults, *([job.stopped] if job.stopped else [])]))
        for reason in reasons:
            self.progress.reason(reason, "")
        self._tell_deviations(job)
        self._tail(written)
        self._tell_what_is_left(job)
        with suppress(ToolFault):
            job.evidence.set_info("reported_at", job.clock.now().isoformat())
        return RunResult(exit_code(verdict), verdict, written, self.directory, " ".join(reasons))

    def _tell_what_does_not_apply(self, job: Job) -> None:
        """How many, by the declaration it follows from."""
        reasons = Counter(
            declaration(one.reason) for one in job.results.values() if one.verdict is Verdict.NOT_APPLICABLE
        )
        for reason, number in reasons.most_common():
            self.progress.reason(f"Ikke aktuelt: {plural(number, 'scenario', 'scenarioer')}. {reason}", "")

    def _tell_what_is_left(self, job: Job) -> None:
        with suppress(ToolFault, OSError):
            path, count = cleanup.write_list(job.evidence, self.directory)
            simulated = self.target.environment == "simulert" and self.target.staff.kind != "manual"
            if count and not simulated:
                self.progress.line(f"Rydd opp: {path} ({count} ting kan stå igjen i journalen)")

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
        facts = functools.cache(lambda: Facts.of(job.evidence))
        for name, write in writers.items():
            try:
                written[name] = write(facts(), self.directory)
            except Exception as error:  # noqa: BLE001  a report format must not take the verdict with it
                why = in_words(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
                job.faults.append(f"Rapporten {name} kunne ikke skrives ({why}).")
                _try_writing(self.directory / f"{name}-feil.txt", traceback.format_exc())
        return written

    def _tell_deviations(self, job: Job) -> None:
        """Those that are themselves something to mend; the verdict is what it was."""
        with suppress(ToolFault):
            for one in Facts.of(job.evidence).deviations:
                if one.finding:
                    self.progress.line(f"Merk: {one.finding}")

    def _head(self, left: int, done: int) -> None:
        target, limits = self.target, self.target.deadlines
        kind = "simulert journal" if target.environment == "simulert" else "testmiljø"
        self.progress.line(f"Testobjekt: {target.name} ({target.product} {target.version}, {kind})".replace(" ,", ","))
        self.progress.line(f"Plan: {self.choice.plan.name}. {self.choice.plan.about}")
        for remark in remarks(target.processes):
            self.progress.line(f"Merk: {remark}")
        limit = f" Hele kjøringen får {self.timeout:g} s." if self.timeout is not None else ""
        scenarios = "scenario" if left == 1 else "scenarioer"
        more = f" til; {done} har dom fra før" if done else ""
        staff = f"{limits.staff_seconds:g} s for det en ansatt blir bedt om"
        if target.staff.kind == "manual":
            staff = "det en ansatt blir bedt om, har frist ved spørsmålet"
        self.progress.line(
            f"{left} {scenarios}{more}. Frister: {limits.message_seconds:g} s for en melding,"
            f" {limits.apprec_seconds:g} s for en kvittering, {staff}.{limit}"
        )
        self.progress.line()

    def _tail(self, written: dict[str, Path]) -> None:
        first = written.get("html") or next(iter(written.values()), None)
        if first is not None:
            self.progress.line(f"Rapport: {first}")
        self.progress.line(f"Beviser: {self.directory / FILE_NAME}")

    def info(self) -> dict[str, Any]:
        """What a run that begins now tells of itself."""
        return {
            "tool": f"epj-testbenk {_version()}",
            "python": platform.python_version(),
            "platform": platform.system(),
            "target": self.target.public(),
            "target_file": str(self.target.file.path.resolve()) if self.target.file else "",
            "timeout": self.timeout,
            "written": len(self.written),
            "plan": self.choice.public(),
            "selected": len(self.selected),
            "chosen": [one.id for one in self.selected],
            "suite": of_scenarios(self.selected),
            "code": of_code(self.bindings.step_modules or step_modules()),
        }


def _owner(record: ScenarioRecord) -> Owner | None:
    return Owner(record.owner) if record.owner else None


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
