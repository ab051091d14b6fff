"""Connects a journal to a bus as a real EPJ would: reads its queues under lock, sends what waits, and bears outages."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

from simulator.clients.stamp import stamped
from simulator.journal.hooks import Parcel
from simulator.journal.journal import Journal
from simulator.journal.outbox import SECONDS_TO_ANSWER, Waiting
from standards.errors import Problem
from wire.bus import (
    BusClient,
    BusError,
    BusMessage,
    BusRefused,
    BusUnreachable,
    LockLost,
    MessageTooLarge,
    QueueDepth,
    Received,
    depths,
)

_POLL_SECONDS = 20.0
"""Long, so that an idle journal costs nothing: closing the client ends a poll under way."""
_SECONDS_TO_STOP = 3.0
_IDLE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 5.0
_LONGEST_PAUSE_OVER_ONE_MESSAGE_SECONDS = 30.0
_NEVER = frozenset({400, 403, 404})

_log = logging.getLogger(__name__)


@runtime_checkable
class Wrapping(Protocol):
    """A client that signs and encrypts."""

    def wrap(self, message: BusMessage) -> BusMessage:
        """What will be sent."""
        ...


class DepthUnknown(Exception):
    """The transport cannot tell how much lies in a queue, so nothing can be proven."""


class BusLink:
    """A thread for each queue of each HER-id (async, sync and error), and one for the outbox.

    `admit` is called before the start and whenever the bus does not know us (a bus in memory forgets when it restarts).
    """

    def __init__(
        self,
        journal: Journal,
        clients: Mapping[str, BusClient],
        *,
        admit: Callable[[], object] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal = journal
        self._clients = dict(clients)
        self._admit = admit
        self._monotonic = monotonic
        self._queues = {
            f"{her_id}_{kind}": client for her_id, client in clients.items() for kind in ("async", "sync", "error")
        }
        self._stopping = threading.Event()
        self._trouble: dict[str, str] = {}
        self._threads = [
            threading.Thread(target=self._receive_all, args=(queue,), name=f"link-{queue}", daemon=True)
            for queue in self._queues
        ]
        self._threads.append(threading.Thread(target=self._send_all, name="link-out", daemon=True))

    @property
    def trouble(self) -> str:
        """What is wrong with the connection right now, or an empty text."""
        return next(iter(self._trouble.values()), "")

    def start(self) -> None:
        """Begin to receive and send."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is being stored, leave the rest on the bus; may be called again."""
        self._stopping.set()
        for client in self._clients.values():
            client.close()
        self._journal.ring()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_SECONDS_TO_STOP)

    def settle(self, seconds: float) -> bool:
        """Whether, within so many seconds, everything that lay on the bus for us was handled and nothing waits.

        The queues are looked at before the outbox: what is taken off the bus has put its answers in the outbox first.
        Raises `DepthUnknown`, `BusError`.
        """
        deadline = self._monotonic() + seconds
        while not self._stopping.is_set():
            seen = self._journal.rings
            if self._queues_empty() and self._journal.waiting_count() == 0:
                return True
            left = deadline - self._monotonic()
            if left <= 0:
                return False
            self._journal.wait_past(seen, min(left, _LOOK_AGAIN_SECONDS))
        return False

    def _queues_empty(self) -> bool:
        for client in self._clients.values():
            for queue, depth in depths(
                client, [name for name, owner in self._queues.items() if owner is client]
            ).items():
                if depth is None:
                    raise DepthUnknown(queue)
                if not depth.is_empty:
                    return False
        return True

    def _receive_all(self, queue: str) -> None:
        client = self._queues[queue]
        pause = _FIRST_PAUSE_SECONDS
        recovered = False
        while not self._stopping.is_set():
            try:
                if not recovered:
                    client.recover(queue)
                    recovered = True
                in_doubt = queue in self._trouble  # a short look tells at once that the connection is back
                received = client.receive(queue, 0.0 if in_doubt else _POLL_SECONDS)
                self._trouble.pop(queue, None)
            except Problem as error:  # a BusError, or the certificates are out of reach
                pause = self._rest(queue, error, pause)
                continue
            pause = _FIRST_PAUSE_SECONDS
            if received is not None:
                self._handle(queue, received)

    def _handle(self, queue: str, received: Received) -> None:
        """Store, then complete. What cannot be stored goes back, and may come again to a disk with room."""
        try:
            done = self._journal.receive(received.message, at_once=queue.endswith("_sync"))
        except Exception as error:  # noqa: BLE001 - the message must go back whatever went wrong
            expected = isinstance(error, Problem)  # it says itself what to do; a trace would only hide that
            name = received.message.envelope.message_id
            _log.error("Meldingen %s kunne ikke behandles: %s", name, error, exc_info=not expected)
            self._trouble[queue] = str(error)
            self._stopping.wait(min(2.0**received.delivery_count, _LONGEST_PAUSE_OVER_ONE_MESSAGE_SECONDS))
            self._give_back(queue, received)
            return
        if not done:
            self._give_back(queue, received)
            return
        try:
            self._queues[queue].complete(received)
        except LockLost:
            _log.info("The lock ran out; the message comes again and is seen as a duplicate")
        except BusError as error:
            self._trouble[queue] = str(error)
        self._journal.ring()

    def _give_back(self, queue: str, received: Received) -> None:
        try:
            self._queues[queue].release(received)
        except BusError as error:
            _log.info("The message could not be given back: %s", error)

    def _send_all(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            seen = self._journal.rings
            try:
                waiting = self._journal.oldest_waiting()
                if waiting is None:
                    self._journal.attend()
                    if self._journal.oldest_waiting() is None:
                        self._journal.wait_past(seen, _IDLE_SECONDS)
                    continue
                self._send(waiting)
                self._trouble.pop("out", None)
                pause = _FIRST_PAUSE_SECONDS
            except (BusError, Problem) as error:
                pause = self._rest("out", error, pause)
            except Exception as error:  # noqa: BLE001 - nothing would ever be sent again if this thread ended
                _log.error("Det som venter, kunne ikke sendes: %s", error, exc_info=True)
                pause = self._rest("out", error, pause)

    def _send(self, waiting: Waiting) -> None:
        """Send and note it; after a crash between the two the same message-id goes out again."""
        sender = waiting.message.envelope.from_her_id
        client = self._clients.get(sender) or next(iter(self._clients.values()))
        try:
            carried = b""
            for parcel in self._journal.parcels(waiting):
                carried = self._hand_over(client, waiting.queue, parcel)
        except MessageTooLarge as error:
            self._journal.undeliverable(waiting, str(error))
        except BusRefused as error:
            if error.status not in _NEVER or self._depth_of_own(client) is None:
                raise
            self._journal.undeliverable(waiting, str(error))
        else:
            self._journal.sent(waiting, carried)
            if waiting.queue.endswith("_sync"):
                self._listen(client, waiting)

    def _listen(self, client: BusClient, waiting: Waiting) -> None:
        """Read the queue for answers while a question is unanswered, and no longer: nothing else comes there."""
        about = (client, waiting)
        threading.Thread(target=self._await_answer, args=about, name="link-answer", daemon=True).start()

    def _await_answer(self, client: BusClient, waiting: Waiting) -> None:
        asked = waiting.message.envelope
        deadline = self._monotonic() + SECONDS_TO_ANSWER
        try:
            while not self._stopping.is_set() and (left := deadline - self._monotonic()) > 0:
                received = client.receive(asked.reply_to, left)
                if received is None:
                    continue
                self._journal.take_answer(received.message)
                client.complete(received)
                if received.message.envelope.correlation_id == asked.correlation_id:
                    return
        except (BusError, Problem) as error:
            _log.info("The answer could not be read: %s", error)
        if not self._stopping.is_set():
            self._journal.not_answered(waiting)

    def _hand_over(self, client: BusClient, queue: str, parcel: Parcel) -> bytes:
        """Send it; gives the bytes that carried the document, when they are others than its own."""
        if parcel.seconds:
            self._stopping.wait(parcel.seconds)
        message = stamped(parcel.message)
        if isinstance(client, Wrapping):
            message = client.wrap(message)
        client.send(queue, message)
        if parcel.breaks:
            raise BusUnreachable("Forbindelsen til bussen ble brutt med vilje: en feil er slått på.")
        if parcel.lingers:
            self._stopping.wait(parcel.lingers)
        return message.carried.raw if message.carried else b""

    def _depth_of_own(self, client: BusClient) -> QueueDepth | None:
        return client.depth(next(queue for queue, owner in self._queues.items() if owner is client))

    def _rest(self, who: str, error: Exception, pause: float) -> float:
        """Wait before the next attempt, introduce ourselves again if we were turned away; gives the next pause."""
        self._trouble[who] = str(error)
        self._stopping.wait(pause)
        if isinstance(error, BusRefused) and not self._stopping.is_set():
            try:
                self._admit()
            except BusError as refusal:
                self._trouble[who] = str(refusal)
        return min(pause * 2, _LONGEST_PAUSE_SECONDS)
