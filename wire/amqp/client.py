"""One HER-id's access to a bus over AMQP 1.0."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import uuid4

from wire.amqp.address import read
from wire.bus import (
    MAX_BODY_BYTES,
    BusError,
    BusMessage,
    Limit,
    MessageTooLarge,
    QueueDepth,
    Received,
)
from wire.route import DIRECT, Route

if TYPE_CHECKING:
    from wire.amqp.line import Line

T = TypeVar("T")

SIMULATED: Final = "EPJ testbenk"
"""The product that our own bus calls itself: it can do everything that the contract of the bus asks for."""
RABBITMQ: Final = "RabbitMQ"
_OF_RABBITMQ: Final = frozenset({Limit.LOCK_EXPIRY, Limit.DELIVERY_COUNT})
_UNKNOWN: Final = frozenset({*_OF_RABBITMQ, Limit.DEPTH})


class AmqpNotInstalled(BusError):
    """The library for AMQP is not there."""


class AmqpBusClient:
    """One HER-id's access to the bus of a connection string, which may name another user and the password. Thread-safe.

    The connection is made by the first call, and anew when it breaks: for `patience_seconds`, then `BusUnreachable`.
    `timeout` is how many seconds the bus may take to answer on a connection that stands. Locks live as long as the
    connection. With `ahead`, so many messages are fetched (and locked) before anybody asks, once somebody has asked.
    Raises `UnusableAddress`, `AmqpNotInstalled`, `UnusableCertificates`.
    """

    def __init__(
        self,
        address: str,
        her_id: str,
        password: str = "",
        *,
        route: Route = DIRECT,
        consumer: str = "",
        timeout: float = 15.0,
        patience_seconds: float = 10.0,
        ahead: int = 1,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        require_proton()
        from wire.amqp.line import Line  # noqa: PLC0415  proton is an extra

        self._address = read(address, her_id, password)
        if self._address.secure:
            route.trust()
        self._line: Line = Line(
            self._address,
            route,
            name=f"{consumer or her_id} {uuid4()}",
            timeout=timeout,
            patience=patience_seconds,
            ahead=ahead,
            monotonic=monotonic,
        )

    @property
    def limits(self) -> frozenset[Limit]:
        """What this bus cannot do, by what it says that it is; asks it the first time."""
        try:
            product = self._line.meet().result().get("product")
        except BusError:
            return _UNKNOWN
        if product == SIMULATED:
            return frozenset()
        return _OF_RABBITMQ if product == RABBITMQ else _UNKNOWN

    def send(self, queue: str, message: BusMessage) -> None:
        """Put a message on any queue; a repeat after a broken connection keeps its message-id."""
        self.send_soon(queue, message).result()

    def send_soon(self, queue: str, message: BusMessage) -> Future[None]:
        """Put a message on any queue without waiting: done, or failed as `send`, when the bus has answered."""
        from wire.amqp.mapping import encoded  # noqa: PLC0415

        size = len(message.carried.raw if message.carried else message.body)
        if size > MAX_BODY_BYTES:
            raise MessageTooLarge(
                "Meldingen er for stor for bussen.",
                expected=f"høyst {MAX_BODY_BYTES} byte",
                found=f"{size} byte",
                fix="Gjør vedleggene mindre.",
            )
        return self._line.send(queue, encoded(message))

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """Lock the oldest ready message of an own queue, waiting up to `wait_seconds` for one."""
        taken: Future[Received | None] = self._line.take(queue, wait_seconds)
        return taken.result()

    def complete(self, received: Received) -> None:
        """Take the message off the bus; raises `LockLost` when the lock is gone."""
        self._line.complete(received.lock).result()

    def release(self, received: Received) -> None:
        """Give the message back; raises `LockLost` when the lock is gone. RabbitMQ does not always keep its place."""
        self._line.release(received.lock).result()

    def recover(self, queue: str) -> None:
        """Nothing is held by an earlier life: locks end with the connection."""

    def depth(self, queue: str) -> QueueDepth | None:
        """How much lies in an own queue that nobody else reads; None for a bus that does not tell."""
        looked: Future[QueueDepth | None] = self._line.look(queue)
        return looked.result()

    def close(self) -> None:
        """Interrupt what waits and drop the connection; later calls raise `BusUnreachable`."""
        self._line.close()


def require_proton() -> None:
    """Raises `AmqpNotInstalled` with the way to install it."""
    if importlib.util.find_spec("proton") is None:
        raise AmqpNotInstalled(
            "AMQP er ikke installert.",
            expected="biblioteket python-qpid-proton",
            found="det er ikke i dette Python-miljøet",
            fix='Kjør: pip install "epj-testbenk[amqp]" (trenger gcc og hodefilene til Python og OpenSSL).',
        )
