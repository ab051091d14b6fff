"""Where a SARIF log says that something is: in a message, which it carries along, or where a scenario is written."""

from __future__ import annotations

import hashlib
from itertools import accumulate
from typing import Any, Final
from urllib.parse import quote

from conformance.evidence.records import MessageRecord, ScenarioRecord
from conformance.reports.facts import Facts, masked
from conformance.reports.findings import FEATURES, exchange_name
from conformance.reports.listing import MAX_SHOWN
from standards.rules.model import Finding

MAX_CARRIED: Final = 4_000_000
"""Bytes of messages that a log carries; receivers refuse logs that are much larger."""


def location(
    scenario: ScenarioRecord, message: MessageRecord | None = None, finding: Finding | None = None
) -> dict[str, Any]:
    """In the message it is about, else where the scenario is written."""
    logical = [{"name": scenario.id, "fullyQualifiedName": f"{scenario.feature}/{scenario.id}", "kind": "scenario"}]
    if message is None:
        line = scenario.meta.get("line")
        uri = f"{FEATURES}{scenario.meta.get('file') or scenario.id}"
    else:
        line, uri = max(finding.line, 1) if finding else 1, exchange_name(message)
    if finding and finding.where:
        last = finding.where.rpartition("/")[2] or finding.where
        logical.append({"name": last, "fullyQualifiedName": finding.where, "kind": "element"})
    region = {"region": {"startLine": line}} if isinstance(line, int) and line > 0 else {}
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(uri)}, **region},
        "logicalLocations": logical,
    }


def artifacts(facts: Facts) -> list[dict[str, Any]]:
    """The messages that findings are about, so that a viewer can show the line without the run folder."""
    about: dict[str, MessageRecord] = {}
    for scenario in facts.scenarios:
        for record in scenario.findings:
            if (message := scenario.message(record.message)) is not None:
                about[exchange_name(message)] = message
    sizes = accumulate(len(message.raw) for message in about.values())
    return [
        _artifact(name, message, whole=len(message.raw) <= MAX_SHOWN and so_far <= MAX_CARRIED)
        for (name, message), so_far in zip(about.items(), sizes, strict=True)
    ]


def _artifact(name: str, message: MessageRecord, *, whole: bool) -> dict[str, Any]:
    return {
        "location": {"uri": quote(name)},
        "length": len(message.raw),
        "mimeType": "application/json" if name.endswith(".json") else "text/xml",
        "hashes": {"sha-256": hashlib.sha256(message.raw).hexdigest()},
        **({"contents": {"text": masked(message.raw)}} if whole else {}),
    }
