"""The lint: what is written is what is run, or nothing is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.run import FEATURES
from conformance.runner.catalogue import UnknownScenario, select, why_not_applicable
from conformance.runner.lint import Breach, compare, read_features
from conformance.targets.loading import load
from tests.conformance.samples import GOOD, changed

HEAD = "# language: no\n@prosess:EKONTAKT\nEgenskap: En egenskap\n"
ONE = "  @BOOK-N01 @skal @klasse-A\n  Scenario: Det ene\n    Gitt noe\n    Så mer\n"
TWO = "  @BOOK-N02 @bør @klasse-B @krever:cancel_approval=ja\n  Scenario: Det andre\n    Gitt noe\n"


def breaches(tmp_path: Path, text: str, name: str = "a.feature") -> tuple[Breach, ...]:
    (tmp_path / name).write_text(text, "utf-8")
    return read_features(tmp_path).breaches


def test_our_own_features_are_clean() -> None:
    reading = read_features(FEATURES)
    assert reading.breaches == ()
    assert len(reading.scenarios) >= 30
    assert sum(1 for scenario in reading.scenarios if "-F" in scenario.id) >= 12


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    assert breaches(tmp_path, HEAD + ONE + TWO) == ()
    one, two = read_features(tmp_path).scenarios
    assert (one.id, one.name, one.feature) == ("BOOK-N01", "Det ene", "En egenskap")
    assert (one.level, one.severity_class, one.processes) == ("skal", "A", ("EKONTAKT",))
    assert [(step.keyword, step.text, step.line) for step in one.steps] == [("Gitt", "noe", 6), ("Så", "mer", 7)]
    assert two.requires == {"cancel_approval": "ja"}


def test_background_steps_belong_to_the_scenario(tmp_path: Path) -> None:
    assert breaches(tmp_path, HEAD + "  Bakgrunn:\n    Gitt først dette\n\n" + ONE) == ()
    (one,) = read_features(tmp_path).scenarios
    assert [step.text for step in one.steps] == ["først dette", "noe", "mer"]


CASES = {
    "trap 1: the same name twice": (HEAD + ONE + TWO.replace("Det andre", "Det ene"), 9, "samme navn"),
    "the same id twice": (HEAD + ONE + TWO.replace("N02", "N01"), 9, "samme id"),
    "trap 2: a mistyped keyword first": (
        HEAD + "  Scenarioomriss: Borte\n    Gitt noe\n" + ONE.replace("  @BOOK", "\n  @BOOK"),
        4,
        "blir ikke kjørt",
    ),
    "trap 2: a mistyped keyword without a name": (HEAD + "  Senario:\n\n" + ONE, 4, "kolon"),
    "a mistyped keyword later": (HEAD + ONE + "  Senario: Borte\n    Gitt noe\n", 8, "ikke Gherkin"),
    "a step keyword in a description": (HEAD + "  Gitt noe som aldri blir kjørt\n" + ONE, 4, "blir ikke kjørt"),
    "a description line ending in a colon": (HEAD + "  Dette skjer da:\n" + ONE, 4, "kolon"),
    "a scenario without steps": (HEAD + ONE + "  @BOOK-N02 @skal @klasse-A\n  Scenario: Tomt\n", 9, "ingen steg"),
    "a scenario without a name": (HEAD + ONE.replace("Det ene", ""), 5, "ikke noe navn"),
    "no id": (HEAD + ONE.replace("@BOOK-N01 ", ""), 5, "merkelapp for id"),
    "two ids": (HEAD + ONE.replace("@skal", "@BOOK-N07 @skal"), 5, "@BOOK-N01 og @BOOK-N07"),
    "an id of no area": (HEAD + ONE.replace("BOOK-N01", "BOK-N01"), 5, "Mente du @BOOK-N01?"),
    "no level": (HEAD + ONE.replace("@skal ", ""), 5, "nivå"),
    "two levels": (HEAD + ONE.replace("@skal", "@skal @kan"), 5, "nivå"),
    "no class": (HEAD + ONE.replace(" @klasse-A", ""), 5, "klasse"),
    "an unknown tag": (HEAD + ONE.replace("@skal", "@skal @skip"), 5, "Ukjent merkelapp @skip"),
    "a misspelt process": (HEAD.replace("EKONTAKT", "EKONTAK") + ONE, 5, "DIALOG_INNBYGGER_EKONTAKT"),
    "a setting that is neither yes nor no": (
        HEAD + ONE.replace("@skal", "@skal @krever:cancel_approval=kanskje"),
        5,
        "Ukjent merkelapp",
    ),
    "an outline": (
        HEAD + ONE.replace("Scenario:", "Scenariomal:") + "\n    Eksempler:\n      | a |\n      | 1 |\n",
        5,
        "Scenariomal",
    ),
    "another language": (
        "Feature: En\n  @BOOK-N01 @skal @klasse-A\n  Scenario: Det ene\n    Given noe\n",
        1,
        "norsk",
    ),
    "an empty file": ("", 1, "ingen Egenskap"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_breach_names_file_and_line(tmp_path: Path, case: str) -> None:
    text, line, says = CASES[case]
    found = breaches(tmp_path, text)
    assert any(each.line == line and says in str(each) for each in found), [str(each) for each in found]
    assert all(str(each).startswith(f"a.feature, linje {each.line}: ") for each in found)


def test_names_are_unique_across_files(tmp_path: Path) -> None:
    breaches(tmp_path, HEAD + ONE)
    found = breaches(tmp_path, HEAD + TWO.replace("Det andre", "Det ene"), "b.feature")
    assert any(each.file == "b.feature" and "a.feature" in each.problem for each in found)


def test_a_folder_without_scenarios_is_a_breach(tmp_path: Path) -> None:
    assert "Fant ingen scenarioer" in str(read_features(tmp_path).breaches[0])


def test_written_and_collected_must_agree(tmp_path: Path) -> None:
    breaches(tmp_path, HEAD + ONE + TWO)
    one, two = read_features(tmp_path).scenarios
    places = [(each.path, each.line, each.name) for each in (one, two)]
    assert compare([one, two], places) == ()
    (lost,) = compare([one, two], places[:1])
    assert lost.line == two.line
    assert "ville ikke blitt kjørt" in lost.problem or "ikke blitt kjørt" in lost.problem
    (twice,) = compare([one], [places[0], places[0]])
    assert twice.line == one.line
    (extra,) = compare([one], places)
    assert two.name in extra.problem


def test_selection_by_id_and_area_keeps_the_order(tmp_path: Path) -> None:
    breaches(tmp_path, HEAD + ONE + TWO + ONE.replace("BOOK-N01", "MSG-F01").replace("Det ene", "Det tredje"))
    scenarios = read_features(tmp_path).scenarios
    assert [each.id for each in select(scenarios, ())] == ["BOOK-N01", "BOOK-N02", "MSG-F01"]
    assert [each.id for each in select(scenarios, ["msg-f01", "BOOK-N01"])] == ["BOOK-N01", "MSG-F01"]
    assert [each.id for each in select(scenarios, ["BOOK"])] == ["BOOK-N01", "BOOK-N02"]
    assert [each.id for each in select(scenarios, ["BOOK-N02,MSG"])] == ["BOOK-N02", "MSG-F01"]
    with pytest.raises(UnknownScenario, match=r"Mente du BOOK-N0"):
        select(scenarios, ["BOOK-N09"])


@pytest.mark.parametrize(
    ("exchange", "applies"),
    [
        (('cancel_approval = "kan_byttes"', 'cancel_approval = "kan_byttes"'), True),
        (('cancel_approval = "kan_byttes"', 'cancel_approval = "ja"'), True),
        (('cancel_approval = "kan_byttes"', 'cancel_approval = "nei"'), False),
        (('cancel_approval = "kan_byttes"', ""), True),
        (('DIALOG_INNBYGGER_EKONTAKT = "1.2"\n', ""), False),
    ],
)
def test_what_applies_follows_the_declaration(tmp_path: Path, exchange: tuple[str, str], applies: bool) -> None:
    breaches(tmp_path, HEAD + TWO)
    (scenario,) = read_features(tmp_path).scenarios
    path = tmp_path / "target.toml"
    path.write_text(changed(exchange))
    assert (why_not_applicable(scenario, load(path)) == "") is applies


def test_the_good_target_declares_no_other_process(tmp_path: Path) -> None:
    breaches(tmp_path, HEAD.replace("EKONTAKT", "AVTALEAVBESTILLING") + ONE)
    (scenario,) = read_features(tmp_path).scenarios
    path = tmp_path / "target.toml"
    path.write_text(GOOD)
    assert "DIALOG_INNBYGGER_AVTALEAVBESTILLING" in why_not_applicable(scenario, load(path))
