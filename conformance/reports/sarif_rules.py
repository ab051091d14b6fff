"""What a SARIF log says of the rules that its results name: those of the register, and scenarios as rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conformance.checks.register import RULES
from conformance.evidence.records import ScenarioRecord
from conformance.reports.facts import Facts
from standards.rules.register import all_rules


def descriptors(facts: Facts, named: Iterable[str]) -> list[dict[str, Any]]:
    """One for each id, in the order of the first result that names it."""
    scenarios = {one.id: one for one in facts.scenarios}
    clauses = {
        record.finding.rule: record.finding.clause for one in facts.scenarios for record in reversed(one.findings)
    }
    names = list(dict.fromkeys(named))
    titles = _titles() if set(names) & set(clauses) else {}
    return [
        _of_scenario(scenarios[name]) if name in scenarios else _of_rule(name, titles.get(name, ""), clauses[name])
        for name in names
    ]


def _titles() -> dict[str, str]:
    """What each rule demands; a rule that is no longer there is told of by its clause alone."""
    of_scenarios = {name: rule.says for name, rule in RULES.items()}
    return {**of_scenarios, **{rule.id: f"{rule.title.rstrip('.')}." for rule in reversed(list(all_rules()))}}


def _of_rule(name: str, title: str, clause: str) -> dict[str, Any]:
    text = title or f"Krav: {clause}."
    return {
        "id": name,
        "shortDescription": {"text": text},
        "help": {"text": f"{title} Krav: {clause}. Mer: epj rules {name}".strip()},
        "properties": {"clause": clause, "tags": ["regel"]},
    }


def _of_scenario(scenario: ScenarioRecord) -> dict[str, Any]:
    description = str(scenario.meta.get("description", ""))
    sources = [str(one) for one in scenario.meta.get("sources", ())]
    more = [description, f"Kilder: {', '.join(sources)}." if sources else "", f"Nivå: {scenario.level}."]
    return {
        "id": scenario.id,
        "shortDescription": {"text": f"{scenario.name}."},
        "help": {"text": " ".join(part for part in more if part)},
        "properties": {"clause": ", ".join(sources), "tags": ["scenario"]},
    }
