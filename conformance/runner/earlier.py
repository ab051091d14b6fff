"""An earlier run in a folder: whether it can be taken up again, and what failed in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.clock import Clock
from conformance.evidence.records import RunRecord, ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import Owner, ToolFault
from conformance.runner.judging import judge
from conformance.runner.sameness import plain
from conformance.runner.scenario import NOT_RUN
from conformance.verdicts import Verdict, worst

_UNREADABLE: Final = (ToolFault, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError)
"""What a file that is damaged, or was changed by hand, may give."""


class NotThere(ValueError):
    """The folder has no run, or none that can be used so; says why and what to do (bokmål)."""


@dataclass(frozen=True)
class EarlierRun:
    """What an earlier run was about and how far it came."""

    directory: Path
    run: RunRecord
    scenarios: tuple[ScenarioRecord, ...]

    @classmethod
    def look(cls, directory: Path) -> EarlierRun:
        """Read it; raises `NotThere`."""
        path = directory / FILE_NAME
        if not path.is_file():
            fix = "Pek på mappen til kjøringen, som runs/2026-12-01-101500-visma_hspro."
            raise NotThere(f"{directory} har ingen kjøring i seg. Gjør dette: {fix}")
        try:
            evidence = Evidence.open(path)
            try:
                found = cls(directory, evidence.run(), evidence.scenarios())
            finally:
                evidence.close()
        except _UNREADABLE as error:
            fix = "Se at du kan skrive i mappen, og at filen er hel. Ellers: Start en ny kjøring."
            raise NotThere(f"Bevisfilen {path} kan ikke brukes. Gjør dette: {fix}") from error
        if not found.info:
            raise NotThere(f"Kjøringen i {directory} kom aldri i gang. Gjør dette: Start en ny kjøring i en ny mappe.")
        found._require_whole()
        return found

    @property
    def info(self) -> Mapping[str, Any]:
        """How it was asked for."""
        return self.run.info

    def its_target(self) -> Path:
        """The target file that it was started with; raises `NotThere` when it is gone."""
        path = Path(str(self.info.get("target_file", "")))
        if path.exists():
            return path
        about = self.info.get("target")
        if isinstance(about, Mapping) and about.get("environment") == "simulert":
            gone = f"Kjøringen i {self.directory} var mot en simulert journal som ikke er der lenger ({path})."
            raise NotThere(f"{gone} Gjør dette: Start en ny kjøring.")
        gone = f"Testobjektfilen {path}, som kjøringen i {self.directory} ble startet med, er borte."
        raise NotThere(f"{gone} Gjør dette: Oppgi den med --target.")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of what it was to run."""
        return tuple(self.info.get("chosen", ())) or tuple(one.id for one in self.scenarios)

    @property
    def plan(self) -> str:
        """The id of the plan it was chosen from; empty for a run that was made before there were plans."""
        return str(self.info.get("plan", {}).get("id", ""))

    @property
    def is_over(self) -> bool:
        """Whether everything has a verdict, and the reports were written."""
        known = {one.id for one in self.scenarios if not is_left(one)}
        return self.run.finished and bool(self.info.get("reported_at")) and known >= set(self.chosen)

    @property
    def red(self) -> tuple[str, ...]:
        """The ids of what applied and is not green."""
        settled = {one.id for one in self.scenarios if one.verdict.is_green or one.verdict is Verdict.NOT_APPLICABLE}
        return tuple(one for one in self.chosen if one not in settled)

    @property
    def verdicts(self) -> dict[str, str]:
        """Id → what it ended as, for what ended by itself."""
        return {one.id: one.verdict.value for one in self.scenarios if not is_left(one)}

    def require_same(self, now: Mapping[str, Any]) -> None:
        """Raise `NotThere` when it cannot be taken up; `now` is what a run that began today would tell of itself."""
        where = f"Kjøringen i {self.directory} kan ikke fortsette"
        if self.is_over:
            fix = f"Kjør det som feilet på nytt med --failed {self.directory}, eller start en ny kjøring."
            raise NotThere(f"{where}: den er ferdig. Gjør dette: {fix}")
        if plain(now["target"], weighing=True) != plain(self.info.get("target", {}), weighing=True):
            fix = "Sett testobjektfilen tilbake slik den var, eller start en ny kjøring."
            raise NotThere(f"{where}: testobjektet er endret siden den begynte. Gjør dette: {fix}")
        if now["suite"] != self.info.get("suite"):
            raise NotThere(f"{where}: scenarioene er endret siden den begynte. Gjør dette: Start en ny kjøring.")
        if now["code"] != self.info.get("code"):
            fix = "Start en ny kjøring; en kjøring skal dømmes av ett og samme testverktøy."
            raise NotThere(f"{where}: testverktøyet er et annet enn da den begynte. Gjør dette: {fix}")

    def _require_whole(self) -> None:
        """Raise `NotThere` when a scenario is called better than what is kept of it; somebody has changed the file."""
        for one in self.scenarios:
            if one.finished and one.verdict.is_green and (one.errors or not one.steps or _is_red(one)):
                problem = f"Bevisfilen i {self.directory} henger ikke sammen: {one.id} er kalt {one.verdict.value},"
                raise NotThere(f"{problem} men bevisene sier noe annet. Gjør dette: Start en ny kjøring.")


def take_up(directory: Path, clock: Clock) -> Evidence:
    """Open the evidence to write on in it, with what was left half kept as earlier attempts; raises `ToolFault`.

    What a scenario had shown when the process was killed is judged first: what was seen stands.
    """
    evidence = Evidence.open(directory / FILE_NAME, clock=clock)
    try:
        evidence.go_on()
        for one in evidence.scenarios():
            if not is_left(one):
                continue
            if one.started_at is None:
                evidence.plan_again(one.id)
            elif not _has_ended(evidence, one):
                evidence.set_aside(one.id)
    except BaseException:
        evidence.close()
        raise
    return evidence


def is_left(one: ScenarioRecord) -> bool:
    """Whether a scenario has shown nothing of its own, because the run was stopped or killed."""
    return not one.finished or (one.stopped and one.verdict is Verdict.BLOCKED)


def _has_ended(evidence: Evidence, before: ScenarioRecord) -> bool:
    """Whether something had been seen that is a verdict; it is written down then."""
    writer = evidence.writer(before.id)
    judge(writer, complete=False)
    errors = writer.record().errors
    if errors:
        first = errors[0].finding
        writer.owned(Owner.VENDOR)
        reason = f"{first.rule} ({first.clause}): {first.problem} Sett før kjøringen ble avbrutt."
        writer.finish(Verdict.FAILED, reason=reason, fix=first.fix)
        return True
    seen = _of_steps(before)
    if before.stopped or seen is Verdict.PASSED:
        return False
    writer.owned({Verdict.FAILED: Owner.VENDOR, Verdict.TOOL_FAULT: Owner.TOOL}.get(seen, Owner.SETUP))
    step = next(step for step in before.steps if step.status == seen.value)
    writer.finish(seen, reason=f"I steget «{step.keyword} {step.text}»: {step.error} Sett før kjøringen ble avbrutt.")
    return True


def _of_steps(one: ScenarioRecord) -> Verdict:
    """The worst that a step ended as."""
    return worst((Verdict(step.status) for step in one.steps if step.status != NOT_RUN), none=Verdict.PASSED)


def _is_red(one: ScenarioRecord) -> bool:
    return any(step.status != Verdict.PASSED.value for step in one.steps)
