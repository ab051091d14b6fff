"""The client over AMQP 1.0 when the line breaks, when nobody answers, and when it is not the bus that answers."""

from __future__ import annotations

import importlib.util
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.checking_kit import Issuer
from tests.simulator.bus_world import EPJ, HELSENORGE, INBOX, PASSWORDS, envelope
from tests.wire.middleman import Middleman, between, saying
from wire.amqp import AmqpBusClient
from wire.amqp.client import AmqpNotInstalled
from wire.amqp.reach import NotTrusted
from wire.bus import BusError, BusMessage, BusUnreachable, Limit, LockLost, QueueDepth
from wire.route import Route

if TYPE_CHECKING:
    from tests.simulator.amqp_world import AmqpWorld

LONG = 20.0
MESSAGE = BusMessage(envelope(), b"<a/>")


@pytest.fixture(scope="module")
def shared(amqp: None) -> Iterator[AmqpWorld]:
    from tests.simulator.amqp_world import amqp_world

    with amqp_world() as world:
        yield world


@pytest.fixture
def line(shared: AmqpWorld) -> Iterator[Middleman]:
    with between(shared.face.port) as made:
        yield made
    shared.broker.reset()


@pytest.fixture
def client(line: Middleman) -> Iterator[Callable[..., AmqpBusClient]]:
    made: list[AmqpBusClient] = []

    def make(her_id: str = EPJ, **more: Any) -> AmqpBusClient:
        address = f"amqp://127.0.0.1:{line.port}/NHNTestServiceBus?vhost=a"
        made.append(AmqpBusClient(address, her_id, PASSWORDS[her_id], **{"patience_seconds": LONG, **more}))
        return made[-1]

    yield make
    for one in made:
        one.close()


def explained(error: BusError) -> bool:
    return all((error.problem, error.expected, error.found, error.fix)) and error.fix in str(error)


def test_the_line_is_made_anew_and_locks_are_lost_with_it(
    line: Middleman, client: Callable[..., AmqpBusClient]
) -> None:
    epj = client()
    epj.send(INBOX, MESSAGE)
    lost = epj.receive(INBOX, LONG)
    assert lost is not None
    line.cut()
    again = epj.receive(INBOX, LONG)
    assert again is not None and again.message == MESSAGE
    with pytest.raises(LockLost) as caught:
        epj.complete(lost)
    assert explained(caught.value)
    epj.complete(again)
    assert epj.depth(INBOX) == QueueDepth(0, 0, 0)
    assert line.connections == 2


def test_who_waits_goes_on_waiting_on_the_next_line(line: Middleman, client: Callable[..., AmqpBusClient]) -> None:
    epj, helsenorge = client(), client(HELSENORGE)
    assert epj.depth(INBOX) == QueueDepth(0, 0, 0)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(epj.receive, INBOX, LONG)
        line.cut()
        helsenorge.send(INBOX, MESSAGE)
        received = waiting.result(LONG)
    assert received is not None and received.message == MESSAGE


def test_what_was_not_confirmed_is_sent_again_with_the_same_message_id(
    line: Middleman, client: Callable[..., AmqpBusClient], shared: AmqpWorld
) -> None:
    helsenorge = client(HELSENORGE)
    helsenorge.send(INBOX, BusMessage(envelope("m-0"), b"0"))
    line.is_mute.set()
    sent = [helsenorge.send_soon(INBOX, BusMessage(envelope(f"m-{n}"), b"x")) for n in (1, 2)]
    assert line.spoke.wait(LONG)
    line.is_mute.clear()
    line.cut()
    for one in sent:
        one.result(LONG)
    ids = []
    while (found := shared.broker.lock(INBOX, EPJ)) is not None:
        ids.append(found.envelope.message_id)
    assert ids[0] == "m-0" and ids[-2:] == ["m-1", "m-2"]
    assert len(ids) > 3, "nothing was confirmed the first time, and one at least had come through"


def test_a_bus_that_does_not_confirm_is_told_and_the_next_call_works(
    line: Middleman, client: Callable[..., AmqpBusClient]
) -> None:
    helsenorge = client(HELSENORGE, timeout=0.3)
    helsenorge.send(INBOX, MESSAGE)
    line.is_mute.set()
    with pytest.raises(BusUnreachable, match="bekreftet ikke meldingen") as caught:
        helsenorge.send(INBOX, MESSAGE)
    assert explained(caught.value) and "full" in caught.value.fix
    with pytest.raises(BusUnreachable, match="svarer ikke for køen"):
        helsenorge.depth(f"{HELSENORGE}_async")
    line.is_mute.clear()
    line.cut()
    helsenorge.send(INBOX, MESSAGE)


def test_a_settlement_that_is_not_answered_is_told(line: Middleman, client: Callable[..., AmqpBusClient]) -> None:
    epj = client(timeout=0.3)
    epj.send(INBOX, MESSAGE)
    received = epj.receive(INBOX, LONG)
    assert received is not None
    line.is_mute.set()
    with pytest.raises(BusUnreachable, match="svarer ikke for køen"):
        epj.complete(received)
    with pytest.raises(LockLost):
        epj.complete(received)


def test_a_bus_that_is_down_is_waited_for_as_long_as_patience_lasts(
    line: Middleman, client: Callable[..., AmqpBusClient]
) -> None:
    epj = client(patience_seconds=0.2)
    line.stop()
    for call in (lambda: epj.send(INBOX, MESSAGE), lambda: epj.receive(INBOX, 0), lambda: epj.depth(INBOX)):
        with pytest.raises(BusUnreachable, match="Får ikke kontakt") as caught:
            call()
        assert explained(caught.value)
        assert caught.value.found == "ikke noe program lytter der"
    assert epj.limits == {Limit.LOCK_EXPIRY, Limit.DELIVERY_COUNT, Limit.DEPTH}


def test_patience_begins_when_the_line_breaks(line: Middleman, client: Callable[..., AmqpBusClient]) -> None:
    epj = client(patience_seconds=0.3)
    assert epj.depth(INBOX) is not None
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(epj.receive, INBOX, 0.2)
        line.stop()
        with pytest.raises(BusUnreachable):
            waiting.result(LONG)


def test_without_patience_the_bus_has_its_own_time_to_answer(client: Callable[..., AmqpBusClient]) -> None:
    assert client(patience_seconds=0.0).depth(INBOX) == QueueDepth(0, 0, 0)


def test_who_comes_when_nobody_has_waited_does_not_wait_out_the_pause_after_a_failure(
    line: Middleman, client: Callable[..., AmqpBusClient], shared: AmqpWorld
) -> None:
    epj = client(patience_seconds=0.0)
    line.stop()
    for _ in range(8):
        with pytest.raises(BusUnreachable):
            epj.depth(INBOX)
    with between(shared.face.port, line.port):
        assert epj.depth(INBOX) == QueueDepth(0, 0, 0)


def test_what_is_settled_while_the_client_closes_has_an_end(client: Callable[..., AmqpBusClient]) -> None:
    epj = client()
    for _ in range(20):
        epj.send(INBOX, MESSAGE)
    held = [epj.receive(INBOX, LONG) for _ in range(20)]
    with ThreadPoolExecutor(20) as threads:
        settling = [threads.submit(epj.complete, one) for one in held if one]
        epj.close()
        ends = [one.exception(LONG) for one in settling]
    assert len(ends) == 20
    assert all(end is None or isinstance(end, BusUnreachable | LockLost) for end in ends)


@pytest.mark.parametrize(
    ("said", "found", "fix"),
    [
        (b"AMQP\x00\x00\x09\x01", "AMQP 0-9-1", "rabbitmq_amqp1_0"),
        (b"AMQP\x00\x01\x00\x00", "AMQP 1.0 uten innlogging", "SASL PLAIN"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP", 'kind = "http"'),
        (b"\x15\x03\x03\x00\x02\x02\x46", "TLS", "amqps://"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "noe annet enn AMQP", "porten"),
    ],
)
def test_another_that_answers_is_told_at_once(amqp: None, said: bytes, found: str, fix: str) -> None:
    with saying(said) as port:
        made = AmqpBusClient(f"amqp://127.0.0.1:{port}/N", EPJ, "x", patience_seconds=LONG)
        with pytest.raises(BusUnreachable, match="ikke en buss med AMQP") as caught:
            made.receive(INBOX, LONG)
        assert caught.value.found == found and fix in caught.value.fix
        made.close()


@pytest.mark.parametrize(
    ("said", "found"),
    [(b"", "bussen brøt forbindelsen uten å svare"), (None, "det er forbindelse, men bussen svarer ikke")],
)
def test_another_that_does_not_answer_is_told_when_patience_ends(amqp: None, said: bytes | None, found: str) -> None:
    with saying(said) as port:
        made = AmqpBusClient(f"amqp://127.0.0.1:{port}/N", EPJ, "x", patience_seconds=0.2, timeout=0.2)
        with pytest.raises(BusUnreachable, match="Får ikke kontakt") as caught:
            made.receive(INBOX, 0)
        assert caught.value.found == found
        made.close()


def test_a_name_that_does_not_exist_is_told(amqp: None) -> None:
    made = AmqpBusClient("amqp://bussen.invalid/N", EPJ, "x", patience_seconds=0.0)
    with pytest.raises(BusUnreachable) as caught:
        made.receive(INBOX, 0)
    assert caught.value.found in {"maskinnavnet finnes ikke", "ikke noe svar i tide"}
    made.close()


def test_tls_with_the_municipalitys_own_certificates(amqp: None, tmp_path: Path) -> None:
    from tests.simulator.amqp_world import amqp_world

    issuer = Issuer(tmp_path)
    with amqp_world(tls=issuer.context(days=30)) as world:
        assert _depth(f"{world.face.url}?vhost=a", Route(str(issuer.ca_file))) == QueueDepth(0, 0, 0)
        with pytest.raises(NotTrusted, match="ikke til å stole på") as caught:
            _depth(f"{world.face.url}?vhost=a", Route())
        assert "ca_file" in caught.value.fix
        with pytest.raises(NotTrusted, match="utstedt til et annet navn") as caught:
            _depth(f"amqps://localhost:{world.face.port}/N?vhost=a", Route(str(issuer.ca_file)))
        assert caught.value.expected == "et sertifikat for localhost"
        with pytest.raises(BusUnreachable):
            _depth(f"amqp://127.0.0.1:{world.face.port}/N?vhost=a", Route())


def test_tls_against_a_bus_without_it(shared: AmqpWorld) -> None:
    with pytest.raises(NotTrusted, match="kan ikke sikres") as caught:
        _depth(shared.face.url.replace("amqp://", "amqps://"), Route())
    assert "amqp://" in caught.value.fix


def test_an_older_tls_is_not_spoken(amqp: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as threads:
        said = threads.submit(_first_words, listener)
        with pytest.raises(BusUnreachable):
            _depth(f"amqps://127.0.0.1:{listener.getsockname()[1]}/N", Route())
        versions = said.result(LONG)
    assert b"\x00\x2b" in versions, "the extension that lists the versions we speak"
    listed = versions.partition(b"\x00\x2b")[2]
    assert {listed[at : at + 2] for at in range(3, 3 + listed[2], 2)} == {b"\x03\x04", b"\x03\x03"}


def test_a_proxy_on_the_way(amqp: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "proxy_for", lambda self, url: self.proxy)  # this machine is never behind it
    with saying(b"HTTP/1.1 403 Forbidden\r\n\r\n") as port, pytest.raises(BusUnreachable) as caught:
        _depth("amqp://bussen.invalid/N", Route(proxy=f"http://bruker:hemmelig@127.0.0.1:{port}"))
    assert f"403 Forbidden gjennom 127.0.0.1:{port}" in caught.value.found
    assert "hemmelig" not in str(caught.value)


def test_a_proxy_that_makes_the_tunnel(shared: AmqpWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "proxy_for", lambda self, url: self.proxy)
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as threads:
        asked = threads.submit(_tunnel, listener, shared.face.port)
        address = "amqp://bussen.invalid:5672/NHNTestServiceBus?vhost=a"
        way = Route(proxy=f"http://bruker:ord@127.0.0.1:{listener.getsockname()[1]}")
        assert _depth(address, way) == QueueDepth(0, 0, 0)
        said = asked.result(LONG)
    assert said.startswith(b"CONNECT bussen.invalid:5672 HTTP/1.") and b"Basic YnJ1a2VyOm9yZA==" in said


def test_without_proton_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "proton", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(AmqpNotInstalled, match=r"pip install \"epj-testbenk\[amqp\]\" ") as caught:
        AmqpBusClient("amqp://127.0.0.1/N", EPJ, "x")
    assert explained(caught.value)


def _first_words(listener: socket.socket) -> bytes:
    line, _ = listener.accept()
    with line:
        said = line.recv(65536)
        listener.close()
        return said


def _tunnel(listener: socket.socket, bus_port: int) -> bytes:
    near, _ = listener.accept()
    said = b""
    while b"\r\n\r\n" not in said:
        said += near.recv(4096)
    with socket.create_connection(("127.0.0.1", bus_port)) as far, near, ThreadPoolExecutor() as threads:
        near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        threads.submit(_pass_on, far, near)
        _pass_on(near, far)
    return said


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    while content := source.recv(65536):
        target.sendall(content)
    target.shutdown(socket.SHUT_WR)


def _depth(address: str, route: Route) -> QueueDepth | None:
    made = AmqpBusClient(address, EPJ, PASSWORDS[EPJ], route=route, patience_seconds=0.5)
    try:
        return made.depth(INBOX)
    finally:
        made.close()
