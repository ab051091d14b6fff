"""`epj list`: every scenario with level and class, and what applies to a target."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.run import FEATURES
from conformance.runner.lint import read_features
from epj.main import main
from tests.conformance.samples import GOOD


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(("list", *arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_every_scenario_is_listed_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended() == 0
    text = capsys.readouterr().out
    scenarios = read_features(FEATURES).scenarios
    for scenario in scenarios:
        assert text.count(f"\n  {scenario.id} ") == 1
        assert f"{scenario.level:<6}{scenario.severity_class:<3}{scenario.name}" in text
    assert f"{len(scenarios)} scenarioer." in text


def test_with_a_target_it_says_what_applies_and_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD)
    assert ended("--target", str(path)) == 0
    text = capsys.readouterr().out
    assert (
        "Ikke aktuelt: Testobjektet oppgir ikke prosessen avtaleavbestilling (DIALOG_INNBYGGER_AVTALEAVBESTILLING)."
        in text
    )
    assert "gjelder for testobjektet" in text


def test_a_bad_target_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "target.toml"
    path.write_text("schema = 7")
    assert ended("--target", str(path)) == 2
    assert "linje 1" in capsys.readouterr().err


def test_every_feature_is_a_heading_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended() == 0
    headings = [line for line in capsys.readouterr().out.splitlines()[:-1] if line and not line.startswith(" ")]
    assert sorted(headings) == sorted({scenario.feature for scenario in read_features(FEATURES).scenarios})
