"""A message that is too large for the bus is told to be so, whatever words the bus has for it; no other one suffers."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.simulator.bus_world import EPJ, HELSENORGE, INBOX, PASSWORDS, envelope
from wire.amqp import Address, AmqpBusClient
from wire.bus import BusMessage, BusRefused, BusUnreachable, MessageTooLarge

if TYPE_CHECKING:
    from wire.amqp.outlet import Outlet

pytestmark = pytest.mark.usefixtures("amqp")

ADDRESS = Address("bussen.invalid", 5672, namespace="N")
PRECONDITION = "amqp:precondition-failed"
OF_RABBITMQ = "PRECONDITION_FAILED - message size 30000 is larger than configured max size 20000"
SIZE_EXCEEDED = "amqp:link:message-size-exceeded"


@dataclass
class Bench:
    """The bus's end, and all that it has got; every part of a connection in one."""

    remote_max_message_size: int = 0
    credit: int = 100
    got: deque[bytes] = field(default_factory=deque)
    opened: int = 0
    closed: int = 0
    address: str = ""

    @property
    def connection(self) -> Bench:
        return self

    target = connection

    def session(self) -> Bench:
        return self

    def sender(self, name: str) -> Bench:
        return self

    def open(self) -> None:
        self.opened += 1

    def close(self) -> None:
        self.closed += 1

    def delivery(self, tag: str) -> None:
        """The next one."""

    def stream(self, content: bytes) -> None:
        self.got.append(content)

    def advance(self) -> None:
        """It is whole."""


def outlet(bench: Any, *contents: bytes) -> tuple[Outlet, list[Future[Any]]]:
    """A way to a queue with messages that have been sent and not answered."""
    from wire.amqp.outlet import Outlet
    from wire.amqp.work import Sending

    made, sent = Outlet(ADDRESS, INBOX, 10.0), [Sending(0, 10, 20, content=one) for one in contents]
    for one in sent:
        made.add(one)
    made.turn(bench, 0.0)
    assert list(bench.got) == list(contents)
    bench.got.clear()
    return made, [one.done for one in sent]


def test_the_largest_is_to_blame_and_the_others_are_sent_once_more() -> None:
    bench = Bench()
    made, done = outlet(bench, b"a", b"bbb", b"cc")
    made.closed(PRECONDITION, OF_RABBITMQ)
    with pytest.raises(MessageTooLarge) as caught:
        done[1].result(0)
    assert (caught.value.expected, caught.value.fix) == ("høyst 20000 byte", "Gjør vedleggene mindre.")
    assert "30000" in caught.value.found and bench.closed == 1
    made.turn(bench, 1.0)  # type: ignore[arg-type]
    assert list(bench.got) == [b"a", b"cc"] and not done[0].done() and not done[2].done()


def test_a_queue_that_is_closed_for_another_reason_fails_them_all_as_before() -> None:
    made, done = outlet(Bench(), b"a", b"bbb")
    made.closed("amqp:not-found", "no queue")
    for one in done:
        with pytest.raises(BusRefused):
            one.result(0)


@pytest.mark.parametrize(
    ("name", "description", "kind"),
    [
        (PRECONDITION, OF_RABBITMQ, MessageTooLarge),
        (SIZE_EXCEEDED, "", MessageTooLarge),
        (PRECONDITION, "PRECONDITION_FAILED - delivery tag 3 is unknown", BusUnreachable),
        ("amqp:resource-limit-exceeded", "the queue is full", BusUnreachable),
    ],
)
def test_what_may_be_tried_again_is_not_called_too_large(name: str, description: str, kind: type[Exception]) -> None:
    from wire.amqp import trouble

    assert type(trouble.of_link(ADDRESS, INBOX, name, description)) is kind


def test_a_bus_that_rejects_it_for_its_size_is_understood() -> None:
    from simulator.national.tjenestebuss import BusSettings
    from tests.simulator.amqp_world import amqp_world

    with amqp_world(settings=BusSettings(max_body_bytes=1000)) as world:
        epj = AmqpBusClient(f"{world.face.url}?vhost=a", EPJ, PASSWORDS[EPJ])
        with pytest.raises(MessageTooLarge, match="en mindre melding"):
            epj.send(INBOX, BusMessage(envelope(), bytes(1001)))
        epj.send(INBOX, BusMessage(envelope(), bytes(1000)))
        epj.close()


@pytest.mark.skipif("EPJ_THOROUGH" not in os.environ, reason="starts a RabbitMQ of its own: EPJ_THOROUGH=1 make test")
def test_rabbitmq_refuses_one_and_takes_the_others(rabbitmq: str) -> None:
    from simulator.landscape.rabbitmq.node import RabbitNode

    with RabbitNode(extra={"max_message_size": "20000"}) as node:
        node.bus.admit("a", PASSWORDS)
        sender, reader = (AmqpBusClient(node.bus.address("a", one), one, PASSWORDS[one]) for one in (HELSENORGE, EPJ))
        assert sender.limits
        sizes = {"m-1": 10, "m-2": 30_000, "m-3": 20}
        sent = {name: sender.send_soon(INBOX, BusMessage(envelope(name), bytes(size))) for name, size in sizes.items()}
        assert {name: type(one.exception(20)) for name, one in sent.items()} == {
            "m-1": type(None),
            "m-2": MessageTooLarge,
            "m-3": type(None),
        }
        came = set()
        while (received := reader.receive(INBOX, 0)) is not None:
            came.add(received.message.envelope.message_id)
            reader.complete(received)
        sender.close()
        reader.close()
    assert came == {"m-1", "m-3"}
