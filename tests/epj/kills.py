"""Kills bus, journal and receiver of appointments with -9 at random moments under load, and counts what was lost.

`python -m tests.epj.kills --kills 50 --seed 1` prints what was acknowledged beside what was found afterwards.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import tomllib
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import urllib3

from simulator.landscape.parties import HELSENORGE
from standards.apprec import AppRec
from standards.fhir import write_json
from standards.hodemelding import Hodemelding
from tests.epj.test_survival import EPJ, free_ports
from tests.simulator.journal_kit import PEOPLE, envelope_for, question
from tests.standards.fhir_good import station
from wire.bus import BusError, BusMessage, LockLost
from wire.http import HttpBusClient

BUS, RECEIVER, JOURNAL, PUSHER = ALL = ("bus", "timeavtaler", "journal", "fhir-journal")
"""In the order they are started in: each needs only those before it."""
PRODUCTS = {JOURNAL: "visma_hspro", PUSHER: "dips_front_cosdoc"}
"""The second tells of its appointments by PUT to the receiver, where others put theirs in the same area."""
PACE_SECONDS = {"messages": 0.02, "bookings": 0.02, "pushed": 0.3, "puts": 0.3}
"""Between two of a kind; the receiver keeps its last 1000 calls, and all of them are to be counted."""
AGAIN_SECONDS, LONGEST_WAIT_SECONDS = 0.05, 30.0
LONGEST_CALM_SECONDS, LONGEST_START_SECONDS = 0.5, 0.9
STRUCK_WHILE_STARTING, STRUCK_TOGETHER = 0.2, 0.15


Attempt = Callable[[], tuple[str, str] | None]
"""Gives the name of what was done and what was promised of it; None or an error when it must be tried again."""


class Processes:
    """The three servers, each with a port and a folder that it gets back when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = dict(zip(ALL, free_ports(len(ALL)), strict=True))
        self.kills: Counter[str] = Counter()
        self._running: dict[str, subprocess.Popen[str]] = {}

    def url(self, name: str) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def launch(self, name: str) -> None:
        """Start it, and do not wait."""
        self._running[name] = subprocess.Popen(self._command(name), stdout=subprocess.PIPE, text=True)

    def await_ready(self, name: str) -> None:
        """Return when it answers."""
        output = self._running[name].stdout
        assert output is not None
        mark = "SIMULERT" if name == RECEIVER else "KLAR"
        assert any(mark in line for line in output), f"{name} did not start again"

    def kill(self, name: str) -> None:
        """Like a power cut, for this one process."""
        process = self._running[name]
        assert process.poll() is None, f"{name} has died by itself"
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        self.kills[name] += 1

    def stop(self) -> None:
        """End those that run, in good order."""
        for name in reversed(ALL):
            if name in self._running:
                self._running[name].terminate()
        for process in self._running.values():
            process.communicate(timeout=20)

    def databases(self, name: str) -> list[Path]:
        """Where it keeps its data, a file for each test area."""
        return sorted((self.folder / name).glob("*/*.sqlite"))

    def target(self, name: str) -> dict[str, Any]:
        """The target file of a journal."""
        return tomllib.loads((self.folder / "targets" / f"{PRODUCTS[name]}.toml").read_text())

    def _command(self, name: str) -> list[str]:
        own = ["--port", str(self.ports[name]), "--data", str(self.folder / name)]
        if name == RECEIVER:
            return [sys.executable, "-m", "simulator.national.timeavtaler", *own, "--area", PRODUCTS[PUSHER]]
        what = ["bus"] if name == BUS else [PRODUCTS[name], "--bus", self.url(BUS)]
        what += ["--timeavtaler", self.url(RECEIVER)] if name == PUSHER else []
        return [*EPJ, "simulate", *what, *own, "--targets", str(self.folder / "targets"), "--ready-json"]


@dataclass
class Acknowledged:
    """What one kind of work was promised: its name, and what the answer said; and how often it had to be repeated."""

    done: dict[str, str] = field(default_factory=dict)
    repeated: int = 0


class Load:
    """Helsenorge writes, staff book, and appointments are put, until told to stop; each is repeated until answered."""

    def __init__(self, processes: Processes) -> None:
        target = processes.target(JOURNAL)
        address, secret = target["transport"]["address"], target["helsenorge"]["secret"]
        self.kinds = {name: Acknowledged() for name in PACE_SECONDS}
        self.receipts: dict[str, set[str]] = {}
        self.told: dict[str, set[str]] = {}
        self.errors: list[str] = []
        self.last_trouble = ""
        self._staff = {name: processes.target(name)["staff"] for name in PRODUCTS}
        self._receiver = f"{processes.url(RECEIVER)}/w/{PRODUCTS[PUSHER]}/timeavtaler/api/v1/Appointment"
        self._bus = HttpBusClient(address, HELSENORGE.her_id, secret, patience_seconds=0.0, timeout=5.0)
        self._pool = urllib3.PoolManager(retries=False, maxsize=4, timeout=5.0)
        self._patients = [one for one in PEOPLE.values() if not one.guardians]
        self._enough, self._drained = threading.Event(), threading.Event()
        works = {
            "messages": self._message,
            "bookings": self._at(JOURNAL),
            "pushed": self._at(PUSHER),
            "puts": self._put,
        }
        self._workers = [threading.Thread(target=self._keep_on, args=item, daemon=True) for item in works.items()]
        self._reader = threading.Thread(target=self._read_all, daemon=True)

    def start(self) -> None:
        """Begin."""
        for thread in (*self._workers, self._reader):
            thread.start()

    def stop(self) -> None:
        """Let everything that was begun be acknowledged, then let everything come through."""
        self._enough.set()
        try:
            for thread in self._workers:
                thread.join(LONGEST_WAIT_SECONDS)
                assert not thread.is_alive(), f"something is never acknowledged: {self.last_trouble}"
            for name in PRODUCTS:
                answer = self._ask(name, "settle", str(uuid.uuid4()), 60.0, deadline_seconds=55.0)
                assert answer["outcome"] == "done", answer
        finally:
            self.leave()

    def leave(self) -> None:
        """Go, when Helsenorge has read what lies there; what was begun and not acknowledged is given up."""
        self._enough.set()
        self._drained.set()
        self._reader.join(LONGEST_WAIT_SECONDS)
        self._bus.close()

    def _keep_on(self, kind: str, work: Callable[[int], Attempt]) -> None:
        number = 0
        while not self._enough.wait(PACE_SECONDS[kind]):
            number += 1
            attempt = work(number)
            tries = 0
            while (promised := self._tried(attempt)) is None:
                tries += 1
                if self._drained.wait(AGAIN_SECONDS):
                    return
            name, said = promised
            self.kinds[kind].done[name] = said
            self.kinds[kind].repeated += bool(tries)

    def _tried(self, attempt: Attempt) -> tuple[str, str] | None:
        """What was promised, or None when nobody knows whether it was done."""
        try:
            return attempt()
        except (BusError, urllib3.exceptions.HTTPError) as error:
            self.last_trouble = str(error)
            return None

    def _message(self, number: int) -> Attempt:
        sent = question(self._patients[number % len(self._patients)], f"Spørsmål {number} – æøå")
        envelope = envelope_for(sent.type.v)

        def attempt() -> tuple[str, str]:
            self._bus.send(envelope.to, BusMessage(envelope, sent.to_xml()))
            return sent.msg_id, envelope.message_id

        return attempt

    def _at(self, journal: str) -> Callable[[int], Attempt]:
        return lambda number: self._booking(journal, number)

    def _booking(self, journal: str, number: int) -> Attempt:
        key, start = str(uuid.uuid4()), datetime(2031, 3, 3, 8) + timedelta(minutes=15 * number)
        params = {
            "patient": self._patients[number % len(self._patients)].ident,
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=15)).isoformat(),
            "summary": f"Time {number}",
            "location": "Rom 1",
            "practitioner": "Kari",
        }

        def attempt() -> tuple[str, str]:
            answer = self._ask(journal, "create_appointment", key, 5.0, **params)
            if answer["outcome"] != "done":
                self.errors.append(f"booking {number}: {answer}")
            return key, str((answer["data"] or {}).get("appointment"))

        return attempt

    def _put(self, number: int) -> Attempt:
        resource = copy.deepcopy(station())
        resource["id"] = f"time-{number}"
        for identifier in resource["identifier"]:
            identifier["value"] = str(uuid.uuid4())
        body, headers = write_json(resource), {"Content-Type": "application/fhir+json"}

        def attempt() -> tuple[str, str] | None:
            answer = self._pool.request("PUT", f"{self._receiver}/{resource['id']}", body=body, headers=headers)
            if answer.status >= 500:
                return None
            if answer.status not in (200, 201):
                self.errors.append(f"put {number}: {answer.status} {answer.data[:300]!r}")
            return resource["id"], str(answer.status)

        return attempt

    def _ask(self, journal: str, intent: str, key: str, timeout: float, **params: Any) -> dict[str, Any]:
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {self._staff[journal]['secret']}"}
        url = f"{self._staff[journal]['address']}/intents/{intent}"
        answer = self._pool.request("POST", url, json=params, headers=headers, timeout=timeout)
        if answer.status != 200:
            raise urllib3.exceptions.HTTPError(f"{answer.status} {answer.data[:300]!r}")
        found: dict[str, Any] = answer.json()
        return found

    def _read_all(self) -> None:
        """As Helsenorge: note by name what comes, so that the same one delivered again counts once."""
        queue = f"{HELSENORGE.her_id}_async"
        while True:
            try:
                received = self._bus.receive(queue, 0.2)
                if received is not None:
                    self._note(received.message)
                    self._bus.complete(received)
                elif self._drained.is_set():
                    return
            except LockLost:
                continue
            except BusError:
                if self._drained.wait(AGAIN_SECONDS):
                    return

    def _note(self, message: BusMessage) -> None:
        if message.envelope.subject == "APPREC":
            receipt = AppRec.from_xml(message.body)
            self.receipts.setdefault(receipt.original.msg_id, set()).add(receipt.id)
            return
        told = Hodemelding.from_xml(message.body)
        for document in told.documents:
            for event in getattr(document.payload, "events", ()):
                self.told.setdefault(event.uid, set()).add(told.msg_id)


@dataclass(frozen=True)
class Row:
    """A line of the table: what should be there so many times, and how often it is."""

    what: str
    expected: int
    found: int
    wrong: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is lost and nothing is there twice."""
        return self.expected == self.found and not self.wrong


@dataclass
class Outcome:
    """What became of a run."""

    kills: Counter[str]
    repeated: dict[str, int]
    rows: list[Row]
    errors: list[str]

    @property
    def good(self) -> bool:
        """Whether everything held."""
        return not self.errors and all(row.good for row in self.rows)

    def __str__(self) -> str:
        lines = [f"{sum(self.kills.values())} kills: {dict(self.kills)}; repeated after a kill: {self.repeated}"]
        lines += [f"{'':58}{'expected':>10}{'found':>10}"]
        for row in self.rows:
            lines.append(f"{row.what:58}{row.expected:>10}{row.found:>10}  {'ok' if row.good else 'WRONG'}")
            lines += [f"    {one}" for one in row.wrong[:5]]
        return "\n".join(lines + self.errors[:5])


def run(folder: Path, kills: int, seed: int) -> Outcome:
    """Start all, load them, kill and start again, and look at what is left."""
    chance = random.Random(seed)
    with _started(folder) as processes:
        load = Load(processes)
        load.start()
        try:
            while sum(processes.kills.values()) < kills:
                _strike(processes, chance)
            load.stop()
        finally:
            load.leave()
        processes.stop()
        rows = list(_look(processes, load))
        return Outcome(processes.kills, {name: kind.repeated for name, kind in load.kinds.items()}, rows, load.errors)


@contextmanager
def _started(folder: Path) -> Iterator[Processes]:
    processes = Processes(folder)
    with ExitStack() as ending:
        ending.callback(processes.stop)
        for name in ALL:
            processes.launch(name)
            processes.await_ready(name)
        yield processes


def _strike(processes: Processes, chance: random.Random) -> None:
    """Kill one, or two at once, at a random moment; sometimes once more while it starts."""
    pause = threading.Event()
    pause.wait(chance.uniform(0.0, LONGEST_CALM_SECONDS))
    count = 2 if chance.random() < STRUCK_TOGETHER else 1
    chosen = chance.sample(ALL, count)
    for name in chosen:
        processes.kill(name)
    for name in sorted(chosen, key=ALL.index):
        processes.launch(name)
        if chance.random() < STRUCK_WHILE_STARTING:
            pause.wait(chance.uniform(0.0, LONGEST_START_SECONDS))
            processes.kill(name)
            processes.launch(name)
        processes.await_ready(name)


def _look(processes: Processes, load: Load) -> Iterator[Row]:
    """Everything that must hold when the servers have stopped."""
    looks = {BUS: _look_at_bus, RECEIVER: _look_at_receiver, JOURNAL: _look_at_journal, PUSHER: _look_at_pusher}
    for name, look in looks.items():
        for path in processes.databases(name):
            with closing(sqlite3.connect(path)) as database:
                (whole,) = database.execute("PRAGMA integrity_check").fetchone()
                broken = database.execute("PRAGMA foreign_key_check").fetchall()
                yield Row(f"{name}, {path.stem}: broken rows or pages", 0, len(broken) + (whole != "ok"))
                yield from look(database, load)


def _look_at_bus(database: sqlite3.Connection, load: Load) -> Iterator[Row]:
    yield Row("bus: messages left, dead ones too", 0, _count(database, "message"))
    yield Row("bus: bodies without a message", 0, _count(database, "body"))


def _look_at_journal(database: sqlite3.Connection, load: Load) -> Iterator[Row]:
    sent, booked = load.kinds["messages"].done, load.kinds["bookings"].done
    rows = database.execute(
        "SELECT msg_id FROM transport WHERE direction = 'inn' AND kind = 'melding' AND status = 'mottatt'"
        " AND error_text IS NULL"
    )
    yield once("messages acknowledged by the bus: received", sent, rows)
    yield once("… in a thread", sent, database.execute("SELECT msg_id FROM message WHERE direction = 'inn'"))
    yield once("… journaled", sent, database.execute("SELECT msg_id FROM entry WHERE kind = 'melding_inn'"))
    yield once("… with a receipt remembered", sent, database.execute("SELECT msg_id FROM receipt WHERE accepted"))
    told = ((msg_id,) for msg_id, receipts in load.receipts.items() for _ in receipts)
    yield once("… with a receipt at Helsenorge", sent, told)
    yield once(
        "bookings answered done: told to Helsenorge",
        booked.values(),
        ((uid,) for uid, told in load.told.items() for _ in told),
    )
    yield from _look_at_timebok(database, booked)


def _look_at_pusher(database: sqlite3.Connection, load: Load) -> Iterator[Row]:
    yield from _look_at_timebok(database, load.kinds["pushed"].done)


def _look_at_timebok(database: sqlite3.Connection, booked: dict[str, str]) -> Iterator[Row]:
    yield once("bookings answered done: key remembered", booked, database.execute("SELECT key FROM idempotency"))
    ids = booked.values()
    planned = database.execute("SELECT id FROM appointment WHERE status = 'planned'")
    yield once("… in the timebok", ids, planned)
    journaled = database.execute("SELECT appointment FROM entry WHERE appointment IS NOT NULL")
    yield once("… journaled", ids, journaled)
    yield Row("journal: left in the outbox", 0, _count(database, "outbox"))
    waiting = database.execute("SELECT COUNT(*) FROM transport WHERE status IN ('venter', 'ikke-sendt')").fetchone()
    yield Row("journal: messages noted as not sent", 0, waiting[0])


def _look_at_receiver(database: sqlite3.Connection, load: Load) -> Iterator[Row]:
    put = [*load.kinds["puts"].done, *load.kinds["pushed"].done.values()]
    yield once(
        "appointments answered 201 or 200, or pushed: known", put, database.execute("SELECT id FROM appointment")
    )
    yield once("… with their identifier", put, database.execute("SELECT id FROM identifier"))
    calls = [json.loads(said) for (said,) in database.execute("SELECT said FROM call")]
    new = ((said["appointment"]["id"],) for said in calls if said["change"] == "new")
    yield once("… noted as new in the inbox", put, new)
    odd = sum(said["change"] not in ("new", "identical") for said in calls)
    yield Row("receiver: calls neither new nor a repeat", 0, odd)


def once(what: str, expected: Any, found: Any) -> Row:
    """That each of the expected is found exactly once, and nothing else."""
    counted = Counter(name for (name,) in found)
    lost = [f"lost: {name}" for name in expected if not counted[name]]
    doubled = [f"{count} times: {name}" for name, count in counted.items() if count > 1]
    alien = [f"never acknowledged: {name}" for name in counted if name not in set(expected)]
    return Row(what, len(expected), sum(counted.values()), (*lost, *doubled, *alien))


def _count(database: sqlite3.Connection, table: str) -> int:
    (count,) = database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
    return int(count)


def main() -> int:
    """The command line; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), chosen.kills, chosen.seed)
    print(outcome)
    return 0 if outcome.good else 1


if __name__ == "__main__":
    raise SystemExit(main())
