"""`epj load`: one measurement from start to end, a fault that it sees, and what it refuses."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from epj.accepting.simulated import simulated
from epj.load import command
from tests.conformance.samples import GOOD, changed

SECONDS = 100.0
FILES = {"ytelse.txt", "ytelse.json", "locust.html"}


def refused(*words: str) -> str:
    result = CliRunner().invoke(command, words, standalone_mode=False)
    if result.exception is None:
        assert result.return_value == 2
        return result.output
    assert getattr(result.exception, "exit_code", None) == 2, result.exception
    return str(getattr(result.exception, "message", result.exception))


def target_file(tmp_path: Path, text: str = GOOD) -> str:
    path = tmp_path / "target.toml"
    path.write_text(text, "utf-8")
    return str(path)


# --- what is refused ---


def test_without_locust_one_sentence_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = refused("--target", target_file(tmp_path))
    assert "epj load bruker locust, som ikke er installert." in said and "[load]" in said


@pytest.mark.usefixtures("locust")
@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        (changed(('environment = "simulert"', 'environment = "test"')), (), "ikke simulert (test)"),
        (GOOD + "\n[load]\nallow = true\nmax_users = 3\n", ("--users", "4"), "høyst 3 brukere"),
        (GOOD + "\n[load]\nallow = 1\n", (), "true når de som eier EPJ-en"),
        (changed(('http://127.0.0.1:9/w/1"\nqueue', 'https://tb.nhn.no/x"\nqueue')), (), "produksjon"),
        (GOOD, ("--users", "0"), "heltall fra 1 til 10000"),
        (GOOD, ("--workers", "65"), "heltall fra 1 til 64"),
        (GOOD, ("--seconds", "-1"), "antall sekunder større enn 0"),
    ],
)
def test_what_may_not_be_loaded_is_refused_with_the_reason(
    tmp_path: Path, text: str, words: tuple[str, ...], says: str
) -> None:
    assert says in refused("--target", target_file(tmp_path, text), "--out", str(tmp_path / "ut"), *words)
    assert not (tmp_path / "ut").exists()


@pytest.mark.usefixtures("locust")
def test_an_earlier_measurement_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "ytelse.json").write_text("{}")
    said = refused("--target", target_file(tmp_path), "--out", str(tmp_path / "ut"))
    assert "har alt en måling i seg" in said
    (tmp_path / "fil").write_text("")
    assert "kan ikke brukes" in refused("--target", target_file(tmp_path), "--out", str(tmp_path / "fil" / "ut"))


@pytest.mark.usefixtures("locust")
def test_a_worker_ends_with_whoever_started_it(tmp_path: Path) -> None:
    words = (target_file(tmp_path), "9", "1", "1", "0", "1")  # nobody is at that port, and it would go on asking
    worker = subprocess.Popen([sys.executable, "-m", "conformance.load.worker", *words], stdin=subprocess.PIPE)
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(SECONDS) == 2


# --- one measurement, and one of a journal with a fault ---


def load(target: Path, out: Path, *words: str) -> tuple[int, str, dict[str, Any]]:
    command = [sys.executable, "-m", "epj.main", "load", "--target", str(target), "--out", str(out), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as running:
        try:
            said, _ = running.communicate(timeout=SECONDS)
        except BaseException:
            running.send_signal(signal.SIGKILL)
            raise
    assert (out / "ytelse.json").exists(), said
    return running.returncode, said, json.loads((out / "ytelse.json").read_text("utf-8"))


def workers_of(target: Path) -> list[str]:
    """The processes that still act as citizens towards a target."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"conformance.load.worker" in words and os.fsencode(target) in words:
            found.append(folder.name)
    return found


@pytest.mark.usefixtures("locust", "amqp")
def test_one_master_and_two_workers_measure_what_is_signed_over_amqp_and_leave_nothing_running(tmp_path: Path) -> None:
    with simulated("infodoc_plenario", over="amqp", cms=True) as (target, _):
        measured_by_two(target, tmp_path)


def measured_by_two(target: Path, tmp_path: Path) -> None:
    words = ("--users", "6", "--seconds", "2", "--workers", "2", "--pause", "0.2")
    code, said, told = load(target, tmp_path / "ut", *words)
    assert code == 0, said
    assert {one.name for one in (tmp_path / "ut").iterdir()} == FILES
    assert (told["passed"], told["simulated"], told["workers"], told["reasons"]) == (True, True, 2, [])
    assert (told["transport"], told["protected"]) == ("amqp", True)
    rows = {(row["timed"], row["process"]): row for row in told["rows"]}
    receipts = rows["kvittering", "DIALOG_INNBYGGER_EKONTAKT"]
    assert receipts["count"] == rows["sendt", "DIALOG_INNBYGGER_EKONTAKT"]["count"] > 0
    assert 0 < receipts["p50_ms"] <= receipts["p95_ms"] <= receipts["p99_ms"] <= receipts["max_ms"]
    assert {row["timed"] for row in told["rows"]} >= {"sendt", "kvittering", "svar med en gang"}
    assert not any(row["missing"] or row["twice"] or row["over"] for row in told["rows"])
    page = (tmp_path / "ut" / "locust.html").read_text("utf-8")
    assert "DIALOG_INNBYGGER_EKONTAKT" in page and "Plenario (simulert)" in page
    assert "Målt mot en simulert journal" in said and "Alt innenfor fristene." in said
    secret = tomllib.loads(target.read_text("utf-8"))["helsenorge"]["secret"]
    assert not any(secret in (tmp_path / "ut" / name).read_text("utf-8") for name in FILES)
    assert workers_of(target) == []


@pytest.mark.usefixtures("locust")
def test_a_journal_that_sends_two_receipts_is_seen(tmp_path: Path) -> None:
    with simulated("visma_hspro") as (target, _):
        sees_two_receipts(target, tmp_path)


def sees_two_receipts(target: Path, tmp_path: Path) -> None:
    root, _, area = tomllib.loads(target.read_text("utf-8"))["staff"]["address"].removesuffix("/staff").partition("/w/")
    body = json.dumps({"id": "two_apprecs"}).encode()
    request = urllib.request.Request(f"{root}/_sim/areas/{area}/faults", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=SECONDS).close()
    code, said, told = load(target, tmp_path / "ut", "--users", "3", "--seconds", "1", "--pause", "0.2")
    assert code == 1, said
    assert not told["passed"] and sum(row["twice"] for row in told["rows"]) > 0
    assert "kom en gang til (kvittering)" in said and workers_of(target) == []
