"""Frames of AMQP 1.0 (part 2, 2.3) in a stream of bytes, and what a flow frame tells that proton does not pass on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_HEADER: Final = b"AMQP"
_HEADER_BYTES: Final = 8
_FLOW: Final = b"\x00\x53\x13"
_LINK_CREDIT, _AVAILABLE = 6, 7
_WIDTHS: Final = {0x40: 0, 0x41: 0, 0x42: 0, 0x43: 0, 0x52: 1, 0x56: 1, 0x70: 4}
"""Format codes in a flow before its properties: null, true, false, 0, small uint, boolean, uint."""
_LIST8, _LIST32 = 0xC0, 0xD0


@dataclass(frozen=True)
class Flow:
    """What the sending end of a link says of it; None for what it does not say."""

    credit: int | None = None
    available: int | None = None


class Frames:
    """Cuts what comes into whole frames, in any pieces."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def cut(self, content: bytes) -> Iterator[bytes]:
        """Every frame (or header of a layer) that is whole by now."""
        self._rest += content
        while len(self._rest) >= _HEADER_BYTES:
            size = _HEADER_BYTES if self._rest.startswith(_HEADER) else int.from_bytes(self._rest[:4])
            if size < _HEADER_BYTES:  # not AMQP: whoever reads it says so
                size = len(self._rest)
            if len(self._rest) < size:
                return
            frame = bytes(self._rest[:size])
            del self._rest[:size]
            yield frame

    def rest(self) -> bytes:
        """What came last and is no whole frame."""
        return bytes(self._rest)


def flow(frame: bytes) -> Flow | None:
    """What a flow frame says; None for any other frame."""
    start = frame[4] * 4 if len(frame) > _HEADER_BYTES else 0
    if not start or frame[5] or frame[start : start + 3] != _FLOW:
        return None
    fields = _fields(frame, start + 3)
    return Flow(*(fields[place] if place < len(fields) else None for place in (_LINK_CREDIT, _AVAILABLE)))


def _fields(frame: bytes, place: int) -> list[int | None]:
    code = frame[place] if place < len(frame) else 0
    at = place + {_LIST8: 3, _LIST32: 9}.get(code, len(frame))
    found: list[int | None] = []
    while at < len(frame) and len(found) <= _AVAILABLE and (width := _WIDTHS.get(frame[at])) is not None:
        value = frame[at + 1 : at + 1 + width]
        found.append(None if frame[at] == 0x40 else int.from_bytes(value))
        at += 1 + width
    return found
