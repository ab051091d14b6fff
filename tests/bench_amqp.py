"""How fast messages go over AMQP 1.0, with and without CMS, on RabbitMQ and on the simulated bus; fails nothing.

`python -m tests.bench_amqp [--messages N]`. One process sends, many messages on their way at once, and one receives,
opens, verifies and settles, while the broker is a third: all on the cores there are. A figure is messages a second from
the first send to the last settlement. A bus whose program is not installed is passed over.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any

from standards.envelope import business_envelope
from wire.bus import BusClient, BusMessage
from wire.protected import ProtectedBus

AIM_WITH_CMS = 300
MESSAGES, ROUNDS = 1500, 3
DOCUMENT_BYTES = 6_000
UNDER_WAY, AHEAD, READERS = 200, 100, 4
HELSENORGE, CLINIC = "8200002", "8210011"
PASSWORDS = {HELSENORGE: "hemmelig", CLINIC: "hemmelig"}
INBOX = f"{CLINIC}_async"
_LONGEST_SECONDS = 60.0
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Bus:
    """A broker that runs, and how each party connects."""

    name: str
    address: Callable[[str], str]


def main(arguments: list[str] | None = None) -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=MESSAGES)
    messages = options.parse_args(arguments).messages
    print(f"  AMQP 1.0, {DOCUMENT_BYTES} bytes a message, {UNDER_WAY} on their way at once:")
    for bus in buses():
        for with_cms, aim in ((False, ""), (True, f" (aim: {AIM_WITH_CMS}/s on two cores)")):
            rates, shares = zip(*(one_round(bus, messages, with_cms) for _ in range(ROUNDS)), strict=True)
            said = f"{statistics.median(rates):,.0f}/s ({min(rates):,.0f} to {max(rates):,.0f})"
            print(f"    {bus.name}{', signed and encrypted' if with_cms else ''}: {said}{aim}; {shares[-1]}")


def buses() -> Iterator[Bus]:
    """Those that can be started here, one at a time."""
    try:
        from wire.amqp.client import require_proton

        require_proton()
    except Exception as missing:  # noqa: BLE001  # whatever is missing, the rest of the bench goes on
        print(f"    passed over: {missing}")
        return
    for start in (_rabbitmq, _simulated):
        with ExitStack() as running:
            try:
                found = running.enter_context(start())
            except Exception as missing:  # noqa: BLE001
                print(f"    passed over: {missing}")
            else:
                yield found


@contextmanager
def _rabbitmq() -> Iterator[Bus]:
    from simulator.landscape.rabbitmq.node import RabbitNode

    with RabbitNode() as node:
        node.bus.admit("bench", PASSWORDS)
        yield Bus("RabbitMQ, quorum queue", lambda her_id: node.bus.address("bench", her_id))


@contextmanager
def _simulated() -> Iterator[Bus]:
    ours, theirs = _fork.Pipe()
    process = _fork.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    url = ours.recv()
    yield Bus("simulated bus", lambda _: f"{url}?vhost=bench")
    ours.send("enough")
    process.join()


def _serve(pipe: Any) -> None:
    from simulator.clock import SystemClock
    from simulator.national.tjenestebuss import build_bus, start_amqp

    _, areas = build_bus(None, SystemClock())
    areas.ensure("bench", PASSWORDS)
    face = start_amqp(areas)
    pipe.send(face.url)
    pipe.recv()
    face.stop()
    areas.close()


def one_round(bus: Bus, messages: int, with_cms: bool) -> tuple[float, str]:
    """Messages a second, and what the processor was used for."""
    protector = _protector() if with_cms else None
    together = _fork.Barrier(3)
    results = _fork.Queue()
    parts = [
        _fork.Process(target=part, args=(bus, messages, protector, together, results)) for part in (_send, _receive)
    ]
    for part in parts:
        part.start()
    together.wait()
    begun = time.perf_counter()
    found = sorted(results.get(timeout=_LONGEST_SECONDS) for _ in parts)
    seconds = max(ended for _, _, ended in found) - begun
    for part in parts:
        part.join()
    return messages / seconds, ", ".join(f"{name} {used / messages * 1000:.2f} ms" for name, used, _ in found)


def _send(bus: Bus, messages: int, protector: Any, together: Barrier, results: Any) -> None:
    client = _client(bus, HELSENORGE)
    protected = ProtectedBus(client, protector) if protector else None
    body = os.urandom(DOCUMENT_BYTES // 2).hex().encode()
    ours = f"{os.getppid()}-{protector is not None}"
    assert client.limits is not None
    together.wait()
    begun, under_way = _cpu(), deque[Future[None]]()
    for number in range(messages):
        message = BusMessage(_envelope(f"{ours}-{number}"), body)
        if len(under_way) == UNDER_WAY:
            under_way.popleft().result()
        under_way.append(client.send_soon(INBOX, protected.wrap(message) if protected else message))
    for one in under_way:
        one.result()
    results.put(("sender", _cpu() - begun, time.perf_counter()))
    client.close()


def _receive(bus: Bus, messages: int, protector: Any, together: Barrier, results: Any) -> None:
    client = _client(bus, CLINIC, ahead=AHEAD)
    reading: BusClient = ProtectedBus(client, protector) if protector else client
    assert client.limits is not None
    ours = f"{os.getppid()}-{protector is not None}"
    together.wait()
    begun = _cpu()

    def read(share: int) -> None:
        while share:
            received = reading.receive(INBOX, _LONGEST_SECONDS)
            assert received is not None
            reading.complete(received)
            if received.message.envelope.message_id.startswith(ours):  # a round may get one of the last again
                assert len(received.message.body) == DOCUMENT_BYTES
                share -= 1

    with ThreadPoolExecutor() as threads:
        shares = [messages // READERS + (number < messages % READERS) for number in range(READERS)]
        for done in [threads.submit(read, share) for share in shares]:
            done.result()
    results.put(("receiver", _cpu() - begun, time.perf_counter()))
    client.close()


def _client(bus: Bus, her_id: str, **more: Any) -> Any:
    from wire.amqp import AmqpBusClient

    return AmqpBusClient(bus.address(her_id), her_id, PASSWORDS[her_id], **more)


def _envelope(message_id: str) -> Any:
    return business_envelope(
        message_id=message_id,
        subject="DIALOG_INNBYGGER_KOORDINERING",
        from_her_id=HELSENORGE,
        to_her_id=CLINIC,
        time_stamp="2026-12-01T08:00:00Z",
    )


def _protector() -> Any:
    """Keys and certificates of the tests, the same for both ways."""
    from tests.wire.test_protected import Knows

    return Knows()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
