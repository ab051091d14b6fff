"""One client's socket: TLS if there is any, the login, then AMQP; nothing here ever blocks."""

from __future__ import annotations

import logging
import math
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from simulator.national.tjenestebuss.amqp.dialogue import Dialogue
from simulator.national.tjenestebuss.amqp.sasl import Login
from standards.errors import Problem

_CHUNK = 128 * 1024
SECONDS_TO_LOG_IN = 15.0
_WAITS = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_log = logging.getLogger(__name__)


class Line:
    """`begin` gives the dialogue of who has logged in by a `Login`; `leave` is told before the socket is closed."""

    def __init__(
        self,
        sock: socket.socket,
        login: Login,
        begin: Callable[[Login], Dialogue],
        leave: Callable[[socket.socket], object],
        now: float,
    ) -> None:
        self.socket = sock
        self._leave = leave
        self._login = login
        self._begin = begin
        self._dialogue: Dialogue | None = None
        self._out = bytearray()
        self._ends = False
        self.is_over = False
        self.deadline = now + SECONDS_TO_LOG_IN
        """When to come by again, whatever happens."""

    @property
    def has_unsent(self) -> bool:
        """Whether the client has to read before more can be sent."""
        return bool(self._out)

    def read(self) -> None:
        """Take what has come."""
        while not self.is_over:
            try:
                data = self.socket.recv(_CHUNK)
            except _WAITS:
                return
            except OSError:
                data = b""
            if not data:
                self.drop()
                return
            self._guarded(lambda data=data: self._feed(data))  # type: ignore[misc]
            if len(data) < _CHUNK and not isinstance(self.socket, ssl.SSLSocket):
                return

    def work(self, now: float) -> None:
        """Keep the clock of the connection, and send what there is to send."""
        if self._dialogue is None and now >= self.deadline:
            self.drop()
        self._guarded(lambda: self._tick(now))
        while not self.is_over and self._fill():
            if not self._send():
                return
            if self._dialogue is not None:
                self._guarded(self._dialogue.call)
        if self._ends and not self._out:
            self.drop()

    def fail(self, error: Exception) -> None:
        """Something of ours went wrong with this client: close it, and no other."""
        _log.error("AMQP: %s", error, exc_info=error)
        if self._dialogue is None:
            self.drop()
        else:
            self._dialogue.fail()

    def drop(self) -> None:
        """It is over: give back what the client held."""
        if self.is_over:
            return
        self.is_over = True
        if self._dialogue is not None:
            with suppress(Problem):  # of a database that is closed; its locks end with it
                self._dialogue.over()
        self._leave(self.socket)
        self.socket.close()

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
            self._dialogue = self._begin(self._login)
        self._dialogue.push(data)

    def _tick(self, now: float) -> None:
        if self._dialogue is not None:
            self._dialogue.work()
            self.deadline = self._dialogue.transport.tick(now) or math.inf

    def _fill(self) -> bool:
        """Whether there is anything to send."""
        if self._dialogue is not None and len(self._out) < _CHUNK:
            transport = self._dialogue.transport
            pending = transport.pending()
            if pending > 0:
                self._out += transport.peek(pending) or b""
                transport.pop(pending)
            elif pending < 0:
                self._ends = True
        return bool(self._out)

    def _send(self) -> bool:
        """Send some; whether the client takes it."""
        try:
            sent = self.socket.send(self._out[:_CHUNK])
        except _WAITS:
            return False
        except OSError:
            self.drop()
            return False
        del self._out[:sent]
        return True

    def _guarded(self, act: Callable[[], None]) -> None:
        if self.is_over:
            return
        try:
            act()
        except Exception as error:  # noqa: BLE001 - one client's fault may not stop the others
            self.fail(error)
