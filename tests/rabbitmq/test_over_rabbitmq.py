"""RabbitMQ as the bus: whose queues are whose, how often a message is read, and what is said when it is in need."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from click.testing import CliRunner

from epj.simulate import command
from simulator.app import Server
from simulator.landscape.rabbitmq import own
from simulator.landscape.rabbitmq.bus import RabbitBus
from simulator.landscape.rabbitmq.definitions import KINDS, READS
from simulator.landscape.rabbitmq.installed import NoRabbit, find
from simulator.landscape.rabbitmq.node import RabbitNode
from standards.envelope import Envelope
from tests.rabbitmq.written import await_written
from wire.bus import BusClient, BusMessage, BusRefused, BusUnreachable, Limit

HELSENORGE, CLINIC = "8200002", "8210011"
SOON = 20.0


class Area:
    """A test area with two parties, and their connections."""

    def __init__(self, node: RabbitNode, ending: ExitStack) -> None:
        self.name = f"omraade_{uuid.uuid4().hex[:8]}"
        self.passwords = {her_id: f"{her_id}/{uuid.uuid4()}" for her_id in (HELSENORGE, CLINIC)}
        self.node = node
        self._ending = ending
        node.bus.admit(self.name, self.passwords)

    def client(self, her_id: str, password: str = "", *, patience: float = SOON, timeout: float = SOON) -> BusClient:
        """One party's connection, closed when the test ends."""
        from wire.amqp import AmqpBusClient

        address = self.node.bus.address(self.name, her_id)
        client = AmqpBusClient(
            address, her_id, password or self.passwords[her_id], patience_seconds=patience, timeout=timeout
        )
        self._ending.callback(client.close)
        return client


@pytest.fixture
def area(node: RabbitNode) -> Iterator[Area]:
    """A new one."""
    with ExitStack() as ending:
        yield Area(node, ending)


def note(text: str) -> BusMessage:
    """A message that is told from others by its id."""
    return BusMessage(Envelope({"message_id": text, "subject": "X"}), text.encode())


def taken(client: BusClient, queue: str) -> list[str]:
    """Everything that lies in a queue, taken off it."""
    found = []
    while (received := client.receive(queue, 0.5)) is not None:
        found.append(received.message.envelope.message_id)
        client.complete(received)
    return found


def test_every_queue_of_a_party_is_sent_to_by_others_and_read_by_itself(area: Area) -> None:
    helsenorge, clinic = area.client(HELSENORGE), area.client(CLINIC)
    queues = [f"{CLINIC}_{kind}" for kind in KINDS]
    for queue in queues:
        helsenorge.send(queue, note(f"til {queue}"))
    assert [taken(clinic, queue) for queue in queues] == [[f"til {queue}"] for queue in queues]
    assert clinic.limits == {Limit.LOCK_EXPIRY, Limit.DELIVERY_COUNT}


def test_a_party_reads_no_queue_of_others(area: Area) -> None:
    with pytest.raises(BusRefused, match=f"ikke tilgang til køen {CLINIC}_async") as caught:
        area.client(HELSENORGE).receive(f"{CLINIC}_async", 0.5)
    assert caught.value.status == 403
    with pytest.raises(BusRefused, match="tilgang"):
        area.client(HELSENORGE).receive("amq.gen-noe", 0.5)


def test_areas_are_apart_though_their_parties_have_the_same_her_ids(area: Area, node: RabbitNode) -> None:
    with ExitStack() as ending:
        other = Area(node, ending)
        area.client(HELSENORGE).send(f"{CLINIC}_async", note("her"))
        assert taken(other.client(CLINIC), f"{CLINIC}_async") == []
        with pytest.raises(BusRefused, match="feil brukernavn eller passord") as caught:
            other.client(CLINIC, area.passwords[CLINIC]).receive(f"{CLINIC}_async", 0.5)
    assert area.passwords[CLINIC] not in str(caught.value)
    assert taken(area.client(CLINIC), f"{CLINIC}_async") == ["her"]
    assert {area.name, other.name} <= node.bus.areas()


def test_a_message_that_is_read_ten_times_lies_among_the_dead(area: Area) -> None:
    clinic, queue = area.client(CLINIC), f"{CLINIC}_async"
    area.client(HELSENORGE).send(queue, note("leses om igjen"))
    reads = 0
    while (received := clinic.receive(queue, 0.5)) is not None:
        assert received.message.body == b"leses om igjen"
        reads += 1
        clinic.release(received)
    assert reads == READS
    assert taken(clinic, f"{CLINIC}_dl") == ["leses om igjen"]


def test_to_be_told_of_an_area_again_changes_nothing_and_brings_back_what_is_gone(area: Area) -> None:
    clinic, helsenorge, queue = area.client(CLINIC), area.client(HELSENORGE), f"{CLINIC}_error"
    helsenorge.send(queue, note("ligger der"))
    area.node.bus.admit(area.name, area.passwords)
    assert taken(clinic, queue) == ["ligger der"]
    area.node.management.remove_queue(area.name, queue)
    with pytest.raises((BusRefused, BusUnreachable)):
        clinic.receive(queue, 0.5)
    with pytest.raises(BusRefused, match=f"ingen kø {queue}") as caught:
        area.client(CLINIC).receive(queue, 0.5)
    assert caught.value.status == 404
    area.node.bus.admit(area.name, area.passwords)
    helsenorge.send(queue, note("ny"))
    assert taken(clinic, queue) == ["ny"]


def test_a_full_queue_is_told_by_who_sends(area: Area) -> None:
    area.node.management.limit(area.name, f"{CLINIC}_sync", messages=1)
    helsenorge = area.client(HELSENORGE, timeout=1.0)
    helsenorge.send(f"{CLINIC}_sync", note("den ene"))
    with pytest.raises(BusUnreachable, match="Sjekk om bussen er full"):
        helsenorge.send(f"{CLINIC}_sync", note("den andre"))
    assert taken(area.client(CLINIC), f"{CLINIC}_sync") == ["den ene"]


def test_a_slow_bus_is_told_and_goes_on_when_it_answers(area: Area) -> None:
    helsenorge, clinic = area.client(HELSENORGE, timeout=1.0), area.client(CLINIC)
    helsenorge.send(f"{CLINIC}_async", note("først"))
    with _still(area.node), pytest.raises(BusUnreachable, match="det kom ikke noe svar"):
        helsenorge.send(f"{CLINIC}_async", note("imens"))
    helsenorge.send(f"{CLINIC}_async", note("etterpå"))
    found = taken(clinic, f"{CLINIC}_async")
    assert found[0] == "først" and set(found) - {"imens"} == {"først", "etterpå"}


def test_a_bus_that_died_is_told_and_has_kept_what_it_took_when_it_is_back(area: Area) -> None:
    helsenorge, clinic = (area.client(one, patience=0.5, timeout=60.0) for one in (HELSENORGE, CLINIC))
    for queue in (f"{CLINIC}_async", f"{CLINIC}_error"):
        helsenorge.send(queue, note("før"))
    await_written(area.node, area.name, [CLINIC, HELSENORGE])
    os.kill(area.node.pid, signal.SIGKILL)
    try:
        with pytest.raises(BusUnreachable, match="Sjekk at bussen er i gang"):
            helsenorge.send(f"{CLINIC}_async", note("imens"))
        with pytest.raises(BusUnreachable, match="Sjekk at bussen er i gang"):
            clinic.receive(f"{CLINIC}_async", 0.2)
        with pytest.raises(BusUnreachable, match="Får ikke kontakt med RabbitMQ"):
            area.node.bus.admit(area.name, area.passwords)
    finally:
        area.node.start()
    helsenorge.send(f"{CLINIC}_async", note("etter"))
    assert taken(clinic, f"{CLINIC}_async") == ["før", "etter"]
    assert taken(clinic, f"{CLINIC}_error") == ["før"]


def test_one_that_runs_already_is_used_by_its_management(node: RabbitNode) -> None:
    assert RabbitBus.at(node.settings.login.read_text().strip()).url == node.bus.url


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url.replace("epj-testbenk:", "epj-testbenk:feil"), "HTTP 401"),
        (lambda _: "http://bruker:hemmelig@127.0.0.1:9", "ikke noe svar"),
        (lambda _: "http://bruker:hemmelig@127.0.0.1:216390", "http://…@127.0.0.1:216390"),
    ],
)
def test_a_wrong_address_of_the_management_is_told_without_the_password(
    node: RabbitNode, change: Callable[[str], str], said: str
) -> None:
    url = change(node.settings.login.read_text().strip())
    told = CliRunner().invoke(command, ["visma_hspro", "--over", "rabbitmq", "--bus", url])
    assert told.exit_code == 2 and said in told.stderr and "Gjør dette" in told.stderr
    assert node.settings.admin[1] not in told.stderr and "hemmelig" not in told.stderr
    told = CliRunner().invoke(command, ["visma_hspro", "--bus", url])
    assert told.exit_code == 2 and "hemmelig" not in told.stderr and node.settings.admin[1] not in told.stderr


def test_a_server_that_is_no_rabbitmq_is_told(rabbitmq: str) -> None:
    def answers(environ: object, start: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [b"<p>hei"]

    with Server(answers) as server, pytest.raises(BusRefused, match="rabbitmq_management"):
        RabbitBus.at(server.url)


def test_where_it_is_not_installed_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        find("")

    monkeypatch.setattr(own, "find", missing)
    with pytest.raises(NoRabbit):
        missing()
    told = CliRunner().invoke(command, ["visma_hspro", "--over", "rabbitmq"])
    assert told.exit_code == 2 and "apt-get install rabbitmq-server" in told.stderr


@contextmanager
def _still(node: RabbitNode) -> Iterator[None]:
    """The server stands still, as one that is overloaded."""
    os.kill(node.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(node.pid, signal.SIGCONT)
