"""`epj accept`: the whole way from the command line to exit code and report."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click
import pytest

from conformance.evidence.store import Evidence
from epj.accepting.simulated import simulated
from epj.main import main
from tests.conformance.samples import GOOD, changed


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(("accept", *arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.mark.parametrize("arguments", [(), ("--target", "a.toml", "--simulate", "visma_hspro")])
def test_exactly_one_of_target_and_simulate(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*arguments) == 2
    assert "enten --target FIL eller --simulate PRODUKT" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dette er ikke toml", "ikke gyldig TOML"),
        (changed(('her_id = "8210011"', 'her_id = "åtte"')), "HER-id"),
        (changed(('address = "http://127.0.0.1:9/w/1"', 'address = "https://sb.nhn.no"')), "produksjon"),
        (GOOD, "meldingsbussen"),
    ],
)
def test_what_cannot_begin_ends_with_2_and_a_reason(
    tmp_path: Path, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "target.toml"
    path.write_text(text)
    assert ended("--target", str(path), "--report", str(tmp_path / "report")) == 2
    assert says in capsys.readouterr().out


def test_a_missing_target_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--target", str(tmp_path / "borte.toml")) == 2
    assert "kunne ikke leses" in capsys.readouterr().out


def test_an_unknown_product_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("--simulate", "finnes_ikke", "--report", str(tmp_path)) == 2
    told = capsys.readouterr().err
    assert "finnes_ikke" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("seconds", "says"), [(90.0, r"kom ikke i gang:\n(?s:.*)finnes_ikke"), (0.0, r"kom ikke i gang innen 0 s")]
)
def test_a_journal_that_stops_at_once_is_not_said_to_be_late(seconds: float, says: str) -> None:
    with pytest.raises(click.ClickException, match=says), simulated("finnes_ikke", seconds=seconds):
        pass


@pytest.mark.parametrize("simulate", ["visma_hspro", "alle"])
@pytest.mark.parametrize("over", ["amqp", "rabbitmq"])
def test_what_messages_go_over_is_missed_once_before_anything_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], simulate: str, over: str
) -> None:
    monkeypatch.setitem(sys.modules, "proton", None)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a journal was started"))
    assert ended("--simulate", simulate, "--over", over, "--report", str(tmp_path / "r")) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("er ikke installert") == 1 and "journalen" not in told.err
    assert not (tmp_path / "r").exists()


def test_a_simulated_journal_passes_and_nothing_is_left_running(tmp_path: Path) -> None:
    words = ("accept", "--simulate", "visma_hspro", "--plan", "røyktest", "--report", str(tmp_path / "r"))
    done = subprocess.run(
        [sys.executable, "-m", "epj.main", *words],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    evidence = Evidence.open(tmp_path / "r" / "evidence.sqlite")
    scenarios = evidence.scenarios()
    body = (tmp_path / "r" / "meldinger" / f"{next(one.id for one in scenarios if one.messages)}.html").read_text(
        "utf-8"
    )
    assert re.search(r"epj accept --only [A-Z0-9-]+ --simulate visma_hspro</code>", body)
    lines = re.findall(r"^([A-Z]+-[NF][0-9]{2}) ", done.stdout, re.MULTILINE)
    assert lines == [scenario.id for scenario in scenarios]
    by_verdict = Counter(scenario.verdict.value for scenario in scenarios)
    assert set(by_verdict) == {"bestått", "ikke aktuelt"}
    assert f"Dom: bestått ({by_verdict['bestått']} bestått, {by_verdict['ikke aktuelt']} ikke aktuelt)" in done.stdout
    assert "Plan: Røyktest." in done.stdout and "Planen Røyktest har " in done.stdout
    assert "Ikke aktuelt: 1 scenario. Testobjektet oppgir ikke prosessen" in done.stdout
    assert (tmp_path / "r" / "report.html").is_file()
    address = evidence.run().info["target"]["staff"]["address"]
    port = int(re.search(r":(\d+)/", address).group(1))  # type: ignore[union-attr]
    with pytest.raises(ConnectionRefusedError):
        _connect(port)


def _connect(port: int) -> None:
    import socket

    socket.create_connection(("127.0.0.1", port), 1).close()
