"""The server's side of SASL PLAIN as AMQP 1.0 frames it (part 5.3): bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

HEADER: Final = b"AMQP\x03\x01\x00\x00"
_SASL_FRAME: Final = b"\x02\x01\x00\x00"
"""Where the payload begins, the type of the frame, and two bytes that SASL leaves alone."""
_MECHANISMS: Final = b"\x00\x53\x40\xc0\x0b\x01\xe0\x08\x01\xa3\x05PLAIN"
_OUTCOME: Final = b"\x00\x53\x44\xc0\x03\x01\x50"
_ACCEPTED: Final = b"\x00"
_REFUSED: Final = b"\x01"
_INIT: Final = (b"\x00\x53\x41", b"\x00\x80\x00\x00\x00\x00\x00\x00\x00\x41")
_SHORT_LIST, _LONG_LIST = 0xC0, 0xD0
_SHORT: Final = frozenset({0xA0, 0xA3})
_LONG: Final = frozenset({0xB0, 0xB3})
_NULL: Final = 0x40
_MAX_FRAME: Final = 4096

Admit = Callable[[str, str], bool]
"""Whether the pair of HER-id and password is known."""


class Login:
    """One login. What is to be sent is in `outgoing`; `is_over` when it is decided, and then `user` is who came."""

    def __init__(self, admit: Admit) -> None:
        self._admit = admit
        self._buffer = bytearray()
        self._has_header = False
        self.outgoing = bytearray()
        self.is_over = False
        self.user = ""
        self.password = ""

    def feed(self, data: bytes) -> bytes:
        """Read on; gives what came behind the login once it is over. A refused user is empty."""
        self._buffer += data
        if not self._has_header and len(self._buffer) >= len(HEADER):
            self._greet()
        if self._has_header and not self.is_over:
            self._read_frame()
        if not self.is_over:
            return b""
        rest, self._buffer = bytes(self._buffer), bytearray()
        return rest

    def _greet(self) -> None:
        self.outgoing += HEADER
        if not self._buffer.startswith(HEADER):  # the peer is told what we speak, as the standard wants
            self._end()
            return
        del self._buffer[: len(HEADER)]
        self._has_header = True
        self.outgoing += _frame(_MECHANISMS)

    def _read_frame(self) -> None:
        if len(self._buffer) < 4:
            return
        size = int.from_bytes(self._buffer[:4], "big")
        if not 8 <= size <= _MAX_FRAME:
            self._end()
            return
        if len(self._buffer) < size:
            return
        frame = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._decide(frame)

    def _decide(self, frame: bytes) -> None:
        begin = frame[4] * 4
        pair = _plain(frame[begin:]) if frame[5] == 1 and begin >= 8 else None
        if pair is not None and self._admit(*pair):
            self.user, self.password = pair
        self.outgoing += _frame(_OUTCOME + (_ACCEPTED if self.user else _REFUSED))
        self.is_over = True

    def _end(self) -> None:
        self._buffer.clear()
        self.is_over = True


def _frame(payload: bytes) -> bytes:
    return (len(payload) + 8).to_bytes(4, "big") + _SASL_FRAME + payload


def _plain(payload: bytes) -> tuple[str, str] | None:
    """User and password of a `sasl-init`, or None when it is anything else."""
    start = next((len(one) for one in _INIT if payload.startswith(one)), 0)
    try:
        if not start or payload[start] not in (_SHORT_LIST, _LONG_LIST):
            return None
        place = start + (3 if payload[start] == _SHORT_LIST else 9)
        mechanism, place = _text(payload, place)
        response, _ = _text(payload, place)
        _, user, password = response.decode("utf-8").split("\0")
    except (IndexError, ValueError):
        return None
    return (user, password) if mechanism == b"PLAIN" else None


def _text(payload: bytes, place: int) -> tuple[bytes, int]:
    """A symbol or binary, and where the next value begins; raises `IndexError`, `ValueError`."""
    code = payload[place]
    if code == _NULL:
        return b"", place + 1
    if code not in _SHORT | _LONG:
        raise ValueError(code)
    width = 1 if code in _SHORT else 4
    begin = place + 1 + width
    end = begin + int.from_bytes(payload[place + 1 : begin], "big")
    if end > len(payload):
        raise ValueError(end)
    return payload[begin:end], end
