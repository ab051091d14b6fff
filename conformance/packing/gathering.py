"""Makes `pack.json` from the evidence of a run: nothing is said that the evidence does not say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from conformance.evidence.origin import ENVIRONMENT, says_simulated
from conformance.evidence.records import IntentRecord, ScenarioRecord
from conformance.packing.model import (
    Pack,
    PackConfirmation,
    PackDeviation,
    PackFinding,
    PackPlan,
    PackRun,
    PackScenario,
    PackSuite,
    PackTarget,
)
from conformance.packing.suite import Suite
from conformance.reports.counting import kind
from conformance.reports.facts import Facts
from conformance.targets.municipality import municipality_of
from standards.masking import mask

OTHER_SUITE: Final = (
    "Kjøringen ble dømt av en annen utgave av testbenken enn den som laget pakken, så pakken er utdatert fra starten."
)
FOREIGN: Final = "{count} meldinger i køen hørte ikke til noe scenario. De er ikke vurdert, og ikke med i pakken."
_PLAN_FIELDS: Final = ("id", "name")


@dataclass(frozen=True)
class Asked:
    """What only the person who packs can say."""

    municipality: str = ""
    """Empty: the one that the target's parties belong to."""
    made_by: str = ""
    environment: str = ""
    """The version of the test environment, as its owner calls it."""
    released: tuple[str, ...] = ()
    """Attached files that are let out in the masked package, as the evidence names them."""


def gather(facts: Facts, asked: Asked, suite: Suite, now: datetime, *, origin: str) -> Pack:
    """Everything that `pack.json` says; masked. `origin` is where the messages come from."""
    info, target = facts.run.info, facts.target
    judged = suite.judged(info)
    about = {**target, "environment": ENVIRONMENT} if says_simulated(target) else target
    return Pack(
        municipality=mask(asked.municipality or municipality_of(target) or "ukjent"),
        target=PackTarget(**{key: _masked(about.get(key)) for key in PackTarget.__dataclass_fields__}),
        services=tuple(dict.fromkeys(str(party["role"]) for party in target.get("parties", ()))),
        plan=PackPlan(
            **{key: str(facts.plan.get(key, "")) for key in _PLAN_FIELDS},
            scenarios=int(facts.plan.get("scenarios", 0)),
        ),
        suite=_suite(info, facts, suite, judged=judged),
        run=_run(facts),
        scenarios=tuple(_scenario(one, facts) for one in facts.scenarios),
        deviations=tuple(
            PackDeviation(**{k: _masked(one.values.get(k)) for k in _DEVIATION_FIELDS}, state=one.state)
            for one in facts.deviations
        ),
        versions=_versions(info, target, asked.environment),
        origin=origin,
        made_at=now.isoformat(),
        made_by=mask(asked.made_by),
        confirmations=tuple(_confirmation(one, intent) for one, intent in facts.confirmed),
        released=asked.released,
        override=mask(facts.override),
        notes=tuple(_notes(facts, judged=judged)),
    )


_DEVIATION_FIELDS: Final = tuple(name for name in PackDeviation.__dataclass_fields__ if name != "state")


def environment_versions(target: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What of a target may move after it was tested: its version, its processes and its settings."""
    yield "product", str(target.get("version", ""))
    for prefix, key in (("process", "processes"), ("setting", "settings")):
        told = target.get(key, {})
        yield from ((f"{prefix}:{name}", str(value)) for name, value in sorted(told.items()))


def _suite(info: Mapping[str, Any], facts: Facts, suite: Suite, *, judged: bool) -> PackSuite:
    chosen = tuple(str(one) for one in info.get("chosen", ())) or tuple(one.id for one in facts.scenarios)
    if judged:
        return PackSuite(suite.version, suite.sha256, suite.ids(str(facts.plan.get("id", ""))) or chosen)
    told = f"{info.get('suite', '')}{info.get('code', '')}{info.get('tool', '')}"
    return PackSuite(str(info.get("tool", "")), hashlib.sha256(told.encode()).hexdigest(), chosen)


def _run(facts: Facts) -> PackRun:
    run = facts.run
    return PackRun(_time(run.started_at), _time(run.finished_at), run.seconds, run.verdict.value, mask(run.reason))


def _scenario(one: ScenarioRecord, facts: Facts) -> PackScenario:
    by_hand = [intent for intent in one.intents if intent.by == "person"]
    return PackScenario(
        id=one.id,
        name=mask(one.name),
        level=one.level,
        severity_class=one.severity_class,
        kind=kind(one.id),
        verdict=one.verdict.value,
        reason=mask(one.reason),
        owner=one.owner,
        confirmed_by_person=one.confirmed_by_person,
        findings=tuple(
            PackFinding(
                found.finding.rule, found.finding.severity.value, mask(found.finding.problem), found.finding.clause
            )
            for found in one.findings
        ),
        feature=one.feature,
        processes=tuple(spoken.code for spoken in facts.processes(one)),
        seconds=one.seconds,
        reviewed=bool(by_hand) and all(intent.reviewer and intent.review == "enig" for intent in by_hand),
        stopped=one.stopped,
    )


def _confirmation(one: ScenarioRecord, intent: IntentRecord) -> PackConfirmation:
    return PackConfirmation(
        scenario=one.id,
        asked=mask(intent.sentence),
        answer=intent.outcome,
        who=mask(intent.who),
        time=intent.time.isoformat(),
        reviewer=mask(intent.reviewer),
        review=intent.review,
        file=intent.file,
        file_sha256=intent.file_sha256,
    )


def _versions(info: Mapping[str, Any], target: Mapping[str, Any], environment: str) -> dict[str, str]:
    told = {"environment": environment, **{key: str(info.get(key, "")) for key in ("tool", "python", "platform")}}
    return {key: mask(value) for key, value in {**dict(environment_versions(target)), **told}.items() if value}


def _notes(facts: Facts, *, judged: bool) -> Iterable[str]:
    if not judged:
        yield OTHER_SUITE
    if facts.partly:
        yield mask(facts.partly)
    if facts.foreign:
        yield FOREIGN.format(count=len(facts.foreign))


def _masked(value: object) -> str:
    return "" if value is None else mask(str(value))


def _time(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
