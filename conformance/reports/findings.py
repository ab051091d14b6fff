"""What formats for other tools say of a finding and of a scenario, in bokmål, and where its message lies."""

from __future__ import annotations

from conformance.evidence.records import MessageRecord, ScenarioRecord
from conformance.reports.deviations import Shown
from conformance.reports.facts import Facts, next_action, plural
from standards.fhir import is_json
from standards.rules.model import Finding

RUN_AS_A_WHOLE = "Kjøringen som helhet"
"""What the run itself is called where a format has only test cases."""
FEATURES = "features/"
MESSAGES = "meldinger/"


def in_words(finding: Finding) -> str:
    """Rule, clause, what is wrong, where, expected, found and the fix, on one line."""
    place = f"Sted: {finding.where or '–'}. Ventet: {finding.expected or '–'}. Fant: {finding.found or '–'}."
    problem = finding.problem if finding.problem.endswith((".", "!", "?")) else f"{finding.problem}."
    return f"{finding.rule} ({finding.clause}) {problem} {place} {finding.fix}".strip()


def details(facts: Facts, scenario: ScenarioRecord) -> str:
    """The fix, who acts, the findings and the accepted deviations; a line each."""
    return "\n".join(text for text in (scenario.fix, next_action(scenario), found(facts, scenario)) if text)


def found(facts: Facts, scenario: ScenarioRecord) -> str:
    """The findings and the accepted deviations; a line each."""
    findings = [f"{record.finding.severity}: {in_words(record.finding)}" for record in scenario.findings]
    accepted = [accepted_in_words(one) for one in facts.deviations if one.scenario == scenario.id]
    return "\n".join([*findings, *accepted])


def accepted_in_words(deviation: Shown) -> str:
    """That somebody accepts it for now, with what has become of that; no status is moved by it."""
    return f"Akseptert avvik ({deviation.state}): {deviation.values.get('reason')}"


def reason_of_run(facts: Facts) -> str:
    """Why the run ended as it did, or how many scenarios it was about."""
    applying = plural(len(facts.applying), "scenario gjaldt", "scenarioer gjaldt")
    return facts.run.reason or f"{facts.run.verdict}: {applying}."


def verdict_of_run(facts: Facts) -> str:
    """The verdict with why, and what it says nothing about."""
    reason = reason_of_run(facts)
    told = f"Dom: {facts.run.verdict}. {reason}" if facts.run.reason else f"Dom: {reason}"
    return " ".join(part for part in (told, facts.partly) if part)


def title(facts: Facts) -> str:
    """What the report is called: an override that must be told, that it is simulated, and the target."""
    simulated = "SIMULERT" if facts.simulated else ""
    return " ".join(part for part in (facts.override, simulated, f"epj accept: {facts.target.get('name', '')}") if part)


def tool(facts: Facts) -> tuple[str, str]:
    """Name and version of the test bench that ran it."""
    name, _, version = str(facts.run.info.get("tool", "epj-testbenk")).partition(" ")
    return name, version


def exchange_name(message: MessageRecord) -> str:
    """Its name in the exchange of its scenario, as `epj validate` reads folders."""
    ending = "json" if is_json(message.raw) else "xml"
    sides = f"{message.sender}-{message.sender.other}"
    return f"{MESSAGES}{message.scenario_id}/{message.item + 1:02}-{sides}.{ending}"
