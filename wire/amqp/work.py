"""What callers wait for while the thread of the connection does it."""

from __future__ import annotations

from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import Any

from wire.bus import QueueDepth, Received


@dataclass(eq=False)
class Work:
    """Begun at a time; an answer is due by `until`, and it is given up at `latest` whatever happens."""

    begun: float
    until: float
    latest: float
    done: Future[Any] = field(default_factory=Future)


@dataclass(eq=False)
class Sending(Work):
    """One message on its way; done with nothing when the bus has it."""

    content: bytes = field(default=b"", repr=False)


class Taking(Work):
    """Somebody who waits for a message; after `until` there is none."""

    done: Future[Received | None]


@dataclass(eq=False)
class Settling(Work):
    """What becomes of a message under lock; done with nothing when the bus knows."""

    lock: str = ""
    state: int = 0


class Looking(Work):
    """Somebody who asks how much lies in a queue."""

    done: Future[QueueDepth | None]


def fulfil(done: Future[Any], result: Any) -> bool:
    """Give a result; False when nobody waits for it any longer."""
    try:
        done.set_result(result)
    except InvalidStateError:
        return False
    return True


def fail(done: Future[Any], error: BaseException) -> None:
    """Give an error, to whoever still waits."""
    try:
        done.set_exception(error)
    except InvalidStateError:
        return
