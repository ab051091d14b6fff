"""`epj rules`: every rule is listed, and each can be explained."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner, Result

from conformance.checks.register import RULES
from epj.rules import command, explained
from epj.validation.language import Language
from epj.validation.rule_facts import EXAMPLES, _examples, all_facts, nearest
from epj.validation.rule_texts import sentences
from standards.rules.model import Scope
from standards.rules.register import all_rules
from tests.standards.english_texts import BOKMAAL, NAMES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_every_rule_is_listed_with_its_facts() -> None:
    lines = run().output.splitlines()
    assert lines[0].split() == ["Id", "Vurderer", "Nivå", "Merke", "Gir", "Krav", "Tittel"]
    listed = {line.split()[0] for line in lines[2:-2]}
    assert listed == {rule.id for rule in all_rules()} | set(RULES)
    (mh02,) = [line for line in lines if line.startswith("MH-02 ")]
    assert mh02.split()[:5] == ["MH-02", "melding", "skal", "V", "feil"]
    assert mh02.endswith("MsgId er en UUID")


def test_json_has_every_rule_once_per_scope() -> None:
    data = json.loads(run("--format", "json").output)
    keys = [(rule["id"], rule["scope"]) for rule in data]
    assert len(keys) == len(set(keys)) == len(all_facts())
    assert {rule["severity"] for rule in data} == {"feil", "merknad"}
    one = next(rule for rule in data if rule["id"] == "MH-02")
    assert {"id": "MH-02", "demand": "MsgId er en UUID"} in one["demands"]
    assert "MSG-F02" in one["scenarios"]


@pytest.mark.parametrize("rule", sorted({facts.id for facts in all_facts()}))
def test_every_rule_can_be_explained(rule: str) -> None:
    result = run(rule)
    assert result.exit_code == 0
    for label in (f"{rule}: ", "Krav:", "Nivå:", "Gir:", "Vurderer:"):
        assert label in result.output


def test_a_rule_says_what_it_looks_for_in_its_own_sentences() -> None:
    assert "MsgId er ikke en UUID, så mottakeren må avvise meldingen med E10." in run("mh-02").output
    assert "… mangler HER-id på nivå 1 (virksomheten)." in run("MH-04").output
    without = [rule.id for rule in all_rules() if rule.scope is not Scope.SCENARIO and not sentences(rule.function)]
    assert without == []


def test_a_rule_is_found_by_its_other_number() -> None:
    assert run("A04").output.startswith("MH-02: ")


@pytest.mark.parametrize(("said", "rule"), [("mh2", "MH-02"), ("MH 02", "MH-02"), ("a9", "A09"), ("mh10", "MH-10")])
def test_a_rule_is_found_as_people_say_it(said: str, rule: str) -> None:
    assert run(said).output.startswith(f"{rule}: ")
    assert "Også kalt:    A04" in run("MH-02").output


def test_a_rule_of_several_scopes_is_explained_in_each() -> None:
    output = run("PR-01").output
    assert [line[:6] for line in output.splitlines() if line.startswith("PR-01:")] == ["PR-01:"] * 3
    assert output.count("Krav som regelen dekker") == 1


def test_an_unknown_rule_gets_the_three_nearest() -> None:
    result = run("MH-99")
    assert result.exit_code == 2
    assert "De nærmeste er MH-" in result.output
    assert len(nearest("MH-99")) == len(nearest("tull")) == 3


def test_english() -> None:
    output = run("MH-02", "--lang", "en").output
    for word in ("Clause:", "shall, mark V (read in the source)", "one message", "Speaks up when:", "is a UUID"):
        assert word in output
    (data,) = json.loads(run("MH-02", "--lang", "en", "--format", "json").output)
    assert data["title"] == "MsgId is a UUID"
    assert "must reject the message with E10" in data["sentences"][0]["text"]


def test_every_rule_has_its_title_and_clause_in_english() -> None:
    say = Language("en")
    assert [facts.id for facts in all_facts() if say.text(facts.title) == facts.title] == []
    left = re.compile(r"[æøå]|\b(og|til|kapittel|skjema|siden|lest)\b")
    assert {say.text(facts.clause) for facts in all_facts() if left.search(say.text(facts.clause))} == set()


def test_no_explanation_has_bokmaal_left() -> None:
    say = Language("en")
    shown = re.compile(r"\n +(accepted|caught): .*")
    left = {
        line: rule
        for rule in {facts.id for facts in all_facts()}
        for line in shown.sub("", explained(rule, say)).splitlines()
        if BOKMAAL.search(NAMES.sub("", line))
    }
    assert left == {}


def test_examples_are_of_known_rules_and_differ() -> None:
    assert EXAMPLES.is_file()
    assert set(_examples()) <= {rule.id for rule in all_rules()}
    assert [rule for rule, (good, bad) in _examples().items() if good == bad or not good or not bad] == []
