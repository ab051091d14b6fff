"""The way into one queue: messages that wait, messages that the bus has yet to confirm."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from proton import Connection, Delivery

from wire.amqp import trouble
from wire.amqp.address import Address
from wire.amqp.frames import Flow
from wire.amqp.pump import Pump
from wire.amqp.work import Sending, Work, fail, fulfil
from wire.bus import BusError, MessageTooLarge

_REFUSALS = {
    Delivery.REJECTED: "rejected",
    Delivery.RELEASED: "released",
    Delivery.MODIFIED: "modified",
}


class Outlet:
    """Owned by the thread of the connection; with a session of its own, so that an error hurts no other queue."""

    def __init__(self, address: Address, queue: str, timeout: float) -> None:
        self._address = address
        self._queue = queue
        self._timeout = timeout
        self._waiting: deque[Sending] = deque()
        self._flying: dict[str, Sending] = {}
        self._tags = count(1)
        self._session: Any = None
        self._link: Any = None

    def add(self, sending: Sending) -> None:
        """A message to send."""
        self._waiting.append(sending)

    def pending(self) -> Iterator[Work]:
        """Everything that somebody waits for."""
        yield from self._flying.values()
        yield from self._waiting

    def turn(self, pump: Pump, now: float) -> None:
        """Send what the bus gives room for, and give up what it has not answered."""
        late = trouble.not_confirmed(self._address, self._queue, self._timeout)
        self.fail_if(lambda sending: now >= sending.until, late)
        if self._waiting and self._link is None:
            self._attach(pump.connection)
        while self._link is not None and self._waiting and self._link.credit > 0:
            self._send(self._waiting.popleft())

    def on_open(self, place: Any, pump: Pump, drains: bool) -> None:
        """The bus has opened the link; it gives room when it wants."""

    def on_flow(self, place: Any, told: Flow | None, now: float) -> None:
        """There may be room; the turn looks."""

    def on_delivery(self, delivery: Delivery) -> None:
        """The bus has said what became of a message."""
        state = delivery.remote_state
        if not state and not delivery.settled:
            return
        sending = self._flying.pop(delivery.tag, None)
        condition = delivery.remote.condition
        delivery.settle()
        if sending is None:
            return
        if state == Delivery.ACCEPTED:
            fulfil(sending.done, None)
        else:
            said = (condition.name, condition.description or "") if condition else ("", "")
            fail(sending.done, trouble.not_taken(self._queue, _REFUSALS.get(state, str(state)), *said))

    def is_at(self, place: Any) -> bool:
        """Whether a session or link is the one in use."""
        return place in (self._session, self._link)

    def closed(self, name: str, description: str) -> None:
        """The bus has ended the link: what waits for it has an error.

        One message is to blame when one is too large. The bus does not say which, but no smaller one than the largest
        can be: the rest are sent once more.
        """
        self._detach()
        error = trouble.of_link(self._address, self._queue, name, description)
        if isinstance(error, MessageTooLarge) and self._flying:
            largest = max(self._flying.values(), key=lambda sending: len(sending.content))
            self._forget(largest)
            fail(largest.done, error)
            self.lost()
        else:
            self.give_up(error)

    def lost(self) -> None:
        """The connection is gone: what was on its way is sent once more, in order, with the same message-id."""
        self._waiting.extendleft(reversed(self._flying.values()))
        self._flying.clear()
        self._link = self._session = None

    def give_up(self, error: BusError) -> None:
        """Fail everything."""
        self.fail_if(lambda _: True, error)

    def fail_if(self, late: Callable[[Work], bool], error: BusError) -> None:
        """Fail what is too late."""
        for sending in [one for one in self.pending() if late(one)]:
            self._forget(sending)
            fail(sending.done, error)

    def _attach(self, connection: Connection) -> None:
        self._session = connection.session()
        self._session.context = self
        self._session.open()
        self._link = self._session.sender(self._address.sender(self._queue))
        self._link.context = self
        self._link.target.address = self._address.sender(self._queue)
        self._link.open()

    def _detach(self) -> None:
        if self._session is not None:
            self._session.close()
        self._link = self._session = None

    def _send(self, sending: Sending) -> None:
        most = self._link.remote_max_message_size
        if 0 < most < len(sending.content):
            fail(sending.done, trouble.too_large(f"høyst {most} byte", f"{len(sending.content)} byte"))
            return
        tag = str(next(self._tags))
        self._flying[tag] = sending
        self._link.delivery(tag)
        self._link.stream(sending.content)
        self._link.advance()

    def _forget(self, sending: Work) -> None:
        self._waiting = deque(one for one in self._waiting if one is not sending)
        self._flying = {tag: one for tag, one in self._flying.items() if one is not sending}
