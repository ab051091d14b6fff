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
from dataclasses import dataclass
from itertools import count

from simulator.app import PortTaken
from simulator.national.tjenestebuss.amqp.addresses import NAMESPACE
from simulator.national.tjenestebuss.amqp.dialogue import Dialogue
from simulator.national.tjenestebuss.amqp.line import Line
from simulator.national.tjenestebuss.amqp.rooms import Room
from simulator.national.tjenestebuss.amqp.sasl import Login
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.broker import BusSettings
from simulator.national.tjenestebuss.refusals import WrongPassword
from simulator.serving.refusals import UnknownArea
from standards.errors import in_words

_VHOST = "vhost:"
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
        self._areas = areas
        self._settings = settings or BusSettings()
        self._tls = tls
        self._monotonic = monotonic
        self._rooms: dict[str, Room] = {}
        self._lines: set[Line] = set()
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

    def stop(self) -> None:
        """Close every connection; may be called again."""
        self._stopping = True
        self._wake()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping:
                for key, _ in self._selector.select(self._patience()):
                    key.data()
                self._serve()
        finally:
            for line in self._lines:
                line.drop()
            for one in (self._listener, self._bell, self._clapper):
                one.close()
            self._selector.close()

    def _serve(self) -> None:
        """Whatever is to be done, until nothing is; each client by itself."""
        for line in self._lines:
            line.work(self._monotonic())
        for room in self._rooms.values():
            if room.serve():
                self._wake()
        for line in list(self._lines):
            line.work(self._monotonic())
            self._keep(line)

    def _keep(self, line: Line) -> None:
        if line.is_over:
            self._lines.discard(line)
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.has_unsent else 0)
        key = self._selector.get_key(line.socket)
        if key.events != wanted:
            self._selector.modify(line.socket, wanted, key.data)

    def _patience(self) -> float | None:
        now = self._monotonic()
        moments = [line.deadline for line in self._lines] + [room.next_look for room in self._rooms.values()]
        first = min(moments, default=math.inf)
        return None if first == math.inf else max(first - now, 0.0)

    def _accept(self) -> None:
        try:
            sock, _ = self._listener.accept()
        except OSError as error:
            _log.warning("AMQP: %s", in_words(error))
            return
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls is not None:
            sock = self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        login = Login(lambda *pair: bool(self._known(*pair)))
        line = Line(sock, login, self._begin, self._selector.unregister, self._monotonic())
        self._lines.add(line)
        self._selector.register(sock, selectors.EVENT_READ, line.read)

    def _begin(self, login: Login) -> Dialogue:
        guest = _Guest(login.user, login.password, self)
        return Dialogue(guest, f"amqp-{next(self._numbers)}", self._settings.max_body_bytes)

    def _known(self, her_id: str, password: str) -> list[str]:
        """The areas where the pair may enter."""
        return [area for area in self._areas.ids() if self._is_right(area, her_id, password)]

    def _is_right(self, area: str, her_id: str, password: str) -> bool:
        try:
            self._areas.get(area).parties.authenticate(her_id, password)
        except (WrongPassword, UnknownArea):
            return False
        return True

    def enter(self, her_id: str, password: str, hostname: str) -> Room:
        """The area that `hostname` names, or the only one where the pair is known; raises `Refusal`."""
        known = self._known(her_id, password)
        if hostname.startswith(_VHOST):
            area = hostname.removeprefix(_VHOST)
            broker = self._areas.get(area)
            if area not in known:
                raise WrongPassword(
                    f"HER-id-en har et annet passord i testområdet «{area}».",
                    expected="HER-id og passord som hører til testområdet",
                    found=f"HER-id «{her_id}»",
                    fix="Bruk passordet fra testobjektfilen, eller rett ?vhost= i adressen.",
                )
        elif len(known) == 1:
            area, broker = known[0], self._areas.get(known[0])
        else:
            raise UnknownArea(
                "Flere testområder har denne HER-id-en med dette passordet.",
                expected="hvilket testområde det gjelder",
                found=", ".join(known),
                fix="Skriv ?vhost=TESTOMRÅDE til slutt i adressen.",
            )
        if area not in self._rooms or self._rooms[area].broker is not broker:
            self._rooms[area] = Room(broker, self._wake, self._monotonic)
        return self._rooms[area]

    def _wake(self) -> None:
        with suppress(OSError):  # it is ringing already, or over
            self._clapper.send(b"!")

    def _rung(self) -> None:
        with suppress(BlockingIOError):
            self._bell.recv(4096)


@dataclass(frozen=True)
class _Guest:
    her_id: str
    password: str
    face: AmqpFace

    def room(self, hostname: str) -> Room:
        return self.face.enter(self.her_id, self.password, hostname)


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
