"""Folders with blanks and Norwegian letters, a console of another code page, and a disk that fills."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.epj.consoles import Screen, shown

Epj = Callable[..., "Said"]

PAGE = "cp1252"
SCRIPT = Path(__file__).resolve().parents[2] / "docs/ci/akseptanse.sh"
ROOM = 100 * 1024
"""Bytes that a file may have on the disk that fills: enough to begin, far too little to end."""


@dataclass
class Said:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture
def epj(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """The command in a folder, on a console of another code page, with a passphrase for its keys."""
    monkeypatch.setenv("PYTHONIOENCODING", PAGE)
    monkeypatch.setenv("EPJ_KEY_PASSPHRASE", "blåbær")

    def run(cwd: Path, *words: str) -> Said:
        monkeypatch.chdir(cwd)
        code, out = shown(PAGE, *words, monkeypatch=monkeypatch)
        assert isinstance(sys.stderr, Screen)
        return Said(code, out.said(PAGE), sys.stderr.said(PAGE))

    return run


def accept(cwd: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """A run as a process of its own, on a console of another code page."""
    return subprocess.run(
        [sys.executable, "-m", "epj.main", "accept", "--simulate", "visma_hspro", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": PAGE},
        capture_output=True,
        encoding=PAGE,
        check=False,
        **more,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as people have them, where the script of a build has run one scenario, and packed it."""
    found = tmp_path_factory.mktemp("odd") / "Åse Ødegårds mappe (kopi) & sånt"
    found.mkdir()
    told = {"EPJ_PRODUCT": "visma_hspro", "EPJ_ONLY": "MSG-N01", "EPJ_PACK": "true", "EPJ_OUT": "bygg på ny"}
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", str(SCRIPT)],
        cwd=found,
        env={**os.environ, **told, "PATH": tools, "TMPDIR": str(found)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Dom: bestått (1 bestått)" in done.stdout, done.stdout + done.stderr
    # The pack is sound, but one scenario is not the plan: that ends no build green.
    assert "UFULLSTENDIG" in done.stdout and done.returncode == 1
    return found


def test_a_run_is_listed_shown_and_reported_anew(folder: Path, epj: Epj) -> None:
    assert "rapport  bestått" in epj(folder, "runs", "list", "--in", "bygg på ny").out
    shown = epj(folder, "runs", "show", "bygg på ny/rapport")
    assert shown.code == 0 and "report.json" in shown.out
    again = epj(folder, "report", "bygg på ny/rapport", "--out", "rapport på nytt")
    assert again.code == 0, again.err
    assert (folder / "rapport på nytt/report.html").is_file()


def test_a_run_is_packed_and_verified(folder: Path, epj: Epj) -> None:
    key = epj(folder, "key", "new", "--out", "nøkkel til Åse.pem", "--name", "Åse → Øygard", "--passphrase")
    assert key.code == 0, key.err
    made = epj(folder, "pack", "bygg på ny/rapport", "--key", "nøkkel til Åse.pem", "--out", "pakker på ny")
    assert made.code == 0, made.err
    assert "Åse -> Øygard" in made.out
    packs = sorted(str(path.relative_to(folder)) for path in (folder / "pakker på ny").glob("*.zip"))
    assert len(packs) == 2
    verified = epj(folder, "verify", *packs, "--trust", "nøkkel til Åse.pub")
    assert verified.code == 1
    assert verified.out.count("SIMULERT: ") == 2 and "UFULLSTENDIG" in verified.out


def test_messages_are_built_and_judged(folder: Path, epj: Epj) -> None:
    built = epj(folder, "build", "EKONTAKT", "--out", "spørsmål om vår.xml")
    assert built.code == 0, built.err
    judged = epj(folder, "validate", "spørsmål om vår.xml", "--out", "svar på alt.html")
    assert judged.code == 0, judged.out + judged.err
    assert (folder / "svar på alt.html").is_file()


def test_a_disk_that_fills_is_a_fault_of_the_bench_and_what_was_written_never_verifies_as_whole(
    tmp_path: Path, epj: Epj
) -> None:
    """No file may grow past `ROOM`: writing fails, as where the disk is full."""

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))

    done = accept(tmp_path, "--plan", "Røyktest", "--report", "kjøring", preexec_fn=small_disk)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Dom: feil i testverktøyet" in done.stdout
    assert "Bevisene kunne ikke lagres" in done.stdout and "Traceback" not in done.stdout + done.stderr
    assert epj(tmp_path, "key", "new").code == 0
    made = epj(tmp_path, "pack", "kjøring", "--masked-only")
    assert made.code == 0, made.out + made.err
    (pack,) = (tmp_path / "pakker").glob("*.zip")
    verified = epj(tmp_path, "verify", str(pack))
    assert verified.code == 1
    assert "UFULLSTENDIG" in verified.out and "GYLDIG:" not in verified.out
