"""The bundle of `epj dispute`: one finding with its messages, without anybody's names, addresses, numbers or texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from string import Template
from typing import Any, Final

from conformance.checks.register import RULES
from conformance.evidence.records import MessageRecord, RunRecord
from conformance.reproducing.aliases import Aliases
from conformance.reproducing.choosing import Chosen
from conformance.reproducing.neutral import Neutral, letters
from conformance.reproducing.seeing import rules_broken
from standards.envelope import Envelope
from standards.exchange import Exchange, Item
from standards.rules.model import Scope
from standards.rules.register import all_rules

SCHEMA: Final = 1
HOLDS, FELL, UNSEEN = "står", "står ikke lenger", "kan ikke vurderes av meldingene alene"
_IDS: Final = re.compile(rb"<(?:[\w.-]+:)?Id>\s*([0-9]{2,10})\s*<")
_ABOUT: Final = {
    "V": "Kravet er lest i kilden. Mener du at kilden sier noe annet, er det den som eier standarden (for HITS, HIS "
    "og meldingene: Norsk helsenett, NHN) som avgjør det. Send innspillet til dem som vedlikeholder testbenken "
    "først: er vi enige, retter vi regelen; er vi ikke det, er pakken klar til å sendes videre til NHN.",
    "I": "Kravet er vår egen slutning og gir aldri mer enn en merknad. Send innspillet til dem som vedlikeholder "
    "testbenken. NHN kan svare på hva standarden skal bety.",
}


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
    state = _state(chosen, original, neutral, place)
    kept = _kept(chosen, place, state)
    bodies = {name: raw for name, raw in neutral.to_files().items() if kept in (None, _number(name))}
    facts = _facts(run, chosen, words, place=place, state=state, why=why, files=sorted(bodies))
    return Bundle(
        name=f"innspill-{chosen.scenario.id}-{chosen.record.finding.rule}",
        files={
            "innspill.json": json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n",
            "LESMEG.md": _readme(facts).encode(),
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
        known = sorted({name for name in names if name}, key=len, reverse=True)
        self._names = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known) or r"(?!)")

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
        """A sentence of ours: the names that it holds are made neutral, and numbers are aliases."""
        return self._names.sub(lambda found: letters(found[0]), self._aliases.text(value))

    def data(self, value: Any) -> Any:
        """What staff were asked and answered."""
        return self._neutral.anything(value)


def _aliases(public: Mapping[str, Any], messages: list[MessageRecord]) -> Aliases:
    parties = [*public.get("parties", ()), public.get("helsenorge", {})]
    numbers = {str(one.get(key, "")) for one in parties for key in ("her_id", "parent_her_id")}
    numbers |= {found.decode() for one in messages for found in _IDS.findall(one.raw)}
    return Aliases(numbers)


def _state(chosen: Chosen, original: Exchange, neutral: Exchange, place: int | None) -> str:
    """Whether the engine still finds it; what it did not find in the messages themselves, nobody can see there."""
    key = (chosen.record.finding.rule, place or 0)
    if key not in rules_broken(original):
        return UNSEEN
    return HOLDS if key in rules_broken(neutral) else FELL


def _number(name: str) -> int:
    """The place of a file in the exchange folder."""
    return int(re.split("[-.]", name, maxsplit=1)[0])


def _kept(chosen: Chosen, place: int | None, state: str) -> int | None:
    """The number of the only message that is needed; None for the whole conversation."""
    scopes = {rule.scope for rule in all_rules() if rule.id == chosen.record.finding.rule}
    return place if scopes == {Scope.MESSAGE} and state != UNSEEN else None


def _facts(
    run: RunRecord, chosen: Chosen, words: _Words, *, place: int | None, state: str, why: str, files: list[str]
) -> dict[str, Any]:
    finding, scenario, info = chosen.record.finding, chosen.scenario, run.info
    tested = info.get("target", {})
    level, mark, says = _rule(finding.rule)
    return {
        "schema": SCHEMA,
        "finding": {
            "rule": finding.rule,
            "says": says,
            "clause": finding.clause,
            "level": level,
            "mark": mark,
            "severity": finding.severity.value,
            "problem": words.text(finding.problem),
            "where": words.text(finding.where),
            "expected": words.text(finding.expected),
            "found": words.text(finding.found),
            "fix": words.text(finding.fix),
            "message": place,
        },
        "after_anonymising": state,
        "why": words.text(why),
        "scenario": {
            "id": scenario.id,
            "name": scenario.name,
            "level": scenario.level,
            "severity_class": scenario.severity_class,
            "verdict": scenario.verdict.value,
            "sources": list(scenario.meta.get("sources", ())),
            "steps": [f"{step.keyword} {step.text}: {step.status}" for step in scenario.steps],
        },
        "staff": [
            {
                "intent": one.name,
                "params": words.data(dict(one.params)),
                "outcome": one.outcome,
                "data": words.data(dict(one.data)),
            }
            for one in scenario.intents
            if state == UNSEEN and one.name != "settle"
        ],
        "versions": {
            "test_bench": info.get("tool", ""),
            "suite_sha256": info.get("suite", ""),
            "code_sha256": info.get("code", ""),
            "product": tested.get("product", ""),
            "product_version": tested.get("version", ""),
            "environment": tested.get("environment", ""),
            "processes": dict(tested.get("processes", {})),
        },
        "simulated": tested.get("environment") == "simulert",
        "send_to": _ABOUT[mark],
        "files": [f"meldinger/{name}" for name in files],
    }


def _rule(identity: str) -> tuple[str, str, str]:
    """Level, mark and what it says, from the rules of the messages or of the scenarios."""
    for rule in all_rules():
        if rule.id == identity:
            return rule.level.value, rule.mark.value, rule.title
    duty = RULES.get(identity)
    return (duty.level.value, duty.mark.value, duty.says) if duty else ("skal", "V", "")


def _readme(facts: Mapping[str, Any]) -> str:
    finding, scenario, versions = facts["finding"], facts["scenario"], facts["versions"]
    text = resources.files(__package__).joinpath("pages", "INNSPILL.md").read_text("utf-8")
    steps = "\n".join(f"* {step}" for step in scenario["steps"])
    words = {
        **{key: str(value) or "–" for key, value in finding.items()},
        "scenario": f"{scenario['id']} {scenario['name']}",
        "verdict": scenario["verdict"],
        "sources": ", ".join(scenario["sources"]) or "–",
        "state": facts["after_anonymising"],
        "why": facts["why"] or "(ikke oppgitt)",
        "send_to": facts["send_to"],
        "steps": steps,
        "product": f"{versions['product']} {versions['product_version']}",
        "tool": versions["test_bench"],
        "suite": versions["suite_sha256"][:12] or "ukjent",
        "simulated": "\n**SIMULERT**: funnet er gjort mot en simulert journal.\n" if facts["simulated"] else "",
        "about": "\n".join(_about_state(facts["after_anonymising"])),
        "files": "\n".join(f"* `{name}`" for name in facts["files"]) or "* ingen meldinger",
    }
    return Template(text).substitute(words)


def _about_state(state: str) -> Iterator[str]:
    if state == HOLDS:
        yield "`epj validate meldinger` finner det samme i de anonymiserte meldingene."
    elif state == FELL:
        yield "**Funnet står ikke lenger etter anonymiseringen:** det hang på noe som er byttet ut. Beskriv det i ord."
    else:
        yield "Regelen gjelder hele scenarioet, og kan ikke sees av meldingene alene."
        yield "Hva ansatte ble bedt om, står i `innspill.json`."
