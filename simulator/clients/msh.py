"""Connects a journal to Meldingstjener, as a real EPJ that exchanges messages with other health actors would be."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping

from requests.auth import AuthBase

from simulator.journal.journal import Journal
from standards.errors import Problem
from wire.bus import BusClient, BusError, BusMessage, Limit, LockLost, QueueDepth, Received
from wire.msh import KS, Habits, MshClient
from wire.mshbus import MshBus

PAUSE_SECONDS = 0.2
"""Between two looks for messages; about a minute is advised in real life (EDIDOC)."""
_POLL_SECONDS = 20.0
_SECONDS_TO_STOP = 3.0
_REST_SECONDS = 1.0
_log = logging.getLogger(__name__)


def over_msh(
    base: str,
    her_ids: Iterable[str],
    source: str,
    *,
    auth: AuthBase | None = None,
    habits: Habits = KS,
    pause_seconds: float = PAUSE_SECONDS,
) -> dict[str, BusClient]:
    """A client for each HER-id of a journal, as `BusLink` takes them; `source` is the journal's name and version."""
    return {
        her_id: MshBus(MshClient(base, source, auth=auth, habits=habits), her_id, pause_seconds=pause_seconds)
        for her_id in her_ids
    }


class BothWays:
    """One HER-id's access to the bus, that sends to all others than Helsenorge over Meldingstjener.

    What comes over Meldingstjener is taken by an `MshLink`; here it counts as lying on the asynchronous queue.
    """

    def __init__(self, bus: BusClient, msh: BusClient, helsenorge: str) -> None:
        self._bus = bus
        self._msh = msh
        self._helsenorge = helsenorge
        self.limits: frozenset[Limit] = bus.limits | msh.limits

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
