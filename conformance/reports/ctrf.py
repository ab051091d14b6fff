"""CTRF (Common Test Report Format), never greener than the run: what is not shown to work is failed, never skipped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from conformance.evidence.records import AttemptRecord, ScenarioRecord, StepRecord
from conformance.reports import write_whole
from conformance.reports.counting import kind
from conformance.reports.facts import NOT_APPROVAL, Facts
from conformance.reports.findings import FEATURES, RUN_AS_A_WHOLE, details, reason_of_run, title, tool
from conformance.verdicts import Verdict
from standards.masking import mask

SPEC: Final = "0.0.0"
"""The version of the format, as its published schema is named."""
_VERDICTS: Final = frozenset(one.value for one in Verdict)
STATUSES: Final = ("passed", "failed", "skipped", "pending", "other")


def write(facts: Facts, directory: Path) -> Path:
    """Write `ctrf.json`; gives its path."""
    text = json.dumps(render(facts), ensure_ascii=False, indent=1, default=str)
    return write_whole(directory / "ctrf.json", f"{mask(text)}\n".encode())


def render(facts: Facts) -> dict[str, Any]:
    """The document as plain data; a last test carries the verdict of the run as a whole."""
    tests = [*(_test(facts, scenario) for scenario in facts.scenarios), _whole(facts)]
    name, version = tool(facts)
    made = facts.run.finished_at or facts.run.started_at
    return {
        "reportFormat": "CTRF",
        "specVersion": SPEC,
        **({"timestamp": made.isoformat()} if made else {}),
        "generatedBy": f"{name} {version}".strip(),
        "results": {
            "tool": {"name": name, "version": version},
            "summary": _summary(facts, tests),
            "tests": tests,
            "environment": _environment(facts),
        },
    }


def status(verdict: Verdict) -> str:
    """Only green is passed, and only what the target does not declare is skipped; pipelines count the failed."""
    if verdict.is_green:
        return "passed"
    return "skipped" if verdict is Verdict.NOT_APPLICABLE else "failed"


def _summary(facts: Facts, tests: Iterable[dict[str, Any]]) -> dict[str, Any]:
    ended = [test["status"] for test in tests]
    start = _milliseconds(facts.run.started_at)
    stop = _milliseconds(facts.run.finished_at) or start
    return {
        "tests": len(ended),
        **{one: ended.count(one) for one in STATUSES},
        "suites": len(facts.by_feature()) + 1,
        "start": start,
        "stop": stop,
        "duration": stop - start,
        "extra": {"verdict": facts.run.verdict.value, "exitCode": facts.exit_code, "counts": facts.counts()},
    }


def _environment(facts: Facts) -> dict[str, Any]:
    target = facts.target
    more = {name: str(target.get(name, "")) for name in ("product", "vendor", "topology")}
    return {
        "reportName": title(facts),
        "appName": str(target.get("name", "")),
        "appVersion": str(target.get("version", "")),
        "testEnvironment": str(target.get("environment", "")),
        "osPlatform": str(facts.run.info.get("platform", "")),
        "healthy": facts.run.verdict.is_green,
        "extra": {
            **more,
            "plan": dict(facts.plan),
            "partly": facts.partly,
            "simulated": facts.simulated,
            "override": facts.override,
            "notice": NOT_APPROVAL,
        },
    }


def _test(facts: Facts, scenario: ScenarioRecord) -> dict[str, Any]:
    start = _milliseconds(scenario.started_at)
    labels = {"level": scenario.level, "class": scenario.severity_class, "kind": kind(scenario.id)}
    spoken = [one.in_words for one in facts.processes(scenario)]
    trace = details(facts, scenario)
    attempts = [_attempt(number, one) for number, one in enumerate(scenario.attempts, start=1)]
    return {
        "testId": scenario.id,
        "name": f"{scenario.id} {scenario.name}",
        "status": status(scenario.verdict),
        "rawStatus": scenario.verdict.value,
        "duration": round(scenario.seconds * 1000),
        **({"start": start, "stop": _milliseconds(scenario.finished_at) or start} if start else {}),
        "suite": [scenario.feature or "–"],
        **({"message": scenario.reason} if scenario.reason else {}),
        **({"trace": trace} if trace else {}),
        **_place(scenario),
        "tags": list(scenario.tags),
        "labels": {
            **{name: value for name, value in labels.items() if value},
            **({"process": spoken} if spoken else {}),
        },
        **({"retries": len(attempts), "retryAttempts": attempts} if attempts else {}),
        "steps": [_step(step) for step in scenario.steps],
        "extra": {"owner": scenario.owner, "confirmedByPerson": scenario.confirmed_by_person},
    }


def _whole(facts: Facts) -> dict[str, Any]:
    return {
        "testId": "run",
        "name": RUN_AS_A_WHOLE,
        "status": status(facts.run.verdict),
        "rawStatus": facts.run.verdict.value,
        "duration": round(facts.run.seconds * 1000),
        "suite": ["Kjøringen"],
        "message": reason_of_run(facts),
        **({"trace": facts.partly} if facts.partly else {}),
    }


def _place(scenario: ScenarioRecord) -> dict[str, Any]:
    file, line = scenario.meta.get("file"), scenario.meta.get("line")
    return {**({"filePath": f"{FEATURES}{file}"} if file else {}), **({"line": line} if isinstance(line, int) else {})}


def _step(step: StepRecord) -> dict[str, Any]:
    ended = status(Verdict(step.status)) if step.status in _VERDICTS else "skipped"
    more = {"rawStatus": step.status, **({"error": step.error} if step.error else {})}
    return {"name": f"{step.keyword} {step.text}", "status": ended, "extra": more}


def _attempt(number: int, attempt: AttemptRecord) -> dict[str, Any]:
    """An attempt that was cut off; it neither passed nor failed."""
    more = {"rawStatus": attempt.verdict.value}
    return {"attempt": number, "status": "other", "message": attempt.reason, "extra": more}


def _milliseconds(moment: datetime | None) -> int:
    return 0 if moment is None else round(moment.timestamp() * 1000)
