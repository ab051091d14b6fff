"""Bus and journal are killed in the middle of a run and started again: nothing is lost, nothing journaled twice."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.records import MessageRecord
from conformance.evidence.store import Evidence
from conformance.reports.facts import glance
from conformance.verdicts import Verdict
from standards.exchange import Role

EPJ = (sys.executable, "-m", "epj.main")
KILL_AFTER = {"BOOK-N02": ("bus",), "CANCEL-N02": ("journal",), "MSG-N02": ("bus", "journal"), "JRN-N01": ("journal",)}


def free_ports(count: int) -> list[int]:
    """Ports below the range that the system hands out, so that nobody takes them while their server is dead."""
    found: list[int] = []
    for port in random.Random(os.getpid()).sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            found.append(port)
    return found[:count]


@dataclass
class World:
    """A bus and a journal as two processes that can be killed and started again on the same port and data."""

    folder: Path
    ports: dict[str, int] = field(default_factory=lambda: dict(zip(("bus", "journal"), free_ports(2), strict=True)))
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def command(self, name: str) -> list[str]:
        what = ["bus"] if name == "bus" else ["visma_hspro", "--bus", f"http://127.0.0.1:{self.ports['bus']}"]
        paths = ["--data", str(self.folder / name), "--targets", str(self.folder / "targets")]
        return [*EPJ, "simulate", *what, "--port", str(self.ports[name]), *paths, "--ready-json"]

    def start(self, name: str) -> None:
        process = subprocess.Popen(self.command(name), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.processes[name] = process
        assert process.stdout is not None
        ready = any("{" in line for line in process.stdout)
        assert ready, process.stderr.read() if process.stderr else ""

    def kill(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait(60)

    @property
    def target(self) -> Path:
        return next((self.folder / "targets").glob("*.toml"))

    def ask(self, intent: str, **params: Any) -> dict[str, Any]:
        staff = tomllib.loads(self.target.read_text())["staff"]
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        headers["Authorization"] = f"Bearer {staff.get('secret', '')}"
        request = urllib.request.Request(f"{staff['address']}/intents/{intent}", json.dumps(params).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            data: dict[str, Any] = json.load(answer)["data"]
            return data


@contextmanager
def world(folder: Path) -> Iterator[World]:
    made = World(folder)
    try:
        for name in ("bus", "journal"):
            made.start(name)
        yield made
    finally:
        for process in made.processes.values():
            process.kill()
            process.communicate(timeout=60)


def run_with_kills(made: World, report: Path) -> tuple[int, str]:
    command = [*EPJ, "accept", "--target", str(made.target), "--report", str(report)]
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            for name in KILL_AFTER.get(line.split(" ")[0], ()):
                made.kill(name)
            for name in KILL_AFTER.get(line.split(" ")[0], ()):
                made.start(name)
        return process.wait(120), "".join(lines)


def acknowledged(messages: list[MessageRecord]) -> list[str]:
    """MsgId of every honest message that the bus took from us, apart from those sent twice on purpose."""
    ours = [item for item in messages if item.sender is Role.HELSENORGE]
    broken = {glance(item).msg_id for item in ours if item.fault}
    return [msg_id for item in ours if (msg_id := glance(item).msg_id) and msg_id not in broken]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kill_in_the_middle_of_a_run_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        code, shown = run_with_kills(made, tmp_path / "report")
        evidence = Evidence.open(tmp_path / "report" / "evidence.sqlite")
        made.ask("settle", deadline_seconds=20)
        scenarios = evidence.scenarios()
        assert all(item.finished for item in scenarios), shown
        messages = [message for item in scenarios for message in item.messages]
        for msg_id in acknowledged([item for item in messages if glance(item).kind not in ("kvittering", "feilkø")]):
            entries = made.ask("read_transport_log", msg_id=msg_id)["entries"]
            statuses = Counter(entry["status"] for entry in entries if entry["direction"] == "inn")
            assert statuses["mottatt"] + statuses["avvist"] == 1, (
                msg_id,
                [(e["status"], e["message_id"], e["time"]) for e in entries],
            )
        journaled = [
            entry["msg_id"]
            for person in tomllib.loads(made.target.read_text())["persons"]
            for entry in made.ask("read_journal", patient=person["ident"])["entries"]
            if entry["kind"] in ("melding_inn", "avbestilling") and entry.get("msg_id")
        ]
        assert journaled
        assert max(Counter(journaled).values()) == 1
    red = [
        (item.id, item.verdict, item.reason)
        for item in scenarios
        if item.verdict in (Verdict.FAILED, Verdict.TOOL_FAULT)
    ]
    assert red == [], shown
    assert code == 0, shown
