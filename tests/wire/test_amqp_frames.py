"""Frames cut out of a stream, and what a flow frame tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wire.amqp.frames import Flow, Frames, flow

HEADER = b"AMQP\x00\x01\x00\x00"


def frame(payload: bytes, *, kind: int = 0, channel: int = 0) -> bytes:
    return (len(payload) + 8).to_bytes(4) + bytes([2, kind]) + channel.to_bytes(2) + payload


def uint(value: int | None) -> bytes:
    if value is None:
        return b"\x40"
    if value == 0:
        return b"\x43"
    return bytes([0x52, value]) if value < 256 else b"\x70" + value.to_bytes(4)


def flow_frame(fields: bytes, count: int, *, wide: bool = False) -> bytes:
    if wide:
        return frame(b"\x00\x53\x13\xd0" + (len(fields) + 4).to_bytes(4) + count.to_bytes(4) + fields)
    return frame(b"\x00\x53\x13\xc0" + bytes([len(fields) + 1, count]) + fields)


NUMBERS = st.none() | st.integers(0, 2**32 - 1)


@given(st.lists(NUMBERS, min_size=8, max_size=8), st.booleans())
def test_credit_and_available_are_read_however_they_are_written(values: list[int | None], wide: bool) -> None:
    fields = b"".join(uint(value) for value in values) + b"\x42\x42"
    assert flow(flow_frame(fields, 10, wide=wide)) == Flow(values[6], values[7])


@given(st.integers(0, 7))
def test_a_flow_that_ends_early_tells_less(count: int) -> None:
    assert flow(flow_frame(uint(7) * count, count)) == Flow(7 if count > 6 else None, None)


def test_other_frames_tell_nothing() -> None:
    assert flow(HEADER) is None
    assert flow(frame(b"")) is None
    assert flow(frame(b"\x00\x53\x14\xc0\x01\x00")) is None
    assert flow(frame(b"\x00\x53\x13\xc0\x01\x00", kind=1)) is None


@given(st.binary(max_size=40))
def test_no_frame_is_too_strange_to_look_at(payload: bytes) -> None:
    for content in (frame(payload), frame(b"\x00\x53\x13" + payload), b"\x00\x00\x00\x08" + payload):
        flow(content)


@given(st.lists(st.binary(max_size=20).map(frame) | st.just(HEADER), max_size=6), st.lists(st.integers(1, 30)))
def test_frames_come_out_whole_in_whatever_pieces_they_come(sent: list[bytes], pieces: list[int]) -> None:
    frames, stream, found = Frames(), b"".join(sent), list[bytes]()
    for piece in pieces:
        found += frames.cut(stream[:piece])
        stream = stream[piece:]
    found += frames.cut(stream)
    assert found == sent
    assert frames.rest() == b""


def test_what_is_no_amqp_comes_out_as_it_is() -> None:
    frames = Frames()
    assert list(frames.cut(b"\x00\x00\x00\x03 and so on")) == [b"\x00\x00\x00\x03 and so on"]
    assert list(frames.cut(frame(b"abc")[:9])) == []
    assert frames.rest() == frame(b"abc")[:9]
