"""Kills RabbitMQ and a journal with -9 at random moments while Helsenorge writes to it, and counts what was lost.

`python -m tests.rabbitmq.kills --messages 1000 --kills 22 --seed 1` prints what was sent beside what was found.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

from simulator.landscape.parties import HELSENORGE
from simulator.landscape.rabbitmq.definitions import KINDS
from simulator.landscape.rabbitmq.node import RabbitNode
from standards.apprec import AppRec
from tests.epj.kills import Row, once
from tests.epj.test_survival import EPJ, free_ports
from tests.rabbitmq.written import await_written
from tests.simulator.journal_kit import CLINIC, PEOPLE, envelope_for, question
from wire.amqp import AmqpBusClient
from wire.bus import BusError, BusMessage, LockLost

BROKER, JOURNAL = "rabbitmq", "journal"
PRODUCT = "visma_hspro"
UNDER_WAY = 40
"""So many messages may wait for a receipt: the kills are to hit all along, not when everything has been written."""
LONGEST_WAIT_SECONDS = 120.0
CALM_SECONDS, START_SECONDS = 0.3, 1.5
STRUCK_TOGETHER, STRUCK_WHILE_STARTING = 0.15, 0.2


class Processes:
    """A RabbitMQ and a journal on it, each with a folder and ports that it gets back when it is started again."""

    def __init__(self, folder: Path, node: RabbitNode) -> None:
        self.node = node
        self.kills: Counter[str] = Counter()
        self.data, self.targets = folder / "data", folder / "targets"
        self._port = free_ports(1)[0]
        self._journal: subprocess.Popen[str] | None = None

    def start(self, name: str) -> None:
        """Start it and return when it is ready."""
        if name == BROKER:
            self.node.start()
            return
        process = self.launch()
        assert process.stdout and any("KLAR" in line for line in process.stdout), "the journal did not start again"

    def launch(self) -> subprocess.Popen[str]:
        """Start the journal, and do not wait."""
        bus = self.node.settings.login.read_text().strip()
        own = ["--port", str(self._port), "--data", str(self.data), "--targets", str(self.targets), "--ready-json"]
        command = [*EPJ, "simulate", PRODUCT, "--over", "rabbitmq", "--bus", bus, *own]
        self._journal = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        return self._journal

    def kill(self, name: str) -> None:
        """Like a power cut, for this one process."""
        self.kills[name] += 1
        if name == BROKER:
            os.kill(self.node.pid, signal.SIGKILL)
            return
        assert self._journal and self._journal.poll() is None, "the journal has died by itself"
        self._journal.kill()
        self._journal.communicate(timeout=10)

    def stop(self) -> None:
        """End the journal; the node is somebody else's."""
        if self._journal is not None and self._journal.poll() is None:
            self._journal.terminate()
            self._journal.communicate(timeout=30)

    def target(self) -> dict[str, Any]:
        """The target file."""
        return tomllib.loads((self.targets / f"{PRODUCT}.toml").read_text("utf-8"))

    def helsenorge(self) -> AmqpBusClient:
        """A connection as Helsenorge."""
        target = self.target()
        address, secret = target["transport"]["address"], target["helsenorge"]["secret"]
        return AmqpBusClient(address, HELSENORGE.her_id, secret, patience_seconds=1.0)

    def journal(self) -> AmqpBusClient:
        """A connection as the service that is written to."""
        config = json.loads((self.data / PRODUCT / f"{PRODUCT}.json").read_text("utf-8"))
        return AmqpBusClient(self.node.bus.address(PRODUCT, CLINIC.her_id), CLINIC.her_id, config["own_password"])


@dataclass
class Load:
    """Helsenorge writes and reads its receipts; what is not acknowledged is sent again under the same ids."""

    processes: Processes
    messages: int
    sent: list[str] = field(default_factory=list)
    repeated: int = 0
    receipts: dict[str, Counter[str]] = field(default_factory=dict)
    """MsgId → the ids of its receipts, and how often each came."""
    errors: list[str] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    _enough: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._clients = [self.processes.helsenorge() for _ in range(2)]
        works: list[Callable[[], None]] = [self._write_all, self._read_all]
        self._threads = [threading.Thread(target=work, daemon=True) for work in works]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def wait(self, holds: Callable[[], bool]) -> bool:
        """Whether it came to hold before the time was up."""
        with self.news:
            return self.news.wait_for(holds, LONGEST_WAIT_SECONDS)

    def stop(self) -> None:
        """Go, whatever is left."""
        self._enough.set()
        with self.news:
            self.news.notify_all()
        for thread in self._threads:
            thread.join(LONGEST_WAIT_SECONDS)
        for client in self._clients:
            client.close()

    def _write_all(self) -> None:
        patients = [one for one in PEOPLE.values() if not one.guardians]
        for number in range(self.messages):
            written = question(patients[number % len(patients)], f"Spørsmål {number} – æøå")
            message = BusMessage(envelope_for(written.type.v), written.to_xml())
            if not self.wait(lambda: len(self.sent) - len(self.receipts) < UNDER_WAY or self._enough.is_set()):
                self.errors.append("no receipt came for a long time")
            while not self._enough.is_set() and not self._sent(message):
                self.repeated += 1
            if self._enough.is_set():
                return
            with self.news:
                self.sent.append(written.msg_id)
                self.news.notify_all()

    def _sent(self, message: BusMessage) -> bool:
        try:
            self._clients[0].send(message.envelope.to, message)
        except BusError:
            return False
        return True

    def _read_all(self) -> None:
        queue = f"{HELSENORGE.her_id}_async"
        while not self._enough.is_set():
            try:
                received = self._clients[1].receive(queue, 1.0)
                if received is not None:
                    self._note(received.message)
                    self._clients[1].complete(received)
            except LockLost:
                continue
            except BusError:
                self._enough.wait(0.1)

    def _note(self, message: BusMessage) -> None:
        if message.envelope.subject != "APPREC":
            self.errors.append(f"something else than a receipt came: {message.envelope.subject}")
            return
        receipt = AppRec.from_xml(message.body)
        with self.news:
            self.receipts.setdefault(receipt.original.msg_id, Counter())[receipt.id] += 1
            self.news.notify_all()


@dataclass
class Outcome:
    """What became of a run."""

    kills: Counter[str]
    seconds: float
    repeated: int
    rows: list[Row]
    errors: list[str]

    @property
    def good(self) -> bool:
        """Whether everything held."""
        return not self.errors and all(row.good for row in self.rows)

    def __str__(self) -> str:
        kills = f"{sum(self.kills.values())} kills {dict(self.kills)} in {self.seconds:.0f} s"
        lines = [
            f"{kills}; sent again by Helsenorge after a kill: {self.repeated}",
            f"{'':58}{'expected':>10}{'found':>10}",
        ]
        for row in self.rows:
            lines.append(f"{row.what:58}{row.expected:>10}{row.found:>10}  {'ok' if row.good else 'WRONG'}")
            lines += [f"    {one}" for one in row.wrong[:5]]
        return "\n".join(lines + self.errors[:5])


def run(folder: Path, node: RabbitNode, *, messages: int, kills: int, seed: int) -> Outcome:
    """Start a journal on the node, write to it while both are killed and started again, and look at what is left."""
    began = time.monotonic()
    processes = Processes(folder, node)
    with ExitStack() as ending:
        ending.callback(processes.stop)
        processes.start(JOURNAL)
        await_written(node, PRODUCT, [HELSENORGE.her_id, CLINIC.her_id])
        load = Load(processes, messages)
        ending.callback(load.stop)
        load.start()
        _strike_all(processes, load, kills, random.Random(seed))
        if not load.wait(lambda: len(load.receipts) >= messages):
            load.errors.append(f"only {len(load.receipts)} of {messages} messages got a receipt in time")
        _settle(processes)
        load.stop()
        processes.stop()
        rows = [*_look(processes, load), *_look_at_queues(processes)]
    return Outcome(processes.kills, time.monotonic() - began, load.repeated, rows, load.errors)


def _strike_all(processes: Processes, load: Load, kills: int, chance: random.Random) -> None:
    """Spread over the messages: the next comes when so many have been sent."""
    whom = [JOURNAL, BROKER, JOURNAL] * kills
    due = sorted(chance.sample(range(1, load.messages - 1), kills))
    for after in due:
        if sum(processes.kills.values()) >= kills:
            return
        if not load.wait(lambda after=after: len(load.sent) >= after):  # type: ignore[misc]  # bound now
            load.errors.append(f"message {after} was never accepted")
            return
        _strike(processes, whom, chance)


def _strike(processes: Processes, whom: list[str], chance: random.Random) -> None:
    """Kill one or both at a random moment; the journal sometimes once more while it starts."""
    pause = threading.Event()
    pause.wait(chance.uniform(0.0, CALM_SECONDS))
    first = whom.pop(0)
    chosen = [BROKER, JOURNAL] if chance.random() < STRUCK_TOGETHER else [first]
    for name in chosen:
        processes.kill(name)
    for name in chosen:
        if name == JOURNAL and chance.random() < STRUCK_WHILE_STARTING:
            processes.launch()
            pause.wait(chance.uniform(0.0, START_SECONDS))
            processes.kill(name)
        processes.start(name)


def _settle(processes: Processes) -> None:
    """Have the journal say that nothing lies on the bus for it and nothing waits to be sent."""
    staff = processes.target()["staff"]
    headers = {"Idempotency-Key": str(uuid.uuid4()), "Authorization": f"Bearer {staff['secret']}"}
    answer = urllib3.request(
        "POST", f"{staff['address']}/intents/settle", json={"deadline_seconds": 55.0}, headers=headers, timeout=60.0
    )
    said = answer.json()
    assert said.get("outcome") == "done", said


def _look(processes: Processes, load: Load) -> Iterator[Row]:
    """Everything that must hold in the journal and at Helsenorge."""
    with closing(sqlite3.connect(processes.data / PRODUCT / f"{PRODUCT}.sqlite")) as database:
        (whole,) = database.execute("PRAGMA integrity_check").fetchone()
        yield Row("journal: broken pages", 0, int(whole != "ok"))
        received = "direction = 'inn' AND kind = 'melding' AND status = 'mottatt' AND error_text IS NULL"
        looks = {
            "messages sent: received": f"SELECT msg_id FROM transport WHERE {received}",
            "… journaled": "SELECT msg_id FROM entry WHERE kind = 'melding_inn'",
            "… with a receipt remembered": "SELECT msg_id FROM receipt WHERE accepted",
        }
        for what, query in looks.items():
            yield once(what, load.sent, database.execute(query))
        (waiting,) = database.execute("SELECT COUNT(*) FROM outbox").fetchone()
        yield Row("journal: left in the outbox", 0, waiting)
    yield once("… with one receipt at Helsenorge, however often it came", load.sent, _receipts(load))
    yield Row(
        "different receipts at Helsenorge", len(load.sent), len({one for ids in load.receipts.values() for one in ids})
    )


def _receipts(load: Load) -> Iterator[tuple[str]]:
    return ((msg_id,) for msg_id, ids in load.receipts.items() for _ in ids)


def _look_at_queues(processes: Processes) -> Iterator[Row]:
    """Nothing may be left on the bus, nor among the dead."""
    sides = ((HELSENORGE.her_id, processes.helsenorge()), (CLINIC.her_id, processes.journal()))
    for her_id, client in sides:
        with closing(client):
            left = sum(client.receive(f"{her_id}_{kind}", 0.3) is not None for kind in KINDS)
        yield Row(f"queues of {her_id} with something left in them", 0, left)


def main() -> int:
    """The command line; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=22)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, RabbitNode(Path(folder) / BROKER) as node:
        outcome = run(Path(folder), node, messages=chosen.messages, kills=chosen.kills, seed=chosen.seed)
    sys.stdout.write(f"{outcome}\n")
    return 0 if outcome.good else 1


if __name__ == "__main__":
    raise SystemExit(main())
