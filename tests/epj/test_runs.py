"""Kept runs: listed, shown, and deleted only when they are runs and somebody has said so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from epj.runs import command
from tests.conformance.samples import GOOD
from tests.conformance.tiny_runs import HEAD, scenario, tiny_run

GREEN = ("Gitt alt er klart", "Så går det bra")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Two runs, one of them with a failure and one day to live."""
    folder = tmp_path / "runs"
    for name, steps, more in (("a", GREEN, ""), ("b", ("Så CheckFailed i Så",), "\n[retention]\ndays = 1\n")):
        tiny_run(tmp_path, HEAD + scenario("BOOK-N01", *steps), target=GOOD + more, report_dir=folder / name)
    return folder


def ask(*words: Any, answer: str = "") -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], input=answer, standalone_mode=False)


def test_runs_are_listed_with_how_they_ended_and_when_they_go(runs: Path) -> None:
    first, second = ask("list", "--in", runs).output.splitlines()
    assert first.startswith(f"{runs / 'a'}  bestått  HsPro, test, Storvik kommune") and "slettes" not in first
    assert second.startswith(f"{runs / 'b'}  ikke bestått") and ", slettes " in second
    assert "Ingen kjøringer i" in ask("list", "--in", runs / "borte").output


def test_a_run_is_shown_with_what_failed_and_what_lies_there(runs: Path) -> None:
    shown = ask("show", runs / "b").output
    assert "Dom: ikke bestått (1 ikke bestått)" in shown and "BOOK-N01  ikke bestått: " in shown
    assert "evidence.sqlite" in shown and "report.html" in shown
    pages = runs / "b" / "meldinger"
    assert f"{pages}  1 side, " in shown and "BOOK-N01.html" not in shown
    for name in ("BOOK-N01.html", "BOOK-N02.html"):
        (pages / name).write_bytes(b"a" * 3000)
    shown = ask("show", runs / "b").output
    assert f"{pages}  2 sider, 5 kB" in shown and "BOOK-N02.html" not in shown
    refused = ask("show", runs)
    assert refused.return_value == 2 and "er ingen kjøring" in refused.output


def test_nothing_is_deleted_without_a_yes(runs: Path) -> None:
    assert "Ingenting er slettet." in ask("delete", runs / "a", answer="\n").output
    assert (runs / "a" / "evidence.sqlite").exists()
    assert "Slettet" in ask("delete", runs / "a", answer="ja\n").output
    assert not (runs / "a").exists() and (runs / "b").exists()


def test_only_a_run_can_be_deleted(runs: Path, tmp_path: Path) -> None:
    for wrong in (tmp_path, runs, tmp_path / "borte"):
        assert ask("delete", wrong, "--yes").return_value == 2
    assert ask("delete", runs / "a", tmp_path, "--yes").return_value == 2
    assert (runs / "a").exists() and tmp_path.exists()
    assert ask("delete").return_value == ask("delete", runs / "a", "--expired").return_value == 2


def test_what_is_old_enough_goes(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Ingen kjøringer er gamle nok" in ask("delete", "--expired", "--in", runs).output
    monkeypatch.setattr("conformance.runner.kept.KeptRun.has_expired", lambda run, now: run.expires is not None)
    assert ask("delete", "--expired", "--yes", "--in", runs).return_value == 0
    assert sorted(path.name for path in runs.iterdir()) == ["a"]
