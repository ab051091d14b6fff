"""One scenario while it runs: gathers how the steps went and ends in a verdict."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest

from conformance.clock import Clock
from conformance.evidence.records import FindingRecord
from conformance.evidence.store import Evidence
from conformance.outcomes import CheckFailed, NothingCame, NotKept, Outcome, Owner, TargetUnreachable, ToolFault
from conformance.runner.catalogue import PlannedScenario, PlannedStep
from conformance.runner.judging import judge
from conformance.verdicts import Phase, Verdict, of_exception, of_scenario, worst
from standards.rules.model import Finding, Severity

NOT_RUN = "ikke kjørt"
PHASES = {"given": Phase.GIVEN, "when": Phase.WHEN, "then": Phase.THEN}


@dataclass(frozen=True)
class ScenarioResult:
    """How a scenario ended; `reason` and `fix` are bokmål."""

    planned: PlannedScenario
    verdict: Verdict
    reason: str = ""
    fix: str = ""
    owner: Owner | None = None
    """Who has to act; None where nobody has to, as for what is green or was stopped by hand."""


@dataclass(frozen=True)
class _Stop:
    verdict: Verdict
    reason: str
    fix: str = ""
    traceback: str = ""
    owner: Owner | None = Owner.TOOL


class ScenarioRun:
    """Follows one scenario; nothing that it is told raises, and it can only get worse."""

    def __init__(self, planned: PlannedScenario, evidence: Evidence, clock: Clock) -> None:
        self.planned = planned
        self.settled = False
        """Whether the exchange is known to be complete."""
        self._clock = clock
        self._stops: list[_Stop] = []
        self._seen: list[BaseException] = []
        self._is_kept = True
        """Whether the evidence holds all that was seen; else it must hold no verdict either."""
        self._done = 0
        self._phase = Phase.OUTSIDE
        self._step: PlannedStep | None = None
        self._began = 0.0
        self._keep(lambda: evidence.start(planned.id))
        self.writer = evidence.writer(planned.id)

    @property
    def is_green(self) -> bool:
        """Whether nothing has gone wrong so far."""
        return not self._stops

    @property
    def has_tool_fault(self) -> bool:
        """Whether the test bench itself has failed."""
        return any(stop.verdict is Verdict.TOOL_FAULT for stop in self._stops)

    @property
    def lost_contact(self) -> bool:
        """Whether the bus or the staff adapter stopped answering in it."""
        return any(isinstance(error, TargetUnreachable) for error in self._seen)

    def step_begins(self, kind: str, keyword: str, text: str, line: int) -> None:
        """A step starts; `kind` is pytest-bdd's given, when or then."""
        self._phase = PHASES[kind]
        self._step = PlannedStep(keyword, text, line)
        self._began = self._clock.monotonic()

    def step_passes(self) -> None:
        """The step that began last went well."""
        self._close_step(Verdict.PASSED.value)

    def stop(self, error: BaseException) -> None:
        """Something raised, in a step or around it; the same exception is counted once."""
        if any(error is seen for seen in self._seen):
            return
        self._is_kept = self._is_kept and not isinstance(error, NotKept)
        self._seen.append(error)
        if isinstance(error, pytest.skip.Exception):
            told = f"Steget ble hoppet over: {error.msg or 'uten begrunnelse'}"
            stop = _Stop(Verdict.NOT_VERIFIED, told, owner=Owner.SETUP)
        else:
            stop = self._translate(error)
            self._keep_finding(error, stop.verdict)
        place = f"I steget «{self._step.keyword} {self._step.text}»: " if self._step else ""
        self._stops.append(replace(stop, reason=f"{place}{stop.reason}"))
        self._close_step(stop.verdict.value, stop.reason)

    def interrupt(self, reason: str) -> None:
        """Somebody stopped the run; what has been seen stands, but proves nothing."""
        self._stops.append(_Stop(Verdict.BLOCKED, reason, owner=None))
        self._close_step(Verdict.BLOCKED.value, reason)
        self._keep(self.writer.stopped)

    def finish(self) -> ScenarioResult:
        """Judge what was exchanged and settle the verdict."""
        if self.is_green and self._done != len(self.planned.steps):
            reason = f"{self._done} av {len(self.planned.steps)} steg ble kjørt, uten at noe sa hvorfor."
            self._stops.append(_Stop(Verdict.TOOL_FAULT, reason))
        self._note_the_rest()
        self._keep(lambda: judge(self.writer, complete=self.settled))
        findings = self._findings()
        verdict = of_scenario(self._verdict(), (record.finding.severity for record in findings))
        result = self._result(verdict, findings)
        trace = "\n".join(stop.traceback for stop in self._stops if stop.traceback)
        if result.owner is not None:
            self._keep(lambda: self.writer.owned(str(result.owner)))
        if self._is_kept:
            self._keep(lambda: self.writer.finish(verdict, reason=result.reason, fix=result.fix, traceback=trace))
        return self._result(Verdict.TOOL_FAULT, findings) if self.has_tool_fault else result

    def _translate(self, error: BaseException) -> _Stop:
        verdict = of_exception(error, self._phase)
        if isinstance(error, Outcome):
            finding = _finding_of(error)
            clause = f" Krav: {finding.rule} ({finding.clause})." if finding and verdict is Verdict.FAILED else ""
            return _Stop(verdict, f"{_sentence(error.reason)}{clause}", error.fix, owner=error.owner)
        trace = "".join(traceback.format_exception(error))
        reason = f"Testverktøyet feilet ({type(error).__name__}: {_first_line(error)})."
        return _Stop(verdict, reason, "Meld det til dem som vedlikeholder testbenken; bevisfilen har resten.", trace)

    def _keep_finding(self, error: BaseException, verdict: Verdict) -> None:
        finding = _finding_of(error)
        if finding is None or verdict is not Verdict.FAILED:
            return
        self._keep(lambda: self._write_finding(finding, str(getattr(error, "by", "maskin"))))

    def _write_finding(self, finding: Finding, by: str) -> None:
        record = self.writer.record()
        if all(kept.finding != finding for kept in record.findings):
            about = (message.number for message in record.messages if message.item == finding.item)
            self.writer.finding(finding, message=next(about, None), by=by)

    def _close_step(self, status: str, error: str = "") -> None:
        step = self._step
        if step is None:
            return
        self._done += 1
        self._step, self._phase = None, Phase.OUTSIDE
        seconds = self._clock.monotonic() - self._began
        if self._is_kept:
            self._keep(lambda: self.writer.step(step.keyword, step.text, status=status, seconds=seconds, error=error))

    def _note_the_rest(self) -> None:
        for step in self.planned.steps[self._done :]:
            self._keep(
                lambda step=step: self.writer.step(step.keyword, step.text, status=NOT_RUN, seconds=0.0)  # type: ignore[misc]
            )

    def _findings(self) -> tuple[FindingRecord, ...]:
        with suppress(ToolFault):
            return self.writer.record().findings
        return ()

    def _verdict(self) -> Verdict:
        verdicts = [stop.verdict for stop in self._stops]
        if not verdicts:
            return Verdict.PASSED
        return worst((verdict for verdict in verdicts if not verdict.is_green), none=Verdict.NOT_APPLICABLE)

    def _result(self, verdict: Verdict, findings: tuple[FindingRecord, ...]) -> ScenarioResult:
        stop = next((stop for stop in self._stops if stop.verdict is verdict), None)
        if stop is not None:
            owner = None if verdict is Verdict.NOT_APPLICABLE else stop.owner
            return ScenarioResult(self.planned, verdict, f"{stop.reason}{_others(findings, stop)}", stop.fix, owner)
        wanted = Severity.ERROR if verdict is Verdict.FAILED else Severity.REMARK
        said = [record.finding for record in findings if record.finding.severity is wanted]
        if verdict is Verdict.PASSED or not said:
            return ScenarioResult(self.planned, verdict)
        owner = Owner.VENDOR if verdict is Verdict.FAILED else None
        return ScenarioResult(self.planned, verdict, in_words(said), said[0].fix, owner)

    def _keep(self, write: Callable[[], object]) -> None:
        try:
            write()
        except ToolFault as fault:
            self._is_kept = self._is_kept and not isinstance(fault, NotKept)
            self._stops.append(_Stop(Verdict.TOOL_FAULT, fault.reason, fault.fix))


def _others(findings: tuple[FindingRecord, ...], stop: _Stop) -> str:
    """The errors that the reason does not name; one of them may be the cause."""
    errors = [record.finding for record in findings if record.finding.severity is Severity.ERROR]
    rules = dict.fromkeys(finding.rule for finding in errors if f"Krav: {finding.rule} " not in stop.reason)
    return f" Se også {', '.join(rules)}." if rules else ""


def _finding_of(error: BaseException) -> Finding | None:
    return error.finding if isinstance(error, (CheckFailed, NothingCame)) else None


def in_words(findings: list[Finding]) -> str:
    """The first finding with rule, clause, expected and found, and how many more there are (bokmål)."""
    first = findings[0]
    parts = [f"{first.rule} ({first.clause}): {_sentence(first.problem)}"]
    if first.expected:
        parts.append(f"Ventet: {_sentence(first.expected)}")
    if first.found:
        parts.append(f"Fant: {_sentence(first.found)}")
    if len(findings) > 1:
        parts.append(f"Det er {len(findings) - 1} funn til.")
    return " ".join(parts)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or ["uten tekst"])[0][:200]
