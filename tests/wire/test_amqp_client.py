"""The client over AMQP 1.0 against the simulated bus: locks, sends, depths and what it says when it may not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from standards.envelope import Envelope
from tests.simulator.bus_world import DEAD, EPJ, HELSENORGE, INBOX, PASSWORDS, START, envelope
from wire.amqp import AmqpBusClient
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

if TYPE_CHECKING:
    from tests.simulator.amqp_world import AmqpWorld

LONG = 20.0
SHORT = 0.05
MESSAGE = BusMessage(envelope(), "<a>æøå</a>".encode())
HIS = f"{HELSENORGE}_async"


@pytest.fixture(scope="module")
def shared(amqp: None) -> Iterator[AmqpWorld]:
    from tests.simulator.amqp_world import amqp_world

    with amqp_world() as world:
        yield world


def client(world: AmqpWorld, her_id: str = EPJ, password: str | None = None, **more: Any) -> AmqpBusClient:
    secret = PASSWORDS[her_id] if password is None else password
    return AmqpBusClient(f"{world.face.url}?vhost={more.pop('area', 'a')}", her_id, secret, **more)


@pytest.fixture
def epj(shared: AmqpWorld) -> Iterator[AmqpBusClient]:
    made = client(shared)
    yield made
    made.close()
    shared.broker.reset()


@pytest.fixture
def helsenorge(shared: AmqpWorld) -> Iterator[AmqpBusClient]:
    made = client(shared, HELSENORGE)
    yield made
    made.close()


def numbered(number: int) -> BusMessage:
    return BusMessage(envelope(f"m-{number}"), str(number).encode())


def explained(error: BusError) -> bool:
    return all((error.problem, error.expected, error.found, error.fix)) and error.fix in str(error)


def depth(world: AmqpWorld, queue: str = INBOX) -> QueueDepth:
    return world.broker.depth(queue, EPJ)


def test_it_is_a_bus_client_and_the_simulated_bus_sets_no_limits(epj: AmqpBusClient) -> None:
    as_protocol: BusClient = epj
    assert as_protocol.limits == frozenset()
    as_protocol.recover(INBOX)


def test_a_message_arrives_as_it_was_sent(shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    sent = BusMessage(envelope(ttl_ms=90_001), bytes(range(256)))
    helsenorge.send(INBOX, sent)
    received = epj.receive(INBOX, LONG)
    assert received is not None
    assert (received.message, received.delivery_count, received.sequence) == (sent, 1, 1)
    assert (received.enqueued_at, received.expires_at) == (START, START + timedelta(minutes=1))
    assert epj.depth(INBOX) == QueueDepth(0, 1, 0) == depth(shared)
    epj.complete(received)
    assert epj.depth(INBOX) == QueueDepth(0, 0, 0) == depth(shared)


def test_released_comes_back_and_is_told_to_have_been_tried(epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    helsenorge.send(INBOX, MESSAGE)
    first = epj.receive(INBOX, 0)
    assert first is not None
    epj.release(first)
    again = epj.receive(INBOX, 0)
    assert again is not None
    assert (again.message, again.delivery_count) == (MESSAGE, 2)
    epj.complete(again)


def test_a_lock_is_settled_once(epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    helsenorge.send(INBOX, MESSAGE)
    received = epj.receive(INBOX, LONG)
    assert received is not None
    epj.complete(received)
    for settle in (epj.complete, epj.release):
        with pytest.raises(LockLost) as caught:
            settle(received)
        assert explained(caught.value)


def test_a_lock_that_runs_out_is_lost_and_the_message_comes_anew(
    shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient
) -> None:
    helsenorge.send(INBOX, MESSAGE)
    lost = epj.receive(INBOX, LONG)
    assert lost is not None
    shared.broker.shift_clock(timedelta(minutes=2))
    again = epj.receive(INBOX, LONG)
    assert again is not None and again.delivery_count == 2
    with pytest.raises(LockLost):
        epj.complete(lost)
    epj.complete(again)


def test_what_was_fetched_and_not_read_in_time_is_given_up(
    shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient
) -> None:
    helsenorge.send(INBOX, MESSAGE)
    assert epj.depth(INBOX) == QueueDepth(1, 0, 0)
    shared.broker.shift_clock(timedelta(minutes=2))
    assert epj.depth(INBOX) == QueueDepth(1, 0, 0)
    received = epj.receive(INBOX, LONG)
    assert received is not None
    epj.complete(received)
    assert depth(shared) == QueueDepth(0, 0, 0)


def test_a_lock_that_the_bus_has_forgotten_is_lost_when_it_answers(
    shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient
) -> None:
    helsenorge.send(INBOX, MESSAGE)
    lost = epj.receive(INBOX, LONG)
    assert lost is not None
    shared.broker.reset()
    with pytest.raises(LockLost):
        epj.complete(lost)


@pytest.mark.parametrize("seconds", [0, SHORT])
def test_who_goes_home_empty_handed_has_locked_nothing(
    shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient, seconds: float
) -> None:
    assert epj.receive(INBOX, seconds) is None
    helsenorge.send(INBOX, MESSAGE)
    assert depth(shared) == QueueDepth(1, 0, 0)


def test_who_waits_is_woken(epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(epj.receive, INBOX, LONG)
        assert epj.depth(INBOX) == QueueDepth(0, 0, 0)
        helsenorge.send(INBOX, MESSAGE)
        received = waiting.result(LONG)
    assert received is not None and received.message == MESSAGE


def test_many_who_wait_get_one_each_and_no_more_is_locked(
    shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient
) -> None:
    with ThreadPoolExecutor() as threads:
        waiting = [threads.submit(epj.receive, INBOX, LONG) for _ in range(4)]
        for number in range(6):
            helsenorge.send(INBOX, numbered(number))
        found = [one.result(LONG) for one in waiting]
    assert {one.message.body for one in found if one} == {b"0", b"1", b"2", b"3"}
    assert depth(shared) == QueueDepth(2, 4, 0)
    assert epj.depth(INBOX) == QueueDepth(2, 4, 0)


def test_a_depth_takes_nothing_that_the_next_receive_does_not_get(
    epj: AmqpBusClient, helsenorge: AmqpBusClient
) -> None:
    for number in range(7):
        helsenorge.send(INBOX, numbered(number))
    assert [epj.depth(INBOX) for _ in range(2)] == [QueueDepth(7, 0, 0)] * 2
    for left in range(6, -1, -1):
        received = epj.receive(INBOX, 0)
        assert received is not None
        assert received.message.body == str(6 - left).encode()
        assert epj.depth(INBOX) == QueueDepth(left, 1, 0)
        epj.complete(received)
    assert epj.receive(INBOX, 0) is None


def test_a_depth_locks_no_more_than_one_message(
    shared: AmqpWorld, epj: AmqpBusClient, helsenorge: AmqpBusClient
) -> None:
    for number in range(9):
        helsenorge.send(INBOX, numbered(number))
    for locked in (1, 2):
        assert epj.depth(INBOX) == QueueDepth(9, 0, 0)
        assert depth(shared) == QueueDepth(9 - locked, locked, 0)


def test_what_was_fetched_ahead_is_given_back_at_the_end(shared: AmqpWorld, helsenorge: AmqpBusClient) -> None:
    for number in range(5):
        helsenorge.send(INBOX, numbered(number))
    ahead = client(shared, ahead=4)
    received = ahead.receive(INBOX, LONG)
    assert received is not None
    ahead.complete(received)
    assert ahead.depth(INBOX) == QueueDepth(4, 0, 0)
    ahead.close()
    other = client(shared)
    assert other.depth(INBOX) == QueueDepth(4, 0, 0)
    other.close()
    shared.broker.reset()


def test_sends_on_their_way_at_once_keep_their_order(epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    for done in [helsenorge.send_soon(INBOX, numbered(number)) for number in range(300)]:
        done.result(LONG)
    found = []
    while (received := epj.receive(INBOX, 0)) is not None:
        epj.complete(received)
        found.append(int(received.message.body))
    assert found == list(range(300))


def test_a_large_message_goes_in_many_frames(epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    large = BusMessage(envelope(), bytes(range(256)) * 8 * 1024)
    helsenorge.send(INBOX, large)
    received = epj.receive(INBOX, LONG)
    assert received is not None and received.message == large


def test_every_property_comes_through(epj: AmqpBusClient, helsenorge: AmqpBusClient) -> None:
    sent = Envelope(
        {**envelope().properties, "content_type": "application/pkcs7-mime; smime-type=signed-and-enveloped-data"},
        {**envelope().application_properties, "cpaId": "c", "X-MessageInfo-Type": "æ"},
        1,
    )
    helsenorge.send(INBOX, BusMessage(sent, b""))
    received = epj.receive(INBOX, LONG)
    assert received is not None and received.message == BusMessage(sent, b"")


def test_a_close_interrupts_who_waits_and_ends_all(shared: AmqpWorld) -> None:
    made = client(shared)
    assert made.depth(INBOX) is not None
    with ThreadPoolExecutor() as threads:
        waiting = [threads.submit(made.receive, INBOX, LONG) for _ in range(3)]
        made.close()
        for one in waiting:
            with pytest.raises(BusUnreachable, match="lukket"):
                one.result(LONG)
    for call in (lambda: made.send(INBOX, MESSAGE), lambda: made.receive(INBOX, 0), lambda: made.depth(INBOX)):
        with pytest.raises(BusUnreachable, match="lukket"):
            call()
    made.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("amqp 8210011")]


def test_a_client_that_was_never_used_closes_too(shared: AmqpWorld) -> None:
    made = client(shared)
    made.close()
    with pytest.raises(BusUnreachable):
        made.depth(INBOX)


@pytest.mark.parametrize(
    ("who", "call", "status", "said"),
    [
        ({"password": "feil"}, "depth", 401, "feil brukernavn eller passord"),
        ({"area": "zz"}, "depth", 404, "kjenner ikke området"),
        ({"her_id": HELSENORGE, "area": "b"}, "depth", 403, "ikke tilgang til området b"),
        ({}, "foreign", 403, f"ikke tilgang til køen {HIS}"),
        ({}, "missing", 404, "ingen kø 99_async"),
        ({}, "send", 404, "ingen kø 99_async"),
    ],
)
def test_what_the_bus_does_not_allow_is_told(
    shared: AmqpWorld, who: dict[str, str], call: str, status: int, said: str
) -> None:
    made = client(shared, **{"her_id": EPJ, **who})
    calls = {
        "depth": lambda: made.depth(INBOX),
        "foreign": lambda: made.receive(HIS, LONG),
        "missing": lambda: made.receive("99_async", LONG),
        "send": lambda: made.send("99_async", MESSAGE),
    }
    with pytest.raises(BusRefused, match=said) as caught:
        calls[call]()
    assert caught.value.status == status and explained(caught.value)
    assert "feil" not in caught.value.expected + caught.value.found
    made.close()


def test_a_queue_that_is_missing_hurts_no_other(shared: AmqpWorld, epj: AmqpBusClient) -> None:
    epj.send(INBOX, MESSAGE)
    held = epj.receive(INBOX, LONG)
    assert held is not None
    for _ in range(3):
        with pytest.raises(BusRefused):
            epj.receive("99_async", 0)
        with pytest.raises(BusRefused):
            epj.send("99_async", MESSAGE)
    epj.complete(held)
    assert depth(shared) == QueueDepth(0, 0, 0)


def test_the_namespace_must_be_there(shared: AmqpWorld) -> None:
    made = AmqpBusClient(f"{shared.face.url}x?vhost=a", EPJ, PASSWORDS[EPJ])
    with pytest.raises(BusRefused, match=r"ingen kø|ikke navnerommet") as caught:
        made.send(INBOX, MESSAGE)
    assert caught.value.status == 404
    made.close()


def test_a_message_that_is_too_large_is_refused_and_the_next_is_sent(shared: AmqpWorld, epj: AmqpBusClient) -> None:
    with pytest.raises(MessageTooLarge) as caught:
        epj.send(INBOX, BusMessage(envelope(), bytes(MAX_BODY_BYTES + 1)))
    assert explained(caught.value) and str(MAX_BODY_BYTES) in caught.value.expected
    epj.send(INBOX, MESSAGE)
    assert depth(shared) == QueueDepth(1, 0, 0)


def test_the_dead_letters_are_a_queue_like_others(shared: AmqpWorld, epj: AmqpBusClient) -> None:
    epj.send(INBOX, MESSAGE)
    for _ in range(10):
        received = epj.receive(INBOX, LONG)
        assert received is not None
        epj.release(received)
    assert epj.receive(INBOX, 0) is None
    dead = epj.receive(DEAD, LONG)
    assert dead is not None and dead.message == MESSAGE
    epj.complete(dead)
