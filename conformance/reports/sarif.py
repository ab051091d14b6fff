"""SARIF 2.1.0: a result for each finding, and for each scenario that did not show what it should; never a pass."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from conformance.evidence.records import FindingRecord, ScenarioRecord
from conformance.reports import sarif_rules, write_whole
from conformance.reports.facts import NOT_APPROVAL, Facts, next_action
from conformance.reports.findings import accepted_in_words, title, tool, verdict_of_run
from conformance.reports.sarif_places import artifacts, location
from conformance.verdicts import Verdict
from standards.masking import mask
from standards.rules.model import Finding, Severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "epjAccept/v1"
LEVELS: Final = {Severity.ERROR: "error", Severity.REMARK: "note"}
OPEN: Final = (Verdict.NOT_VERIFIED, Verdict.BLOCKED)
"""Verdicts that SARIF has a word for: looked at, and nobody can say."""


def write(facts: Facts, directory: Path) -> Path:
    """Write `results.sarif`; gives its path."""
    text = json.dumps(render(facts), ensure_ascii=False, indent=1, default=str)
    return write_whole(directory / "results.sarif", f"{mask(text)}\n".encode())


def render(facts: Facts) -> dict[str, Any]:
    """The log as plain data, with one run."""
    name, version = tool(facts)
    results = [each for scenario in facts.scenarios for each in _results(facts, scenario)]
    rules = sarif_rules.descriptors(facts, [result["ruleId"] for result in results])
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    for result in results:
        result["ruleIndex"] = places[result["ruleId"]]
        print_ = result["partialFingerprints"][FINGERPRINT]
        seen[print_] += 1
        result["partialFingerprints"] = {FINGERPRINT: f"{print_}:{seen[print_]}"}
    driver = {"name": "epj accept", "organization": name, "language": "nb-NO", "rules": rules}
    run = {
        "tool": {"driver": {**driver, **({"version": version} if version else {})}},
        "language": "nb-NO",
        "automationDetails": {"id": _category(facts), "description": {"text": title(facts)}},
        "invocations": [_invocation(facts)],
        "artifacts": artifacts(facts),
        "results": results,
        "columnKind": "unicodeCodePoints",
        "properties": _about(facts),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(facts: Facts, scenario: ScenarioRecord) -> list[dict[str, Any]]:
    found = [_of_finding(facts, scenario, record) for record in scenario.findings]
    if scenario.verdict in OPEN:
        return [*found, _of_scenario(facts, scenario, kind="open", level="none")]
    if scenario.verdict is Verdict.FAILED and not scenario.errors:
        return [*found, _of_scenario(facts, scenario, kind="fail", level="error")]
    return found


def _of_finding(facts: Facts, scenario: ScenarioRecord, record: FindingRecord) -> dict[str, Any]:
    finding, message = record.finding, scenario.message(record.message)
    # An accepted deviation is told, and is no suppression: that would hide the failure where results are counted.
    accepted = [accepted_in_words(one) for one in facts.deviations if one.scenario == scenario.id]
    text = " ".join([f"{scenario.id} {scenario.name}: {_sentences(finding)}", *accepted])
    print_ = f"{finding.rule}|{scenario.id}|{finding.where}"
    return {
        "ruleId": finding.rule,
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location(scenario, message, finding)],
        "partialFingerprints": {FINGERPRINT: _hash(print_)},
        "properties": {**_of(scenario), "clause": finding.clause, "confirmedBy": record.by},
    }


def _of_scenario(facts: Facts, scenario: ScenarioRecord, *, kind: str, level: str) -> dict[str, Any]:
    accepted = [accepted_in_words(one) for one in facts.deviations if one.scenario == scenario.id]
    said = [f"{scenario.name}: {scenario.verdict}.", scenario.reason, scenario.fix, next_action(scenario), *accepted]
    return {
        "ruleId": scenario.id,
        "kind": kind,
        "level": level,
        "message": {"text": " ".join(part for part in said if part)},
        "locations": [location(scenario)],
        "partialFingerprints": {FINGERPRINT: _hash(scenario.id)},
        "properties": _of(scenario),
    }


def _of(scenario: ScenarioRecord) -> dict[str, Any]:
    return {
        "scenario": scenario.id,
        "verdict": scenario.verdict.value,
        "level": scenario.level,
        "class": scenario.severity_class,
        "owner": scenario.owner,
    }


def _invocation(facts: Facts) -> dict[str, Any]:
    """What became of the run: it did not succeed where the test bench itself failed, and says so of each scenario."""
    run = facts.run
    faults = [_notification(one, "error") for one in facts.scenarios if one.verdict is Verdict.TOOL_FAULT]
    level = "error" if run.verdict is Verdict.TOOL_FAULT else "note" if run.verdict.is_green else "warning"
    whole = {"level": level, "message": {"text": verdict_of_run(facts)}}
    remarks = [facts.override, *facts.version_remarks]
    times = {"startTimeUtc": run.started_at, "endTimeUtc": run.finished_at}
    return {
        "executionSuccessful": run.verdict is not Verdict.TOOL_FAULT,
        "exitCode": facts.exit_code,
        "exitCodeDescription": run.verdict.value,
        **{name: _utc(moment) for name, moment in times.items() if moment is not None},
        "toolExecutionNotifications": [whole, *faults],
        "toolConfigurationNotifications": [{"level": "warning", "message": {"text": text}} for text in remarks if text],
    }


def _notification(scenario: ScenarioRecord, level: str) -> dict[str, Any]:
    said = [f"{scenario.id} {scenario.name}: {scenario.verdict}.", scenario.reason, scenario.fix]
    return {
        "level": level,
        "message": {"text": " ".join(part for part in said if part)},
        "locations": [location(scenario)],
    }


def _about(facts: Facts) -> dict[str, Any]:
    return {
        "verdict": facts.run.verdict.value,
        "counts": facts.counts(),
        "plan": dict(facts.plan),
        "target": {name: str(facts.target.get(name, "")) for name in ("name", "product", "version", "environment")},
        "simulated": facts.simulated,
        "notice": NOT_APPROVAL,
        "notApplicable": [{"reason": one.reason, "scenarios": list(one.ids)} for one in facts.left_out],
    }


def _category(facts: Facts) -> str:
    """Product and plan: the results of two products stand beside each other in a pipeline with a matrix."""
    parts = ("epj-accept", str(facts.target.get("product", "")), str(facts.plan["id"]))
    return "/".join(part for part in parts if part) + "/"


def _sentences(finding: Finding) -> str:
    labels = (("Krav", finding.clause), ("Ventet", finding.expected), ("Fant", finding.found), ("Gjør", finding.fix))
    parts = [finding.problem, *(f"{label}: {text}" for label, text in labels if text)]
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
