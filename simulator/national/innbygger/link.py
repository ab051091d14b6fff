"""Connects the citizen's side to the bus: reads Helsenorge's queues of one area under lock, and sends what waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from simulator.national.innbygger.portal import Portal
from simulator.national.innbygger.receiving import Desk
from standards.errors import Problem
from wire.bus import BusClient, BusError, BusMessage, BusRefused, LockLost, MessageTooLarge, Received

QUEUES: Final = ("async", "error", "syncreply")
_POLL_SECONDS = 20.0
_IDLE_SECONDS = 60.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.05, 5.0
_SECONDS_TO_STOP = 3.0
_NEVER: Final = frozenset({400, 403, 404})
Tell = Callable[[Mapping[str, Any]], None]
"""Tells the notices of an event; raises `Problem` when it is to be told again."""

_log = logging.getLogger(__name__)


class Link:
    """A thread for each queue, and one for what goes out."""

    def __init__(self, portal: Portal, desk: Desk, client: BusClient, her_id: str, tell: Tell) -> None:
        self._portal = portal
        self._desk = desk
        self._client = client
        self._tell = tell
        self._stopping = threading.Event()
        self._trouble: dict[str, str] = {}
        self._threads = [
            threading.Thread(
                target=self._receive_all, args=(f"{her_id}_{kind}",), name=f"innbygger-{kind}", daemon=True
            )
            for kind in QUEUES
        ]
        self._threads.append(threading.Thread(target=self._send_all, name="innbygger-ut", daemon=True))

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
        self._client.close()
        self._portal.bell.ring()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_SECONDS_TO_STOP)

    def send_now(self, message: BusMessage) -> None:
        """Send something that is worth nothing later; raises `BusError`."""
        self._client.send(message.envelope.to, message)

    def _receive_all(self, queue: str) -> None:
        pause, recovered = _FIRST_PAUSE_SECONDS, False
        while not self._stopping.is_set():
            try:
                if not recovered:
                    self._client.recover(queue)
                    recovered = True
                received = self._client.receive(queue, _POLL_SECONDS)
                if received is not None:
                    self._take(queue, received)
                self._trouble.pop(queue, None)
                pause = _FIRST_PAUSE_SECONDS
            except Exception as error:  # noqa: BLE001 - a thread that dies in silence would leave all that comes lying
                pause = self._rest(queue, error, pause)

    def _take(self, queue: str, received: Received) -> None:
        """Store, then complete; what cannot be stored goes back."""
        try:
            self._desk.take(received.message, at_once=queue.endswith("_syncreply"))
        except BaseException:
            with suppress(BusError):
                self._client.release(received)
            raise
        with suppress(LockLost):  # it comes once more, and is then known
            self._client.complete(received)

    def _send_all(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            seen = self._portal.bell.rings
            try:
                if not self._send_one() and not self._tell_one():
                    self._portal.bell.wait_past(seen, _IDLE_SECONDS)
                self._trouble.pop("ut", None)
                pause = _FIRST_PAUSE_SECONDS
            except Exception as error:  # noqa: BLE001 - as above
                pause = self._rest("ut", error, pause)

    def _send_one(self) -> bool:
        """Send the oldest; after a crash before it was noted the same message-id goes out again."""
        waiting = self._portal.oldest()
        if waiting is None:
            return False
        refusal = ""
        try:
            self._client.send(waiting.queue, waiting.message)
        except MessageTooLarge as error:
            refusal = str(error)
        except BusRefused as error:
            if error.status not in _NEVER:
                raise
            refusal = str(error)
        self._portal.gone(waiting, refusal)
        return True

    def _tell_one(self) -> bool:
        waiting = self._portal.oldest_event()
        if waiting is None:
            return False
        self._tell(waiting[1])
        self._portal.told(waiting[0])
        return True

    def _rest(self, who: str, error: Exception, pause: float) -> float:
        """Wait before the next attempt; gives the next pause."""
        if self._stopping.is_set():
            return pause
        self._trouble[who] = str(error)
        if not isinstance(error, Problem):
            _log.error("Innbyggersiden kunne ikke behandle det som kom", exc_info=error)
        self._stopping.wait(pause)
        return min(pause * 2, _LONGEST_PAUSE_SECONDS)
