"""A bus in memory with the semantics of the wire contract, and knobs for what can go wrong."""

from __future__ import annotations

import itertools
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from wire.bus import BusMessage, BusRefused, BusUnreachable, Limit, LockLost, QueueDepth, Received


@dataclass
class Entry:
    """One message on a queue."""

    message: BusMessage
    sequence: int
    deliveries: int = 0
    lock: str = ""


class FakeBus:
    """Queues shared by clients; `down` makes every call fail, `unknown` queues refuse."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.queues: dict[str, list[Entry]] = defaultdict(list)
        self.numbers = itertools.count(1)
        self.down = False
        self.lose_locks = 0
        self.unknown: set[str] = set()
        self.completed: list[BusMessage] = []

    def put(self, queue: str, message: BusMessage) -> None:
        with self.changed:
            self.queues[queue].append(Entry(message, next(self.numbers)))
            self.changed.notify_all()

    def expire_locks(self, queue: str) -> None:
        with self.changed:
            for entry in self.queues[queue]:
                entry.lock = ""
            self.changed.notify_all()

    def bodies(self, queue: str) -> list[BusMessage]:
        with self.changed:
            return [entry.message for entry in self.queues[queue]]

    def take(self, queue: str, seconds: float = 5.0) -> BusMessage:
        """The oldest message of a queue, off the bus."""
        with self.changed:
            assert self.changed.wait_for(lambda: bool(self.queues[queue]), seconds), f"ingenting på {queue}"
            return self.queues[queue].pop(0).message


class FakeClient:
    """One client of the fake bus."""

    def __init__(self, bus: FakeBus, limits: frozenset[Limit] = frozenset()) -> None:
        self.bus = bus
        self.limits = limits
        self.closed = False

    def send(self, queue: str, message: BusMessage) -> None:
        self._check()
        if queue in self.bus.unknown:
            raise BusRefused("Køen finnes ikke.", status=404)
        self.bus.put(queue, message)

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        deadline = time.monotonic() + wait_seconds
        with self.bus.changed:
            while True:
                self._check()
                for entry in self.bus.queues[queue]:
                    if not entry.lock:
                        entry.deliveries += 1
                        entry.lock = f"{queue}/{entry.sequence}/{entry.deliveries}"
                        return Received(
                            entry.message,
                            entry.lock,
                            entry.deliveries,
                            entry.sequence,
                            datetime(2026, 12, 1, tzinfo=UTC),
                        )
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self.bus.changed.wait(left)

    def complete(self, received: Received) -> None:
        self._check()
        with self.bus.changed:
            entry, entries = self._entry(received)
            if self.bus.lose_locks:
                self.bus.lose_locks -= 1
                entry.lock = ""
                raise LockLost("Låsen er utløpt.")
            entries.remove(entry)
            self.bus.completed.append(entry.message)
            self.bus.changed.notify_all()

    def release(self, received: Received) -> None:
        with self.bus.changed:
            entry, _ = self._entry(received)
            entry.lock = ""
            self.bus.changed.notify_all()

    def recover(self, queue: str) -> None:
        self._check()

    def depth(self, queue: str) -> QueueDepth:
        self._check()
        with self.bus.changed:
            locked = sum(bool(entry.lock) for entry in self.bus.queues[queue])
            return QueueDepth(len(self.bus.queues[queue]) - locked, locked, 0)

    def close(self) -> None:
        self.closed = True
        with self.bus.changed:
            self.bus.changed.notify_all()

    def _entry(self, received: Received) -> tuple[Entry, list[Entry]]:
        for entries in self.bus.queues.values():
            for entry in entries:
                if entry.lock == received.lock:
                    return entry, entries
        raise LockLost("Låsen finnes ikke.")

    def _check(self) -> None:
        if self.closed or self.bus.down:
            raise BusUnreachable("Får ikke kontakt med bussen.")
