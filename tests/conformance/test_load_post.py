"""Helsenorge's post office under load: everything that comes is handed on once, answered, and taken off the bus."""

from __future__ import annotations

import queue
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from conformance.clock import SystemClock
from conformance.load.arrivals import Arrival
from conformance.load.kinds import Timed
from conformance.load.post import READERS, PostOffice
from standards.apprec import AppRec
from standards.cms import RevocationUnknown
from tests.conformance.bench_world import EPJ_ASYNC, HN_ASYNC, HN_ERROR, NORA, Epj
from tests.conformance.fake_bus import FakeBus, FakeClient
from wire.bus import BusMessage, BusRefused, BusUnreachable, Carried, Received

SECONDS = 30.0


class Office:
    """A post office on a bus in memory."""

    def __init__(self, client: FakeClient) -> None:
        self.bus = client.bus
        self.epj = Epj(self.bus)
        self.came: queue.Queue[Arrival] = queue.Queue()
        queues = {"async": HN_ASYNC, "error": HN_ERROR}
        self.failed = threading.Event()
        self.post = PostOffice(
            client,
            queues,
            SystemClock(),
            lambda: str(uuid.uuid4()),
            hand_over=self.came.put,
            failed=self.failed.set,
        )

    def await_empty(self) -> None:
        with self.bus.changed:
            assert self.bus.changed.wait_for(lambda: not self.bus.queues[HN_ASYNC], SECONDS)


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office(FakeClient(FakeBus()))
    yield made
    made.post.stop()


def test_what_comes_is_handed_on_answered_and_taken_off_the_bus(office: Office) -> None:
    office.post.start()
    message = office.epj.avtale(NORA)
    office.epj.send(message)
    arrival = office.came.get(timeout=SECONDS)
    assert (arrival.kind, arrival.patient, arrival.start) == (Timed.APPOINTMENT, NORA.ident, "2026-12-10T10:15")
    assert (arrival.ref().uid, arrival.ref().start) != ("", "")
    receipt = AppRec.from_xml(office.bus.take(EPJ_ASYNC, SECONDS).body)
    assert (receipt.original.msg_id, receipt.accepted) == (message.msg_id, True)
    office.await_empty()
    assert (office.post.before, office.post.failure) == (0, None)


def test_what_the_bus_gives_once_more_is_handed_on_once_and_a_new_one_is_new(office: Office) -> None:
    office.bus.lose_locks = 1
    office.post.start()
    office.epj.send(office.epj.avtale(NORA), "m-1")
    office.came.get(timeout=SECONDS)
    office.await_empty()
    assert office.bus.take(EPJ_ASYNC, SECONDS)
    office.epj.send(office.epj.avtale(NORA), "m-2")
    office.came.get(timeout=SECONDS)
    office.await_empty()
    assert office.came.empty()
    assert len(office.bus.completed) == 2
    assert office.bus.take(EPJ_ASYNC, SECONDS) and not office.bus.bodies(EPJ_ASYNC)


def test_a_receipt_is_not_answered_and_what_cannot_be_read_is_counted(office: Office) -> None:
    office.post.start()
    raw = office.epj.avtale(NORA).to_xml()
    office.epj.acknowledge(raw)
    assert office.came.get(timeout=SECONDS).kind == Timed.RECEIPT
    office.epj.send_raw(b"rot", office.epj.envelope("X"))
    office.await_empty()
    assert (office.bus.bodies(EPJ_ASYNC), office.post.unreadable) == ([], 1)


def test_what_lay_there_from_before_is_answered_and_not_measured(office: Office) -> None:
    office.epj.send(office.epj.avtale(NORA))
    office.epj.send(office.epj.avtale(NORA))
    office.post.start()
    assert (office.post.before, office.came.empty(), len(office.bus.bodies(EPJ_ASYNC))) == (2, True, 2)


class Shut(FakeClient):
    """A client whose password is changed once it has begun."""

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        if wait_seconds:
            raise BusRefused("Feil passord.", status=401)
        return super().receive(queue, wait_seconds)


def test_a_bus_that_says_no_ends_it() -> None:
    shut = Office(Shut(FakeBus()))
    shut.post.start()
    assert shut.failed.wait(SECONDS)
    shut.post.stop()
    assert isinstance(shut.post.failure, BusRefused)


class Blind(FakeClient):
    """A client that lacks what it takes to judge a certificate."""

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        received = super().receive(queue, wait_seconds)
        if received is None:
            return None
        fault = RevocationUnknown("Det er ikke kjent om sertifikatet er tilbakekalt", fix="Hent listen på nytt")
        return replace(received, message=BusMessage(received.message.envelope, b"", Carried(b"0", fault=fault)))


def test_a_list_that_has_run_out_ends_it_and_counts_against_nobody() -> None:
    office = Office(Blind(FakeBus()))
    office.post.start()
    office.epj.send(office.epj.avtale(NORA))
    assert office.failed.wait(SECONDS)
    office.post.stop()
    assert "tilbakekalt" in str(office.post.failure) and office.post.unreadable == 0
    assert len(office.bus.bodies(HN_ASYNC)) == 1, "it lies there still"


class Away(FakeClient):
    """A client whose bus is away the first time that each reader asks."""

    missed = 0

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        if wait_seconds and self.missed < sum(READERS.values()) + 1:
            self.missed += 1
            raise BusUnreachable("Får ikke kontakt med bussen.")
        return super().receive(queue, wait_seconds)


def test_a_bus_that_is_away_for_a_while_loses_nothing() -> None:
    client = Away(FakeBus())
    office = Office(client)
    office.post.start()
    office.epj.send(office.epj.avtale(NORA))
    assert office.came.get(timeout=SECONDS).kind == Timed.APPOINTMENT
    office.post.stop()
    assert client.missed >= 2 and not office.failed.is_set()
