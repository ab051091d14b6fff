"""An earlier run in a folder: whether it can be taken up again, and what failed in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.clock import Clock
from conformance.evidence.records import ScenarioRecord
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.outcomes import ToolFault
from conformance.runner.catalogue import PlannedScenario
from conformance.runner.judging import judge
from conformance.verdicts import Verdict


class NotThere(ValueError):
    """The folder has no run, or none that can be used so; says why and what to do (bokmål)."""


@dataclass(frozen=True)
class EarlierRun:
    """What an earlier run was about and how far it came."""

    directory: Path
    info: Mapping[str, Any]
    scenarios: tuple[ScenarioRecord, ...]

    @classmethod
    def look(cls, directory: Path) -> EarlierRun:
        """Read it; raises `NotThere`."""
        try:
            evidence = Evidence.open(directory / FILE_NAME)
        except ToolFault as fault:
            fix = "Pek på mappen til kjøringen, som runs/2026-12-01-101500-visma_hspro."
            raise NotThere(f"{directory} har ingen kjøring i seg. Gjør dette: {fix}") from fault
        try:
            return cls(directory, evidence.run().info, evidence.scenarios())
        finally:
            evidence.close()

    @property
    def target_file(self) -> Path:
        """The target file that it was started with."""
        return Path(str(self.info.get("target_file", "")))

    @property
    def left(self) -> frozenset[str]:
        """The ids of what has no verdict of its own, because the run was stopped or killed."""
        return frozenset(one.id for one in self.scenarios if is_left(one))

    @property
    def red(self) -> tuple[str, ...]:
        """The ids of what applied and is not green."""
        beside = Verdict.NOT_APPLICABLE
        return tuple(one.id for one in self.scenarios if not one.verdict.is_green and one.verdict is not beside)

    def require_same(self, target: Mapping[str, Any], suite: str) -> None:
        """Raise `NotThere` when it cannot be taken up with this target and these scenarios."""
        where = f"Kjøringen i {self.directory} kan ikke fortsette"
        if not self.left:
            fix = f"Kjør det som feilet på nytt med --failed {self.directory}, eller start en ny kjøring."
            raise NotThere(f"{where}: den er ferdig. Gjør dette: {fix}")
        if plain(target) != plain(self.info.get("target", {})):
            fix = "Sett testobjektfilen tilbake slik den var, eller start en ny kjøring."
            raise NotThere(f"{where}: testobjektet er endret siden den begynte. Gjør dette: {fix}")
        if suite != self.info.get("suite"):
            raise NotThere(f"{where}: scenarioene er endret siden den begynte. Gjør dette: Start en ny kjøring.")


def take_up(directory: Path, clock: Clock) -> Evidence:
    """Open the evidence to write on in it, with what was left half kept as earlier attempts; raises `ToolFault`.

    What a scenario had shown when the process was killed is judged first: an error that was seen stands.
    """
    evidence = Evidence.open(directory / FILE_NAME, clock=clock)
    evidence.go_on()
    for one in evidence.scenarios():
        if not is_left(one):
            continue
        if one.started_at is None:
            evidence.plan_again(one.id)
        elif one.finished or not _has_failed(evidence, one.id):
            evidence.set_aside(one.id)
    return evidence


def is_left(one: ScenarioRecord) -> bool:
    """Whether a scenario has shown nothing of its own, because the run was stopped or killed."""
    return not one.finished or (one.stopped and one.verdict is Verdict.BLOCKED)


def _has_failed(evidence: Evidence, scenario_id: str) -> bool:
    writer = evidence.writer(scenario_id)
    judge(writer, complete=False)
    errors = writer.record().errors
    if not errors:
        return False
    first = errors[0].finding
    reason = f"{first.rule} ({first.clause}): {first.problem} Sett før kjøringen ble avbrutt."
    writer.finish(Verdict.FAILED, reason=reason, fix=first.fix)
    return True


def fingerprint(scenarios: Iterable[PlannedScenario]) -> str:
    """The same for the same scenarios, and for no others."""
    text = json.dumps([[one.id, one.name, one.tags, [str(step) for step in one.steps]] for one in scenarios])
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Mapping[str, Any]) -> Any:
    """A description of a target as the evidence keeps it."""
    return json.loads(json.dumps(value, default=str, sort_keys=True))
