"""One connection: bytes between a socket and proton's transport, and the events that they give."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any, Final

from proton import SASL, Collector, Connection, Transport

from wire.amqp.address import Address
from wire.amqp.frames import Flow, Frames, flow
from wire.amqp.reach import Stream

_PIECE: Final = 256 * 1024
_IDLE_SECONDS: Final = 60
_FRAME_BYTES: Final = 256 * 1024
_REFUSALS: Final = frozenset({SASL.AUTH, SASL.SYS, SASL.PERM, SASL.TEMP})
NO_ACCESS: Final = "amqp:unauthorized-access"


class Pump:
    """Owned by one thread. `flow` is what the frame that is being handled says, if it is a flow."""

    def __init__(self, stream: Stream, address: Address, name: str) -> None:
        self.stream = stream
        self.flow: Flow | None = None
        self.connection = Connection()
        self._collector = Collector()
        self._frames = Frames()
        self._transport = Transport()
        self._sasl = self._transport.sasl()
        self._ended = False
        self._open(address, name)

    @property
    def finished(self) -> bool:
        """Whether the other end is gone, has not let us in, or both have closed."""
        return self._ended or self._is_shut_out or bool(self._transport.closed)

    @property
    def _is_shut_out(self) -> bool:
        return self._sasl.outcome in _REFUSALS

    @property
    def wants_to_write(self) -> bool:
        """Whether there are bytes to send."""
        return not self._ended and self._transport.pending() > 0

    @property
    def trouble(self) -> tuple[str, str]:
        """Name and description of what is wrong with the connection; empty for nothing."""
        if self._is_shut_out:  # proton notices when it is about to write, and the other end may be gone by then
            return NO_ACCESS, ""
        found = self._transport.condition
        return (str(found.name or ""), str(found.description or "")) if found else ("", "")

    def frame(self) -> None:
        """Make frames of what was asked for up to now, so that what comes in later does not change them."""
        self._transport.pending()

    def tick(self, now: float) -> float:
        """Keep the connection alive; the time of the next tick, 0 for none."""
        return float(self._transport.tick(now))

    def read(self) -> Iterator[Any]:
        """Take what has come, and give the events of each frame."""
        for content in self._received():
            for frame in self._frames.cut(content):
                yield from self._push(frame)
        if self._ended:
            if rest := self._frames.rest():
                yield from self._push(rest)
            self._transport.close_tail()
            yield from self.events()

    def write(self) -> None:
        """Send what the socket takes at once."""
        while not self._ended and (pending := self._transport.pending()) > 0:
            content = self._transport.peek(min(pending, _PIECE))
            try:
                sent = self.stream.send(content or b"")
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                return
            except OSError:
                self._ended = True
                return
            self._transport.pop(sent)

    def events(self) -> Iterator[Any]:
        """What has happened, oldest first."""
        while (event := self._collector.peek()) is not None:
            yield event
            self._collector.pop()

    def close(self) -> None:
        """Drop the socket."""
        self.stream.close()

    def _open(self, address: Address, name: str) -> None:
        transport, connection = self._transport, self.connection
        transport.idle_timeout = _IDLE_SECONDS
        transport.max_frame_size = _FRAME_BYTES
        self._sasl.allowed_mechs("PLAIN")
        self._sasl.allow_insecure_mechs = True  # whether the line is safe is said by the scheme of the address
        connection.collect(self._collector)
        connection.container = name
        connection.hostname = address.hostname
        connection.user, connection.password = address.user, address.password
        transport.bind(connection)
        connection.open()

    def _received(self) -> Iterator[bytes]:
        while not self._ended:
            try:
                content = self.stream.recv(_PIECE)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError:
                content = b""
            self._ended = not content
            if content:
                yield content

    def _push(self, frame: bytes) -> Iterator[Any]:
        self.flow = flow(frame)
        at = 0
        while at < len(frame):
            room = self._transport.capacity()
            if room <= 0:  # proton wants no more: it has found a fault, or the other end has closed
                break
            self._transport.push(frame[at : at + room])
            at += room
        yield from self.events()
        self.flow = None
