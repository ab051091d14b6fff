"""`epj plans`, and the plan as `epj list`, `epj prepare` and `epj accept` take it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.plans.book import PlanBook
from conformance.run import FEATURES
from conformance.runner.lint import read_features
from epj.main import main
from tests.conformance.samples import GOOD, changed

BOOK = PlanBook.load()
SCENARIOS = read_features(FEATURES).scenarios


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


def target(tmp_path: Path, text: str = GOOD) -> str:
    path = tmp_path / "target.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_shown_plans_tell_what_they_are_for_and_how_long_they_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("plans") == 0
    text = capsys.readouterr().out
    for plan in BOOK.plans:
        assert (f"\n{plan.name} (--plan {plan.id})\n" in f"\n{text}") is plan.shown
    blocks = [block for block in text.split("\n\n") if "(--plan " in block]
    assert all("scenarioer: " in block and "For: " in block and "Tid: om lag" in block for block in blocks)
    assert f"{len(SCENARIOS)} scenarioer: " in text
    assert "epj plans --all-plans" in text


def test_all_plans_are_shown_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("plans", "--all-plans") == 0
    text = capsys.readouterr().out
    assert all(f"(--plan {plan.id})" in text for plan in BOOK.plans)
    assert "mindre planer til" not in text


def test_with_a_target_only_what_applies_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = changed(('version = "1.0"', 'version = "1.0"\nplan = "røyktest"'))
    assert ended("plans", "--target", target(tmp_path, text)) == 0
    text = capsys.readouterr().out
    smoke = BOOK.find("røyktest").of(SCENARIOS)
    assert "Testplanene for HsPro, test, Storvik kommune" in text
    assert f"av {len(smoke)} scenarioer gjelder for dette testobjektet" in text
    assert "Røyktest (--plan roeyktest) · testobjektets egen plan" in text
    assert "ingen av dem gjelder for dette testobjektet" in text


def test_a_bad_target_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("plans", "--target", target(tmp_path, "schema = 7")) == 2
    assert "linje 1" in capsys.readouterr().err


def test_the_list_can_be_of_one_plan(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("list", "--plan", "røyktest") == 0
    text = capsys.readouterr().out
    smoke = BOOK.find("røyktest").of(SCENARIOS)
    assert all(f"\n  {one.id} " in text for one in smoke)
    assert f"\n{len(smoke)} scenarioer." in text


@pytest.mark.parametrize("words", [("list",), ("accept", "--simulate", "visma_hspro")])
def test_an_unknown_plan_is_wrong_use(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*words, "--plan", "røyktesten") == 2
    told = capsys.readouterr()
    assert "Det finnes ingen plan som heter «røyktesten». Mente du Røyktest?" in told.out + told.err


def test_the_preparation_list_is_of_the_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = target(tmp_path)
    assert ended("prepare", "--target", path, "--plan", "røyktest") == 0
    smoke = capsys.readouterr().out
    assert ended("prepare", "--target", path) == 0
    everything = capsys.readouterr().out
    assert "\nPlan: Røyktest\n" in smoke and "\nPlan: Full test\n" in everything
    assert len(smoke) < len(everything)
    assert ended("prepare", "--target", path, "--plan", "qqqq") == 2
    assert "Planene er" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--resume", "--failed"])
def test_a_run_that_is_taken_up_keeps_its_plan(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("accept", option, str(tmp_path), "--plan", "røyktest") == 2
    assert f"{option} " in capsys.readouterr().err
