"""The command itself: finds its commands, helps in bokmål, and refuses wrong use with exit 2."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import epj
from epj.main import group, main


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_help_lists_every_module_that_has_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--help") == 0
    text = capsys.readouterr().out
    for name in ("accept", "coverage", "list", "rules", "simulate", "validate"):
        assert f"\n  {name} " in text
    for english in ("Usage", "Options", "Commands", "Show this"):
        assert english not in text


def test_a_dropped_in_module_is_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dropped.py").write_text(
        "import click\n@click.command(name='sluppet', short_help='Et forsøk.')\ndef command():\n    return 1\n"
    )
    from epj import main as module

    monkeypatch.setattr(epj, "__path__", [*epj.__path__, str(tmp_path)])
    found = module._modules()
    monkeypatch.setattr(module, "_modules", lambda: [*found, "dropped"])
    assert ended("--help") == 0
    assert "Et forsøk." in capsys.readouterr().out
    assert ended("sluppet") == 1


@pytest.mark.parametrize("command", ["accept", "coverage", "list", "rules", "simulate", "validate"])
def test_every_command_has_help_in_bokmaal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(command, "--help") == 0
    text = capsys.readouterr().out
    assert text.startswith(f"Bruk: epj {command}")
    assert "Vis denne hjelpen." in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("acept",), "Mente du accept?"),
        (("noe-helt-annet",), "Kommandoene er"),
        (("--versjon",), "--versjon finnes ikke. Mente du --version?"),
        (("accept", "--targt", "x"), "Mente du --target?"),
        (("accept", "--timeout", "snart"), "«snart» er ikke et antall sekunder"),
        (("accept", "--timeout", "-1"), "større enn 0"),
        (("accept", "--timeout"), "--timeout mangler verdien sin"),
        (("simulate", "--ready-json=1"), "--ready-json skal ikke ha noen verdi"),
        (("simulate", "--port", "99999"), "«99999» er ikke et heltall fra 0 til 65500"),
        (("simulate", "--seed", "1,5"), "«1,5» er ikke et heltall"),
        (("list", "for", "mye"), "Dette er for mye: for mye."),
    ],
)
def test_wrong_use_is_told_in_bokmaal(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(*arguments) == 2
    told = capsys.readouterr().err
    assert says in told
    assert "--help" in told


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--version") == 0
    assert capsys.readouterr().out.startswith("epj-testbenk ")


def test_it_runs_as_a_module_and_writes_utf8_on_any_terminal() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "epj.main", "list"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert "bør" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_output_that_cannot_be_written_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "epj.main", "list"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "Noe kunne ikke leses eller skrives: disken er full.\n"


def test_a_fault_of_ours_is_a_sentence_and_the_trace_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("pattern")

    monkeypatch.setattr(group, "main", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert ended("list") == 3
    told = capsys.readouterr().err
    assert told.startswith("Feil i testverktøyet (KeyError: 'pattern').")
    (kept,) = tmp_path.iterdir()
    assert kept.name in told
    assert "Traceback" in kept.read_text("utf-8")


def test_an_unknown_command_below_another_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["runs", "vis"])
    assert ended.value.code == 2
    assert "Det finnes ingen kommando som heter vis. Kommandoene er delete, list, show." in capsys.readouterr().err
