"""The logic of the bus, without HTTP and without waiting for time to pass."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from simulator.clock import ManualClock, SystemClock
from simulator.national.tjenestebuss import Areas, BusSettings
from simulator.national.tjenestebuss.broker import Broker
from simulator.national.tjenestebuss.refusals import LockGone, SomebodyElses, UnknownQueue
from simulator.serving.refusals import TooLarge
from tests.simulator.bus_world import (
    DEAD,
    EPJ,
    HELSENORGE,
    INBOX,
    MINUTE,
    PASSWORDS,
    START,
    envelope,
    in_thread,
    manual,
)
from wire.bus import QueueDepth


@pytest.fixture
def clock() -> ManualClock:
    return manual()


@pytest.fixture
def bus(clock: ManualClock) -> Iterator[Broker]:
    areas = Areas(None, clock, BusSettings(max_body_bytes=1000), time.monotonic)
    areas.ensure("a", PASSWORDS)
    yield areas.get("a")
    areas.close()


def read(bus: Broker, queue: str = INBOX, wait: float = 0.0):
    found = bus.lock(queue, EPJ, wait)
    assert found is not None, f"nothing ready in {queue}"
    return found


def test_messages_come_in_the_order_they_were_sent(bus: Broker) -> None:
    numbers = [bus.send(INBOX, envelope(f"m{n}"), b"%d" % n) for n in range(5)]
    found = [read(bus) for _ in range(5)]
    assert [one.body for one in found] == [b"0", b"1", b"2", b"3", b"4"]
    assert [one.sequence for one in found] == numbers == sorted(numbers)
    assert [one.envelope.message_id for one in found] == ["m0", "m1", "m2", "m3", "m4"]


def test_a_message_is_delivered_as_it_was_sent(bus: Broker) -> None:
    sent = envelope("id-æ", ttl_ms=3_600_000)
    bus.send(INBOX, sent, bytes(range(256)))
    found = read(bus)
    assert (found.envelope, found.body) == (sent, bytes(range(256)))
    assert (found.enqueued_at, found.expires_at) == (START, START + MINUTE)


def test_a_locked_message_is_hidden_and_a_completed_one_is_gone(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x")
    found = read(bus)
    assert bus.lock(INBOX, EPJ) is None
    assert bus.depth(INBOX, EPJ) == QueueDepth(0, 1, 0)
    bus.complete(found.lock, EPJ)
    assert bus.depth(INBOX, EPJ) == QueueDepth(0, 0, 0)
    with pytest.raises(LockGone):
        bus.complete(found.lock, EPJ)


def test_a_released_message_gets_its_place_back_and_counts(bus: Broker) -> None:
    for name in ("first", "second"):
        bus.send(INBOX, envelope(name), b"x")
    found = read(bus)
    assert found.delivery_count == 1
    bus.release(found.lock, EPJ)
    again = read(bus)
    assert (again.envelope.message_id, again.delivery_count, again.sequence) == ("first", 2, found.sequence)
    assert again.lock != found.lock
    for dead_token in (found.lock, "nonsense"):
        with pytest.raises(LockGone):
            bus.release(dead_token, EPJ)


def test_a_lock_runs_out_after_a_minute(bus: Broker, clock: ManualClock) -> None:
    bus.send(INBOX, envelope(), b"x")
    found = read(bus)
    clock.advance(MINUTE - timedelta(microseconds=1))
    assert bus.lock(INBOX, EPJ) is None
    clock.advance(timedelta(microseconds=1))
    for use in (bus.complete, bus.release):
        with pytest.raises(LockGone, match="gjelder ikke lenger"):
            use(found.lock, EPJ)
    assert read(bus).delivery_count == 2


@pytest.mark.parametrize("way", ["released", "expired"])
def test_ten_vain_deliveries_make_a_dead_letter(bus: Broker, clock: ManualClock, way: str) -> None:
    number = bus.send(INBOX, envelope("poison", ttl_ms=3_600_000), b"x")
    bus.send(INBOX, envelope("healthy"), b"y")
    for delivery in range(1, 11):
        found = read(bus)
        assert (found.envelope.message_id, found.delivery_count) == ("poison", delivery)
        if way == "released":
            bus.release(found.lock, EPJ)
        else:
            clock.advance(MINUTE)
    assert bus.depth(INBOX, EPJ) == QueueDepth(ready=1, locked=0, dead=1)
    assert bus.depth(DEAD, EPJ) == QueueDepth(ready=1, locked=0, dead=0)
    assert read(bus).envelope.message_id == "healthy"
    clock.advance(timedelta(days=100))
    letter = read(bus, DEAD)
    assert (letter.sequence, letter.envelope.to, letter.body) == (number, INBOX, b"x")


def test_a_dead_letter_stays_until_somebody_completes_it(bus: Broker) -> None:
    bus.send(DEAD, envelope(), b"x")
    for _ in range(15):
        bus.release(read(bus, DEAD).lock, EPJ)
    bus.complete(read(bus, DEAD).lock, EPJ)
    assert bus.depth(DEAD, EPJ) == QueueDepth(0, 0, 0)


def test_an_expired_message_vanishes_without_a_trace(bus: Broker, clock: ManualClock) -> None:
    bus.send(INBOX, envelope(ttl_ms=15_000), b"x")
    bus.send(INBOX, envelope("forever"), b"y")
    clock.advance(timedelta(seconds=14))
    assert bus.depth(INBOX, EPJ).ready == 2
    clock.advance(timedelta(seconds=1))
    assert read(bus).envelope.message_id == "forever"
    assert bus.depth(INBOX, EPJ) == QueueDepth(0, 1, 0)
    assert bus.depth(DEAD, EPJ) == QueueDepth(0, 0, 0)


def test_a_locked_message_outlives_its_time_but_does_not_come_back(bus: Broker, clock: ManualClock) -> None:
    for name in ("completed", "released"):
        bus.send(INBOX, envelope(name, ttl_ms=15_000), b"x")
    first, second = read(bus), read(bus)
    clock.advance(timedelta(seconds=30))
    bus.complete(first.lock, EPJ)
    bus.release(second.lock, EPJ)
    assert bus.lock(INBOX, EPJ) is None


def test_the_bus_does_not_remove_duplicates(bus: Broker) -> None:
    for _ in range(2):
        bus.send(INBOX, envelope("same"), b"same")
    assert bus.depth(INBOX, EPJ).ready == 2


def test_only_the_owner_reads_and_anybody_sends(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x")
    found = read(bus)
    for use in (lambda: bus.lock(INBOX, HELSENORGE), lambda: bus.depth(INBOX, HELSENORGE)):
        with pytest.raises(SomebodyElses, match="egne køer"):
            use()
    for use in (bus.complete, bus.release):
        with pytest.raises(LockGone):
            use(found.lock, HELSENORGE)
    bus.complete(found.lock, EPJ)


@pytest.mark.parametrize("queue", ["", "x", "8299999_async", f"{EPJ}_", f"{EPJ}_other", f"_{EPJ}_async", EPJ])
def test_an_unknown_queue_is_refused(bus: Broker, queue: str) -> None:
    with pytest.raises(UnknownQueue, match="finnes ikke"):
        bus.send(queue, envelope(), b"x")
    with pytest.raises(SomebodyElses):
        bus.lock(queue, EPJ)


def test_the_body_cap(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x" * 1000)
    with pytest.raises(TooLarge, match="for stor"):
        bus.send(INBOX, envelope(), b"x" * 1001)
    assert bus.depth(INBOX, EPJ).ready == 1


def test_an_empty_body_is_carried(bus: Broker) -> None:
    bus.send(f"{EPJ}_error", envelope(), b"")
    assert read(bus, f"{EPJ}_error").body == b""


def test_a_waiting_reader_wakes_when_a_message_comes(bus: Broker) -> None:
    waiting = in_thread(lambda: read(bus, wait=20))
    while INBOX not in bus._bells:
        time.sleep(0.001)
    begun = time.monotonic()
    bus.send(INBOX, envelope(), b"x")
    assert waiting.result(15).body == b"x"
    assert time.monotonic() - begun < 1


def test_a_waiting_reader_wakes_when_a_message_is_released(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x")
    held = read(bus)
    waiting = in_thread(lambda: read(bus, wait=20))
    bus.release(held.lock, EPJ)
    assert waiting.result(15).delivery_count == 2


def test_a_waiting_reader_gets_a_message_whose_lock_runs_out() -> None:
    areas = Areas(None, SystemClock(), BusSettings(lock_life=timedelta(seconds=0.2)), time.monotonic)
    areas.ensure("a", PASSWORDS)
    bus = areas.get("a")
    bus.send(INBOX, envelope(), b"x")
    assert read(bus).delivery_count == 1
    begun = time.monotonic()
    assert read(bus, wait=20).delivery_count == 2
    assert time.monotonic() - begun < 5
    areas.close()


def test_a_waiting_reader_of_dead_letters_wakes_too(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x")
    waiting = in_thread(lambda: read(bus, DEAD, wait=20))
    for _ in range(10):
        bus.release(read(bus).lock, EPJ)
    assert waiting.result(15).body == b"x"


def test_moving_the_clock_ends_locks_for_those_who_wait(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x")
    read(bus)
    waiting = in_thread(lambda: read(bus, wait=20))
    bus.shift_clock(MINUTE)
    assert waiting.result(15).delivery_count == 2
    assert bus.now() == START + MINUTE


def test_an_empty_handed_reader_goes_home_in_time(bus: Broker) -> None:
    begun = time.monotonic()
    assert bus.lock(INBOX, EPJ, 0.2) is None
    assert 0.2 <= time.monotonic() - begun < 5


def test_reset_empties_the_area_and_keeps_its_parties(bus: Broker) -> None:
    bus.send(INBOX, envelope(), b"x")
    found, number = read(bus), bus.send(INBOX, envelope(), b"y")
    bus.shift_clock(timedelta(days=1))
    bus.reset()
    assert bus.depth(INBOX, EPJ) == QueueDepth(0, 0, 0)
    assert bus.now() == START
    with pytest.raises(LockGone):
        bus.complete(found.lock, EPJ)
    bus.parties.authenticate(EPJ, PASSWORDS[EPJ])
    assert bus.send(INBOX, envelope(), b"z") > number


def test_eight_senders_and_eight_readers_lose_and_double_nothing(bus: Broker) -> None:
    def send(sender: int) -> None:
        for number in range(25):
            bus.send(INBOX, envelope(f"{sender}-{number}"), b"x")

    def receive() -> list[str]:
        got = []
        while found := bus.lock(INBOX, EPJ, 1.0):
            got.append(found.envelope.message_id)
            bus.complete(found.lock, EPJ)
        return got

    readers = [in_thread(receive) for _ in range(8)]
    for sender in [in_thread(lambda n=n: send(n)) for n in range(8)]:
        sender.result(30)
    got = [message_id for reader in readers for message_id in reader.result(30)]
    assert sorted(got) == sorted(f"{sender}-{number}" for sender in range(8) for number in range(25))


def test_a_reader_that_comes_back_gets_what_its_earlier_life_held(bus: Broker) -> None:
    first, second = bus.send(INBOX, envelope("m1"), b"1"), bus.send(INBOX, envelope("m2"), b"2")
    held = bus.lock(INBOX, EPJ, consumer="journal")
    other = bus.lock(INBOX, EPJ, consumer="another")
    assert held is not None and other is not None and (held.sequence, other.sequence) == (first, second)
    assert bus.recover(INBOX, EPJ, "journal") == 1
    again = bus.lock(INBOX, EPJ, consumer="journal")
    assert again is not None and (again.sequence, again.delivery_count) == (first, 2)
    bus.complete(other.lock, EPJ)
    with pytest.raises(LockGone):
        bus.complete(held.lock, EPJ)
    with pytest.raises(SomebodyElses):
        bus.recover(INBOX, HELSENORGE, "journal")


def test_a_wait_from_an_earlier_life_takes_nothing(bus: Broker) -> None:
    waiting = in_thread(lambda: bus.lock(INBOX, EPJ, 10.0, consumer="journal"))
    while INBOX not in bus._bells:
        threading.Event().wait(0.001)
    bus.recover(INBOX, EPJ, "journal")
    bus.send(INBOX, envelope(), b"x")
    assert waiting.result(15) is None
    assert bus.depth(INBOX, EPJ) == QueueDepth(1, 0, 0)
