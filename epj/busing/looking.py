"""Looks at what lies on a queue: no bus lets anybody read without a lock, so each message is locked and given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wire.bus import BusError, BusMessage, Limit, Received

if TYPE_CHECKING:
    from wire.bus import BusClient

MOST: Final = 1000
"""Messages that are held at once."""
WORN: Final = 8
"""Deliveries; after ten the bus moves a message to the dead letters, and who owns it must have some left."""
_WAIT_SECONDS: Final = 0.5
"""For a bus that cannot say that a queue is empty."""


class Held:
    """The messages of one queue that we hold, without their documents."""

    def __init__(self, client: BusClient, queue: str) -> None:
        self._client = client
        self.queue = queue
        self._held: dict[int, Received] = {}

    def __len__(self) -> int:
        return len(self._held)

    @property
    def patience(self) -> float:
        """How long to wait for one more, in seconds, before the queue is taken for empty."""
        return _WAIT_SECONDS if Limit.DEPTH in self._client.limits else 0.0

    def take(self, wait_seconds: float) -> Received | None:
        """Lock one more; None when there is none."""
        received = self._client.receive(self.queue, wait_seconds)
        if received is not None:
            light = BusMessage(received.message.envelope, b"")
            self._held[received.sequence] = replace(received, message=light)
        return received

    def complete(self, received: Received) -> None:
        """Take one off the bus; raises `LockLost`."""
        self._held.pop(received.sequence, None)
        self._client.complete(received)

    def give_back(self) -> None:
        """Let everything go; what cannot be given back comes back by itself when its lock ends."""
        for received in self._held.values():
            with suppress(BusError):
                self._client.release(received)
        self._held.clear()

    @property
    def worn(self) -> bool:
        """Whether one of them has been read so often that it must be left alone; dead letters never die again."""
        return not self.queue.endswith("_dl") and any(one.delivery_count >= WORN for one in self._held.values())


@contextmanager
def locked(client: BusClient, queue: str, most: int = MOST) -> Iterator[tuple[Held, Iterator[Received]]]:
    """The oldest messages of a queue, locked one by one as they are asked for, and given back at the end."""
    held = Held(client, queue)
    try:
        yield held, _one_by_one(held, most)
    finally:
        held.give_back()


def _one_by_one(held: Held, most: int) -> Iterator[Received]:
    patience = held.patience
    for _ in range(most):
        received = held.take(patience)
        if received is None:
            return
        yield received
