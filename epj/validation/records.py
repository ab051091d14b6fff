"""Verdicts as plain data, in the shape of `standards/schemas/validate-report.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from epj.validation.language import Language
from epj.validation.pointers import lines_of, nearest
from standards.fhir import is_json
from standards.masking import mask
from standards.rules.engine import ExchangeVerdict, MessageVerdict, NotJudged
from standards.rules.model import Finding

NEEDS_CONVERSATION: Final = "Krever hele samtalen; filen er sjekket alene."
BROKEN_ON_PURPOSE: Final = "Meldingen er brutt med vilje og er ikke vurdert: {}."
REPORT_VERSION: Final = 1


@dataclass(frozen=True)
class Judged:
    """One file: its record, and the bytes that the lines of the findings count in."""

    record: dict[str, Any]
    raw: bytes


def file_record(
    path: str, verdict: MessageVerdict, say: Language, *, notes: Sequence[str] = (), more: Iterable[NotJudged] = ()
) -> dict[str, Any]:
    """What is said of one file."""
    return {
        "file": path,
        "kind": str(verdict.kind),
        "type": mask(verdict.type),
        "code": mask(verdict.code),
        "msg_id": mask(verdict.msg_id),
        "sender": str(verdict.direction) if verdict.direction else None,
        "schema": verdict.schema,
        "notes": list(notes),
        "findings": [_finding(finding, say) for finding in verdict.findings],
        "not_judged": [_not_judged(item, say) for item in (*verdict.not_judged, *more)],
    }


def with_lines(record: dict[str, Any], raw: bytes) -> dict[str, Any]:
    """The record with the line of each JSON pointer, which a rule does not see."""
    findings = record["findings"]
    if not is_json(raw) or all(finding["line"] or not finding["where"] for finding in findings):
        return record
    places = lines_of(raw.decode("utf-8-sig", "replace"))
    lined = [{**one, "line": one["line"] or nearest(one["where"], places)} if one["where"] else one for one in findings]
    return {**record, "findings": lined}


def exchange_record(folder: str, paths: Sequence[str], verdict: ExchangeVerdict, say: Language) -> dict[str, Any]:
    """What is said of one conversation; a finding names the file that it is about."""
    findings = [
        {**_finding(finding, say), "file": paths[finding.item] if finding.item is not None else None}
        for finding in verdict.findings
    ]
    return {
        "folder": folder,
        "files": list(paths),
        "findings": findings,
        "not_judged": [_not_judged(item, say) for item in verdict.not_judged],
    }


def _finding(finding: Finding, say: Language) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "clause": say.text(finding.clause),
        "severity": str(finding.severity),
        "problem": say.text(finding.problem),
        "where": finding.where,
        "line": finding.line,
        "expected": say.text(finding.expected),
        "found": say.text(finding.found),
        "fix": say.text(finding.fix),
        "by": str(finding.by) if finding.by else None,
    }


def _not_judged(item: NotJudged, say: Language) -> dict[str, str]:
    return {"rule": item.rule, "reason": say.text(item.reason)}
