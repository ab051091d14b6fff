"""What has been used once and may not be used again while it could still be accepted: bounded, and by the clock."""

from __future__ import annotations

import threading
from collections.abc import Hashable

MOST = 200_000


class ReplayCache:
    """Remembers keys until a moment; when there are too many, those that came first are forgotten. Thread-safe.

    It is in memory: after a restart it remembers nothing.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._until: dict[Hashable, float] = {}

    def is_new(self, key: Hashable, now: float, until: float) -> bool:
        """Whether the key has not been seen, or could be forgotten; from now on it is remembered `until` then."""
        with self._lock:
            known = self._until.get(key)
            if known is not None and known >= now:
                return False
            self._until.pop(key, None)
            self._make_room(now)
            self._until[key] = until
            return True

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._until.clear()

    def __len__(self) -> int:
        return len(self._until)

    def _make_room(self, now: float) -> None:
        """Those that came first are as a rule the first to run out, so that looking at them is enough."""
        while self._until:
            oldest = next(iter(self._until))
            if self._until[oldest] >= now and len(self._until) < self._most:
                return
            del self._until[oldest]
