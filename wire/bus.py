"""The service bus as its clients see it, whatever the transport: messages, locks, depth and what can go wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from standards.envelope import Envelope
from standards.errors import Problem

if TYPE_CHECKING:
    from standards.cms.faults import CmsFault

MAX_BODY_BYTES = 64 * 1024 * 1024


class BusError(Problem):
    """Something is wrong between us and the bus."""


class BusUnreachable(BusError):
    """No answer from the bus within the client's patience, or the client has been closed."""


class BusRefused(BusError):
    """The bus answered no: wrong password, unknown queue, somebody else's queue, faulty request, full disk."""

    def __init__(self, problem: str, *, expected: str = "", found: str = "", fix: str = "", status: int = 0) -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.status = status


class LockLost(BusError):
    """The lock has run out or its message is settled already: the message may be delivered once more."""


class MessageTooLarge(BusError):
    """The body is over what the transport carries."""


class Limit(StrEnum):
    """Something that a transport cannot do; without `DEPTH` the absence of a message rests on a wait, as reported."""

    LOCK_EXPIRY = "lock_expiry"
    DELIVERY_COUNT = "delivery_count"
    DEAD_LETTER = "dead_letter"
    TTL = "ttl"
    DEPTH = "depth"
    OTHER_RECEIVER = "other_receiver"
    """A message cannot reach another than the receiver that its document names."""
    ENCODING = "encoding"
    """A document in another encoding than UTF-8 is not carried."""


@dataclass(frozen=True)
class Carried:
    """How a protected body went over the bus: the bytes there, who signed them, and why they could not be read."""

    raw: bytes = field(repr=False)
    signer: bytes = field(default=b"", repr=False)
    """The signer's certificate as DER; empty when nobody signed, or it cannot be told who."""
    signed_at: datetime | None = None
    fault: CmsFault | None = None


@dataclass(frozen=True)
class BusMessage:
    """What is sent: the envelope and the document, and how it is carried when that is not as the document itself.

    One that came with a fault has no document. One to be sent with `carried` goes as those bytes, whatever they are.
    """

    envelope: Envelope
    body: bytes = field(repr=False)
    carried: Carried | None = None


@dataclass(frozen=True)
class Received:
    """A message under lock; `delivery_count` is 1 the first time, `sequence` grows along a queue."""

    message: BusMessage
    lock: str
    delivery_count: int
    sequence: int
    enqueued_at: datetime
    expires_at: datetime | None = None
    """When the lock runs out by the bus's clock, if the transport tells."""


@dataclass(frozen=True)
class QueueDepth:
    """How many messages lie in a queue, by state; `dead` are those it has moved to the dead letter queue."""

    ready: int
    locked: int
    dead: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to handle (dead letters wait for a person, not for the receiver)."""
        return self.ready == 0 and self.locked == 0


class BusClient(Protocol):
    """One HER-id's access to the bus. Every method may be called from several threads."""

    @property
    def limits(self) -> frozenset[Limit]:
        """What this transport cannot do."""
        ...

    def send(self, queue: str, message: BusMessage) -> None:
        """Put a message on any queue; returns when the bus has it durably.

        Raises `BusUnreachable` (it may or may not have arrived; resend with the same message-id), `BusRefused`,
        `MessageTooLarge`.
        """
        ...

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """Lock the oldest ready message of an own queue, waiting up to `wait_seconds` for one."""
        ...

    def complete(self, received: Received) -> None:
        """Take the message off the bus; raises `LockLost` when the lock is gone."""
        ...

    def release(self, received: Received) -> None:
        """Give the message back to its place in the queue; raises `LockLost` when the lock is gone."""
        ...

    def recover(self, queue: str) -> None:
        """Give back what an earlier life of this consumer still holds in an own queue.

        For a start after a crash. A transport whose locks end with its connection does nothing.
        """
        ...

    def depth(self, queue: str) -> QueueDepth | None:
        """How much lies in an own queue; None when the transport cannot tell."""
        ...

    def close(self) -> None:
        """Interrupt what waits and drop the connections; later calls raise `BusUnreachable`."""
        ...


@runtime_checkable
class ManyDepths(Protocol):
    """A client that can tell of all its own queues in one call."""

    def depths(self) -> Mapping[str, QueueDepth]:
        """How much lies in each own queue, all seen at once."""
        ...


def depths(client: BusClient, queues: Iterable[str]) -> dict[str, QueueDepth | None]:
    """How much lies in some of a client's own queues, in one call where it can; None where it cannot be told."""
    found: Mapping[str, QueueDepth] = {}
    if isinstance(client, ManyDepths):
        try:
            found = client.depths()
        except BusRefused as error:
            if error.status not in _NO_SUCH_CALL:
                raise
    return {queue: found[queue] if queue in found else client.depth(queue) for queue in queues}


_NO_SUCH_CALL: Final = frozenset({404, 405})
