"""`epj dispute`: one finding as a bundle that may leave the house."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from epj.main import main
from epj.reproducing import zipped
from standards.identifiers import is_real_range
from standards.rules.model import Finding, Severity
from tests.conformance.recorded_runs import NORA, THEIRS, ended, envelope, message, recorded, scenario

WRONG = Finding("MH-02", "HITS 1217:2018, 2.3.1", Severity.ERROR, "MsgId er ikke en UUID.", found="42")


def exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.fixture
def run(tmp_path: Path) -> Path:
    evidence = recorded(tmp_path / "kjøring")
    writer = scenario(evidence)
    number = writer.received(message("42", "19", ours=False), envelope(THEIRS, ours=False))
    writer.finding(WRONG, message=number)
    writer.finding(Finding("A14", "HITS 1217:2018, 3.7", Severity.ERROR, "Svaret er feil."), message=number)
    ended(evidence, writer).close()
    return tmp_path / "kjøring"


def test_a_bundle_is_made_and_says_what_is_in_it(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ut.zip"
    why = "Kilden sier ikke dette om Nora."
    assert exit_code("dispute", "MSG-N01", "--run", str(run), "--out", str(out), "--why", why) == 0
    said = capsys.readouterr().out
    assert "Funn: MSG-N01/MH-02: MsgId er ikke en UUID." in said
    assert "Ikke med: MSG-N01/A14." in said
    assert "etter anonymiseringen: står." in said
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        content = {name: archive.read(name) for name in archive.namelist()}
    assert "meldinger/01-epj-helsenorge.xml" in content
    assert not [name for name, raw in content.items() if NORA.encode() in raw or b"Nora" in raw]
    assert json.loads(content["innspill.json"])["why"] == "Kilden sier ikke dette om Xxxx."


def test_what_must_not_leave_is_not_told_on_the_console_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = next(n for last in range(100) if is_real_range(n := f"{'010180'}{'000'}{last:02}"))
    evidence = recorded(tmp_path / "kjøring")
    writer = scenario(evidence)
    number = writer.received(message("42", "19", ours=False), envelope(THEIRS, ours=False))
    secret = f"Bearer {'abcd1234' * 3}"
    writer.finding(replace(WRONG, problem=f"MsgId er {real}, {secret}."), message=number)
    ended(evidence, writer).close()
    exit_code("dispute", "MH-02", "--run", str(tmp_path / "kjøring"), "--out", str(tmp_path / "ut.zip"))
    said = "".join(capsys.readouterr())
    assert "MsgId er *****" in said
    assert real not in said and secret not in said


def test_the_same_finding_gives_the_same_bytes(run: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a.zip", "b.zip"):
        assert exit_code("dispute", "MH-02", "--run", str(run), "--out", str(tmp_path / name)) == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})


def test_its_name_tells_which_finding_it_is(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert exit_code("dispute", "MSG-N01/A14", "--run", str(run)) == 0
    assert (tmp_path / "innspill-MSG-N01-A14.zip").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("MSG-N02",), "Disse ligger der: MSG-N01/MH-02, MSG-N01/A14."),
        (("MSG-N01", "--why", "Passordet var password='sommer2026'"), "dette kan ikke gå ut"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(
    run: Path, tmp_path: Path, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ut.zip"
    assert exit_code("dispute", *words, "--run", str(run), "--out", str(out)) == 2
    told = capsys.readouterr().err
    assert says in told and "sommer2026" not in told
    assert not out.exists()


def test_nothing_is_written_over(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ut.zip"
    out.write_text("mitt")
    assert exit_code("dispute", "MSG-N01", "--run", str(run), "--out", str(out)) == 2
    assert "finnes fra før" in capsys.readouterr().err
    assert out.read_text() == "mitt"


def test_a_run_without_findings_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = recorded(tmp_path / "run")
    ended(evidence, scenario(evidence)).close()
    assert exit_code("dispute", "MSG-N01", "--run", str(tmp_path / "run")) == 2
    assert "Kjøringen har ingen funn." in capsys.readouterr().err
