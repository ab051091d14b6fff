"""The way out of one queue: those who wait for messages, what has come, and what is held under lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final

from proton import Delivery

from wire.amqp import trouble
from wire.amqp.address import Address
from wire.amqp.credit import Credit, Drain, Steps
from wire.amqp.frames import Flow
from wire.amqp.mapping import Arrival, decoded
from wire.amqp.pump import Pump
from wire.amqp.work import Looking, Settling, Taking, Work, fail, fulfil
from wire.bus import BusError, LockLost, QueueDepth, Received

_MOST: Final = 4096
"""So many we ask for at once at most, to count them."""


class Inlet:
    """Owned by the thread of the connection; with a session of its own, so that an error hurts no other queue.

    It asks for as many messages as there are callers (`ahead`, if that is more) and takes the rest back when they go
    home empty-handed. What comes all the same is kept for the next caller.
    """

    def __init__(self, address: Address, queue: str, *, timeout: float, ahead: int) -> None:
        self._address = address
        self._ahead = ahead
        self._queue = queue
        self._timeout = timeout
        self._waiting: deque[Taking] = deque()
        self._looking: list[Looking] = []
        self._stock: deque[tuple[Delivery, Arrival]] = deque()
        self._held: dict[str, Delivery] = {}
        self._settling: dict[str, Settling] = {}
        self._numbers = count(1)
        self._session: Any = None
        self._link: Any = None
        self._credit: Credit | None = None
        self._leaving: list[Work] = []
        self._asked = self._came = 0

    @property
    def moment(self) -> float | None:
        """When there is something to do whatever comes."""
        return self._credit.moment if self._credit is not None else None

    def pending(self) -> Iterator[Work]:
        """Everything that somebody waits for."""
        yield from self._waiting
        yield from self._looking
        yield from self._settling.values()

    def add(self, work: Taking | Looking) -> None:
        """Somebody who waits for a message, or wants to know how many there are."""
        if isinstance(work, Looking):
            self._looking.append(work)
        else:
            self._waiting.append(work)

    def turn(self, pump: Pump, now: float) -> None:
        """Hand out what has come, ask for what is missing, send home those who have waited long enough."""
        if any(now >= work.until + self._timeout for work in self.pending()):
            self._start_over(now)
        self._hand_out()
        if not self._waiting and not self._looking:
            return
        if self._link is None:
            self._attach(pump)
        if self._credit is not None:
            if self._credit.moment is not None and now >= self._credit.moment:
                self._credit.on_moment()
            if self._credit.idle:
                self._ask(self._credit, now)

    def on_open(self, place: Any, pump: Pump, drains: bool) -> None:
        """The bus has opened our link, or one beside it; `drains` says how credit is taken back."""
        if self._credit is None:
            self._credit = Drain(self._link) if drains else Steps(self._link, pump)
        elif self._credit.on_open(place):
            self._send_home()

    def on_flow(self, place: Any, told: Flow | None, now: float) -> None:
        """The bus has told how far it has come."""
        if self._credit is not None and told is not None and place == self._link and self._credit.on_flow(told, now):
            self._send_home()

    def on_delivery(self, delivery: Delivery) -> None:
        """A message has come, or the bus has answered what became of one, or it has taken one back."""
        if delivery.aborted or delivery.settled:
            self._over(delivery)
        elif delivery.readable and not delivery.partial and self._credit is not None:
            content = self._link.recv(delivery.pending)
            self._link.advance()
            self._came += 1
            arrival = decoded(content or b"")
            self._stock.append((delivery, arrival))
            self._hand_out()
            if self._credit.on_message(bool(self._leaving), arrival.ready):
                self._send_home()

    def _start_over(self, now: float) -> None:
        """The bus has not answered: fail who waited for it, and begin with a new session."""
        late = trouble.no_answer(self._address, self._queue, self._timeout)
        self.fail_if(lambda work: now >= work.until + self._timeout, late)
        self._end_session()
        self.lost()

    def _end_session(self) -> None:
        if self._session is not None:
            self._session.close()

    def _ask(self, credit: Credit, now: float) -> None:
        leaving = [*self._looking, *(one for one in self._waiting if now >= one.until)]
        wanted = max(len(self._waiting), self._ahead - len(self._stock)) if self._waiting else 0
        if not leaving:
            credit.ask(wanted)
            return
        self._leaving, self._came = leaving, 0
        self._asked = min(max(wanted, self._asked * 2, 1), _MOST)
        credit.take_back(self._asked, look=bool(self._looking))

    def _send_home(self) -> None:
        """Nothing is on its way to us: those who have waited long enough have their answer.

        A bus that has sent all we asked for, and does not tell of more, may have more all the same: we ask again.
        """
        available = self._credit.available if self._credit is not None else 0
        known = available > 0 or self._came < self._asked
        leaving, self._leaving = self._leaving, []
        for work in leaving:
            if isinstance(work, Taking):
                self._forget(work)
                fulfil(work.done, None)
            elif known:
                self._forget(work)
                fulfil(work.done, QueueDepth(available + len(self._stock), len(self._held), 0))
        if known:
            self._asked = 0

    def settle(self, work: Settling) -> bool:
        """Tell the bus what becomes of a message; done when it has answered. True for a bus that does not answer."""
        delivery = self._held.pop(work.lock, None)
        if delivery is None:
            fail(work.done, lock_lost())
            return False
        delivery.update(work.state)
        if isinstance(self._credit, Steps):  # RabbitMQ's plugin ends the session of who waits for an answer
            delivery.settle()
            return True
        self._settling[delivery.tag] = work
        return False

    def is_at(self, place: Any) -> bool:
        """Whether a session or link is the one in use."""
        return place in (self._session, self._link)

    def closed(self, name: str, description: str) -> None:
        """The bus has ended the link: what waits for it has an error."""
        self._end_session()
        self.lost()
        self.give_up(trouble.of_link(self._address, self._queue, name, description))

    def lost(self) -> None:
        """The link is gone, and with it every lock; those who wait for a message go on waiting."""
        self._link = self._session = self._credit = None
        self._leaving = []
        self._asked = 0
        self._stock.clear()
        self._held.clear()
        settling, self._settling = self._settling, {}
        for work in settling.values():
            fail(work.done, lock_lost())

    def give_up(self, error: BusError) -> None:
        """Fail everything."""
        self.fail_if(lambda _: True, error)

    def fail_if(self, late: Callable[[Work], bool], error: BusError) -> None:
        """Fail what is too late."""
        for work in [one for one in self.pending() if late(one)]:
            self._forget(work)
            fail(work.done, error)

    def _attach(self, pump: Pump) -> None:
        source = self._address.receiver(self._queue)
        self._session = pump.connection.session()
        self._session.context = self
        self._session.open()
        self._link = self._session.receiver(source)
        self._link.context = self
        self._link.source.address = source
        self._link.open()

    def _hand_out(self) -> None:
        while self._stock and self._waiting:
            taking = self._waiting.popleft()
            if taking.done.done():
                continue
            delivery, arrival = self._stock.popleft()
            number = next(self._numbers)
            lock = f"{self._queue}/{number}"
            self._held[lock] = delivery
            self._leaving = [one for one in self._leaving if one is not taking]
            if not fulfil(taking.done, self._received(lock, number, arrival)):
                del self._held[lock]
                self._stock.appendleft((delivery, arrival))

    def _received(self, lock: str, number: int, arrival: Arrival) -> Received:
        return Received(
            message=arrival.message,
            lock=lock,
            delivery_count=arrival.attempts + 1,
            sequence=number if arrival.sequence is None else arrival.sequence,
            enqueued_at=arrival.enqueued_at,
            expires_at=arrival.locked_until,
        )

    def _over(self, delivery: Delivery) -> None:
        """The bus has settled: as we asked, or because the lock has run out."""
        work = self._settling.pop(delivery.tag, None)
        if work is not None and delivery.remote_state in (0, work.state):
            fulfil(work.done, None)
        elif work is not None:
            fail(work.done, lock_lost())
        else:
            self._stock = deque(one for one in self._stock if one[0].tag != delivery.tag)
            self._held = {lock: one for lock, one in self._held.items() if one.tag != delivery.tag}
        delivery.settle()

    def _forget(self, work: Work) -> None:
        self._waiting = deque(one for one in self._waiting if one is not work)
        self._looking = [one for one in self._looking if one is not work]
        self._leaving = [one for one in self._leaving if one is not work]
        self._settling = {tag: one for tag, one in self._settling.items() if one is not work}


def lock_lost() -> LockLost:
    """The message is no longer ours."""
    return LockLost(
        "Låsen på meldingen er borte.",
        expected="en lås som er gyldig",
        found="forbindelsen har vært brutt, låsen har løpt ut, eller meldingen er gjort ferdig fra før",
        fix="Hent meldingen på nytt. Den kan komme en gang til.",
    )
