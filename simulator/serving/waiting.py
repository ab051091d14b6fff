"""Long polls: who waits is told when something has happened, and never takes the last thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MAX_WAIT_SECONDS: Final = 30.0
_SPARE_THREADS = 8


class Bell:
    """Counts its rings, so that a ring between looking and waiting is never missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    @property
    def rings(self) -> int:
        """How often it has rung."""
        with self._condition:
            return self._rings

    def ring(self) -> None:
        """Wake all who wait."""
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def wait_past(self, seen: int, timeout: float) -> None:
        """Return when it has rung more than `seen` times, or after `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._rings > seen, timeout)


class Parking:
    """The threads of a server that may be used for waiting: all of `threads` but a few."""

    def __init__(self, threads: int) -> None:
        self._places = threading.BoundedSemaphore(max(threads - _SPARE_THREADS, 1))

    @contextmanager
    def place(self, wait: float) -> Iterator[bool]:
        """Whether there is a thread to spare for waiting so long; who will not wait needs none."""
        may_wait = wait > 0 and self._places.acquire(blocking=False)
        try:
            yield may_wait or wait == 0
        finally:
            if may_wait:
                self._places.release()
