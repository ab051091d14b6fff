"""One client's socket: TLS if there is any, the login, then AMQP; nothing here ever blocks."""

from __future__ import annotations

import logging
import math
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from simulator.national.tjenestebuss.amqp.conditions import INTERNAL
from simulator.national.tjenestebuss.amqp.dialogue import Dialogue
from simulator.national.tjenestebuss.amqp.sasl import Login
from standards.errors import Problem

SECONDS_TO_COME: Final = 15.0
"""What a client has to log in and open the connection, and to take the last that it is told."""
_CHUNK: Final = 128 * 1024
_CHUNKS_AT_A_TIME: Final = 16
_WAITS: Final = (BlockingIOError, InterruptedError, ssl.SSLWantReadError)
_FORCED: Final = "amqp:connection:forced"
_log = logging.getLogger(__name__)


class House(Protocol):
    """What a line has around it."""

    def now(self) -> float:
        """Seconds of a clock that only goes forward."""
        ...

    def admits(self, her_id: str, password: str) -> bool:
        """Whether the pair is known."""
        ...

    def begin(self, line: Line, login: Login) -> Dialogue:
        """What to talk of with who has logged in."""
        ...

    def stir(self, line: Line) -> None:
        """The line has something to send."""
        ...


class Line:
    """Its socket must not block."""

    def __init__(self, sock: socket.socket, house: House) -> None:
        self.socket = sock
        self._house = house
        self._login = Login(house.admits)
        self._dialogue: Dialogue | None = None
        self._out = bytearray()
        self._handshakes = False
        self._ends = False
        self.is_over = False
        self._until = house.now() + SECONDS_TO_COME
        self.deadline = self._until
        """When to come by again, whatever happens."""

    @property
    def _is_awaited(self) -> bool:
        """Whether the client has something to do before its time is out."""
        return self._dialogue is None or self._ends or not self._dialogue.is_open

    @property
    def must_write(self) -> bool:
        """Whether the client has to read before more can be sent."""
        return bool(self._out) or self._handshakes

    def read(self) -> None:
        """Take what has come; not all of it from one who sends without end."""
        self._house.stir(self)
        for _ in range(_CHUNKS_AT_A_TIME):
            data = self._received()
            if data is None or self.is_over:
                return
            if not data:
                self.drop()
                return
            self._guarded(lambda data=data: self._feed(data))  # type: ignore[misc]

    def work(self) -> None:
        """Keep the clock of the connection, and send what there is to send."""
        now = self._house.now()
        if now >= self._until and self._is_awaited:
            self.drop()
        self._guarded(lambda: self._tick(now))
        while not self.is_over and self._fill():
            if not self._send():
                return
            if self._dialogue is not None:
                self._guarded(self._dialogue.taken)
        if self._ends and not self._out:
            self.drop()

    def end(self) -> None:
        """The bus is stopping: say so as far as the client listens, and close."""
        if self._dialogue is not None:
            self._dialogue.end(_FORCED, "Den simulerte bussen er stoppet.")
            self.work()
        self.drop()

    def drop(self) -> None:
        """It is over: give back what the client held."""
        if self.is_over:
            return
        self.is_over = True
        self._house.stir(self)
        dialogue, self._dialogue = self._dialogue, None
        if dialogue is not None:
            with suppress(Problem):  # of a database that is closed; its locks end with it
                dialogue.over()

    def _received(self) -> bytes | None:
        """What has come: nothing is None, and the end is empty."""
        self._handshakes = False
        try:
            return self.socket.recv(_CHUNK)
        except _WAITS:
            return None
        except ssl.SSLWantWriteError:
            self._handshakes = True
            return None
        except OSError:
            return b""

    def _feed(self, data: bytes) -> None:
        if self._dialogue is None:
            data = self._login.feed(data)
            self._out += self._login.outgoing
            self._login.outgoing.clear()
            if not self._login.is_over:
                return
            if not self._login.user:
                self._ends = True
                return
            self._dialogue = self._house.begin(self, self._login)
        self._dialogue.push(data)

    def _tick(self, now: float) -> None:
        if self._dialogue is not None:
            self._dialogue.work()
            next_tick = self._dialogue.transport.tick(now) or math.inf
            self.deadline = min(next_tick, self._until if self._is_awaited else math.inf)

    def _fill(self) -> bool:
        """Whether there is anything to send."""
        if self._dialogue is not None and len(self._out) < _CHUNK:
            transport = self._dialogue.transport
            pending = transport.pending()
            if pending > 0:
                self._out += transport.peek(pending) or b""
                transport.pop(pending)
            elif pending < 0 and not self._ends:
                self._ends = True
                self._until = self.deadline = self._house.now() + SECONDS_TO_COME
        return bool(self._out)

    def _send(self) -> bool:
        """Send some; whether the client takes it."""
        try:
            sent = self.socket.send(self._out[:_CHUNK])
        except (*_WAITS, ssl.SSLWantWriteError):
            return False
        except OSError:
            self.drop()
            return False
        del self._out[:sent]
        return True

    def _guarded(self, act: Callable[[], None]) -> None:
        """Something of ours that goes wrong with one client ends its connection, and no other."""
        if self.is_over:
            return
        try:
            act()
        except Exception as error:  # noqa: BLE001 - the others go on
            _log.exception("AMQP")
            if self._dialogue is None:
                self.drop()
            else:
                self._dialogue.end(INTERNAL, f"Noe gikk galt i den simulerte bussen ({type(error).__name__}).")
