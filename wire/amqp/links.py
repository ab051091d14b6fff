"""All the links of a connection: those into queues and those out of them, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from proton import Endpoint, Event

from wire.amqp.address import Address
from wire.amqp.inlet import Inlet, lock_lost
from wire.amqp.outlet import Outlet
from wire.amqp.pump import Pump
from wire.amqp.work import Settling, Work, fail, fulfil
from wire.bus import BusError

_FIRST_THAT_DRAINS: Final = 4


class Links:
    """Owned by the thread of the connection."""

    def __init__(self, address: Address, *, timeout: float, ahead: int) -> None:
        self._address, self._timeout, self._ahead = address, timeout, ahead
        self._outlets: dict[str, Outlet] = {}
        self._inlets: dict[str, Inlet] = {}
        self._unanswered: list[Settling] = []
        self._over: list[Any] = []
        self.product: Mapping[str, str] = {}
        """What the bus tells of itself."""

    def outlet(self, queue: str) -> Outlet:
        """The way into a queue."""
        if queue not in self._outlets:
            self._outlets[queue] = Outlet(self._address, queue, self._timeout)
        return self._outlets[queue]

    def inlet(self, queue: str) -> Inlet:
        """The way out of a queue."""
        if queue not in self._inlets:
            self._inlets[queue] = Inlet(self._address, queue, timeout=self._timeout, ahead=self._ahead)
        return self._inlets[queue]

    def settle(self, queue: str, work: Settling) -> None:
        """Take a message off the bus or give it back."""
        if self.inlet(queue).settle(work):
            self._unanswered.append(work)

    def pending(self) -> Iterator[Work]:
        """Everything that somebody waits for."""
        for link in self._all():
            yield from link.pending()

    def moments(self) -> Iterator[float]:
        """When there is something to do whatever comes."""
        return (inlet.moment for inlet in self._inlets.values() if inlet.moment is not None)

    def turn(self, pump: Pump, now: float) -> None:
        """Do what can be done."""
        for link in self._all():
            link.turn(pump, now)

    def handle(self, event: Any, pump: Pump, now: float) -> None:
        """What the bus has done to a link."""
        kind = event.type
        if kind == Event.DELIVERY:
            event.link.context.on_delivery(event.delivery)
        elif kind == Event.LINK_FLOW:
            event.link.context.on_flow(event.link, pump.flow, now)
        elif kind == Event.LINK_REMOTE_OPEN:
            event.link.context.on_open(event.link, pump, self._drains)
        elif kind in {Event.LINK_REMOTE_CLOSE, Event.LINK_REMOTE_DETACH}:
            self._closed(event.link)
        elif kind == Event.SESSION_REMOTE_CLOSE:
            self._closed(event.session)

    def written(self) -> None:
        """All is sent: what the bus does not answer is done."""
        for work in self._unanswered:
            fulfil(work.done, None)
        self._unanswered.clear()

    def clear_away(self) -> None:
        """Free the sessions and links that both ends have closed; not while their events are being handled."""
        over, self._over = self._over, []
        for place in over:
            if place.state & Endpoint.LOCAL_CLOSED:
                place.free()

    def lost(self) -> None:
        """The connection is gone, and with it every lock."""
        self._over.clear()
        for link in self._all():
            link.lost()
        for work in self._unanswered:
            fail(work.done, lock_lost())
        self._unanswered.clear()

    def fail_if(self, late: Callable[[Work], bool], error: BusError) -> None:
        """Fail what is too late."""
        for link in self._all():
            link.fail_if(late, error)

    @property
    def _drains(self) -> bool:
        """RabbitMQ's plugin up to 3.x ends the session of a classic queue that is drained; it answers every flow."""
        version = self.product.get("version", "").partition(".")[0]
        old = version.isdigit() and int(version) < _FIRST_THAT_DRAINS
        return not (old and self.product.get("product") == "RabbitMQ")

    def _closed(self, place: Any) -> None:
        link, found = place.context, place.remote_condition
        if link is not None and link.is_at(place):
            link.closed(*told(found))
        elif link is not None:
            place.close()
        self._over.append(place)

    def _all(self) -> list[Outlet | Inlet]:
        return [*self._outlets.values(), *self._inlets.values()]


def told(condition: Any) -> tuple[str, str]:
    """Name and description of a condition, if there is one."""
    return (condition.name or "", condition.description or "") if condition else ("", "")
