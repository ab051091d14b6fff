"""What the client over AMQP 1.0 knows of RabbitMQ's queues, though the plugin can neither drain nor confirm."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from standards.envelope import Envelope
from wire.bus import BusMessage, Limit, LockLost, QueueDepth

if TYPE_CHECKING:
    from simulator.landscape.rabbitmq.node import RabbitNode
    from wire.amqp import AmqpBusClient

CLINIC = "8210011"
CLASSIC, QUORUM = f"{CLINIC}_sync", f"{CLINIC}_async"
LONG = 20.0
AREA = "klient"


@pytest.fixture(scope="module")
def client(node: RabbitNode) -> Iterator[AmqpBusClient]:
    from wire.amqp import AmqpBusClient

    node.bus.admit(AREA, {CLINIC: "hemmelig"})
    made = AmqpBusClient(node.bus.address(AREA, CLINIC), CLINIC, "hemmelig")
    yield made
    made.close()


def note(number: int) -> BusMessage:
    return BusMessage(Envelope({"message_id": str(number)}), str(number).encode())


def emptied(client: AmqpBusClient, queue: str) -> list[int]:
    found = []
    while (received := client.receive(queue, 0)) is not None:
        client.complete(received)
        found.append(int(received.message.body))
    return found


def test_it_says_what_rabbitmq_cannot(client: AmqpBusClient) -> None:
    assert client.limits == {Limit.LOCK_EXPIRY, Limit.DELIVERY_COUNT}


@pytest.mark.parametrize("queue", [CLASSIC, QUORUM])
def test_the_depth_is_exact_and_one_look_leaves_everything_to_the_next_reader(
    client: AmqpBusClient, queue: str
) -> None:
    for number in range(5):
        client.send(queue, note(number))
        assert client.depth(queue) == QueueDepth(number + 1, 0, 0)
    held = client.receive(queue, 0)
    assert held is not None
    assert client.depth(queue) == QueueDepth(4, 1, 0)
    client.complete(held)
    with pytest.raises(LockLost):
        client.release(held)
    assert emptied(client, queue) == [1, 2, 3, 4]
    assert client.depth(queue) == QueueDepth(0, 0, 0)


@pytest.mark.parametrize("queue", [CLASSIC, QUORUM])
def test_released_comes_again_and_is_told_to_have_been_tried(client: AmqpBusClient, queue: str) -> None:
    client.send(queue, note(1))
    first = client.receive(queue, LONG)
    assert first is not None and first.delivery_count == 1
    client.release(first)
    again = client.receive(queue, LONG)
    assert again is not None and again.delivery_count == 2
    client.complete(again)


@pytest.mark.parametrize("queue", [CLASSIC, QUORUM])
def test_readers_and_lookers_at_once_lose_nothing_and_get_nothing_twice(client: AmqpBusClient, queue: str) -> None:
    sent = range(60)
    found: list[int] = []
    over = threading.Event()

    def read(seconds: float) -> None:
        while not over.is_set():
            received = client.receive(queue, seconds)
            if received is not None:
                client.complete(received)
                found.append(int(received.message.body))

    def look() -> None:
        while not over.is_set():
            gone = len(found)
            depth = client.depth(queue)
            assert depth is not None and depth.ready + depth.locked <= len(sent) - gone

    with ThreadPoolExecutor() as threads:
        running = [threads.submit(read, 0.02), threads.submit(read, 0.0), threads.submit(look)]
        for done in [client.send_soon(queue, note(number)) for number in sent]:
            done.result(LONG)
        try:
            while client.depth(queue) != QueueDepth(0, 0, 0):
                assert not any(one.done() for one in running)
        finally:
            over.set()
        for one in running:
            one.result(LONG)
    assert sorted(found + emptied(client, queue)) == list(sent)
