"""How many messages a second go the whole way over RabbitMQ, signed and encrypted, and what the time goes to.

`python -m tests.bench_whole_bus [--messages N]`; part of `make bench`, fails nothing. Helsenorge (this process) signs,
encrypts and sends; RabbitMQ carries; a simulated journal opens, verifies, checks against the schema, judges, stores on
disk and sends its receipt the same way back; Helsenorge opens, verifies and reads it. Three processes, on the cores
there are. The shares are of the processor time that all three used: the steps are timed alone, over the same message,
and what RabbitMQ used is read from the system. Waiting (for the disk, for each other) is no processor time.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from conformance.targets.loading import load
from conformance.transports import bare, connect
from conformance.transports.protecting.bus import ProtectingBus
from simulator.landscape.rabbitmq.installed import NoRabbit
from simulator.landscape.rabbitmq.node import RabbitNode
from standards import cms
from standards.apprec import AppRec
from standards.envelope import business_envelope
from tests.bench_services import core
from tests.simulator.journal_kit import CLINIC, HELSENORGE, PACK, PEOPLE, Kit, question
from tests.standards.cms_cases import BOTH, crl, receiving, sending, trust
from tests.standards.cms_cases import NOW as CMS_NOW
from wire.amqp import AmqpBusClient
from wire.amqp.client import AmqpNotInstalled, require_proton
from wire.bus import BusMessage
from wire.protected import outermost

MESSAGES, ROUNDS, ALONE = 300, 3, 150
UNDER_WAY = 100
"""So many messages may wait for a receipt."""
TEXT = "Hei! Kan vi bytte time? Torsdag passer dårlig for oss, men fredag er fint. " * 20
CMS = "CMS: signed, encrypted, opened and verified, both ways"
XML = "XML: the message parsed and checked by schema, the receipt read"
BROKER = "broker: RabbitMQ's process, read while it ran"
TRANSPORT = "transport: AMQP at both ends, both ways"
OURS = "ours: rules, store on disk and receipt in the journal"
REST = "the rest: threads, certificates looked up, raw bytes kept"
_PRODUCT = "visma_hspro"
_LONGEST_SECONDS = 120.0
_CLOCK_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Trip:
    """What a round gave: seconds in all, and processor seconds of each process."""

    seconds: float
    used: dict[str, float]


@dataclass(frozen=True)
class World:
    """A RabbitMQ and a journal that run."""

    node: RabbitNode
    journal: int
    target: Path

    def used(self) -> dict[str, float]:
        """Processor seconds so far."""
        ours = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "Helsenorge": ours.ru_utime + ours.ru_stime,
            "RabbitMQ": _used_by(self.node.pid),
            "journal": _used_by(self.journal),
        }


def main(arguments: list[str] | None = None) -> None:
    """Measure and tell, or say why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    messages = parser.parse_args(arguments).messages
    try:
        require_proton()
        with world() as running:
            trips = [round_trip(running, messages) for _ in range(ROUNDS + 1)][1:]  # the first warms everything up
            on_the_line = line_alone(running, messages)
    except (AmqpNotInstalled, NoRabbit) as missing:
        print(f"  the whole way over RabbitMQ: skipped, {missing}")
        return
    tell(trips, messages, {**alone(), TRANSPORT: on_the_line})


def tell(trips: list[Trip], messages: int, steps: dict[str, float]) -> None:
    """The table."""
    rates = [messages / trip.seconds for trip in trips]
    middle = sorted(trips, key=lambda trip: trip.seconds)[len(trips) // 2]
    each = {name: seconds / messages * 1000 for name, seconds in middle.used.items()}
    total, cores = sum(each.values()), os.cpu_count() or 1
    busy = sum(middle.used.values()) / middle.seconds / cores
    rate = f"{statistics.median(rates):,.0f}/s ({min(rates):,.0f} to {max(rates):,.0f})"
    print(f"  Helsenorge, RabbitMQ, journal, AppRec, Helsenorge, with CMS, {messages} messages: {rate}")
    said = ", ".join(f"{name} {spent:.1f}" for name, spent in each.items())
    print(f"    processor time a message: {total:.1f} ms ({said}); {cores} cores {busy:.0%} busy")
    steps = {BROKER: each["RabbitMQ"], **steps}
    print(f"    {'of that, by step':62}{'ms':>8}{'share':>8}")
    for what, spent in {**steps, REST: total - sum(steps.values())}.items():
        print(f"    {what:62}{spent:8.2f}{spent / total:8.0%}")


@contextmanager
def world() -> Iterator[World]:
    """Both processes, until the block ends. Raises `NoRabbit`."""
    with tempfile.TemporaryDirectory() as name, RabbitNode() as node:
        folder = Path(name)
        own = ["--port", "0", "--data", str(folder / "data"), "--targets", str(folder / "targets"), "--ready-json"]
        bus = ["--over", "rabbitmq", "--bus", node.settings.login.read_text("utf-8").strip(), "--cms"]
        command = [sys.executable, "-m", "epj.main", "simulate", _PRODUCT, *bus, *own]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as journal:
            try:
                assert journal.stdout and any(line.startswith("KLAR") for line in journal.stdout)
                yield World(node, journal.pid, folder / "targets" / f"{_PRODUCT}.toml")
            finally:
                journal.terminate()


def round_trip(running: World, messages: int) -> Trip:
    """From the first message until the last receipt has been read and settled."""
    target = load(running.target)
    room, letters = threading.Semaphore(UNDER_WAY), _letters(messages)
    missing = {letter.envelope.message_id for letter in letters}
    line = bare(target)
    with closing(line), closing(connect(target)) as mailbox:
        assert isinstance(line, AmqpBusClient) and isinstance(mailbox, ProtectingBus)
        assert mailbox.limits is not None and line.limits is not None  # both connections stand
        before, begun = running.used(), time.perf_counter()
        with ThreadPoolExecutor(1) as threads:
            sending_all = threads.submit(_send_all, line, mailbox, letters, room)
            while missing:
                _read_one(mailbox, missing, room)
            sending_all.result()
        seconds = time.perf_counter() - begun
    return Trip(seconds, {name: spent - before[name] for name, spent in running.used().items()})


def _send_all(
    line: AmqpBusClient, protected: ProtectingBus, letters: list[BusMessage], room: threading.Semaphore
) -> None:
    sent: deque[Future[None]] = deque()
    for letter in letters:
        assert room.acquire(timeout=_LONGEST_SECONDS), "no receipt came for a long time"
        sent.append(line.send_soon(f"{CLINIC.her_id}_async", outermost(protected.wrapped(letter))))
    for one in sent:
        one.result()


def _read_one(mailbox: ProtectingBus, missing: set[str], room: threading.Semaphore) -> None:
    received = mailbox.receive(f"{HELSENORGE.her_id}_async", _LONGEST_SECONDS)
    assert received is not None, "no receipt came for a long time"
    fault = received.message.carried.fault if received.message.carried else "it was not protected"
    assert not fault, fault
    receipt = AppRec.from_xml(received.message.body)
    assert receipt.accepted, receipt.errors
    mailbox.complete(received)
    missing.discard(receipt.original.msg_id)
    room.release()


def _letters(count: int) -> list[BusMessage]:
    return [_letter(str(uuid.uuid4())) for _ in range(count)]


def _letter(name: str) -> BusMessage:
    """What Helsenorge writes; the id of the message is also that of its document."""
    patient = next(one for one in PEOPLE.values() if not one.guardians)
    written = question(patient, TEXT, msg_id=name)
    envelope = business_envelope(
        subject=written.type.v,
        time_stamp=datetime.now(UTC).isoformat(),
        from_her_id=HELSENORGE.her_id,
        to_her_id=CLINIC.her_id,
        message_id=name,
    )
    return BusMessage(envelope, written.to_xml())


def line_alone(running: World, messages: int) -> float:
    """Processor milliseconds of both ends of the line for a message and its receipt, of bytes that nobody opens."""
    envelope, body = _letter("x").envelope, os.urandom(len(cms.protect(_letter("x").body, BOTH, sending(), at=CMS_NOW)))
    own = f"{HELSENORGE.her_id}_sync"
    with closing(bare(load(running.target))) as client:

        def there_and_back() -> None:
            client.send(own, BusMessage(envelope, body))
            received = client.receive(own, _LONGEST_SECONDS)
            assert received is not None
            client.complete(received)

        return 2 * _each(there_and_back, messages)


def alone() -> dict[str, float]:
    """Processor milliseconds of the other steps, one after the other on one core."""
    to = receiving(trust=trust(revocations=cms.Revocations([crl("utsteder"), crl("rot")])))

    def both_ways(document: bytes) -> None:
        body = cms.protect(document, BOTH, sending(), at=CMS_NOW)
        assert cms.unprotect(body, BOTH.value, to, at=CMS_NOW).content == document

    with core(0), tempfile.TemporaryDirectory() as folder:
        kit = Kit(path=Path(folder) / "journal.sqlite")
        letters = _letters(ALONE + 1)
        written, receipt = letters[0].body, _answered(kit, letters.pop())
        in_journal = _each(lambda: PACK.check(etree.fromstring(written)))
        return {
            CMS: _each(lambda: (both_ways(written), both_ways(receipt))),
            XML: in_journal + _each(lambda: AppRec.from_xml(receipt)),
            OURS: _each(lambda: _answered(kit, letters.pop()), ALONE - 1) - in_journal,
        }


def _answered(kit: Kit, letter: BusMessage) -> bytes:
    """The receipt of a journal for a message that is no longer protected, stored like the message."""
    kit.journal.receive(letter)
    waiting = kit.journal.oldest_waiting()
    assert waiting is not None
    kit.journal.sent(waiting)
    return waiting.message.body


def _each(work: Callable[[], object], count: int = ALONE) -> float:
    """Processor milliseconds of one, with the threads that it wakes: the median, after one that warms up."""
    work()
    found = []
    for _ in range(count):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return statistics.median(found) * 1000


def _used_by(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _CLOCK_TICKS


if __name__ == "__main__":
    main()
