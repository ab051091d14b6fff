"""The bus of one test area: queues with locks, redelivery, dead letters and time to live (AMQP kept one to one)."""

from __future__ import annotations

import math
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.clock import Clock
from simulator.national.tjenestebuss import messages, parties
from simulator.national.tjenestebuss.messages import Locked
from simulator.national.tjenestebuss.parties import Parties, queues_of
from simulator.national.tjenestebuss.refusals import LockGone
from simulator.serving import area
from simulator.serving.area import Area
from simulator.serving.refusals import TooLarge
from simulator.serving.waiting import Bell
from simulator.store.database import Database
from standards.envelope import Envelope
from wire.bus import MAX_BODY_BYTES, QueueDepth

SCHEMA = f"""
{parties.SCHEMA}
{messages.SCHEMA}
{area.SCHEMA}
"""


@dataclass(frozen=True)
class BusSettings:
    """How the bus behaves where the standard leaves room."""

    lock_life: timedelta = timedelta(seconds=60)
    max_deliveries: int = 10
    max_body_bytes: int = MAX_BODY_BYTES
    max_pages: int | None = None
    """Caps each area's database in pages of 4 KiB, to rehearse a full disk."""


class Broker(Area):
    """The bus of an area. `monotonic` gives seconds and measures how long a reader has waited."""

    def __init__(self, database: Database, clock: Clock, settings: BusSettings, monotonic: Callable[[], float]) -> None:
        super().__init__(database, clock)
        self._rules = settings
        self._monotonic = monotonic
        self._bells: dict[str, Bell] = {}
        self._lives: Counter[tuple[str, str]] = Counter()
        self._listeners: tuple[Callable[[frozenset[str]], None], ...] = ()
        self._stopping = False
        self.parties = Parties(database)
        with database.transaction() as connection:  # locks belong to a process that has ended
            messages.free_all(connection, settings.max_deliveries)

    def listen(self, told: Callable[[frozenset[str]], None]) -> None:
        """Tell of each queue that may have got something ready, and of nothing when locks must be looked at again.

        `told` is called in any thread and must return at once.
        """
        self._listeners = (*self._listeners, told)

    def send(self, queue: str, envelope: Envelope, body: bytes) -> int:
        """Store durably, then wake readers; gives the sequence number.

        Raises `UnknownQueue`, `TooLarge`, `StoreFull`.
        """
        self.require_room(queue, body)
        return self.send_all(queue, [(envelope, body)])[0]

    def send_all(self, queue: str, sent: Iterable[tuple[Envelope, bytes]]) -> list[int]:
        """Store several that have passed `require_room`, all or none, with one flush; raises `StoreFull`."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            sequences = [messages.insert(connection, queue, envelope, body, now) for envelope, body in sent]
        self._ring({queue})
        return sequences

    def require_room(self, queue: str, body: bytes) -> None:
        """Raise `UnknownQueue`, or `TooLarge`, for what cannot be sent there."""
        self.parties.require_queue(queue)
        if len(body) > self._rules.max_body_bytes:
            raise TooLarge(
                "Meldingen er for stor for bussen.",
                expected=f"høyst {self._rules.max_body_bytes} byte",
                found=f"{len(body)} byte",
                fix="Gjør vedleggene mindre.",
            )

    def lock(self, queue: str, her_id: str, wait_seconds: float = 0.0, consumer: str = "") -> Locked | None:
        """Lock the oldest ready message, waiting up to `wait_seconds` for one to come or to come back.

        A wait that began before the consumer recovered ends empty-handed.
        """
        self.parties.require_owner(queue, her_id)
        life = self._lives[queue, consumer]
        bell = self._bells.setdefault(queue, Bell())
        deadline = self._monotonic() + wait_seconds
        while not self._stopping:
            seen = bell.rings
            if life != self._lives[queue, consumer]:
                return None
            found, next_end = self._lock_now(queue, consumer)
            left = deadline - self._monotonic()
            if found is not None or left <= 0:
                return found
            bell.wait_past(seen, min(left, self._until(next_end)))
        return None

    def complete(self, token: str, her_id: str) -> None:
        """Take the locked message away; raises `LockGone`."""
        with self._database.transaction() as connection:
            messages.delete(connection, self._held(connection, token, her_id))

    def release(self, token: str, her_id: str) -> None:
        """Give the locked message back to its place; raises `LockGone`."""
        with self._database.transaction() as connection:
            sequence = self._held(connection, token, her_id)
            woken = messages.free(connection, sequence, self._rules.max_deliveries)
        self._ring({woken})

    def reject(self, token: str, her_id: str) -> None:
        """Put the locked message in the dead letter queue, however often it was delivered; raises `LockGone`."""
        with self._database.transaction() as connection:
            sequence = self._held(connection, token, her_id)
            woken = messages.free(connection, sequence, 0)
        self._ring({woken})

    def end_locks(self) -> float:
        """End the locks that have run out; gives how many seconds are left of the next one, if only infinity."""
        with self._database.transaction() as connection:
            woken = self._tidy(connection, self._clock.now())
            next_end = messages.next_lock_end(connection)
        self._ring(woken)
        return self._until(next_end)

    def recover(self, queue: str, her_id: str, consumer: str) -> int:
        """Give back what an earlier life of the consumer held, as a broken AMQP connection would; gives how many."""
        self.parties.require_owner(queue, her_id)
        self._lives[queue, consumer] += 1
        with self._database.transaction() as connection:
            woken = messages.free_held(connection, queue, consumer, self._rules.max_deliveries)
        self._ring({queue, *woken})
        return len(woken)

    def depth(self, queue: str, her_id: str) -> QueueDepth:
        """How much lies in an own queue."""
        self.parties.require_owner(queue, her_id)
        with self._database.transaction() as connection:
            woken = self._tidy(connection, self._clock.now())
            ready, locked, dead = messages.count(connection, queue)
        self._ring(woken)
        return QueueDepth(ready, locked, dead)

    def depths(self, her_id: str) -> dict[str, QueueDepth]:
        """How much lies in each of the queues of a HER-id, all seen at once."""
        with self._database.transaction() as connection:
            woken = self._tidy(connection, self._clock.now())
            found = {queue: QueueDepth(*messages.count(connection, queue)) for queue in queues_of(her_id)}
        self._ring(woken)
        return found

    def reset(self) -> None:
        """Empty every queue, end every lock and set the clock right; parties and passwords stay."""
        with self._database.transaction() as connection:
            messages.delete_all(connection)
        self.shift_clock(timedelta())

    def shift_clock(self, offset: timedelta) -> None:
        """Move the area's time; locks and times to live that are over by then end at once."""
        super().shift_clock(offset)
        self._ring(set(self._bells))
        self._tell(frozenset())

    def close(self) -> None:
        """Send waiting readers home empty-handed, then close the database."""
        self._stopping = True
        self._ring(set(self._bells))
        super().close()

    def _lock_now(self, queue: str, consumer: str) -> tuple[Locked | None, datetime | None]:
        with self._database.transaction() as connection:
            now = self._clock.now()
            woken = self._tidy(connection, now)
            token = secrets.token_urlsafe(16)
            found = messages.lock_oldest(connection, queue, token, now, life=self._rules.lock_life, consumer=consumer)
            next_end = None if found is not None else messages.next_lock_end(connection)
        self._ring(woken - {queue} if found is None else woken)
        if found is not None:
            self._tell(frozenset())
        return found, next_end

    def _tidy(self, connection: sqlite3.Connection, now: datetime) -> set[str]:
        woken = messages.free_expired(connection, now, self._rules.max_deliveries)
        messages.drop_vanished(connection, now)
        return woken

    def _held(self, connection: sqlite3.Connection, token: str, her_id: str) -> int:
        held = messages.holder(connection, token, self._clock.now())
        if held is None or held[1] not in parties.queues_of(her_id):
            raise LockGone(
                "Låsen gjelder ikke lenger.",
                expected=f"en lås som er yngre enn {self._rules.lock_life.total_seconds():g} sekunder og ikke brukt",
                found="utløpt, alt brukt eller ukjent lås",
                fix="Hent meldingen på nytt; den kan komme en gang til, så sjekk message_id før den behandles.",
            )
        return held[0]

    def _until(self, moment: datetime | None) -> float:
        return math.inf if moment is None else max((moment - self._clock.now()).total_seconds(), 0.001)

    def _ring(self, queues: set[str]) -> None:
        if queues:
            self._tell(frozenset(queues))
        for queue in queues:
            bell = self._bells.get(queue)
            if bell is not None:
                bell.ring()

    def _tell(self, queues: frozenset[str]) -> None:
        for told in self._listeners:
            told(queues)
