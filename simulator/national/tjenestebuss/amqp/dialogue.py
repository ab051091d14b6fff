"""One client's AMQP 1.0 connection without its socket: what happens in it becomes calls to the bus of its area."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from proton import (
    Collector,
    Condition,
    Connection,
    Event,
    Link,
    Session,
    Terminus,
    Transport,
    TransportException,
    symbol,
)

from simulator.national.tjenestebuss.amqp.addresses import queue_of
from simulator.national.tjenestebuss.amqp.conditions import condition
from simulator.national.tjenestebuss.amqp.guests import Guest
from simulator.national.tjenestebuss.amqp.links import OVERHEAD_BYTES, End, Inlet, Outlet, Reader
from simulator.national.tjenestebuss.amqp.rooms import Room
from standards.errors import Problem

_log = logging.getLogger(__name__)
PRODUCT: Final = "EPJ testbenk"
_MAX_FRAME_BYTES: Final = 128 * 1024
_CHANNELS: Final = 255


class Dialogue:
    """`push` what came; what to send is pending in the `transport`."""

    def __init__(self, guest: Guest, reader: Reader, max_body_bytes: int) -> None:
        self._guest = guest
        self._reader = reader
        self._max_message = max_body_bytes + OVERHEAD_BYTES
        self._room: Room | None = None
        self._ends: dict[Link, End] = {}
        self._collector = Collector()
        self._connection = Connection()
        self._connection.collect(self._collector)
        self.transport = Transport(Transport.SERVER)
        self.transport.max_frame_size = _MAX_FRAME_BYTES
        self.transport.channel_max = _CHANNELS
        self.transport.bind(self._connection)
        self._handlers: dict[object, Callable[[Event], None]] = {
            Event.CONNECTION_REMOTE_OPEN: self._opened,
            Event.CONNECTION_REMOTE_CLOSE: lambda _: self._closed(),
            Event.SESSION_REMOTE_OPEN: lambda event: event.session.open(),
            Event.SESSION_REMOTE_CLOSE: lambda event: self._session_closed(event.session),
            Event.LINK_REMOTE_OPEN: lambda event: self._attach(event.link),
            Event.LINK_REMOTE_CLOSE: lambda event: self._detached(event.link),
            Event.LINK_REMOTE_DETACH: lambda event: self._detached(event.link),
            Event.LINK_FLOW: lambda event: self._call(event.link),
            Event.DELIVERY: self._delivered,
        }

    @property
    def is_open(self) -> bool:
        """Whether the client has come into an area."""
        return self._room is not None

    def push(self, data: bytes) -> None:
        """Read on; what is over the end of the connection is dropped."""
        while data and (room := self.transport.capacity()) > 0:
            try:
                self.transport.push(data[:room])
            except TransportException as error:  # it has a condition of its own, which the client is told
                _log.info("AMQP: %s", error)
                return
            data = data[room:]
            self.work()
        for end in self._ends.values():
            if isinstance(end, Inlet):
                end.store()

    def work(self) -> None:
        """Do what has been asked."""
        while event := self._collector.peek():
            try:
                if (handler := self._handlers.get(event.type)) is not None:
                    handler(event)
            finally:
                self._collector.pop()

    def taken(self) -> None:
        """The client has taken some of what was sent, so that there may be room for more."""
        for link, end in self._ends.items():
            if isinstance(end, Outlet) and end.is_stalled:
                self._call(link)

    def end(self, name: str, text: str) -> None:
        """Tell the client why, and close."""
        self._connection.condition = Condition(name, text)
        self._connection.close()

    def over(self) -> None:
        """The client is gone: give back all it held, and let go of what the connection was made of."""
        self._give_back()
        self._handlers.clear()
        self.transport.unbind()
        self._connection.free()

    def _give_back(self) -> None:
        for link in list(self._ends):
            self._drop(link)

    def _closed(self) -> None:
        self._give_back()
        self._connection.close()

    def _opened(self, event: Event) -> None:
        connection = self._connection
        connection.container = "epj-testbenk"
        connection.properties = {symbol("product"): PRODUCT}
        try:
            self._room = self._guest.room(connection.remote_hostname or "")
            connection.open()
        except Problem as problem:
            connection.open()
            connection.condition = condition(problem)
            connection.close()

    def _attach(self, link: Link) -> None:
        if self._room is None:
            return
        link.snd_settle_mode, link.rcv_settle_mode = link.remote_snd_settle_mode, link.remote_rcv_settle_mode
        link.max_message_size = self._max_message
        try:
            end = self._end(link, self._room)
        except Problem as problem:
            link.open()
            link.condition = condition(problem)
            link.close()
            return
        link.source.address, link.target.address = link.remote_source.address, link.remote_target.address
        link.open()
        self._ends[link] = end
        if isinstance(end, Outlet):
            self._room.add(end)
        else:
            end.open()

    def _end(self, link: Link, room: Room) -> Inlet | Outlet:
        """Raises `Problem` where the client may not."""
        terminus = link.remote_target if link.is_receiver else link.remote_source
        queue = queue_of(None if terminus.type == Terminus.COORDINATOR else terminus.address)
        parties = room.broker.parties
        parties.require_queue(queue)
        if link.is_receiver:
            return Inlet(link, queue, room.broker)
        parties.require_owner(queue, self._guest.her_id)
        return Outlet(link, queue, room.broker, self._guest.her_id, self._reader)

    def _delivered(self, event: Event) -> None:
        end = self._ends.get(event.link)
        if end is not None:
            end.happened(event.delivery)

    def _call(self, link: Link) -> None:
        end = self._ends.get(link)
        if isinstance(end, Outlet) and self._room is not None and end.wants:
            self._room.call(end.queue)

    def _detached(self, link: Link) -> None:
        self._drop(link)
        link.close()
        link.free()

    def _session_closed(self, session: Session) -> None:
        for link in [one for one in self._ends if one.session == session]:
            self._drop(link)
        session.close()
        session.free()

    def _drop(self, link: Link) -> None:
        end = self._ends.pop(link, None)
        if end is not None:
            if isinstance(end, Outlet) and self._room is not None:
                self._room.remove(end)
            end.over()
