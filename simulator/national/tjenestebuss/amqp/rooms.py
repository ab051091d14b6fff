"""The test areas as this face sees them: who waits for which queue, and when a lock runs out."""

from __future__ import annotations

import logging
import math
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from simulator.national.tjenestebuss.amqp.links import Outlet
from simulator.national.tjenestebuss.broker import Broker
from standards.errors import Problem

_AT_A_TIME: Final = 100
_REST_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


class Room:
    """One test area. What rings in other threads is noted, and done when the thread of this face comes by."""

    def __init__(self, broker: Broker, wake: Callable[[], None], monotonic: Callable[[], float]) -> None:
        self.broker = broker
        self._wake = wake
        self._monotonic = monotonic
        self._outlets: dict[str, list[Outlet]] = defaultdict(list)
        self._lock = threading.Lock()
        self._rung: set[str] = set()
        self._is_stirred = False
        self.next_look = math.inf
        """When locks must be looked at, by the monotonic clock."""
        broker.listen(self._heard)

    def add(self, outlet: Outlet) -> None:
        """Someone reads a queue."""
        self._outlets[outlet.queue].append(outlet)

    def remove(self, outlet: Outlet) -> None:
        """Nobody reads it there any more."""
        if outlet in self._outlets[outlet.queue]:
            self._outlets[outlet.queue].remove(outlet)

    def call(self, queue: str) -> None:
        """Something may be ready for those who read a queue."""
        self._heard(frozenset({queue}))

    def serve(self) -> None:
        """Hand out what is ready to those who want it, and take back what was held too long."""
        with self._lock:
            rung, self._rung = self._rung, set()
            stirred, self._is_stirred = self._is_stirred, False
        if not stirred and self._monotonic() < self.next_look:
            return
        try:
            self._look_at_locks()
            for queue in rung:
                if self._serve_queue(queue):
                    self.call(queue)
        except Problem as problem:  # the disk is full, perhaps: nothing can be locked, and other areas go on
            _log.warning("AMQP: %s", problem)
            with self._lock:
                self._rung |= rung
            self.next_look = self._monotonic() + _REST_SECONDS

    @property
    def is_stirred(self) -> bool:
        """Whether there is something to do at once."""
        return self._is_stirred

    def _look_at_locks(self) -> None:
        left = self.broker.end_locks()
        now = self.broker.now()
        for outlets in self._outlets.values():
            for outlet in outlets:
                outlet.take_back(now)
        self.next_look = self._monotonic() + left

    def _serve_queue(self, queue: str) -> bool:
        """Each in turn gets one, as long as there is any; whether to go on later."""
        outlets = self._outlets[queue]
        for _ in range(_AT_A_TIME):
            outlet = next((one for one in outlets if one.wants and one.can_take), None)
            if outlet is None:
                return False
            if not outlet.serve():
                for one in outlets:
                    one.nothing_more()
                return False
            outlets.remove(outlet)
            outlets.append(outlet)
        return True

    def _heard(self, queues: frozenset[str]) -> None:
        with self._lock:
            self._rung |= queues
            self._is_stirred = True
        self._wake()
