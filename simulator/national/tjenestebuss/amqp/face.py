"""The AMQP 1.0 face of the bus: one thread listens, reads and writes for all clients, asleep while all is quiet."""

from __future__ import annotations

import logging
import math
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Final

from simulator.app import PortTaken
from simulator.national.tjenestebuss.amqp.addresses import NAMESPACE
from simulator.national.tjenestebuss.amqp.dialogue import Dialogue
from simulator.national.tjenestebuss.amqp.guests import Doors, Guest
from simulator.national.tjenestebuss.amqp.line import Line
from simulator.national.tjenestebuss.amqp.links import Reader
from simulator.national.tjenestebuss.amqp.sasl import Login
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.broker import BusSettings
from standards.errors import in_words

_ALL: Final = selectors.EVENT_READ | selectors.EVENT_WRITE
_log = logging.getLogger(__name__)


class AmqpFace:
    """Listens from the moment it is made; stop it before the areas are closed. With `tls` it is amqps.

    Raises `PortTaken`.
    """

    def __init__(
        self,
        areas: Areas,
        *,
        settings: BusSettings | None = None,
        port: int = 0,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings or BusSettings()
        self._tls = tls
        self.now = monotonic
        self._doors = Doors(areas, self._wake, monotonic)
        self._lines: set[Line] = set()
        self._busy: set[Line] = set()
        self._numbers = count(1)
        self._stopping = False
        self._selector = selectors.DefaultSelector()
        self._listener = _listener(host, port)
        self._bell, self._clapper = socket.socketpair()
        for one in (self._listener, self._bell, self._clapper):
            one.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._bell, selectors.EVENT_READ, self._rung)
        self.host, self.port = host, int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._run, name=f"amqp-{self.port}", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is, with the namespace; `?vhost=AREA` behind it names the test area."""
        return f"amqp{'s' if self._tls else ''}://{self.host}:{self.port}/{NAMESPACE}"

    @property
    def patience(self) -> float:
        """How many seconds it sleeps when nobody wakes it; infinity when nothing is under way."""
        if self._busy or any(room.is_stirred for room in self._doors.rooms):
            return 0.0
        moments = [line.deadline for line in self._lines] + [room.next_look for room in self._doors.rooms]
        return max(min(moments, default=math.inf) - self.now(), 0.0)

    def stop(self) -> None:
        """Close every connection; may be called again."""
        self._stopping = True
        self._wake()
        self._thread.join()

    def admits(self, her_id: str, password: str) -> bool:
        """Whether the pair is known in any area."""
        return bool(self._doors.known(her_id, password))

    def begin(self, line: Line, login: Login) -> Dialogue:
        """What to talk of with who has logged in."""
        reader = Reader(f"amqp-{next(self._numbers)}", partial(self.stir, line))
        return Dialogue(Guest(login.user, login.password, self._doors), reader, self._settings.max_body_bytes)

    def stir(self, line: Line) -> None:
        """The line has something to send."""
        self._busy.add(line)

    def _run(self) -> None:
        try:
            while not self._stopping:
                patience = self.patience
                for key, _ in self._selector.select(None if patience == math.inf else patience):
                    key.data()
                self._serve()
        finally:
            for line in list(self._lines):
                line.end()
                line.socket.close()
            for one in (self._listener, self._bell, self._clapper):
                one.close()
            self._selector.close()

    def _serve(self) -> None:
        """Whatever is to be done, each client by itself."""
        now = self.now()
        self._busy.update(line for line in self._lines if line.deadline <= now)
        self._work()
        for room in self._doors.rooms:
            try:
                room.serve()
            except Exception:  # noqa: BLE001 - what went wrong in one area must not stop the others
                _log.exception("AMQP")
        self._work()

    def _work(self) -> None:
        busy, self._busy = self._busy, set()
        for line in busy:
            line.work()
            self._keep(line)

    def _keep(self, line: Line) -> None:
        """Listen for what the line waits for, or let it go."""
        if line not in self._lines:
            return
        if line.is_over:
            self._lines.discard(line)
            self._selector.unregister(line.socket)
            line.socket.close()
            self._listen()
            return
        wanted = _ALL if line.must_write else selectors.EVENT_READ
        key = self._selector.get_key(line.socket)
        if key.events != wanted:
            self._selector.modify(line.socket, wanted, key.data)

    def _accept(self) -> None:
        try:
            sock, _ = self._listener.accept()
        except BlockingIOError:
            return
        except OSError as error:  # no more sockets to be had: others must wait until one is free
            _log.warning("AMQP: %s", in_words(error))
            if self._lines:
                self._selector.unregister(self._listener)
            return
        try:
            sock = self._prepared(sock)
        except OSError:  # it is gone already
            sock.close()
            return
        line = Line(sock, self)
        self._lines.add(line)
        self._selector.register(sock, selectors.EVENT_READ, line.read)

    def _prepared(self, sock: socket.socket) -> socket.socket:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls is None:
            return sock
        return self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)

    def _listen(self) -> None:
        with suppress(KeyError):  # it listens already
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)

    def _wake(self) -> None:
        if threading.current_thread() is not self._thread:
            with suppress(OSError):  # it is ringing already, or over
                self._clapper.send(b"!")

    def _rung(self) -> None:
        with suppress(BlockingIOError):
            self._bell.recv(4096)


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError as error:
        raise PortTaken(
            f"Port {port} på {host} kan ikke brukes.",
            expected="en ledig port",
            found=in_words(error),
            fix="Stopp programmet som bruker porten, eller velg en annen; port 0 gir en ledig.",
        ) from error
