"""The envelope and the body of a message as AMQP 1.0 writes them, and whatever types others write."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.envelope import Envelope, business_envelope
from wire.bus import BusMessage, BusRefused, Carried

if TYPE_CHECKING:
    from wire.amqp.mapping import Arrival

pytestmark = pytest.mark.usefixtures("amqp")

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
SYMBOLS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60).filter("None".__ne__)
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("message_id", "to", "subject", "reply_to", "correlation_id", "group_id", "user_id"), TEXTS),
        **dict.fromkeys(("content_type", "content_encoding"), SYMBOLS),
    },
)
ENVELOPES = st.builds(
    Envelope, PROPERTIES, st.dictionaries(TEXTS, TEXTS, max_size=4), st.none() | st.integers(1, 2**32 - 1)
)
SENT = business_envelope(
    message_id="m-1", subject="DIALOG", from_her_id="1", to_her_id="2", time_stamp="2026-12-01T08:00:00+01:00"
)


def back(message: BusMessage) -> Arrival:
    from wire.amqp.mapping import decoded, encoded

    return decoded(encoded(message))


def foreign(body: Any = None, **about: Any) -> Arrival:
    from proton import Message

    from wire.amqp.mapping import decoded

    made = Message(**about)
    made.body = body
    made.inferred = isinstance(body, memoryview)
    return decoded(bytes(made.encode()))


@settings(deadline=None)  # the first example loads proton
@given(ENVELOPES, st.binary(max_size=200))
def test_a_message_reads_back_as_it_was(envelope: Envelope, body: bytes) -> None:
    assert back(BusMessage(envelope, body)).message == BusMessage(envelope, body)


def test_it_is_durable_and_has_one_data_section() -> None:
    from proton import Message

    from wire.amqp.mapping import encoded

    for body in (b"<a/>", b""):
        came = Message()
        came.decode(encoded(BusMessage(SENT, body)))
        assert (came.durable, came.inferred, bytes(came.body)) == (True, True, body)


def test_what_is_carried_goes_instead_of_the_document() -> None:
    assert back(BusMessage(SENT, b"<a/>", Carried(b"\x30\x80"))).message.body == b"\x30\x80"


@pytest.mark.parametrize(("asked", "sent"), [(0, None), (-5, None), (2**40, 2**32 - 1)])
def test_a_life_that_amqp_cannot_write_is_the_nearest(asked: int, sent: int | None) -> None:
    assert back(BusMessage(Envelope(ttl_ms=asked), b"")).message.envelope.ttl_ms == sent


@pytest.mark.parametrize(
    ("given_id", "text"),
    [
        ("abc", "abc"),
        (uuid.UUID("0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11"), "0b2f4c1e-7a0f-4b8e-9a35-5f9f0f4f2a11"),
        (4711, "4711"),
        ("None", "None"),
        (b"abc", "abc"),
        (b"\xff\x00", "\\xff\x00"),
    ],
)
def test_ids_of_other_types_become_text(given_id: Any, text: str) -> None:
    envelope = foreign(id=given_id, correlation_id=given_id).message.envelope
    assert (envelope.message_id, envelope.correlation_id) == (text, text)


def test_application_properties_of_other_types_become_text_and_unknown_ones_are_kept() -> None:
    values = {"fromHerId": 93238, "ja": True, "tall": 1.5, "bytes": b"b", "X-Noe-Nytt": "æ", "ingen": None}
    assert dict(foreign(properties=values).message.envelope.application_properties) == {
        "fromHerId": "93238",
        "ja": "true",
        "tall": "1.5",
        "bytes": "b",
        "X-Noe-Nytt": "æ",
    }


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        *((kind, 5, "5") for kind in ("ubyte", "byte", "ushort", "short", "uint", "int32", "ulong", "timestamp")),
        ("float32", 1.5, "1.5"),
        ("char", "å", "å"),
        ("symbol", "NORMAL", "NORMAL"),
        ("str", "None", "None"),
    ],
)
def test_every_kind_of_number_and_text_becomes_what_it_says(kind: str, value: Any, text: str) -> None:
    import proton

    made = getattr(proton, kind, str)(value)
    arrival = foreign(made, properties={"x": made})
    assert dict(arrival.message.envelope.application_properties) == {"x": text}
    assert arrival.message.body == text.encode()


def test_a_text_that_reads_none_is_there_and_a_symbol_that_is_not_is_none() -> None:
    assert dict(foreign(subject="None", address="None").message.envelope.properties) == {
        "to": "None",
        "subject": "None",
    }


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (memoryview(b"data"), b"data"),
        (b"value", b"value"),
        ("tekst æ", "tekst æ".encode()),
        (None, b""),
        ([1, 2], b"[1, 2]"),
    ],
)
def test_a_body_of_any_kind_is_bytes(body: Any, read: bytes) -> None:
    assert foreign(body).message.body == read


def test_what_is_absent_stays_absent() -> None:
    assert foreign().message == BusMessage(Envelope(), b"")


@settings(deadline=None)  # the first example loads proton
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6), st.binary(max_size=60))
def test_whatever_others_send_is_read(changes: list[tuple[int, int]], content: bytes) -> None:
    from wire.amqp.mapping import decoded, encoded

    raw = bytearray(encoded(BusMessage(SENT, b"<a/>")))
    for place, value in changes:
        raw[place % len(raw)] = value
    for one in (bytes(raw), content):
        assert decoded(one).message.envelope.to_json()


@pytest.mark.parametrize(("told", "ready"), [(4096, 4096), (0, 0), (-1, 0), ("mange", 0)])
def test_how_many_more_there_are_is_what_the_bus_tells_and_not_the_sender(told: Any, ready: int) -> None:
    from proton import symbol

    assert foreign(instructions={symbol("x-opt-ready"): told}).ready == ready
    assert foreign(annotations={symbol("x-opt-ready"): told}).ready == 0


def test_bytes_that_are_no_message_are_a_body_without_properties() -> None:
    from wire.amqp.mapping import decoded

    keys_that_are_maps = b"\x00\x53\x74\xc1\x05\x02\xc1\x01\x00\x43"
    assert decoded(keys_that_are_maps).message == BusMessage(Envelope(), keys_that_are_maps)


@pytest.mark.parametrize("envelope", [Envelope({"subject": "\ud800"}), Envelope({}, {"x": "a\0b"})])
def test_what_cannot_be_written_is_refused(envelope: Envelope) -> None:
    from wire.amqp.mapping import encoded

    with pytest.raises(BusRefused) as caught:
        encoded(BusMessage(envelope, b""))
    assert caught.value.status == 400 and "\\" in caught.value.found


def test_a_second_delivery_is_told_in_either_way() -> None:
    assert foreign(first_acquirer=True).attempts == 0
    assert foreign(first_acquirer=False).attempts == 1
    assert foreign(first_acquirer=False, delivery_count=4).attempts == 4


def test_the_time_is_that_of_the_bus_else_the_senders_else_none() -> None:
    from proton import symbol, timestamp

    told = {symbol("x-opt-enqueued-time"): timestamp(1_796_000_000_000), symbol("x-opt-sequence-number"): 7}
    arrival = foreign(annotations=told, properties=dict(SENT.application_properties))
    assert (arrival.sequence, arrival.enqueued_at) == (7, datetime.fromtimestamp(1_796_000_000, UTC))
    assert back(BusMessage(SENT, b"")).enqueued_at == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert foreign().enqueued_at.year == 1970
