"""A bus whose bodies are signed and encrypted, over any transport (HITS 1216:2018, 2.1.4 and 2.1.5).

What comes is opened and judged before anybody reads it; what is wrong follows the message, and whoever reads decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from standards.cms import CmsFault, NotCms, Protection, WrongContentType, WrongSignature
from standards.envelope import SOAP_FAULT, Envelope
from wire.bus import (
    BusClient,
    BusError,
    BusMessage,
    BusRefused,
    Carried,
    Limit,
    ManyDepths,
    QueueDepth,
    Received,
)
from wire.protecting import Checks, Inward, Opening, Outward, Protector, closed

__all__ = ["CannotProtect", "Inward", "Outward", "ProtectedBus", "Protector", "outermost"]

_NO_SUCH_CALL: Final = 405
_THE_SAME_AGAIN: Final = (NotCms, WrongContentType, WrongSignature)
"""What no other certificate would mend, so that none is fetched anew."""


class CannotProtect(BusError):
    """A message was not sent, because of a certificate; it may go when that is mended."""

    def __init__(self, fault: CmsFault) -> None:
        super().__init__(fault.problem, expected=fault.expected, found=fault.found, fix=fault.fix)
        self.fault = fault


class ProtectedBus:
    """A bus client that protects what it sends and opens what it receives; error messages go as they are.

    `send` also raises `CannotProtect`. A message with a fault has no document, and `carried` tells of it.
    """

    def __init__(self, inner: BusClient, protector: Protector) -> None:
        self._inner = inner
        self._protector = protector
        self._checks = Checks()

    @property
    def limits(self) -> frozenset[Limit]:
        """What the transport cannot do."""
        return self._inner.limits

    def send(self, queue: str, message: BusMessage) -> None:
        """Put a message on any queue, protected."""
        self._inner.send(queue, outermost(self.wrap(message)))

    def wrap(self, message: BusMessage) -> BusMessage:
        """What will be sent: the document, its envelope with the content-type, and the bytes that carry it."""
        if message.carried is not None or _goes_open(message.envelope):
            return message
        her_id = message.envelope.to_her_id or _owner(message.envelope.to)
        try:
            try:
                return self._wrapped(message, self._protector.outward(her_id))
            except CmsFault:
                return self._wrapped(message, self._protector.outward(her_id, anew=True))
        except CmsFault as fault:
            raise CannotProtect(fault) from fault

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        """Lock the oldest ready message of an own queue, opened and judged."""
        received = self._inner.receive(queue, wait_seconds)
        if received is None:
            return None
        try:
            return replace(received, message=self.unwrap(received.message))
        except BaseException:
            with suppress(BusError):
                self._inner.release(received)
            raise

    def unwrap(self, message: BusMessage) -> BusMessage:
        """A message that came, opened; one that nothing protects, and that need not be, is as it was."""
        if _goes_open(message.envelope):
            return message
        her_id = message.envelope.from_her_id
        opened = self._opened(message, her_id, anew=False)
        fault = opened.carried.fault if opened.carried else None
        if fault is None or isinstance(fault, _THE_SAME_AGAIN):
            return opened
        return self._opened(message, her_id, anew=True)

    def complete(self, received: Received) -> None:
        """Take the message off the bus."""
        self._inner.complete(received)

    def release(self, received: Received) -> None:
        """Give the message back to its place in the queue."""
        self._inner.release(received)

    def recover(self, queue: str) -> None:
        """Give back what an earlier life of this consumer still holds in an own queue."""
        self._inner.recover(queue)

    def depth(self, queue: str) -> QueueDepth | None:
        """How much lies in an own queue; None when the transport cannot tell."""
        return self._inner.depth(queue)

    def depths(self) -> Mapping[str, QueueDepth]:
        """How much lies in each own queue; refused as an unknown call where the transport has none for it."""
        if isinstance(self._inner, ManyDepths):
            return self._inner.depths()
        raise BusRefused("Bussen kan ikke fortelle om alle køene på én gang.", status=_NO_SUCH_CALL)

    def close(self) -> None:
        """Interrupt what waits and drop the connections."""
        self._inner.close()

    def _wrapped(self, message: BusMessage, by: Outward) -> BusMessage:
        if by.protection is Protection.PLAIN:
            return message
        return closed(message, by, self._protector.now(), self._checks)

    def _opened(self, message: BusMessage, her_id: str, *, anew: bool) -> BusMessage:
        try:
            by = self._protector.inward(her_id, anew=anew)
        except CmsFault as fault:
            return BusMessage(message.envelope, b"", Carried(message.body, fault=fault))
        return Opening(by, self._protector.now(), self._checks).opened(message)


def outermost(message: BusMessage) -> BusMessage:
    """The message as the transport carries it."""
    return message if message.carried is None else BusMessage(message.envelope, message.carried.raw)


def _goes_open(envelope: Envelope) -> bool:
    """Error messages and SOAP faults are never protected (HITS 1216:2018, 2.2.6)."""
    if envelope.is_error:
        return True
    return envelope.subject == SOAP_FAULT and envelope.content_type.lower().startswith(Protection.SOAP)


def _owner(queue: str) -> str:
    """The HER-id of a queue's name, wherever it is."""
    return queue.rpartition("/")[2].partition("_")[0]
