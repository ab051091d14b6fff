"""The way out of one queue: those who wait for messages, what has come, and what is held under lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum, auto
from itertools import count
from typing import Any, Final

from proton import Connection, Delivery

from wire.amqp import trouble
from wire.amqp.address import Address
from wire.amqp.frames import Flow
from wire.amqp.mapping import Arrival, decoded
from wire.amqp.pump import Pump
from wire.amqp.work import Looking, Taking, Work, fail, fulfil
from wire.bus import BusError, LockLost, QueueDepth, Received

_NEGATIVE: Final = 2**31


class Stage(Enum):
    """How far we have come in taking credit back from a bus that cannot drain."""

    IDLE = auto()
    ASKED = auto()
    TAKING_BACK = auto()
    AT_BARRIER = auto()


class Inlet:
    """Owned by the thread of the connection; with a session of its own, so that an error hurts no other queue.

    It asks for as many messages as there are callers, and takes the rest back when they go home empty-handed. What
    comes all the same is kept for the next caller.
    """

    def __init__(self, address: Address, queue: str, timeout: float, now: Callable[[], datetime]) -> None:
        self._address = address
        self._queue = queue
        self._timeout = timeout
        self._now = now
        self._waiting: deque[Taking] = deque()
        self._looking: list[Looking] = []
        self._stock: deque[tuple[Delivery, Arrival]] = deque()
        self._held: dict[str, Delivery] = {}
        self._numbers = count(1)
        self._session: Any = None
        self._link: Any = None
        self._open = False
        self._drains = True
        self._leaving: list[Work] = []
        self._stage = Stage.IDLE
        self._available: int | None = None
        self._barrier: Any = None
        self._pump: Pump | None = None

    @property
    def locks(self) -> int:
        """How many messages are held."""
        return len(self._held)

    def pending(self) -> Iterator[Work]:
        """Everything that somebody waits for."""
        yield from self._waiting
        yield from self._looking

    def add(self, work: Taking | Looking) -> None:
        """Somebody who waits for a message, or wants to know how many there are."""
        if isinstance(work, Looking):
            self._looking.append(work)
        else:
            self._waiting.append(work)

    def turn(self, pump: Pump, now: float) -> None:
        """Hand out what has come, ask for what is missing, send home those who have waited long enough."""
        self._hand_out(now)
        if not self._waiting and not self._looking:
            return
        if self._link is None:
            self._pump = pump
            self._attach(pump.connection)
        if self._open and not self._leaving:
            self._ask(now)
        self.fail_if(
            lambda work: now >= work.until + self._timeout,
            trouble.no_answer(self._address, self._queue, self._timeout),
        )

    def on_open(self, place: Any, drains: bool) -> None:
        """The bus has opened the link, or our barrier; `drains` says how it gives credit back."""
        if place == self._barrier:
            self._barrier.close()
            self._barrier = None
            self._send_home()
        else:
            self._open, self._drains = True, drains

    def on_flow(self, place: Any, told: Flow | None, now: float) -> None:
        """The bus has answered a flow of ours."""
        if not self._leaving or told is None or place != self._link:
            return
        if self._drains:
            if not self._link.draining():
                self._available = told.available
                self._send_home()
        elif self._stage is Stage.ASKED and _is_credit(told):
            self._take_back()
        elif self._stage is Stage.TAKING_BACK and not _is_credit(told):
            self._available = told.available
            self._stand_at_barrier()

    def _take_back(self) -> None:
        self._stage = Stage.TAKING_BACK
        self._link.flow(-self._link.credit)
        if self._pump is not None:
            self._pump.frame()

    def _stand_at_barrier(self) -> None:
        """What the bus sent before it answered may come behind the answer: ask for one thing more, and wait for it."""
        self._stage = Stage.AT_BARRIER
        self._barrier = self._session.receiver(f"{self._link.name}-{next(self._numbers)}")
        self._barrier.context = self
        self._barrier.source.address = self._address.receiver(self._queue)
        self._barrier.open()

    def _send_home(self) -> None:
        """Nothing is on its way to us: those who have waited long enough have their answer."""
        leaving, self._leaving = self._leaving, []
        self._stage = Stage.IDLE
        ready = None if self._available is None else self._available + len(self._stock)
        for work in leaving:
            if isinstance(work, Taking):
                fulfil(work.done, None)
            else:
                fulfil(work.done, None if ready is None else QueueDepth(ready, len(self._held), 0))
            self._forget(work)

    def on_delivery(self, delivery: Delivery, now: float) -> None:
        """A message has come, or the bus has taken one back."""
        if delivery.link is None or delivery.partial:
            return
        if delivery.aborted or delivery.settled:
            self._taken_back(delivery)
        elif delivery.readable:
            content = self._link.recv(delivery.pending)
            self._link.advance()
            if self._link.credit < 0:  # it crossed our taking back on its way, and was counted twice
                self._link.flow(-self._link.credit)
            self._stock.append((delivery, decoded(content or b"")))
            self._hand_out(now)

    def settle(self, lock: str, state: int) -> None:
        """Take a message off the bus or give it back; raises `LockLost`."""
        delivery = self._held.pop(lock, None)
        if delivery is None:
            raise lock_lost()
        delivery.update(state)
        delivery.settle()

    def is_at(self, place: Any) -> bool:
        """Whether a session or link is the one in use."""
        return place in (self._session, self._link, self._barrier)

    def closed(self, name: str, description: str) -> None:
        """The bus has ended the link: what waits for it has an error."""
        if self._session is not None:
            self._session.close()
        self.lost()
        self.give_up(trouble.of_link(self._address, self._queue, name, description))

    def lost(self) -> None:
        """The link is gone, and with it every lock; those who wait go on waiting."""
        self._link = self._session = self._barrier = None
        self._open = False
        self._leaving = []
        self._stage = Stage.IDLE
        self._stock.clear()
        self._held.clear()

    def give_up(self, error: BusError) -> None:
        """Fail everything."""
        self.fail_if(lambda _: True, error)

    def fail_if(self, late: Callable[[Work], bool], error: BusError) -> None:
        """Fail what is too late."""
        for work in [one for one in self.pending() if late(one)]:
            self._forget(work)
            fail(work.done, error)

    def _ask(self, now: float) -> None:
        leaving = [*self._looking, *(one for one in self._waiting if now >= one.until)]
        missing = max(len(self._waiting), 1 if leaving else 0) - self._link.credit
        if missing > 0:
            self._link.flow(missing)
        if not leaving:
            return
        self._leaving = leaving
        if self._drains:
            self._link.drain(0)
        elif missing > 0:
            self._stage = Stage.ASKED
        else:
            self._take_back()

    def _attach(self, connection: Connection) -> None:
        source = self._address.receiver(self._queue)
        self._session = connection.session()
        self._session.context = self
        self._session.open()
        self._link = self._session.receiver(source)
        self._link.context = self
        self._link.source.address = source
        self._link.open()

    def _hand_out(self, now: float) -> None:
        while self._stock and self._waiting:
            taking = self._waiting.popleft()
            if taking.done.done():
                continue
            delivery, arrival = self._stock.popleft()
            number = next(self._numbers)
            lock = f"{self._queue}/{number}"
            self._held[lock] = delivery
            if not fulfil(taking.done, self._received(lock, number, arrival)):
                del self._held[lock]
                self._stock.appendleft((delivery, arrival))

    def _received(self, lock: str, number: int, arrival: Arrival) -> Received:
        return Received(
            message=arrival.message,
            lock=lock,
            delivery_count=arrival.attempts + 1,
            sequence=number if arrival.sequence is None else arrival.sequence,
            enqueued_at=arrival.enqueued_at or self._now(),
            expires_at=arrival.locked_until,
        )

    def _taken_back(self, delivery: Delivery) -> None:
        self._stock = deque(one for one in self._stock if one[0].tag != delivery.tag)
        self._held = {lock: one for lock, one in self._held.items() if one.tag != delivery.tag}
        delivery.settle()

    def _forget(self, work: Work) -> None:
        self._waiting = deque(one for one in self._waiting if one is not work)
        self._looking = [one for one in self._looking if one is not work]
        self._leaving = [one for one in self._leaving if one is not work]


def lock_lost() -> LockLost:
    """The message is no longer ours."""
    return LockLost(
        "Låsen på meldingen er borte.",
        expected="en lås som er gyldig",
        found="forbindelsen har vært brutt, låsen har løpt ut, eller meldingen er gjort ferdig fra før",
        fix="Hent meldingen på nytt. Den kan komme en gang til.",
    )


def _is_credit(told: Flow) -> bool:
    """Whether it leaves us credit; a negative one is written without its sign."""
    return 0 < (told.credit or 0) < _NEGATIVE
