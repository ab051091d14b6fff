"""The AMQP face of the simulated bus: messages, locks and what a client may decide, over the queues of HTTP."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from standards.envelope import Envelope
from tests.simulator.bus_world import DEAD, EPJ, HELSENORGE, INBOX, envelope
from wire.bus import QueueDepth

if TYPE_CHECKING:
    from tests.simulator import amqp_world as kit_module
    from tests.simulator.amqp_world import AmqpWorld

ACCEPTED, REJECTED, RELEASED, MODIFIED = 0x24, 0x25, 0x26, 0x27
"""The outcomes of AMQP 1.0, part 3.4."""


@pytest.fixture(scope="module")
def kit(amqp: None) -> Any:
    from tests.simulator import amqp_world

    return amqp_world


@pytest.fixture(scope="module")
def shared(kit: kit_module) -> Iterator[AmqpWorld]:
    with kit.amqp_world() as world:
        yield world


@pytest.fixture
def world(shared: AmqpWorld) -> Iterator[AmqpWorld]:
    yield shared
    shared.close()


def depth(world: AmqpWorld, queue: str = INBOX) -> tuple[int, int, int]:
    found: QueueDepth = world.broker.depth(queue, EPJ)
    return found.ready, found.locked, found.dead


SENT = Envelope(
    {
        "message_id": "0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11",
        "to": "tb.test.nhn.no/NHNTESTServiceBus/8210011_async",
        "subject": "DIALOG_INNBYGGER_KOORDINERING",
        "reply_to": "8200002_async",
        "correlation_id": "1c2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a12",
        "content_type": "application/pkcs7-mime; smime-type=signed-and-enveloped-data",
        "content_encoding": "identity",
        "user_id": "æ",
        "group_id": "g",
        "reply_to_group_id": "h",
    },
    {"fromHerId": "8200002", "toHerId": "8210011", "X-Noe": "blåbær", "tom": ""},
    345600000,
)


def test_properties_come_through_from_http_to_amqp(world: AmqpWorld, kit: kit_module) -> None:
    world.broker.send(INBOX, SENT, b"\x00\xff<a/>")
    found, _ = kit.delivery(world.reader())
    told = {
        "message_id": found.id,
        "to": found.address,
        "subject": found.subject,
        "reply_to": found.reply_to,
        "correlation_id": found.correlation_id,
        "content_type": found.content_type,
        "content_encoding": found.content_encoding,
        "user_id": found.user_id.decode(),
        "group_id": found.group_id,
        "reply_to_group_id": found.reply_to_group_id,
    }
    assert told == SENT.properties
    assert found.properties == SENT.application_properties
    assert (found.durable, round(found.ttl * 1000), bytes(found.body), found.inferred) == (
        (True, 345600000, b"\x00\xff<a/>", True)
    )
    assert (found.first_acquirer, found.delivery_count) == (True, 0)
    started = int(world.broker.now().timestamp() * 1000)
    assert found.annotations["x-opt-enqueued-time"] == started
    assert found.annotations["x-opt-locked-until"] == started + 60_000
    assert found.annotations["x-opt-sequence-number"] > 0


def test_properties_come_through_from_amqp_to_http(world: AmqpWorld, kit: kit_module) -> None:
    sent = kit.message(
        b"\x00\xff",
        id=SENT.message_id,
        address=SENT.to,
        correlation_id=SENT.correlation_id,
        content_type=SENT.content_type,
        content_encoding="identity",
        user_id="æ".encode(),
        group_id="g",
        reply_to_group_id="h",
        subject=SENT.subject,
        reply_to=SENT.reply_to,
        properties=dict(SENT.application_properties),
        ttl=345600,
    )
    world.sender().send(sent)
    found = world.broker.lock(INBOX, EPJ)
    assert found is not None
    assert (found.envelope, found.body) == (SENT, b"\x00\xff")


def test_what_is_absent_stays_absent(world: AmqpWorld, kit: kit_module) -> None:
    world.sender().send(kit.message(b"", subject="None"))
    found = world.broker.lock(INBOX, EPJ)
    assert found is not None
    assert (dict(found.envelope.properties), dict(found.envelope.application_properties), found.envelope.ttl_ms) == (
        ({"subject": "None"}, {}, None)
    )
    world.broker.release(found.lock, EPJ)
    seen, _ = kit.delivery(world.reader())
    assert (seen.id, seen.reply_to, seen.properties or {}, seen.ttl) == (None, None, {}, 0)
    assert bytes(seen.body or b"") == b""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (uuid.UUID("0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11"), "0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11"),
        (7, "7"),
        (b"\xc3\xa6", "æ"),
        (b"\xff\x00", "ff00"),
    ],
)
def test_ids_of_every_type_become_text(world: AmqpWorld, kit: kit_module, given: Any, kept: str) -> None:
    world.sender().send(kit.message(id=given, correlation_id=given, properties=numbers(kit)))
    found = world.broker.lock(INBOX, EPJ)
    assert found is not None
    assert (found.envelope.message_id, found.envelope.correlation_id) == (kept, kept)
    assert found.envelope.application_properties == {
        "long": "3", "uint": "4", "ubyte": "5", "timestamp": "6", "float": "0.5", "boolean": "true", "symbol": "s",
        "char": "å", "binary": "æ", "uuid": "0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11",
    }  # fmt: skip


def numbers(kit: kit_module) -> dict[str, Any]:
    """A value of every kind."""
    return {
        "long": 3, "uint": kit.uint(4), "ubyte": kit.ubyte(5), "timestamp": kit.timestamp(6), "float": kit.float32(0.5),
        "boolean": True, "symbol": kit.symbol("s"), "char": kit.char("å"), "binary": b"\xc3\xa6",
        "uuid": uuid.UUID("0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11"),
    }  # fmt: skip


@pytest.mark.parametrize(("body", "kept"), [("<å/>", "<å/>".encode()), (b"<a/>", b"<a/>"), (None, b"")])
def test_a_body_that_is_a_value_is_its_bytes(world: AmqpWorld, kit: kit_module, body: Any, kept: bytes) -> None:
    world.sender().send(kit.Message(body=body))
    found = world.broker.lock(INBOX, EPJ)
    assert found is not None and found.body == kept


def test_a_body_that_is_no_text_and_no_bytes_is_rejected(world: AmqpWorld, kit: kit_module) -> None:
    link = world.sender()
    sent = link.link.send(kit.Message(body={"et": "kart"}))
    link.connection.wait(lambda: sent.settled, timeout=kit.SECONDS)
    assert sent.remote_state == REJECTED
    assert sent.remote.condition.name == "amqp:decode-error"
    assert "data-seksjon" in sent.remote.condition.description
    assert depth(world) == (0, 0, 0)
    link.send(kit.message())
    assert depth(world) == (1, 0, 0)


def test_half_a_letter_or_a_life_of_ages_stops_no_queue(world: AmqpWorld, kit: kit_module) -> None:
    odd = Envelope({"subject": "\ud800", "content_type": "tekst/æ"}, {"\udfff": "\ud800", "x\0": "a\0b"}, 10**12)
    world.broker.send(INBOX, odd, b"x")
    world.broker.send(INBOX, envelope("m-2"), b"y")
    link = world.reader(credit=2)
    first, second = kit.delivery(link)[0], kit.delivery(link)[0]
    assert (first.subject, first.content_type, first.properties) == ("?", "tekst/?", {"?": "?", "x?": "a?b"})
    assert round(first.ttl * 1000) == 2**32 - 1
    assert second.id == "m-2"


def test_accepted_is_gone_and_released_comes_back_to_its_place(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1", "m-2")
    link = world.reader()
    found, one = kit.delivery(link)
    assert depth(world) == (1, 1, 0)
    kit.settle(link, one, RELEASED)
    assert depth(world) == (2, 0, 0)
    again, one = kit.delivery(link)
    assert (found.id, again.id) == ("m-1", "m-1")
    assert (again.delivery_count, again.first_acquirer) == (1, False)
    kit.settle(link, one, ACCEPTED)
    assert depth(world) == (1, 0, 0)
    assert kit.delivery(link)[0].id == "m-2"


def test_modified_is_a_reading_that_failed(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1")
    link = world.reader()
    _, one = kit.delivery(link)
    one.local.failed = one.local.undeliverable = True
    kit.settle(link, one, MODIFIED)
    assert kit.delivery(link)[0].delivery_count == 1


def test_rejected_is_a_dead_letter_at_once(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1")
    link = world.reader()
    kit.settle(link, kit.delivery(link)[1], REJECTED)
    assert depth(world) == (0, 0, 1)
    dead, one = kit.delivery(other := world.reader(f"/amq/queue/{DEAD}"))
    assert (dead.id, dead.ttl) == ("m-1", 0)
    kit.settle(other, one, REJECTED)
    assert depth(world, DEAD)[:2] == (1, 0)


def test_the_tenth_reading_is_the_last(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1")
    link = world.reader()
    counts = []
    for _ in range(10):
        found, one = kit.delivery(link)
        counts.append(found.delivery_count)
        kit.settle(link, one, RELEASED)
    assert counts == list(range(10))
    assert depth(world) == (0, 0, 1)


@pytest.mark.parametrize("how", ["connection", "session", "link", "socket"])
def test_who_goes_gives_back_what_was_held(world: AmqpWorld, kit: kit_module, how: str) -> None:
    world.send("m-1")
    held = world.connect(EPJ)
    link = held.create_receiver(kit.FROM_INBOX)
    kit.delivery(link)
    if how == "connection":
        held.close()
    elif how == "link":
        link.close()
    elif how == "session":
        link.link.session.close()
        kit.heard(held)
    else:
        held.conn.transport._selectable._delegate.shutdown(socket.SHUT_RDWR)
    found, _ = kit.delivery(world.reader())
    assert (found.id, found.delivery_count) == ("m-1", 1)
    if how in {"link", "session"}:
        held.close()


def test_a_lock_that_runs_out_is_told_and_the_message_comes_anew(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1")
    link = world.reader()
    _, lost = kit.delivery(link)
    world.broker.shift_clock(timedelta(seconds=59))
    kit.heard(link.connection)
    assert not lost.settled
    world.broker.shift_clock(timedelta(seconds=60))
    link.connection.wait(lambda: lost.settled, timeout=kit.SECONDS)
    assert lost.remote_state == RELEASED
    kit.settle(link, lost, ACCEPTED)
    assert depth(world) == (1, 0, 0)
    assert kit.delivery(link)[0].delivery_count == 1


def test_a_lock_of_another_that_runs_out_wakes_who_waits(world: AmqpWorld, kit: kit_module) -> None:
    world.broker.send(INBOX, envelope(), b"x")
    waiting = world.reader(credit=1)
    _, held = kit.delivery(waiting)
    kit.settle(waiting, held, RELEASED)
    waiting.close()
    assert world.broker.lock(INBOX, EPJ) is not None
    link = world.reader(credit=1)
    kit.heard(link.connection)
    world.broker.shift_clock(timedelta(minutes=1))
    assert kit.delivery(link)[0].delivery_count == 2


def test_who_asks_for_an_answer_hears_whether_the_lock_held(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1", "m-2")
    link = world.reader(credit=2, options=kit.Settling(receives=1))
    (_, first), (_, second) = kit.delivery(link), kit.delivery(link)
    first.update(ACCEPTED)
    link.connection.wait(lambda: first.settled, timeout=kit.SECONDS)
    assert first.remote_state == ACCEPTED
    assert depth(world) == (0, 1, 0)
    world.broker.reset()
    second.update(ACCEPTED)
    link.connection.wait(lambda: second.settled, timeout=kit.SECONDS)
    assert second.remote_state == RELEASED


def test_settled_by_the_sender_is_stored_without_an_answer(world: AmqpWorld, kit: kit_module) -> None:
    link = world.sender(options=kit.Settling(sends=1))
    link.link.send(kit.message(id="m-1"))
    kit.heard(link.connection)
    assert depth(world) == (1, 0, 0)
    found, one = kit.delivery(world.reader(options=kit.Settling(sends=1)))
    assert (found.id, one.settled) == ("m-1", True)
    assert depth(world) == (0, 0, 0)


def test_an_aborted_message_never_was(world: AmqpWorld, kit: kit_module) -> None:
    link = world.sender()
    one = link.link.delivery("t")
    link.link.stream(b"x" * 200_000)
    kit.heard(link.connection)
    one.abort()
    kit.heard(link.connection)
    assert depth(world) == (0, 0, 0)
    link.send(kit.message(id="m-1"))
    assert kit.delivery(world.reader())[0].id == "m-1"


def test_a_message_of_many_frames_is_one(world: AmqpWorld, kit: kit_module) -> None:
    body = bytes(range(256)) * 20_000
    world.sender().send(kit.message(body))
    found = world.broker.lock(INBOX, EPJ)
    assert found is not None and found.body == body
    world.broker.release(found.lock, EPJ)
    assert bytes(kit.delivery(world.reader())[0].body) == body


def test_time_to_live_is_the_bus_clocks(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1", ttl=15)
    world.send("m-2")
    world.broker.shift_clock(timedelta(seconds=16))
    found, _ = kit.delivery(world.reader())
    assert found.id == "m-2"
    assert depth(world) == (0, 1, 0)


def test_no_more_is_locked_than_asked_for(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1", "m-2", "m-3")
    link = world.reader(credit=2)
    kit.delivery(link)
    kit.heard(link.connection)
    assert depth(world) == (1, 2, 0)


def test_drain_is_answered_with_and_without_messages(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1")
    link = world.reader()
    for expected in (True, False):
        link.link.drain(5)
        link.connection.wait(lambda: not link.link.draining(), timeout=kit.SECONDS)
        assert link.fetcher.has_message == expected
        assert link.link.credit == 0
        link.fetcher.incoming.clear()


def test_the_message_that_ends_a_drain_tells_how_many_more_there_are(world: AmqpWorld, kit: kit_module) -> None:
    world.send("m-1", "m-2", "m-3", "m-4")
    link = world.reader(credit=1)
    assert kit.delivery(link)[0].instructions is None
    link.link.drain(2)
    assert [kit.delivery(link)[0].instructions for _ in range(2)] == [None, {kit.symbol("x-opt-ready"): 1}]
    assert depth(world) == (1, 3, 0)


def test_readers_of_a_queue_take_turns(world: AmqpWorld, kit: kit_module) -> None:
    links = [world.reader(credit=3) for _ in range(2)]
    world.send("m-1", "m-2", "m-3", "m-4")
    seen = [{kit.delivery(link)[0].id, kit.delivery(link)[0].id} for link in links]
    assert set.union(*seen) == {"m-1", "m-2", "m-3", "m-4"}


def test_http_wakes_amqp_and_amqp_wakes_http(world: AmqpWorld, kit: kit_module) -> None:
    link = world.reader(credit=1)
    kit.heard(link.connection)
    world.broker.send(INBOX, envelope("fra-http"), b"x")
    assert kit.delivery(link)[0].id == "fra-http"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(world.broker.lock, f"{HELSENORGE}_async", HELSENORGE, kit.SECONDS)
        world.sender(f"/exchange/NHNTestServiceBus/{HELSENORGE}_async").send(kit.message(id="fra-amqp"))
        found = waiting.result(kit.SECONDS)
    assert found is not None and found.envelope.message_id == "fra-amqp"


def test_quiet_clients_cost_nothing(world: AmqpWorld, kit: kit_module) -> None:
    links = [world.reader(credit=1) for _ in range(3)]
    world.send("m-1")
    for link in links:
        kit.heard(link.connection)
    assert 10 < world.face.patience <= 60  # until the lock runs out
    one = next(link for link in links if link.fetcher.has_message)
    kit.settle(one, kit.delivery(one)[1], ACCEPTED)
    kit.heard(one.connection)
    assert world.face.patience > 10


@pytest.mark.parametrize("address", [INBOX, f"/queue/{INBOX}", f"/amq/queue/{INBOX}", "/amq/queue/8210011%5Fasync"])
def test_other_ways_to_write_an_address(world: AmqpWorld, kit: kit_module, address: str) -> None:
    world.sender(address).send(kit.message(id="m-1"))
    assert kit.delivery(world.reader(address))[0].id == "m-1"
