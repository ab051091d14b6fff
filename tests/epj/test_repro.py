"""`epj repro`: a folder that fails on another machine while the fault is there, and not when it is mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance.verdicts import Verdict
from epj.accepting.simulated import simulated
from epj.main import main
from tests.conformance.recorded_runs import OURS, envelope, message, recorded, scenario
from tests.conformance.recorded_runs import ended as ended_run

FAULT, SCENARIO = "wrong_thread", "MSG-N01"


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.fixture
def run(tmp_path: Path) -> Path:
    evidence = recorded(tmp_path / "kjøring 1")
    writer = scenario(evidence)
    writer.sent(message(OURS, "HE", ours=True), envelope(OURS, ours=True))
    ended_run(evidence, writer, Verdict.PASSED)
    evidence.plan("MSG-N02", name="Aldri begynt", feature="Meldinger")
    evidence.close()
    return tmp_path / "kjøring 1"


def test_a_folder_is_made_with_what_to_do_next(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "til leverandøren"
    assert ended("repro", "msg-n01", "--run", str(run), "--out", str(out)) == 0
    assert f"python {out / 'kjoer.py'} --nye-id" in capsys.readouterr().out
    assert {"LESMEG.md", "kjoer.py", "forloep.json", "avspiller", "meldinger"} < {one.name for one in out.iterdir()}
    assert (out / "kjoer.py").stat().st_mode & 0o100


def test_the_newest_run_is_used_where_none_is_named(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ended("repro", "MSG-N01") == 2
    assert "Ingen kjøringer i runs" in capsys.readouterr().err
    (tmp_path / "runs").mkdir()
    run.rename(tmp_path / "runs" / "1")
    assert ended("repro", "MSG-N01") == 0
    assert (tmp_path / "MSG-N01-repro" / "LESMEG.md").is_file()


@pytest.mark.parametrize(
    ("scenario_id", "says"),
    [
        ("MSG-N99", "har ikke gått i kjøringen"),
        ("MSG-N02", "Disse ligger der: MSG-N01."),
        ("", "Disse ligger der: MSG-N01."),
    ],
)
def test_a_scenario_that_has_not_run_is_told_with_those_that_have(
    run: Path, tmp_path: Path, scenario_id: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("repro", scenario_id, "--run", str(run), "--out", str(tmp_path / "ut")) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()


def test_a_folder_that_holds_something_is_left_alone(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "mitt.txt").write_text("mitt")
    assert ended("repro", "MSG-N01", "--run", str(run), "--out", str(tmp_path / "ut")) == 2
    assert "finnes fra før" in capsys.readouterr().err
    assert [one.name for one in (tmp_path / "ut").iterdir()] == ["mitt.txt"]


def test_a_folder_without_a_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("repro", "MSG-N01", "--run", str(tmp_path)) == 2
    assert "er ingen kjøring" in capsys.readouterr().err


# --- against a simulated journal ---


def test_it_fails_while_the_fault_is_there_and_not_when_it_is_mended(tmp_path: Path) -> None:
    with simulated("visma_hspro") as (target, _):
        with fault(target):
            words = ("--target", str(target), "--only", SCENARIO, "--report", str(tmp_path / "run"))
            accepted = subprocess.run([sys.executable, "-m", "epj.main", "accept", *words], check=False)
            assert accepted.returncode == 1
            assert ended("repro", SCENARIO, "--run", str(tmp_path / "run"), "--out", str(tmp_path / "ut")) == 0
            there = play(tmp_path / "ut", "--nye-id", "--testobjekt", str(target))
        gone = play(tmp_path / "ut", "--nye-id", "--testobjekt", str(target))
        again = play(tmp_path / "ut", "--testobjekt", str(target))
        secrets = secrets_of(target)
    assert there.returncode == 1, there.stdout + there.stderr
    assert "MH-08" in there.stdout and "Feilen er der fortsatt." in there.stdout
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert "RefToConversation" in gone.stdout and "Det er ingen dom" in gone.stdout
    assert again.returncode == 3, again.stdout + again.stderr
    assert "prøv --nye-id" in again.stdout
    kept = [one for one in (tmp_path / "ut").rglob("*") if one.is_file()]
    assert not [one.name for one in kept if any(secret in one.read_bytes() for secret in secrets)]


@contextmanager
def fault(target: Path) -> Iterator[None]:
    root, _, area = tomllib.loads(target.read_text())["staff"]["address"].removesuffix("/staff").partition("/w/")
    control(f"{root}/_sim/areas/{area}/faults", "POST", {"id": FAULT})
    yield
    control(f"{root}/_sim/areas/{area}/faults", "DELETE")


def control(url: str, method: str, body: Any = None) -> None:
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, {"Content-Type": "application/json"}, method=method)
    urllib.request.urlopen(request, timeout=30).close()


def play(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As on a machine with nothing but Python: no installed packages, and no `epj` to ask."""
    bare = {**os.environ, "PATH": "/nowhere", "PYTHONIOENCODING": "utf-8"}
    script = [sys.executable, "-S", str(folder / "kjoer.py"), *words]
    how: Any = {"text": True, "encoding": "utf-8", "env": bare, "cwd": folder.parent}
    return subprocess.run(script, check=False, capture_output=True, **how)


def secrets_of(target: Path) -> list[bytes]:
    told = tomllib.loads(target.read_text())
    return [told["helsenorge"]["secret"].encode(), told["staff"]["secret"].encode()]
