"""The bundle of `epj dispute`: one finding with its messages, without anybody's names, addresses, numbers or texts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.checks.register import RULES
from conformance.evidence.origin import SIMULATED, origin_of_records
from conformance.evidence.records import IntentRecord, MessageRecord, RunRecord, ScenarioRecord
from conformance.reports.facts import SOURCES
from conformance.reproducing.aliases import Aliases
from conformance.reproducing.choosing import Chosen
from conformance.reproducing.neutral import Neutral, letters
from conformance.reproducing.seeing import rules_broken
from conformance.reproducing.wording import FELL, HOLDS, SEND_TO, UNSEEN, readme
from standards.envelope import Envelope
from standards.exchange import Exchange, Item
from standards.rules.model import Finding, Scope
from standards.rules.register import all_rules

SCHEMA: Final = 1
SHORTEST: Final = 4
"""Letters of a text that is taken out of sentences about it; shorter ones are words of every day."""
_IDS: Final = re.compile(rb"<(?:[\w.-]+:)?Id>\s*([0-9]{2,10})\s*<")


@dataclass(frozen=True)
class Bundle:
    """The files, and whether the finding is still one after the anonymising."""

    name: str
    files: Mapping[str, bytes]
    state: str

    @property
    def fell(self) -> bool:
        """Whether the anonymising took the finding away."""
        return self.state == FELL


def bundle(run: RunRecord, chosen: Chosen, acting: Mapping[str, bool], why: str) -> Bundle:
    """Everything about one finding; `acting` is MsgId → whether another than the patient wrote the message."""
    messages = [one for one in chosen.scenario.messages if not one.foreign]
    public = run.info.get("target", {})
    words = _Words(public, _aliases(public, messages))
    original = Exchange(tuple(one.as_item() for one in messages), acting)
    neutral = Exchange(tuple(words.item(item) for item in original), acting)
    place = next((one.item + 1 for one in messages if one.number == chosen.record.message), None)
    state, finding = _again(chosen, original, neutral, place)
    kept = _kept(chosen, place, state)
    bodies = {name: raw for name, raw in neutral.to_files().items() if kept in (None, _number(name))}
    facts = {
        "schema": SCHEMA,
        "finding": _finding(finding, words, place),
        "after_anonymising": state,
        "why": words.text(why),
        "scenario": _scenario(chosen.scenario),
        "staff": [_asked(one, words) for one in chosen.scenario.intents if state == UNSEEN and one.name != "settle"],
        "versions": _versions(run),
        "simulated": origin_of_records(messages, public) == SIMULATED,
        "send_to": SEND_TO[_rule(finding.rule)[1]],
        "files": [f"meldinger/{name}" for name in sorted(bodies)],
    }
    return Bundle(
        name=f"innspill-{chosen.scenario.id}-{chosen.record.finding.rule}",
        files={
            "innspill.json": json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n",
            "LESMEG.md": readme(facts).encode(),
            **{f"meldinger/{name}": raw for name, raw in bodies.items()},
        },
        state=state,
    )


class _Words:
    """Texts and messages without what tells who they are about."""

    def __init__(self, public: Mapping[str, Any], aliases: Aliases) -> None:
        self._aliases = aliases
        self._neutral = Neutral(aliases)
        persons, parties = public.get("persons", ()), [*public.get("parties", ()), public.get("helsenorge", {})]
        names = [one.get(key, "") for one in persons for key in ("family", "given")]
        names += [one.get(key, "") for one in parties for key in ("name", "parent_name")]
        self._names = set(names)

    def item(self, item: Item) -> Item:
        """One message of the exchange."""
        envelope = item.envelope and Envelope.from_json(self._neutral.properties(item.envelope.to_json()))
        return Item(
            item.sender,
            self._neutral.document(item.raw),
            envelope,
            item.time,
            item.name,
            item.deliberate_fault,
            item.http,
        )

    def text(self, value: str) -> str:
        """A sentence: names and texts of messages that it holds are made neutral, and numbers are aliases."""
        taken = {one for one in self._neutral.taken if len(one) >= SHORTEST}
        known = sorted({one for one in self._names | taken if one}, key=len, reverse=True)
        words = "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in known) or r"(?!)"
        return self._aliases.text(re.sub(words, lambda found: letters(found[0]), value))

    def data(self, value: Any) -> Any:
        """What staff were asked and answered."""
        return self._neutral.anything(value)


def _aliases(public: Mapping[str, Any], messages: list[MessageRecord]) -> Aliases:
    parties = [*public.get("parties", ()), public.get("helsenorge", {})]
    numbers = {str(one.get(key, "")) for one in parties for key in ("her_id", "parent_her_id")}
    numbers |= {found.decode() for one in messages for found in _IDS.findall(one.raw)}
    return Aliases(numbers)


def _again(chosen: Chosen, original: Exchange, neutral: Exchange, place: int | None) -> tuple[str, Finding]:
    """Whether the engine still finds it, and its words for it now; nobody can see in messages what was not in them."""
    key = (chosen.record.finding.rule, place or 0)
    if key not in rules_broken(original):
        return UNSEEN, chosen.record.finding
    found = rules_broken(neutral).get(key)
    return (HOLDS, found) if found else (FELL, chosen.record.finding)


def _number(name: str) -> int:
    """The place of a file in the exchange folder."""
    return int(re.split("[-.]", name, maxsplit=1)[0])


def _kept(chosen: Chosen, place: int | None, state: str) -> int | None:
    """The number of the only message that is needed; None for the whole conversation."""
    scopes = {rule.scope for rule in all_rules() if rule.id == chosen.record.finding.rule}
    return place if scopes == {Scope.MESSAGE} and state != UNSEEN else None


def _finding(finding: Finding, words: _Words, place: int | None) -> dict[str, Any]:
    level, mark, says = _rule(finding.rule)
    return {
        "rule": finding.rule,
        "says": says,
        "clause": finding.clause,
        "sources": [f"{source}: {title}" for source, title in SOURCES if source in finding.clause],
        "level": level,
        "mark": mark,
        "severity": finding.severity.value,
        "problem": words.text(finding.problem),
        "where": words.text(finding.where),
        "expected": words.text(finding.expected),
        "found": words.text(finding.found),
        "fix": words.text(finding.fix),
        "message": place,
    }


def _scenario(scenario: ScenarioRecord) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "name": scenario.name,
        "level": scenario.level,
        "severity_class": scenario.severity_class,
        "verdict": scenario.verdict.value,
        "sources": list(scenario.meta.get("sources", ())),
        "steps": [f"{step.keyword} {step.text}: {step.status}" for step in scenario.steps],
    }


def _asked(intent: IntentRecord, words: _Words) -> dict[str, Any]:
    return {
        "intent": intent.name,
        "params": words.data(dict(intent.params)),
        "outcome": intent.outcome,
        "data": words.data(dict(intent.data)),
    }


def _versions(run: RunRecord) -> dict[str, Any]:
    info, tested = run.info, run.info.get("target", {})
    return {
        "test_bench": info.get("tool", ""),
        "suite_sha256": info.get("suite", ""),
        "code_sha256": info.get("code", ""),
        "product": tested.get("product", ""),
        "product_version": tested.get("version", ""),
        "environment": tested.get("environment", ""),
        "processes": dict(tested.get("processes", {})),
    }


def _rule(identity: str) -> tuple[str, str, str]:
    """Level, mark and what it says, from the rules of the messages or of the scenarios."""
    for rule in all_rules():
        if rule.id == identity:
            return rule.level.value, rule.mark.value, rule.title
    duty = RULES.get(identity)
    return (duty.level.value, duty.mark.value, duty.says) if duty else ("skal", "V", "")
