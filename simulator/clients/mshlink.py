"""Connects a journal to Meldingstjener: what is sent goes the right way, and what comes is taken.

Nothing of Meldingstjener is loaded here, since a journal may never be asked to use it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from simulator.journal.journal import Journal
from standards.errors import Problem
from wire.bus import BusClient, BusError, BusMessage, BusUnreachable, Limit, LockLost, QueueDepth, Received

_POLL_SECONDS = 20.0
_SECONDS_TO_STOP = 3.0
_REST_SECONDS = 1.0
_EMPTY: Final = QueueDepth(0, 0, 0)
_log = logging.getLogger(__name__)
Connect = Callable[[], Mapping[str, BusClient]]
"""A client of Meldingstjener for each HER-id; raises `Problem`."""


class Way(Protocol):
    """A way to send, that may tell how much lies unread."""

    def send(self, queue: str, message: BusMessage) -> None:
        """Send; raises `BusError`."""
        ...

    def depth(self, queue: str) -> QueueDepth | None:
        """How much lies there."""
        ...


class BothWays:
    """One HER-id's access to the bus, that sends to all others than Helsenorge over Meldingstjener.

    What comes over Meldingstjener is taken by an `MshLink`; here it counts as lying on the asynchronous queue.
    """

    def __init__(self, bus: BusClient, msh: Way, helsenorge: str) -> None:
        self._bus = bus
        self._msh = msh
        self._helsenorge = helsenorge
        self.limits: frozenset[Limit] = bus.limits

    def send(self, queue: str, message: BusMessage) -> None:
        """Over the bus to Helsenorge, else over Meldingstjener."""
        to = queue.partition("_")[0]
        (self._bus if to == self._helsenorge else self._msh).send(queue, message)

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """From the bus."""
        return self._bus.receive(queue, wait_seconds)

    def complete(self, received: Received) -> None:
        """On the bus."""
        self._bus.complete(received)

    def release(self, received: Received) -> None:
        """On the bus."""
        self._bus.release(received)

    def recover(self, queue: str) -> None:
        """On the bus."""
        self._bus.recover(queue)

    def depth(self, queue: str) -> QueueDepth | None:
        """On both."""
        here, there = self._bus.depth(queue), self._msh.depth(queue)
        if here is None or there is None:
            return None
        return QueueDepth(here.ready + there.ready, here.locked + there.locked, here.dead + there.dead)

    def close(self) -> None:
        """The bus; whoever made the other closes it."""
        self._bus.close()


class MshLink:
    """A thread for each HER-id that takes what comes over Meldingstjener; what is answered goes in the outbox."""

    def __init__(self, journal: Journal, clients: Mapping[str, BusClient]) -> None:
        self._journal = journal
        self._clients = dict(clients)
        self._stopping = threading.Event()
        self._trouble: dict[str, str] = {}
        self._threads = [
            threading.Thread(target=self._receive_all, args=(her_id,), name=f"msh-{her_id}", daemon=True)
            for her_id in self._clients
        ]

    @property
    def trouble(self) -> str:
        """What is wrong with the connection right now, or an empty text."""
        return next(iter(self._trouble.values()), "")

    def start(self) -> None:
        """Begin to receive."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is being stored; the rest is unread and comes again. May be called again."""
        self._stopping.set()
        for client in self._clients.values():
            client.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_SECONDS_TO_STOP)

    def _receive_all(self, her_id: str) -> None:
        client = self._clients[her_id]
        while not self._stopping.is_set():
            try:
                received = client.receive(f"{her_id}_async", _POLL_SECONDS)
                if received is not None:
                    self._handle(client, received)
                self._trouble.pop(her_id, None)
            except (BusError, Problem) as error:
                self._trouble[her_id] = str(error)
                self._stopping.wait(_REST_SECONDS)

    def _handle(self, client: BusClient, received: Received) -> None:
        """Store, then mark as read; what cannot be stored is let go, and comes again."""
        try:
            done = self._journal.receive(received.message)
        except Problem:
            client.release(received)
            raise
        except Exception as error:  # the thread must live, and the message stay unread, whatever went wrong
            client.release(received)
            _log.exception("Meldingen %s kunne ikke behandles", received.lock)
            raise Problem("Meldingen kunne ikke behandles.", found=type(error).__name__) from error
        if not done:
            client.release(received)
            return
        try:
            client.complete(received)
        except LockLost:
            _log.info("The message was not there to be marked as read")
        self._journal.ring()


class LateMsh:
    """A journal's access to Meldingstjener, made the first time that somebody needs it; until then nothing is asked."""

    def __init__(self, journal: Journal, connect: Connect) -> None:
        self._journal = journal
        self._connect = connect
        self._lock = threading.Lock()
        self._clients: Mapping[str, BusClient] = {}
        self._link: MshLink | None = None
        self._stopped = False

    @property
    def trouble(self) -> str:
        """What is wrong with the connection right now, or an empty text."""
        return self._link.trouble if self._link else ""

    def wake(self) -> Mapping[str, BusClient]:
        """Begin to receive, unless it has begun; the clients, none when it was stopped. Raises `Problem`."""
        with self._lock:
            if self._link is None and not self._stopped:
                self._clients = self._connect()
                self._link = MshLink(self._journal, self._clients)
                self._link.start()
            return self._clients

    def way(self, her_id: str) -> Way:
        """How one HER-id sends."""
        return _LateWay(self, her_id)

    def awake(self, her_id: str) -> BusClient | None:
        """The client of a HER-id, when anything has been asked for."""
        return self._clients.get(her_id)

    def stop(self) -> None:
        """Stop receiving. May be called again."""
        with self._lock:
            self._stopped = True
            if self._link is not None:
                self._link.stop()


class _LateWay:
    """One HER-id's way over Meldingstjener; it is waked by the first message out."""

    def __init__(self, late: LateMsh, her_id: str) -> None:
        self._late = late
        self._her_id = her_id

    def send(self, queue: str, message: BusMessage) -> None:
        """Over Meldingstjener."""
        client = self._late.wake().get(self._her_id)
        if client is None:
            raise BusUnreachable("Får ikke kontakt med Meldingstjener.", found="forbindelsen er stoppet")
        client.send(queue, message)

    def depth(self, queue: str) -> QueueDepth | None:
        """What lies unread; nothing is known to while nobody has asked."""
        client = self._late.awake(self._her_id)
        return _EMPTY if client is None else client.depth(queue)
