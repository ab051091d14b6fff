"""The two kinds of links: an inlet brings messages to a queue, an outlet takes them from one under lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final, Protocol

from proton import Condition, Delivery, Receiver, Sender

from simulator.national.tjenestebuss.amqp import mapping
from simulator.national.tjenestebuss.amqp.conditions import TOO_LARGE, condition
from simulator.national.tjenestebuss.broker import Broker
from simulator.national.tjenestebuss.messages import Locked
from simulator.national.tjenestebuss.refusals import LockGone
from standards.envelope import Envelope
from standards.errors import Problem

CREDIT: Final = 200
"""How many messages a sender may have on its way to us."""
OVERHEAD_BYTES: Final = 1024 * 1024
"""What a message may have beside its body."""
_MAX_UNSENT_BYTES: Final = 512 * 1024
_TERMINAL: Final = frozenset({Delivery.ACCEPTED, Delivery.REJECTED, Delivery.RELEASED, Delivery.MODIFIED})


class Inlet:
    """A link that a client sends on. What comes is stored many at a time, and answered when it is."""

    def __init__(self, link: Receiver, queue: str, broker: Broker) -> None:
        self._link = link
        self._queue = queue
        self._broker = broker
        self._read = bytearray()
        self._arrived: list[tuple[Delivery, Envelope, bytes]] = []

    def open(self) -> None:
        """Let messages come."""
        self._link.flow(CREDIT)

    def happened(self, delivery: Delivery) -> None:
        """Read what has come of a message, and store it when it is whole."""
        if delivery.aborted:
            self._read.clear()
            delivery.settle()
            return
        while delivery.readable and (size := delivery.pending):
            self._read += self._link.recv(size) or b""
        if len(self._read) > self._link.max_message_size:
            self._link.condition = Condition(TOO_LARGE, f"Høyst {self._link.max_message_size} byte i en melding.")
            self._link.close()
            return
        if delivery.partial or not delivery.readable:
            return
        raw, self._read = bytes(self._read), bytearray()
        self._link.advance()
        try:
            envelope, body = mapping.read(raw)
            self._broker.require_room(self._queue, body)
        except Problem as problem:
            self._answer(delivery, problem)
        else:
            self._arrived.append((delivery, envelope, body))

    def store(self) -> None:
        """Store all that has come since the last time, with one flush, and answer each."""
        arrived, self._arrived = self._arrived, []
        if not arrived:
            return
        refusal: Problem | None = None
        try:
            self._broker.send_all(self._queue, [(envelope, body) for _, envelope, body in arrived])
        except Problem as problem:
            refusal = problem
        for delivery, _, _ in arrived:
            self._answer(delivery, refusal)
        if self._link.credit < CREDIT // 2:
            self._link.flow(CREDIT - self._link.credit)

    def over(self) -> None:
        """What was whole is stored."""
        self._read.clear()
        self.store()

    def _answer(self, delivery: Delivery, refusal: Problem | None) -> None:
        if refusal is None:
            delivery.update(Delivery.ACCEPTED)
        else:
            delivery.local.condition = condition(refusal)
            delivery.update(Delivery.REJECTED)
        delivery.settle()


@dataclass(frozen=True)
class Reader:
    """Who reads: the name that its locks are held in, and what to call when there is something to send."""

    consumer: str
    stir: Callable[[], None]


@dataclass(frozen=True)
class _Held:
    """A message under lock that the client has not settled."""

    delivery: Delivery
    lock: str
    expires_at: datetime


class Outlet:
    """A link that a client receives on."""

    def __init__(self, link: Sender, queue: str, broker: Broker, her_id: str, about: Reader) -> None:
        self._link = link
        self.queue = queue
        self._broker = broker
        self._her_id = her_id
        self._about = about
        self._held: dict[str, _Held] = {}
        self._tags = count(1)
        self.is_stalled = False
        """Whether it must be tried again when the client has taken some."""

    @property
    def wants(self) -> bool:
        """Whether the client has asked for more than it has got."""
        return int(self._link.credit) > 0

    @property
    def can_take(self) -> bool:
        """Whether the client takes what it gets; a slow one must not fill the memory."""
        self.is_stalled = int(self._link.session.outgoing_bytes) >= _MAX_UNSENT_BYTES
        return not self.is_stalled

    def serve(self) -> bool:
        """Send the oldest ready message; whether there was one."""
        ready = self._ready()
        found = self._broker.lock(self.queue, self._her_id, 0.0, self._about.consumer)
        if found is None:
            return False
        self._about.stir()
        self._send(found, None if ready is None else max(ready - 1, 0))
        return True

    def _ready(self) -> int | None:
        """How much there is, for a client who wants to know and has no credit left by which we could tell it.

        Proton never tells what is available, and AMQP has no answer to who has got all he asked for.
        """
        if not self._link.drain_mode or self._link.credit > 1:
            return None
        return self._broker.depth(self.queue, self._her_id).ready

    def nothing_more(self) -> None:
        """Answer a client that wants to know whether there is anything."""
        if self._link.drain_mode:
            self._about.stir()
            self._link.drained()

    def happened(self, delivery: Delivery) -> None:
        """Do what the client has decided, and answer what came of it."""
        if not delivery.settled and delivery.remote_state not in _TERMINAL:
            return
        held = self._held.pop(delivery.tag, None)
        if held is not None:
            outcome = self._settle(held.lock, int(delivery.remote_state))
            if not delivery.settled:
                delivery.update(outcome)
        delivery.settle()

    def take_back(self, now: datetime) -> None:
        """Tell the client which locks have run out: its deliveries are settled as released."""
        for tag, held in list(self._held.items()):
            if held.expires_at <= now:
                self._about.stir()
                del self._held[tag]
                held.delivery.update(Delivery.RELEASED)
                held.delivery.settle()

    def over(self) -> None:
        """Give back what the client held."""
        held, self._held = self._held, {}
        for one in held.values():
            self._free(one.lock)

    def _send(self, found: Locked, left: int | None) -> None:
        tag = str(next(self._tags))
        delivery = self._link.delivery(tag)
        self._link.stream(mapping.written(found, left))
        self._link.advance()
        if self._link.snd_settle_mode == Sender.SND_SETTLED:
            delivery.settle()
            self._broker.complete(found.lock, self._her_id)
        else:
            self._held[tag] = _Held(delivery, found.lock, found.expires_at)

    def _settle(self, lock: str, state: int) -> int:
        """What the client decided is done; gives how it went."""
        try:
            if state == Delivery.ACCEPTED:
                self._broker.complete(lock, self._her_id)
            elif state == Delivery.REJECTED:
                self._broker.reject(lock, self._her_id)
            else:
                self._broker.release(lock, self._her_id)
        except LockGone:
            return int(Delivery.RELEASED)
        return state

    def _free(self, lock: str) -> None:
        try:
            self._broker.release(lock, self._her_id)
        except Problem:
            return


class End(Protocol):
    """What both kinds do."""

    def happened(self, delivery: Delivery) -> None:
        """Something has happened to a delivery."""
        ...

    def over(self) -> None:
        """The link is gone."""
        ...
