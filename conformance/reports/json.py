"""The run as JSON by the published schema `standards/schemas/report.schema.json`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from conformance.evidence.records import CarriedRecord, FindingRecord, IntentRecord, MessageRecord, ScenarioRecord
from conformance.reports import write_whole
from conformance.reports.counting import KINDS, LEVELS, kind
from conformance.reports.facts import NOT_APPROVAL, SOURCES, Facts, glance, next_action
from standards.masking import mask


def write(facts: Facts, directory: Path) -> Path:
    """Write `report.json`; gives its path."""
    text = json.dumps(render(facts), ensure_ascii=False, indent=1, default=str)
    return write_whole(directory / "report.json", f"{mask(text)}\n".encode())


def render(facts: Facts) -> dict[str, Any]:
    """The document as plain data."""
    return {
        "override": facts.override,
        "schema": 1,
        "notice": NOT_APPROVAL,
        "simulated": facts.simulated,
        "run": _run(facts),
        "plan": dict(facts.plan),
        "target": dict(facts.target),
        "verdict": facts.run.verdict.value,
        "exit_code": facts.exit_code,
        "counts": facts.counts(),
        "counts_by_level": {level: facts.counts(level) for level in LEVELS},
        "counts_by_kind": {each: facts.counts(kind=each) for each in KINDS},
        "not_applicable": [{"reason": one.reason, "scenarios": list(one.ids)} for one in facts.left_out],
        "version_remarks": list(facts.version_remarks),
        "sources": [{"id": source, "title": title} for source, title in SOURCES],
        "not_judged": [{"rule": rule, "reasons": sorted(why)} for rule, why in sorted(facts.not_judged.items())],
        "deviations": [
            {**{key: str(value) for key, value in one.values.items()}, "state": one.state, "finding": one.finding}
            for one in facts.deviations
        ],
        "foreign_messages": len(facts.foreign),
        "left_behind": [
            {"scenario": one.scenario_id, "text": one.text, "person": one.person, "time": one.time.isoformat()}
            for one in facts.left
        ],
        "scenarios": [_scenario(item, facts) for item in facts.scenarios],
    }


def _run(facts: Facts) -> dict[str, Any]:
    started, finished = facts.run.started_at, facts.run.finished_at
    return {
        "started_at": started.isoformat() if started else None,
        "finished_at": finished.isoformat() if finished else None,
        "seconds": facts.run.seconds,
        "finished": facts.run.finished,
        "reason": facts.run.reason,
        "resumed_at": list(facts.run.info.get("resumed_at", [])),
        "again_of": str(facts.run.info.get("again_of", "")),
        "partly": facts.partly,
        "tool": str(facts.run.info.get("tool", "epj-testbenk")),
    }


def _scenario(item: ScenarioRecord, facts: Facts) -> dict[str, Any]:
    earlier = facts.earlier
    return {
        "id": item.id,
        "name": item.name,
        "feature": item.feature,
        "kind": kind(item.id),
        "level": item.level,
        "processes": [
            {"code": one.code, "name": one.name, "version": one.version, "known_version": not one.is_unknown}
            for one in facts.processes(item)
        ],
        "class": item.severity_class,
        "verdict": item.verdict.value,
        "reason": item.reason,
        "fix": item.fix,
        "owner": item.owner,
        "next": next_action(item),
        "seconds": item.seconds,
        "earlier_verdict": earlier.verdict(item.id),
        "changed": earlier.changed(item.id, item.verdict),
        "attempts": [{"verdict": one.verdict.value, "reason": one.reason} for one in item.attempts],
        "confirmed_by_person": item.confirmed_by_person,
        "confirmed": [_confirmed(intent) for intent in item.intents if intent.by == "person"],
        "steps": [
            {"keyword": step.keyword, "text": step.text, "status": step.status, "error": step.error}
            for step in item.steps
        ],
        "findings": [_finding(found) for found in item.findings],
        "notes": [note.text for note in item.notes],
        "messages": [_message(message) for message in item.messages],
    }


def _confirmed(intent: IntentRecord) -> dict[str, Any]:
    return {
        "asked": intent.sentence,
        "answer": intent.outcome,
        "reason": intent.reason,
        "who": intent.who,
        "time": intent.time.isoformat(),
        "reviewer": intent.reviewer,
        "review": intent.review,
        "file": intent.file,
        "file_sha256": intent.file_sha256,
    }


def _finding(record: FindingRecord) -> dict[str, Any]:
    finding = record.finding
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": finding.severity.value,
        "problem": finding.problem,
        "where": finding.where,
        "line": finding.line,
        "expected": finding.expected,
        "found": finding.found,
        "fix": finding.fix,
        "message": record.message,
        "by": record.by,
    }


def _message(message: MessageRecord) -> dict[str, Any]:
    seen = glance(message)
    return {
        "number": message.number,
        "time": message.time.isoformat(),
        "sender": message.sender.value,
        "kind": seen.kind,
        "code": seen.code,
        "msg_id": seen.msg_id,
        "schema": message.schema,
        "fault": message.fault,
        "size": len(message.raw),
        "sha256": hashlib.sha256(message.raw).hexdigest(),
        **({"carried": _carried(message.carried)} if message.carried else {}),
    }


def _carried(carried: CarriedRecord) -> dict[str, Any]:
    """How a protected message went over the bus; `condition` is why there is no document."""
    return {
        "size": len(carried.raw),
        "sha256": hashlib.sha256(carried.raw).hexdigest(),
        "signer_thumbprint": hashlib.sha1(carried.signer, usedforsecurity=False).hexdigest().upper()
        if carried.signer
        else "",
        "condition": carried.fault.condition if carried.fault else "",
    }
