"""The pytest plugin of a run: selects the scenarios, follows their steps, and ends each with a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from _pytest.runner import runtestprotocol
from pytest_bdd.parser import ScenarioTemplate, Step
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from conformance.acceptance import FEATURES
from conformance.clock import Clock
from conformance.evidence.store import Evidence, ScenarioEvidence
from conformance.outcomes import ToolFault
from conformance.runner.catalogue import PlannedScenario, why_not_applicable
from conformance.runner.lint import Breach, compare
from conformance.runner.scenario import ScenarioResult, ScenarioRun
from conformance.runner.sentences import Sentences
from conformance.targets.model import Target
from conformance.verdicts import Verdict


class Bench(Protocol):
    """What gives a scenario its scene."""

    def scene(self, scenario_id: str, evidence: ScenarioEvidence) -> AbstractContextManager[Any]:
        """The scene of one scenario, open until the block ends."""
        ...

    def late(self) -> tuple[tuple[str, str], ...]:
        """(Scenario, what came) for what came since last asked, of scenarios that were over."""
        ...


class TimeIsUp(KeyboardInterrupt):
    """The run's own deadline passed; stops it as Ctrl-C would."""


@dataclass
class Job:
    """What a run does, and what has become of it."""

    target: Target
    evidence: Evidence
    clock: Clock
    written: tuple[PlannedScenario, ...]
    selected: tuple[PlannedScenario, ...]
    tell: Callable[[ScenarioResult], None]
    seconds: float | None = None
    """How long the run may take; None for as long as it needs."""
    began: float = 0.0
    sentences: Sentences = field(default_factory=lambda: Sentences(()))
    """What a step may say."""
    bench: Bench | None = None
    """Set when the target has been reached."""
    results: dict[str, ScenarioResult] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What went wrong in the test bench outside any scenario."""
    stopped: str = ""
    """Why the run was stopped before its end (bokmål)."""

    @property
    def overdue(self) -> str:
        """Why the run has to stop now; empty while there is time."""
        if self.seconds is None or self.clock.monotonic() - self.began < self.seconds:
            return ""
        limit = f"{self.seconds:g}".replace(".", ",")
        return f"Tidsfristen for kjøringen ({limit} s, --timeout) gikk ut."

    def end(self, result: ScenarioResult) -> None:
        """Note how a scenario ended, and tell it."""
        self.results[result.planned.id] = result
        self.tell(result)


class AcceptancePlugin:
    """Registered with pytest by `conformance.run`; holds no state but the job and the scenario that runs."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._run: ScenarioRun | None = None
        self._planned: dict[str, PlannedScenario] = {}
        self._without_contact: list[ScenarioEvidence] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        """Tell the acceptance module where the feature files are; nobody reads tracebacks with source in them."""
        config.option.tbstyle = "native"
        config.stash[FEATURES] = tuple(sorted({scenario.path for scenario in self._job.selected}))

    @pytest.hookimpl(tryfirst=True)
    def pytest_bdd_apply_tag(self) -> bool:
        """Tags are read by the lint; as markers, those with a colon would fail and `@skip` would skip."""
        return True

    # --- before scenario 1 ---

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Keep the selected scenarios in the order of the catalogue; nothing runs if what is written would not."""
        made = [(item, template) for item in items if (template := _template(item))]
        places = [(Path(template.feature.filename), template.line_number, template.name) for _, template in made]
        files = {scenario.path for scenario in self._job.selected}
        self._job.breaches += compare((one for one in self._job.written if one.path in files), places)
        by_place = {(scenario.path.resolve(), scenario.line): scenario for scenario in self._job.selected}
        kept: dict[str, pytest.Item] = {}
        for (item, _), (path, line, _name) in zip(made, places, strict=True):
            if planned := by_place.get((path.resolve(), line)):
                kept[planned.id] = item
                self._planned[item.nodeid] = planned
                self._job.breaches += _undefined(item, planned, self._job.sentences)
        order = [scenario.id for scenario in self._job.selected if scenario.id in kept]
        items[:] = [] if self._job.breaches else [kept[scenario_id] for scenario_id in order]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A feature that could not be read is a fault of the test bench."""
        if report.failed:
            self._job.faults.append(f"Scenarioene kunne ikke leses inn: {report.longreprtext.splitlines()[-1]}")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Kept for the maintainer; the tester sees a sentence."""
        self._job.faults.append(f"Testverktøyet feilet: {excinfo.exconly()}")
        return True

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Stopped, perhaps between two scenarios."""
        self._job.stopped = self._job.stopped or self._why_stopped(excinfo.value)

    # --- a scenario ---

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Run one scenario, or note why it does not apply."""
        planned = self._planned[item.nodeid]
        if reason := why_not_applicable(planned, self._job.target):
            self._not_applicable(planned, reason)
        elif overdue := self._job.overdue:
            self._stop_run(item.session, overdue)
        else:
            self._follow(item, nextitem, planned)
        return True

    @pytest.fixture
    def scene(self) -> Iterator[Any]:
        """The scene of the running scenario; at its end everything must have come to rest."""
        run, bench = self._run, self._job.bench
        assert run is not None
        assert bench is not None
        with bench.scene(run.planned.id, run.writer) as scene:
            yield scene
            if run.is_green:
                scene.citizen.settle()
                run.settled = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Whatever stopped setup, steps or teardown."""
        if self._run is not None and call.excinfo is not None:
            self._run.stop(call.excinfo.value)
        return (yield)

    def pytest_bdd_before_step(self, step: Step) -> None:
        """A step begins."""
        if self._run is not None:
            self._run.step_begins(step.type, step.keyword.strip(), step.name, step.line_number)

    def pytest_bdd_after_step(self) -> None:
        """A step went well."""
        if self._run is not None:
            self._run.step_passes()

    def pytest_bdd_step_error(self, exception: BaseException) -> None:
        """A step raised."""
        if self._run is not None:
            self._run.stop(exception)

    def pytest_bdd_step_func_lookup_error(self, step: Step, exception: BaseException) -> None:
        """A step has no definition; the lint should have caught it."""
        if self._run is not None:
            self._run.step_begins(step.type, step.keyword.strip(), step.name, step.line_number)
            self._run.stop(ToolFault(f"Steget er ikke definert: {step.name}."))

    def _follow(self, item: pytest.Item, nextitem: pytest.Item | None, planned: PlannedScenario) -> None:
        run = self._run = ScenarioRun(planned, self._job.evidence, self._job.clock)
        try:
            runtestprotocol(item, log=False, nextitem=nextitem)
        except (KeyboardInterrupt, pytest.exit.Exception) as interrupt:
            self._job.stopped = self._why_stopped(interrupt)
            run.interrupt(self._job.stopped)
            raise
        finally:
            self._run = None
            self._job.end(run.finish())
            self._lower_the_late()
        self._without_contact = [*self._without_contact, run.writer] if run.lost_contact else []
        if run.has_tool_fault and self._disk_is_full():
            self._stop_run(item.session, "Bevisene kunne ikke lagres lenger.")
        elif len(self._without_contact) == LIMIT_WITHOUT_CONTACT:
            self._stop_run(item.session, _NO_CONTACT)
            with suppress(ToolFault):
                for writer in self._without_contact:
                    writer.stopped()

    def _lower_the_late(self) -> None:
        """A scenario that more came from after its end has not shown that nothing more would come."""
        for scenario_id, what in self._job.bench.late() if self._job.bench else ():
            ended = self._job.results.get(scenario_id)
            if ended is None or not ended.verdict.is_green:
                continue
            reason = f"Etter at EPJ-en hadde sagt at alt var sendt, og scenarioet var over, kom det {what}."
            lowered = ScenarioResult(ended.planned, Verdict.NOT_VERIFIED, reason, _SETTLE)
            try:
                writer = self._job.evidence.writer(scenario_id)
                writer.finish(lowered.verdict, reason=reason, fix=_SETTLE)
            except ToolFault as fault:
                lowered = ScenarioResult(ended.planned, Verdict.TOOL_FAULT, fault.reason, fault.fix)
            self._job.end(lowered)

    def _not_applicable(self, planned: PlannedScenario, reason: str) -> None:
        try:
            self._job.evidence.start(planned.id).finish(Verdict.NOT_APPLICABLE, reason=reason)
        except ToolFault as fault:
            self._job.end(ScenarioResult(planned, Verdict.TOOL_FAULT, fault.reason, fault.fix))
        else:
            self._job.end(ScenarioResult(planned, Verdict.NOT_APPLICABLE, reason))

    def _why_stopped(self, interrupt: BaseException) -> str:
        return (self._job.overdue if isinstance(interrupt, TimeIsUp) else "") or STOPPED_BY_HAND

    def _disk_is_full(self) -> bool:
        try:
            self._job.evidence.set_info("last_write", self._job.clock.now().isoformat())
        except ToolFault:
            return True
        return False

    def _stop_run(self, session: pytest.Session, reason: str) -> None:
        self._job.stopped = reason
        session.shouldstop = reason


_SETTLE = "settle svarer done først når alt er behandlet og ingenting venter på å bli sendt (docs/contract.md, del 2)."
LIMIT_WITHOUT_CONTACT = 3
_NO_CONTACT = (
    "Tre scenarioer på rad fikk ikke kontakt med bussen eller EPJ-en, så kjøringen ble stoppet."
    " Finn ut hva som er nede, og kjør på nytt."
)
STOPPED_BY_HAND = "Kjøringen ble stoppet av den som kjørte den."


def _template(item: pytest.Item) -> ScenarioTemplate | None:
    return registry_get_safe(scenario_wrapper_template_registry, getattr(item, "obj", None))


def _undefined(item: pytest.Item, planned: PlannedScenario, sentences: Sentences) -> Iterator[Breach]:
    """The steps that are not defined, or defined more than once."""
    template = _template(item)
    for step in template.steps if template else ():
        problem, fix = sentences.why_not(step.type, step.name)
        if problem:
            yield Breach(planned.file, step.line_number, problem, fix)
