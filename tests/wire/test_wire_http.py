import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from simulator.app import Server
from simulator.clock import SystemClock
from simulator.national.tjenestebuss import BusSettings, build_bus
from tests.simulator.bus_world import EPJ, HELSENORGE, INBOX, PASSWORDS, World, envelope, in_thread, running
from wire.bus import (
    MAX_BODY_BYTES,
    BusClient,
    BusError,
    BusMessage,
    BusRefused,
    BusUnreachable,
    LockLost,
    MessageTooLarge,
    QueueDepth,
)
from wire.http import HttpBusClient

MESSAGE = BusMessage(envelope(), "<a>æøå</a>".encode())


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    with running(threads=32) as world:
        yield world


@pytest.fixture
def world(shared: World) -> World:
    shared.areas.get("a").reset()
    return shared


def client(base: str, her_id: str = EPJ, password: str | None = None, patience: float = 0.0) -> HttpBusClient:
    secret = PASSWORDS[her_id] if password is None else password
    return HttpBusClient(base, her_id, secret, patience_seconds=patience)


@pytest.fixture
def epj(world: World) -> Iterator[HttpBusClient]:
    made = client(world.base)
    yield made
    made.close()


@pytest.fixture
def helsenorge(world: World) -> Iterator[HttpBusClient]:
    made = client(world.base, HELSENORGE)
    yield made
    made.close()


def explained(error: BusError) -> bool:
    return all((error.problem, error.expected, error.found, error.fix)) and error.fix in str(error)


def test_it_is_a_bus_client_without_limits(epj: HttpBusClient) -> None:
    as_protocol: BusClient = epj
    assert as_protocol.limits == frozenset()


def test_a_message_arrives_as_it_was_sent(helsenorge: HttpBusClient, epj: HttpBusClient) -> None:
    helsenorge.send(INBOX, BusMessage(envelope(ttl_ms=90_000), bytes(range(256))))
    received = epj.receive(INBOX, 0)
    assert received is not None
    assert received.message == BusMessage(envelope(ttl_ms=90_000), bytes(range(256)))
    assert received.delivery_count == 1
    assert received.expires_at is not None and received.expires_at > received.enqueued_at
    assert epj.depth(INBOX) == QueueDepth(0, 1, 0)
    assert not epj.depth(INBOX).is_empty
    epj.complete(received)
    assert epj.depth(INBOX).is_empty
    assert epj.receive(INBOX, 0) is None


def test_release_and_lost_locks(helsenorge: HttpBusClient, epj: HttpBusClient) -> None:
    helsenorge.send(INBOX, MESSAGE)
    first = epj.receive(INBOX, 0)
    assert first is not None
    epj.release(first)
    second = epj.receive(INBOX, 0)
    assert second is not None and second.delivery_count == 2
    for use in (epj.complete, epj.release):
        with pytest.raises(LockLost) as caught:
            use(first)
        assert explained(caught.value)


def test_a_waiting_receive_wakes_at_once(helsenorge: HttpBusClient, epj: HttpBusClient) -> None:
    waiting = in_thread(lambda: epj.receive(INBOX, 20))
    helsenorge.send(INBOX, MESSAGE)
    begun = time.monotonic()
    assert waiting.result(10) is not None
    assert time.monotonic() - begun < 1


def test_a_receive_longer_than_one_poll(helsenorge: HttpBusClient, epj: HttpBusClient) -> None:
    begun = time.monotonic()
    assert epj.receive(INBOX, 2.5) is None
    assert 2.5 <= time.monotonic() - begun < 8


@pytest.mark.parametrize(
    ("queue", "password", "area", "status"),
    [
        (INBOX, "feil", "a", 401),
        (f"{HELSENORGE}_async", None, "a", 403),
        ("8299999_async", None, "a", 403),
        ("../x?y#z", None, "a", 403),
        (INBOX, None, "no-such", 404),
    ],
)
def test_what_the_bus_refuses_is_told(world: World, queue: str, password: str | None, area: str, status: int) -> None:
    refused = client(f"{world.server.url}/w/{area}", password=password)
    for use in (lambda: refused.receive(queue, 0), lambda: refused.depth(queue)):
        with pytest.raises(BusRefused) as caught:
            use()
        assert caught.value.status == status
        assert explained(caught.value)


def test_a_too_large_message_is_not_even_sent(epj: HttpBusClient) -> None:
    with pytest.raises(MessageTooLarge) as caught:
        epj.send(INBOX, BusMessage(envelope(), b"x" * (MAX_BODY_BYTES + 1)))
    assert explained(caught.value)


def test_a_bus_with_a_lower_cap_is_understood() -> None:
    with running(settings=BusSettings(max_body_bytes=1000)) as world, pytest.raises(MessageTooLarge):
        client(world.base).send(INBOX, BusMessage(envelope(), b"x" * 1001))


def test_a_server_that_is_no_bus_is_told() -> None:
    def other(environ, start):
        start("200 OK" if "lock" in environ["PATH_INFO"] else "418 Teapot", [("Content-Type", "text/html")])
        return [b"<html>"]

    with Server(other) as server:
        lost = client(server.url)
        for use in (lambda: lost.send(INBOX, MESSAGE), lambda: lost.receive(INBOX, 0), lambda: lost.depth(INBOX)):
            with pytest.raises(BusRefused, match="kontrakten") as caught:
                use()
            assert explained(caught.value)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_no_bus_at_all_is_told_when_patience_is_over() -> None:
    lonely = client(f"http://127.0.0.1:{free_port()}", patience=0.3)
    for use in (lambda: lonely.send(INBOX, MESSAGE), lambda: lonely.receive(INBOX, 0), lambda: lonely.depth(INBOX)):
        begun = time.monotonic()
        with pytest.raises(BusUnreachable) as caught:
            use()
        assert 0.3 <= time.monotonic() - begun < 5
        assert explained(caught.value)


def test_a_send_is_repeated_until_the_bus_is_back(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        base, port = world.base, world.server.port
        patient = client(base, HELSENORGE, patience=20)
        patient.send(INBOX, MESSAGE)
    sending = in_thread(lambda: patient.send(INBOX, BusMessage(envelope("second"), b"y")))
    app, areas = build_bus(tmp_path, SystemClock())
    with Server(app, port=port, on_stop=areas.close):
        assert sending.result(20) is None
        reader = client(base)
        got = [reader.receive(INBOX, 0) for _ in range(2)]
        assert [one.message.envelope.message_id for one in got if one] == ["m-1", "second"]


@contextmanager
def cutting_the_first_answer(port: int) -> Iterator[int]:
    """A relay to `port` that swallows the first answer and breaks the connection instead."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def relay() -> None:
            for number in range(2):
                near, far = listener.accept()[0], socket.create_connection(("127.0.0.1", port))
                with near, far:
                    while far not in (ready := select.select([near, far], [], [])[0]):
                        far.sendall(ready[0].recv(65536))
                    answer = b""
                    while not answer.endswith(b"}\n"):
                        answer += far.recv(65536)
                    if number:
                        near.sendall(answer)

        relaying = in_thread(relay)
        yield listener.getsockname()[1]
        relaying.result(10)


def test_a_broken_answer_makes_a_repeat_with_the_same_message_id() -> None:
    """The first attempt was stored, so there are two: the receiver must know duplicates by message-id."""
    with running() as world, cutting_the_first_answer(world.server.port) as port:
        client(f"http://127.0.0.1:{port}/w/a", HELSENORGE, patience=5).send(INBOX, MESSAGE)
        reader = client(world.base)
        got = [reader.receive(INBOX, 0) for _ in range(3)]
        assert [one and one.message.envelope.message_id for one in got] == ["m-1", "m-1", None]


def test_close_interrupts_a_retrying_send() -> None:
    patient = client(f"http://127.0.0.1:{free_port()}", patience=60)
    sending = in_thread(lambda: patient.send(INBOX, MESSAGE))
    patient.close()
    with pytest.raises(BusUnreachable, match="lukket"):
        sending.result(10)


def test_close_interrupts_a_waiting_receive_and_leaves_nothing_locked(world: World) -> None:
    reader, watcher = client(world.base), client(world.base)
    waiting = in_thread(lambda: reader.receive(INBOX, 30))
    while INBOX not in world.areas.get("a")._bells:
        time.sleep(0.005)
    reader.close()
    watcher.send(INBOX, MESSAGE)
    with suppress(BusUnreachable):
        assert waiting.result(10) is None
    assert watcher.depth(INBOX) == QueueDepth(1, 0, 0)
    with pytest.raises(BusUnreachable, match="lukket"):
        reader.send(INBOX, MESSAGE)


def test_a_reader_with_a_name_is_interrupted_at_once_and_leaves_nothing_locked(world: World) -> None:
    reader = HttpBusClient(world.base, EPJ, PASSWORDS[EPJ], consumer="one")
    watcher = client(world.base)
    waiting = in_thread(lambda: reader.receive(INBOX, 30))
    while INBOX not in world.areas.get("a")._bells:
        time.sleep(0.005)
    began = time.monotonic()
    reader.close()
    with suppress(BusUnreachable):
        assert waiting.result(10) is None
    assert time.monotonic() - began < 1.5
    watcher.send(INBOX, MESSAGE)
    assert watcher.depth(INBOX) == QueueDepth(1, 0, 0)


def test_no_proxy_from_the_environment_is_used(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert client(world.base).depth(INBOX) == QueueDepth(0, 0, 0)


def test_eight_threads_share_a_client_and_lose_or_double_nothing(helsenorge: HttpBusClient, epj: HttpBusClient) -> None:
    sent_all = threading.Event()

    def send(sender: int) -> None:
        for number in range(20):
            helsenorge.send(INBOX, BusMessage(envelope(f"{sender}-{number}"), b"x"))

    def receive() -> list[str]:
        got = []
        while True:
            done = sent_all.is_set()
            received = epj.receive(INBOX, 0.2)
            if received is not None:
                got.append(received.message.envelope.message_id)
                epj.complete(received)
            elif done:
                return got

    readers = [in_thread(receive) for _ in range(8)]
    for sender in [in_thread(lambda n=n: send(n)) for n in range(8)]:
        sender.result(60)
    sent_all.set()
    got = [message_id for reader in readers for message_id in reader.result(60)]
    assert sorted(got) == sorted(f"{sender}-{number}" for sender in range(8) for number in range(20))
