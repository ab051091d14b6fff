"""How each finding of a scenario can be seen again without the suite."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from conformance.evidence.records import FindingRecord, ScenarioRecord
from conformance.reproducing.sequence import AT_REST, ended
from standards.exchange import Exchange, Role
from standards.rules.engine import judge_exchange, judge_message
from standards.rules.model import Finding

_JOURNAL: Final = re.compile(r"journalen \((\w+)\)")
RULE, PLACE, JOURNAL, ABSENCE, INTENT, SAME = "rule", "place", "journal", "absence", "intent", "same"

Seen = dict[str, Any]


def findings(scenario: ScenarioRecord, exchange: Exchange) -> list[Seen]:
    """What failed, or else was remarked on; the reason alone where there is no finding, and nothing for a green one."""
    judged = rules_broken(exchange)
    kept = scenario.errors or scenario.remarks
    if kept:
        return [_finding(record, scenario, judged) for record in kept]
    return [] if scenario.verdict.is_green else [_reason(scenario)]


def rules_broken(exchange: Exchange) -> Mapping[tuple[str, int], Finding]:
    """Rule and place, from 1, of everything that the engine finds in the messages."""
    found: dict[tuple[str, int], Finding] = {}
    for one in judge_exchange(exchange).findings:
        found.setdefault((one.rule, (one.item or 0) + 1), one)
    for place, item in enumerate(exchange, start=1):
        if item.sender is Role.EPJ:
            verdict = judge_message(item.raw, sender=item.sender, envelope=item.envelope)
            found |= {(one.rule, place): one for one in verdict.findings}
    return found


def _finding(record: FindingRecord, scenario: ScenarioRecord, judged: Container[tuple[str, int]]) -> Seen:
    one = record.finding
    message = scenario.message(record.message)
    place = message.item + 1 if message is not None and not message.foreign else None
    seen: Seen = {
        "rule": one.rule,
        "clause": one.clause,
        "severity": one.severity.value,
        "problem": one.problem,
        "where": one.where,
        "expected": one.expected,
        "found": one.found,
        "fix": one.fix,
        "message": place,
    }
    return seen | _how(record.seq, one.where, place, scenario, of_engine=(one.rule, place or 0) in judged)


def _how(seq: int, where: str, place: int | None, scenario: ScenarioRecord, *, of_engine: bool) -> Seen:
    if journal := _JOURNAL.search(where):
        return {"check": JOURNAL, "intent": journal[1], "before": _messages_before(seq, scenario)}
    if place is not None:
        return {"check": RULE if of_engine else PLACE, "before": place}
    waits = [wait for wait in scenario.waits if not wait.came and wait.seq < seq and not wait.what.startswith(AT_REST)]
    if waits:
        came = sum(1 for one in scenario.messages if not one.foreign and one.time < waits[-1].time)
        return {"check": ABSENCE, "waited_for": waits[-1].what, "before": came + 1}
    return {"check": SAME, "before": _messages_before(seq, scenario)}


def _reason(scenario: ScenarioRecord) -> Seen:
    empty = dict.fromkeys(("rule", "clause", "severity", "where", "expected", "found"), "")
    seen: Seen = {**empty, "problem": scenario.reason, "fix": scenario.fix, "message": None}
    undone = [one for one in _run(scenario) if one[1] != "done"]
    if undone:
        return {**seen, "check": INTENT, "intent": undone[-1][0], "outcome": undone[-1][1], "before": 1 << 30}
    return seen | _how(1 << 62, "", None, scenario, of_engine=False)


def _run(scenario: ScenarioRecord) -> Iterator[tuple[str, str]]:
    end = ended(scenario)
    return ((intent.name, intent.outcome) for intent in scenario.intents if intent.seq <= end)


def _messages_before(seq: int, scenario: ScenarioRecord) -> int:
    """One more than the number of messages that had come when the last intent before a finding was asked."""
    times = [intent.time for intent in scenario.intents if intent.seq < seq]
    return 1 + sum(1 for one in scenario.messages if not one.foreign and times and one.time < times[-1])
