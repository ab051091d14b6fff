"""`epj simulate` as a process: ready line, stop, wrong use, kill -9."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import urllib3
from click.testing import CliRunner

from epj.simulate import command
from simulator.landscape.parties import HELSENORGE
from tests.simulator.journal_kit import CLINIC, EKONTAKT, envelope_for, person, question
from wire.bus import BusMessage
from wire.http import HttpBusClient

COMMAND = [sys.executable, "-c", "from epj.simulate import command; command(prog_name='epj simulate')"]
BIRET = person("biret")
SECONDS = 60


class Running:
    """A started simulator."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *arguments, "--ready-json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        self.told: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            self.told.append(line)
            if line.startswith("KLAR "):
                self.ready: dict[str, Any] = json.loads(line.removeprefix("KLAR "))
                return
        assert self.process.stderr
        raise AssertionError(f"no ready line: {self.told} {self.process.stderr.read()}")

    @property
    def target(self) -> dict[str, Any]:
        return tomllib.loads(Path(self.ready["journals"][0]["target"]).read_text("utf-8"))

    def staff(self, intent: str, **params: Any) -> dict[str, Any]:
        staff = self.target["staff"]
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Authorization": f"Bearer {staff['secret']}"}
        url = f"{staff['address']}/intents/{intent}"
        answer: dict[str, Any] = urllib3.request("POST", url, json=params, headers=headers, timeout=30.0).json()
        return answer

    def helsenorge(self) -> HttpBusClient:
        target = self.target
        return HttpBusClient(target["transport"]["address"], HELSENORGE.her_id, target["helsenorge"]["secret"])

    def kill(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    with ExitStack() as stack:

        def run(*arguments: str) -> Running:
            running = Running([*arguments], tmp_path)
            stack.callback(running.close)
            return running

        yield run


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Gives what is said by a start that must fail with exit code 2."""
    monkeypatch.chdir(tmp_path)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def run(*arguments: str) -> str:
        ended = CliRunner().invoke(command, arguments)
        assert ended.exit_code == 2, ended
        return ended.stderr

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


def free_ports() -> int:
    """A port with a free one after it."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def test_the_default_is_hspro_with_a_bus_and_says_what_to_do_next(start: Callable[..., Running]) -> None:
    running = start("--targets", "mine filer")
    assert [journal["product"] for journal in running.ready["journals"]] == ["visma_hspro"]
    text = "".join(running.told)
    assert "SIMULERT tjenestebuss" in text and "Simulert journal, profil HsPro" in text
    assert "epj accept --target 'mine filer/visma_hspro.toml'" in text
    answer = running.staff("start_dialog", patient=BIRET.ident, subject="Hei", text="Hei", answerable=True)
    assert answer["outcome"] == "done"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_at_once(start: Callable[..., Running], number: signal.Signals) -> None:
    running = start()
    began = time.monotonic()
    assert running.kill(number) == 0
    assert time.monotonic() - began < 5


def test_a_journal_connects_to_a_bus_that_runs_alone(start: Callable[..., Running]) -> None:
    bus = start("bus")
    assert bus.ready["journals"] == []
    journal = start("visma_hspro", "--bus", bus.ready["bus"])
    assert journal.ready["bus"] == bus.ready["bus"]
    helsenorge = journal.helsenorge()
    helsenorge.send(f"{CLINIC.her_id}_async", BusMessage(envelope_for(EKONTAKT), question(BIRET).to_xml()))
    assert journal.staff("settle", deadline_seconds=20)["outcome"] == "done"
    helsenorge.close()


def test_helsenorge_can_receive_appointments_too(start: Callable[..., Running]) -> None:
    running = start("bus", "--timeavtaler")
    [address] = running.ready["timeavtaler"]["areas"].values()
    with urllib.request.urlopen(f"{address}/timeavtaler/_inbox") as answer:
        assert json.load(answer)["entries"] == []
        assert "Helsenorge" in answer.headers["SIMULERT"]
    assert any("SIMULERT mottak av timer" in line for line in running.told)
    assert "timeavtaler" not in start("bus").ready


def test_all_is_a_table_of_addresses_with_a_target_for_each_product(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start("--all", "--port", "0")
    text = "".join(running.told)
    assert re.search(r"^Tjeneste +Adresse +Hva det er$", text, re.MULTILINE) and "SIMULERT" in text
    products = [journal["product"] for journal in running.ready["journals"]]
    written = [path.name for path in (tmp_path / "targets").iterdir()]
    endings = (".toml", ".helseid.jwk", ".helseaktoerer.toml", ".helseaktoerer.helseid.json")
    assert len(products) >= 6 and sorted(f"{one}{end}" for one in products for end in endings) == sorted(written)
    addresses = [journal["url"] for journal in running.ready["journals"]]
    assert all(address in text for address in (running.ready["index"], running.ready["bus"], *addresses))
    began = time.monotonic()
    assert running.kill(signal.SIGINT) == 0
    assert time.monotonic() - began < 5


def test_all_stands_alone_and_a_receiver_needs_an_address(refused: Callable[..., str]) -> None:
    assert "ikke brukes sammen med PRODUKT" in refused("visma_hspro", "--all")
    assert "--timeavtaler er ikke en adresse" in refused("--timeavtaler", "visma_hspro")
    assert "Ventet: NAVN=http://maskin:port" in refused("--service", "helseid")
    assert "Tjenesten «helse» finnes ikke" in refused("--service", "helse=http://maskin:1")


def test_a_journal_is_no_bus(start: Callable[..., Running], refused: Callable[..., str]) -> None:
    running = start()
    journal = running.target["staff"]["address"].split("/w/")[0]
    assert "ikke er en simulert buss" in refused("visma_hspro", "--bus", journal)


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that can be closed")
def test_it_lives_on_when_nobody_reads(tmp_path: Path) -> None:
    words = ("simulate", "bus", "--port", "0", "--targets", str(tmp_path), "--ready-json")
    with subprocess.Popen(
        [sys.executable, "-m", "epj.main", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        first = process.stdout.readline().decode()
        process.stdout.close()
        health = f"{first.split()[-1]}/_sim/health"
        with urllib.request.urlopen(health, timeout=30) as answer:
            assert json.load(answer)["ready"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr.read() == b""


def test_wrong_use_is_told_in_plain_words(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "Mente du visma_hspro?" in refused("visma_hspo")
    assert "epj simulate bus" in refused("visma_hspro", "--bus", "http://127.0.0.1:9")
    for address in ("localhost", "http://[::", "http://", "http://x:port"):
        assert "ikke en adresse" in refused("--bus", address)
    assert "Fant: ingen som tar imot der." in refused("--bus", "http://127.0.0.1:9")
    (tmp_path / "data" / "visma_hspro").mkdir(parents=True)
    (tmp_path / "data" / "visma_hspro" / "visma_hspro.sqlite").write_text("ikke en database" * 50)
    assert "Databasefilen kan ikke" in refused("--data", "data")
    assert "ikke brukes sammen" in refused("bus", "--bus", "http://127.0.0.1:9")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused("--port", str(port))
        assert str(port) in said and "Fant: porten er i bruk." in said and "Gjør dette" in said
    (tmp_path / "fil").write_text("x")
    assert "en del av stien er en fil" in refused("--targets", "fil/under")
    assert "finnes fra før, og er ikke en mappe" in refused("--targets", "fil")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_access_is_told(refused: Callable[..., str], tmp_path: Path) -> None:
    locked = tmp_path / "låst"
    locked.mkdir(mode=0o500)
    assert "Gjør dette" in refused("--data", str(locked / "x"))


def test_kill_9_loses_nothing_and_journals_nothing_twice(start: Callable[..., Running], tmp_path: Path) -> None:
    port = free_ports()
    bus = start("bus", "--port", str(port), "--data", str(tmp_path / "data"))
    arguments = ("visma_hspro", "--bus", bus.ready["bus"], "--port", str(port + 1), "--data", str(tmp_path / "data"))
    journal = start(*arguments)
    target = journal.target
    helsenorge = journal.helsenorge()
    asked = [question(BIRET, f"Spørsmål {number}") for number in range(30)]
    for place, one in enumerate(asked):
        helsenorge.send(f"{CLINIC.her_id}_async", BusMessage(envelope_for(EKONTAKT), one.to_xml()))
        if place == 14:
            journal.kill(signal.SIGKILL)
    bus.kill(signal.SIGKILL)
    start("bus", "--port", str(port), "--data", str(tmp_path / "data"))
    again = start(*arguments)
    assert again.target == target
    assert again.staff("settle", deadline_seconds=30)["outcome"] == "done"
    entries = again.staff("read_journal", patient=BIRET.ident)["data"]["entries"]
    assert sorted(entry["msg_id"] for entry in entries) == sorted(one.msg_id for one in asked)
    receipts = set()
    while (received := helsenorge.receive(f"{HELSENORGE.her_id}_async", 0.0)) is not None:
        helsenorge.complete(received)
        receipts.add(received.message.envelope.message_id)
    assert len(receipts) == 30
    helsenorge.close()
