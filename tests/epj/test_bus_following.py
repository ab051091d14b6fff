"""What follows a queue shows each message once, wears none out, outlasts a bus that is away, and gives all back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from epj.busing.following import Event, Following
from epj.busing.looking import WORN, locked
from epj.busing.reaching import Reached
from epj.busing.requeueing import put_back
from standards.envelope import Envelope
from standards.exchange import Role
from tests.conformance.bench_world import HN, HN_ASYNC
from tests.conformance.fake_bus import FakeBus, FakeClient
from wire.bus import BusMessage, BusRefused, BusUnreachable, Limit, LockLost, QueueDepth, Received

SECONDS = 20.0
DEAD = f"{HN}_dl"


def message(message_id: str = "m-1", to: str = HN_ASYNC) -> BusMessage:
    return BusMessage(Envelope({"message_id": message_id, "to": to}), b"")


@contextmanager
def following(client: FakeClient, *queues: str) -> Iterator[Iterator[Event]]:
    found = Following(client, queues or (HN_ASYNC,), monotonic=time.monotonic, seconds=SECONDS, pause_seconds=0.02)
    try:
        yield found.events()
    finally:
        found.stop()


def shown(event: Event) -> str:
    assert event.received is not None, event.trouble
    return event.received.message.envelope.message_id


class Counting(FakeClient):
    """Counts how often somebody looked at the depth."""

    looks = 0

    def depth(self, queue: str) -> QueueDepth:
        with self.bus.changed:
            self.looks += 1
            self.bus.changed.notify_all()
        return super().depth(queue)

    def looked(self, times: int) -> None:
        """Wait until somebody has looked so many times more."""
        with self.bus.changed:
            wanted = self.looks + times
            assert self.bus.changed.wait_for(lambda: self.looks >= wanted, SECONDS)


def test_a_message_is_shown_once_and_not_locked_anew_when_its_lock_ends() -> None:
    bus = FakeBus()
    client = Counting(bus)
    bus.put(HN_ASYNC, message())
    with following(client) as events:
        assert shown(next(events)) == "m-1"
        bus.expire_locks(HN_ASYNC)
        client.looked(2)
        assert bus.queues[HN_ASYNC][0].deliveries == 1
        bus.put(HN_ASYNC, message("m-2"))
        assert shown(next(events)) == "m-2", "what is new is reached past what was shown"
        assert bus.queues[HN_ASYNC][0].deliveries == 2
    assert [(one.lock, one.message.envelope.message_id) for one in bus.queues[HN_ASYNC]] == [("", "m-1"), ("", "m-2")]
    assert client.closed


def test_what_another_reader_took_does_not_hide_what_comes() -> None:
    bus = FakeBus()
    client = Counting(bus)
    for name in ("m-1", "m-2"):
        bus.put(HN_ASYNC, message(name))
    with following(client) as events:
        assert [shown(next(events)), shown(next(events))] == ["m-1", "m-2"]
        bus.expire_locks(HN_ASYNC)
        bus.take(HN_ASYNC)
        client.looked(2)
        assert bus.queues[HN_ASYNC][0].deliveries == 1
        bus.put(HN_ASYNC, message("m-3"))
        assert shown(next(events)) == "m-3"


def test_where_locks_never_end_it_only_waits() -> None:
    bus = FakeBus()
    client = Counting(bus, frozenset({Limit.LOCK_EXPIRY}))
    bus.put(HN_ASYNC, message())
    with following(client) as events:
        assert shown(next(events)) == "m-1"
        bus.put(HN_ASYNC, message("m-2"))
        assert shown(next(events)) == "m-2"
    assert client.looks == 0


def test_a_queue_that_would_lose_a_message_to_the_dead_letters_is_left_alone() -> None:
    bus = FakeBus()
    bus.put(HN_ASYNC, message())
    bus.queues[HN_ASYNC][0].deliveries = WORN - 1
    bus.put(DEAD, message("dead"))
    bus.queues[DEAD][0].deliveries = WORN
    with following(FakeClient(bus), HN_ASYNC, DEAD) as events:
        told = [next(events) for _ in range(3)]
        assert {shown(one) for one in told if one.received} == {"m-1", "dead"}
        (last,) = [one for one in told if one.last]
        assert last.queue == HN_ASYNC and "følges ikke mer" in last.trouble
        assert not bus.queues[HN_ASYNC][0].lock and bus.queues[DEAD][0].lock, "dead letters do not die again"


def test_a_bus_that_is_away_for_a_while_is_told_once() -> None:
    bus = FakeBus()
    client = FakeClient(bus)
    bus.put(HN_ASYNC, message())
    with following(client) as events:
        assert shown(next(events)) == "m-1"
        bus.down = True
        away = next(events)
        assert "Får ikke kontakt" in away.trouble and "Prøver igjen" in away.trouble and not away.last
        bus.down = False
        bus.put(HN_ASYNC, message("m-2"))
        assert shown(next(events)) == "m-2"


def test_a_bus_that_never_answered_ends_it() -> None:
    bus = FakeBus()
    bus.down = True
    with following(FakeClient(bus)) as events:
        (event,) = events
    assert event.last and "Får ikke kontakt" in event.trouble and "Prøver igjen" not in event.trouble


class Refusing(FakeClient):
    """Has no other queue than one; fails otherwise in a way that nobody foresaw."""

    problem: Exception = BusRefused("Køen finnes ikke.", status=404)

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        if queue != HN_ASYNC:
            raise self.problem
        return super().receive(queue, wait_seconds)


@pytest.mark.parametrize(
    ("problem", "says"),
    [(BusRefused("Køen finnes ikke."), "Køen finnes ikke"), (KeyError("x"), "feil i testverktøyet")],
)
def test_one_queue_that_cannot_be_followed_stops_no_other(problem: Exception, says: str) -> None:
    bus = FakeBus()
    client = Refusing(bus)
    client.problem = problem
    with following(client, HN_ASYNC, DEAD) as events:
        event = next(events)
        assert event.last and event.queue == DEAD and says in event.trouble
        bus.put(HN_ASYNC, message())
        assert shown(next(events)) == "m-1"


class Losing(FakeClient):
    """Something happens when a dead letter is sent, or taken away."""

    at_send: Exception | None = None
    at_complete: Exception | None = None

    def send(self, queue: str, message: BusMessage) -> None:
        if self.at_send is not None:
            raise self.at_send
        super().send(queue, message)

    def complete(self, received: Received) -> None:
        if self.at_complete is not None:
            raise self.at_complete
        super().complete(received)


def brought_back(client: FakeClient) -> tuple[str, str]:
    """One dead letter put back: where it went, and what there is to say of it."""
    client.bus.put(DEAD, message())
    bus = Reached(None, HN, Role.HELSENORGE, client)  # type: ignore[arg-type]  the target is not asked for
    with locked(client, DEAD) as (held, letters):
        (result,) = [put_back(bus, held, one, set()) for one in letters]
    return result.queue, result.trouble


def test_a_dead_letter_is_never_in_no_queue() -> None:
    bus = FakeBus()
    client = Losing(bus)
    client.at_send = BusUnreachable("Får ikke kontakt med bussen.")
    queue, told = brought_back(client)
    assert queue == "" and "fortsatt blant de døde" in told
    assert [one.lock for one in bus.queues[DEAD]] == [""] and not bus.queues[HN_ASYNC]


@pytest.mark.parametrize("problem", [LockLost("Låsen er utløpt."), BusUnreachable("Får ikke kontakt.")])
def test_a_dead_letter_that_may_lie_in_both_places_is_told(problem: Exception) -> None:
    bus = FakeBus()
    client = Losing(bus)
    client.at_complete = problem
    queue, told = brought_back(client)
    assert queue == HN_ASYNC and "begge steder" in told
    assert len(bus.queues[DEAD]) == len(bus.queues[HN_ASYNC]) == 1


def test_a_queue_that_is_not_there_gets_nothing() -> None:
    class NoSuch(FakeClient):
        def depth(self, queue: str) -> QueueDepth:
            raise BusRefused("Køen finnes ikke.", status=404)

    bus = FakeBus()
    queue, told = brought_back(NoSuch(bus))
    assert queue == "" and "Køen finnes ikke" in told and not bus.queues[HN_ASYNC] and len(bus.queues[DEAD]) == 1
