"""A bus with its AMQP face, and clients made of proton's own blocking calls: nothing here is our client."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from proton import Endpoint, Message, ProtonException, SSLDomain, char, float32, symbol, timestamp, ubyte, uint
from proton.reactor import LinkOption
from proton.utils import BlockingConnection, BlockingReceiver, BlockingSender

from simulator.clock import ManualClock
from simulator.national.tjenestebuss import Areas, BusSettings, build_bus, start_amqp
from simulator.national.tjenestebuss.amqp.face import AmqpFace
from simulator.national.tjenestebuss.broker import Broker
from standards.envelope import Envelope
from tests.simulator.bus_world import EPJ, HELSENORGE, INBOX, PASSWORDS, START

__all__ = ["Envelope", "ProtonException", "SSLDomain", "char", "float32", "symbol", "timestamp", "ubyte", "uint"]

SECONDS = 20
TO_INBOX = f"/exchange/NHNTestServiceBus/{INBOX}"
FROM_INBOX = f"/amq/queue/{INBOX}"


class Settling(LinkOption):
    """How deliveries of a link are settled: `sends` 0 unsettled, 1 settled, 2 mixed; `receives` 0 first, 1 second."""

    def __init__(self, sends: int = 2, receives: int = 0) -> None:
        self._sends, self._receives = sends, receives

    def apply(self, link: Any) -> None:
        link.snd_settle_mode, link.rcv_settle_mode = self._sends, self._receives


class AmqpWorld:
    """Area `a` with both parties, and `b` where only the EPJ has the same password."""

    def __init__(self, areas: Areas, face: AmqpFace) -> None:
        self.areas = areas
        self.face = face
        self._usual: dict[str, Any] = {}
        self._links: list[Any] = []

    @property
    def broker(self) -> Broker:
        """The bus of area `a`."""
        return self.areas.get("a")

    def connect(self, user: str = HELSENORGE, password: str | None = None, area: str = "a", **more: Any) -> Any:
        """A connection of a HER-id to an area; none is named when it is empty."""
        secret = PASSWORDS.get(user, "") if password is None else password
        host = {"virtual_host": f"vhost:{area}"} if area else {}
        return BlockingConnection(
            self.face.url, user=user, password=secret, allowed_mechs="PLAIN", timeout=SECONDS, **host, **more
        )

    def sender(self, address: str = TO_INBOX, options: Any = None) -> BlockingSender:
        """A link that Helsenorge sends on."""
        found = self._of(HELSENORGE).create_sender(address, options=options, name=str(uuid.uuid4()))
        self._links.append(found)
        return found

    def reader(self, address: str = FROM_INBOX, credit: int = 0, options: Any = None) -> BlockingReceiver:
        """A link that the EPJ receives on, with as much credit; one at a time is asked for where it has none."""
        found = self._of(EPJ).create_receiver(address, credit=0, options=options, name=str(uuid.uuid4()))
        if credit:
            found.link.flow(credit)
            heard(found.connection)
        self._links.append(found)
        return found

    def send(self, *ids: str, **more: Any) -> None:
        """Put messages in the inbox."""
        link = self.sender()
        for one in ids:
            link.send(message(id=one, **more))

    def close(self) -> None:
        """Close the links, and empty the queues."""
        for one in self._links:
            if one.link.state & Endpoint.LOCAL_ACTIVE:
                one.close()
        self._links.clear()
        self.broker.reset()

    def _of(self, her_id: str) -> Any:
        """A connection is dear to make."""
        if her_id not in self._usual:
            self._usual[her_id] = self.connect(her_id)
        return self._usual[her_id]


def message(body: bytes = b"<a/>", **more: Any) -> Message:
    """A message with one data section."""
    return Message(body=memoryview(body), inferred=True, durable=True, **more)


def delivery(link: BlockingReceiver, asked: int = 1) -> tuple[Message, Any]:
    """The next message with its delivery, which the test settles itself."""
    if not link.fetcher.has_message and link.link.credit == 0:
        link.link.flow(asked)
    link.connection.wait(lambda: link.fetcher.has_message, timeout=SECONDS)
    found, one = link.fetcher.incoming.popleft()
    link.fetcher.unsettled.clear()
    return found, one


def settle(link: Any, one: Any, state: int) -> None:
    """Say what became of a message, and wait until the bus has heard it."""
    one.update(state)
    one.settle()
    heard(link.connection)


def heard(connection: Any) -> None:
    """Everything that was sent on the connection has been taken in: what comes later is answered later."""
    session = connection.conn.session()
    session.open()
    connection.wait(lambda: session.state & Endpoint.REMOTE_ACTIVE, timeout=SECONDS)
    session.close()


@contextmanager
def amqp_world(
    data: Path | None = None,
    settings: BusSettings | None = None,
    tls: ssl.SSLContext | None = None,
    port: int = 0,
    monotonic: Callable[[], float] | None = None,
) -> Iterator[AmqpWorld]:
    """The world, with a clock that only the control of the areas moves."""
    with ExitStack() as stack:
        _, areas = build_bus(data, ManualClock(START), settings=settings)
        stack.callback(areas.close)
        areas.ensure("a", PASSWORDS)
        areas.ensure("b", {EPJ: PASSWORDS[EPJ], HELSENORGE: "et annet"})
        if monotonic is None:
            face = start_amqp(areas, settings=settings, tls=tls, port=port)
        else:
            face = AmqpFace(areas, settings=settings, tls=tls, port=port, monotonic=monotonic)
        stack.callback(face.stop)
        yield AmqpWorld(areas, face)


MINUTE = timedelta(minutes=1)
