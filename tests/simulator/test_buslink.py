"""The connection between a journal and a bus: handled once, sent once, outages borne, settle proves."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from simulator.clients.buslink import BusLink, DepthUnknown
from tests.simulator.booking_kit import hbt, profile
from tests.simulator.journal_kit import CLINIC, EKONTAKT, Kit, envelope_for, person, question
from wire.bus import BusMessage, BusRefused, BusUnreachable, Limit, LockLost, MessageTooLarge, QueueDepth, Received

BIRET = person("biret")
HER = CLINIC.her_id
DEADLINE = 10.0
OTHER_ID = "5b0f6a3e-4a39-4f0e-9a1c-6d5a1c1f2b77"


@dataclass
class MemoryBus:
    """A bus in a few lines, with faults that a test can switch on."""

    limits: frozenset[Limit] = frozenset()
    ready: dict[str, list[BusMessage]] = field(default_factory=dict)
    locked: dict[str, tuple[str, BusMessage, int]] = field(default_factory=dict)
    sent: list[tuple[str, BusMessage]] = field(default_factory=list)
    deliveries: dict[str, int] = field(default_factory=dict)
    fail: Exception | None = None
    fail_send: Exception | None = None
    fail_complete: Exception | None = None
    depth_known: bool = True
    closed: bool = False

    def __post_init__(self) -> None:
        self.changed = threading.Condition()

    def put(self, message: BusMessage, queue: str = f"{HER}_async") -> None:
        with self.changed:
            self.ready.setdefault(queue, []).append(message)
            self.changed.notify_all()

    def wait_for(self, holds: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(holds, DEADLINE), "did not happen in time"

    def send(self, queue: str, message: BusMessage) -> None:
        with self.changed:
            self._check(self.fail_send)
            self.sent.append((queue, message))
            self.changed.notify_all()

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        with self.changed:
            self._check(None)
            self.changed.wait_for(lambda: bool(self.ready.get(queue)) or self.closed or bool(self.fail), wait_seconds)
            self._check(None)
            if not self.ready.get(queue):
                return None
            message, lock = self.ready[queue].pop(0), uuid.uuid4().hex
            count = self.deliveries[message.envelope.message_id] = (
                self.deliveries.get(message.envelope.message_id, 0) + 1
            )
            self.locked[lock] = (queue, message, count)
            return Received(message, lock, count, 1, datetime.now(UTC))

    def complete(self, received: Received) -> None:
        with self.changed:
            self._check(self.fail_complete)
            del self.locked[received.lock]
            self.changed.notify_all()

    def release(self, received: Received) -> None:
        with self.changed:
            self._check(None)
            queue, message, _ = self.locked.pop(received.lock)
            self.ready[queue].insert(0, message)
            self.changed.notify_all()

    def recover(self, queue: str) -> None:
        self._check(None)

    def depth(self, queue: str) -> QueueDepth | None:
        with self.changed:
            self._check(None)
            if not self.depth_known:
                return None
            held = sum(1 for name, _, _ in self.locked.values() if name == queue)
            return QueueDepth(len(self.ready.get(queue, ())), held, 0)

    def close(self) -> None:
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def _check(self, more: Exception | None) -> None:
        if self.closed:
            raise BusUnreachable("lukket")
        if self.fail or more:
            raise self.fail or more  # type: ignore[misc]


@dataclass
class Linked:
    kit: Kit
    bus: MemoryBus
    link: BusLink
    admitted: list[int]


@pytest.fixture
def linked() -> Iterator[Linked]:
    kit, bus, admitted = Kit(), MemoryBus(), []
    link = BusLink(kit.journal, {HER: bus}, admit=lambda: admitted.append(1))
    link.start()
    yield Linked(kit, bus, link, admitted)
    link.stop()
    kit.journal.close()


def ask() -> BusMessage:
    return BusMessage(envelope_for(EKONTAKT), question(BIRET).to_xml())


def test_a_message_is_stored_completed_and_answered(linked: Linked) -> None:
    linked.bus.put(ask())
    assert linked.link.settle(DEADLINE) is True
    assert [queue for queue, _ in linked.bus.sent] == ["8200002_async"]
    assert linked.bus.locked == {} and linked.link.trouble == ""
    assert len(linked.kit.entries(BIRET)) == 1


def test_a_question_is_answered_at_once_ahead_of_what_waits() -> None:
    kit, bus = Kit(profile=profile("hjemmetjeneste")), MemoryBus()
    (home,) = kit.world.services
    link = BusLink(kit.journal, {home.her_id: bus})
    kit.book(BIRET)
    asked = replace(hbt(BIRET), receiver=home.party)
    envelope = envelope_for(asked.type.v, to_her_id=home.her_id, kind="sync")
    kit.journal.receive(BusMessage(envelope, asked.to_xml()), at_once=True)
    link.start()
    bus.put(
        BusMessage(replace(envelope, properties={**envelope.properties, "message_id": OTHER_ID}), asked.to_xml()),
        f"{home.her_id}_sync",
    )
    bus.wait_for(lambda: len(bus.sent) == 3)
    assert link.settle(DEADLINE)
    assert bus.sent[0][0] == "8200002_syncreply"
    assert sorted(queue for queue, _ in bus.sent) == ["8200002_async", "8200002_syncreply", "8200002_syncreply"]
    assert {one.envelope.correlation_id for _, one in bus.sent[:1]} == {envelope.correlation_id}
    link.stop()
    kit.journal.close()


def test_each_service_reads_its_own_queues_and_sends_as_itself() -> None:
    kit, buses = Kit(profile=profile("helsestasjon", "jordmor")), (MemoryBus(), MemoryBus())
    clinic, midwife = kit.world.services
    link = BusLink(kit.journal, {clinic.her_id: buses[0], midwife.her_id: buses[1]})
    link.start()
    asked = replace(question(BIRET), receiver=midwife.party)
    envelope = envelope_for(EKONTAKT, to_her_id=midwife.her_id)
    buses[1].put(BusMessage(envelope, asked.to_xml()), f"{midwife.her_id}_async")
    buses[1].wait_for(lambda: len(buses[1].sent) == 1)
    assert link.settle(DEADLINE) and buses[0].sent == []
    link.stop()
    kit.journal.close()


def test_what_staff_does_is_sent_at_once(linked: Linked) -> None:
    began = time.monotonic()
    linked.kit.book(BIRET)
    linked.bus.wait_for(lambda: len(linked.bus.sent) == 1)
    assert time.monotonic() - began < 2


def test_settle_is_not_done_while_something_lies_on_the_bus_or_waits_to_be_sent(linked: Linked) -> None:
    linked.bus.fail_send = BusUnreachable("nede")
    linked.kit.book(BIRET)
    assert linked.link.settle(0.2) is False
    linked.bus.fail_send = None
    assert linked.link.settle(DEADLINE) is True
    linked.bus.fail_complete = BusUnreachable("nede")
    linked.bus.put(ask())
    assert linked.link.settle(0.2) is False


def test_settle_says_when_it_cannot_know(linked: Linked) -> None:
    linked.bus.depth_known = False
    with pytest.raises(DepthUnknown):
        linked.link.settle(1)


def test_an_outage_is_told_and_borne(linked: Linked) -> None:
    with linked.bus.changed:
        linked.bus.fail = BusUnreachable("Får ikke kontakt med bussen.")
        linked.bus.changed.notify_all()
    linked.kit.book(BIRET)
    _until(lambda: bool(linked.link.trouble))
    linked.bus.fail = None
    linked.bus.wait_for(lambda: len(linked.bus.sent) == 1)
    assert linked.link.settle(DEADLINE) is True
    _until(lambda: not linked.link.trouble)


def test_a_bus_that_has_forgotten_us_is_asked_again(linked: Linked) -> None:
    with linked.bus.changed:
        linked.bus.fail = BusRefused("Testområdet finnes ikke.", status=404)
        linked.bus.changed.notify_all()
    _until(lambda: bool(linked.admitted))
    linked.bus.fail = None
    linked.kit.book(BIRET)
    linked.bus.wait_for(lambda: len(linked.bus.sent) == 1)


@pytest.mark.parametrize("error", [BusRefused("Køen finnes ikke.", status=404), MessageTooLarge("For stor.")])
def test_what_the_bus_will_never_take_is_shown_and_stops_nothing(linked: Linked, error: Exception) -> None:
    linked.bus.fail_send = error
    linked.kit.book(BIRET)
    _until(lambda: linked.kit.journal.waiting_count() == 0)
    linked.bus.fail_send = None
    linked.kit.book(BIRET)
    linked.bus.wait_for(lambda: len(linked.bus.sent) == 1)
    assert linked.link.settle(DEADLINE)
    assert [row["status"] for row in linked.kit.transport()] == ["feilkø", "sendt"]


def test_a_lock_that_ran_out_does_no_harm(linked: Linked) -> None:
    linked.bus.fail_complete = LockLost("utløpt")
    given = ask()
    linked.bus.put(given)
    linked.bus.wait_for(lambda: len(linked.bus.sent) == 1)
    linked.bus.fail_complete = None
    linked.bus.locked.clear()
    linked.bus.put(given)
    assert linked.link.settle(DEADLINE)
    assert len(linked.kit.entries(BIRET)) == 1 and len(linked.bus.sent) == 1


def test_what_cannot_be_stored_goes_back_to_the_bus(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    store, attempts = linked.kit.journal.receive, []

    def receive(message: BusMessage, *, at_once: bool = False) -> bool:
        attempts.append(1)
        if len(attempts) == 1:
            raise RuntimeError("full")
        return store(message)

    monkeypatch.setattr(linked.kit.journal, "receive", receive)
    monkeypatch.setattr("simulator.clients.buslink._LONGEST_PAUSE_OVER_ONE_MESSAGE_SECONDS", 0.01)
    linked.bus.put(ask())
    linked.bus.wait_for(lambda: len(linked.bus.sent) == 1)
    assert len(attempts) == 2 and linked.link.settle(DEADLINE)


def test_stop_is_quick_and_may_be_repeated(linked: Linked) -> None:
    began = time.monotonic()
    linked.link.stop()
    linked.link.stop()
    assert time.monotonic() - began < 2
    assert linked.link.settle(1) is False


def _until(holds: Callable[[], bool]) -> None:
    wait = threading.Event()
    end = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < end, "did not happen in time"
        wait.wait(0.005)
