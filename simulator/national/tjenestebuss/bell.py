"""How a queue tells those who wait for it that something has happened."""

from __future__ import annotations

import threading


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
