"""The register is whole, and every rule has something that it accepts and something that it catches."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from standards.exchange import Exchange
from standards.rules.engine import all_rules, judge_exchange, judge_message
from standards.rules.model import Finding, Mark, Scope, Severity
from standards.rules.page import page
from standards.rules.profiles import PROFILES
from standards.rules.register import _is_rule, _modules
from tests.standards import (
    actor_cases,
    bus_cases,
    calendar_cases,
    catalogue_cases,
    cppa_cases,
    detail_cases,
    fhir_cases,
    rule_cases,
)
from tests.standards.rule_cases import Case

CASES = [
    *rule_cases.CASES,
    *calendar_cases.CASES,
    *bus_cases.CASES,
    *actor_cases.CASES,
    *catalogue_cases.CASES,
    *cppa_cases.CASES,
    *fhir_cases.CASES,
    *detail_cases.CASES,
]
OWN_WORDS = {"fromHerId", "toHerId", "contact", "uid", "vcalendar", "exdate"}
PROPERTIES = {"message_id", "correlation_id", "reply_to", "to", "content-type", "applicationTimeStamp"}

WANTED = {
    *(f"MH-{number:02}" for number in range(1, 11)),
    *(f"DM-{number:02}" for number in range(1, 14)),
    *("PR-01", "PR-02", "AT-01", "AT-02"),
    *(f"AR-0{number}" for number in range(1, 8)),
    *("AR-08", "AQ-01", "AQ-02", "AQ-03", "AQ-04", "TO-01"),
    *(f"CP-0{number}" for number in range(1, 7)),
    *(f"A{number:02}" for number in (*range(1, 21), 22, *range(25, 35))),
    *(f"FH-0{number}" for number in range(1, 7)),
}


def judge(case: Case, subject: bytes | Exchange) -> tuple[Finding, ...]:
    if isinstance(subject, Exchange):
        return judge_exchange(subject).findings
    return judge_message(subject, sender=case.sender).findings


def ids() -> list[str]:
    return [f"{case.rule} {case.name}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=ids())
def test_the_good_one_is_clean(case: Case) -> None:
    assert judge(case, case.good()) == ()


@pytest.mark.parametrize("case", CASES, ids=ids())
def test_the_bad_one_is_caught_by_its_rule_alone(case: Case) -> None:
    findings = judge(case, case.bad())
    assert {finding.rule for finding in findings} == {case.rule, *case.also}
    mine = [finding for finding in findings if finding.rule == case.rule]
    assert {finding.severity for finding in mine} == {case.severity}


@pytest.mark.parametrize("case", CASES, ids=ids())
def test_a_finding_tells_what_to_change(case: Case) -> None:
    for finding in judge(case, case.bad()):
        assert finding.problem and finding.clause and finding.fix
        assert finding.where or finding.line or finding.rule in {"TR-01", "MH-01"}
        assert finding.expected or finding.found
        assert finding.problem[0].isupper() or finding.problem.split()[0] in OWN_WORDS | PROPERTIES


def test_every_rule_has_a_pair() -> None:
    covered = {(case.rule, case.scope) for case in CASES}
    rules = {(rule.id, rule.scope) for rule in all_rules() if rule.scope is not Scope.SCENARIO}
    assert rules - covered == set()


def test_the_register_holds_every_rule_of_the_sheets() -> None:
    listed = {name for rule in all_rules() for name in (rule.id, *rule.aliases)}
    assert WANTED - listed == set()


def test_no_two_rules_have_the_same_id_and_scope() -> None:
    made = {rule for module in _modules() for rule in vars(module).values() if _is_rule(rule)}
    assert Counter((rule.id, rule.scope) for rule in made) == Counter((rule.id, rule.scope) for rule in all_rules())


def test_scenario_rules_have_no_function_and_the_others_have_one() -> None:
    for rule in all_rules():
        assert (rule.function is None) == (rule.scope is Scope.SCENARIO)


def test_rules_know_where_they_come_from() -> None:
    for rule in all_rules():
        assert rule.clause and rule.title and rule.since in PROFILES


def test_an_inferred_rule_never_makes_an_error() -> None:
    inferred = {rule.id for rule in all_rules() if rule.mark is Mark.INFERRED}
    for case in CASES:
        for finding in judge(case, case.bad()):
            assert finding.rule not in inferred or finding.severity is Severity.REMARK


def test_the_page_of_rules_is_current() -> None:
    kept = Path(__file__).parents[2] / "docs" / "rules.md"
    assert kept.read_text(encoding="utf-8") == page(), "kjør: python -m standards.rules > docs/rules.md"


def test_the_page_names_every_rule_once_per_scope() -> None:
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page().splitlines() if line.startswith("| ")]
    assert sorted(row for row in rows if row not in {"Id", "---"}) == sorted(rule.id for rule in all_rules())
