"""One simulated journal: database, clock, and what can be done with it. Nothing here knows how it is reached."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Any, TypeVar

from simulator.clock import ShiftableClock
from simulator.journal import (
    contacts,
    duties,
    idempotency,
    inspection,
    line,
    outbox,
    patients,
    protected,
    receive,
    settings,
    transport,
)
from simulator.journal.hooks import Arrival, Faults, Hook, Parcel, passed
from simulator.journal.intents import INTENTS, MOVING_TIME, READING, Intent
from simulator.journal.outbox import Waiting
from simulator.journal.params import Params
from simulator.journal.patients import NewPatient
from simulator.journal.refusals import Refused, UnknownIntent
from simulator.journal.tables import CONTENT, SCHEMA
from simulator.journal.unit import Unit, World
from simulator.store.database import Database
from standards.schema import SchemaPack
from wire.bus import BusMessage

__all__ = ["SCHEMA", "Journal"]

T = TypeVar("T")
_SECONDS_BETWEEN_LOOKS = 5.0


class Journal:
    """Thread-safe. Owns the database, which must have been opened with `SCHEMA`."""

    def __init__(
        self,
        database: Database,
        clock: ShiftableClock,
        world: World,
        pack: SchemaPack,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        *,
        faults: Faults | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._world = world
        self._pack = pack
        self._new_id = new_id
        self._faults = faults
        self._bell = threading.Condition()
        self._rings = 0
        self._closing = False
        with self._unit() as unit:
            self._clock.shift_to(timedelta(seconds=float(settings.get(unit, settings.CLOCK_OFFSET) or 0)))

    @property
    def world(self) -> World:
        """Whose journal it is."""
        return self._world

    @property
    def clock(self) -> ShiftableClock:
        """The journal's time."""
        return self._clock

    @property
    def faults(self) -> Faults | None:
        """What it is made to do wrong, if it can be."""
        return self._faults

    def register(self, people: Iterable[NewPatient]) -> None:
        """Open journals for those who have none; who comes to a journal in use, as a newborn does, is told of."""
        with self._unit() as unit:
            _register(unit, people)

    def receive(self, message: BusMessage, *, at_once: bool = False) -> bool:
        """Store everything that a message leads to. When this returns, the message may be taken off the bus.

        It tells whether it should be: it always should, but for a fault.

        `at_once` tells that it came on the queue of questions that want an answer at once.
        """
        protected.stop_when_unknown(message)
        raw = inspection.masked(protected.readable(message))
        began = self.clock.now()
        while not self._closing:
            seen = self.rings
            with self._unit() as unit:
                if settings.value(unit, settings.RECEIVING) == "ja":
                    if at_once and _has_expired(message, self.clock.now() - began):
                        return True  # it would be gone from the bus too, had it not been under lock while we were down
                    arrival = passed(unit, Hook.ARRIVING, Arrival(message))
                    if arrival.handled:
                        receive.receive(unit, self._pack, message, raw, at_once=at_once)
                        protected.keep(unit, message, raw)
                    break
            self.wait_past(seen, _SECONDS_BETWEEN_LOOKS)  # down for maintenance: it stays under lock
        else:
            return False
        self._ring()
        return arrival.completed

    def take_answer(self, message: BusMessage) -> None:
        """Store what came on the queue for answers in real time."""
        protected.stop_when_unknown(message)
        raw = inspection.masked(protected.readable(message))
        with self._unit() as unit:
            line.take_answer(unit, message, raw)
            protected.keep(unit, message, raw)
        self._ring()

    def not_answered(self, waiting: Waiting) -> None:
        """Nobody answered what was asked in real time."""
        with self._unit() as unit:
            line.not_answered(unit, waiting.message.envelope.message_id)
        self._ring()

    def do(self, intent: str, params: Mapping[str, Any], key: str = "") -> dict[str, Any]:
        """Have staff do something: outcome, reason and data. The same key gives the same answer, once done.

        Raises `UnknownIntent`, `FaultyParams`, `KeyReused`.
        """
        handler = INTENTS.get(intent)
        if handler is None:
            raise _unknown(intent)
        if intent in READING:
            return self._looked(handler, intent, params, key)
        with self._unit() as unit:
            known = idempotency.find(unit, key, intent, params) if key else None
            if known is not None:
                return known
            unit.run("SAVEPOINT intent")
            try:
                answer = _done(handler, unit, params)
            except Refused as refused:
                unit.run("ROLLBACK TO intent")
                answer = _refused(refused)
            if key:
                idempotency.keep(unit, key, intent, params, answer)
        if intent in MOVING_TIME:
            self.keep_time()
        self._ring()
        return answer

    def keep_time(self) -> None:
        """Bring the clock to what the database says, and let the day bring what it brings."""
        with self._unit() as unit:
            offset, stands = settings.get(unit, settings.CLOCK_OFFSET), settings.get(unit, settings.CLOCK_STANDS)
        self._clock.thaw()
        self._clock.shift_to(timedelta(seconds=float(offset or 0)))
        if stands is not None:
            self._clock.freeze(datetime.fromisoformat(stands))
        self.attend()

    def _looked(self, handler: Intent, intent: str, params: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Reading leaves a row in the access log and no answer under its key; when it is refused nothing is left."""
        try:
            with self._unit() as unit:
                known = idempotency.find(unit, key, intent, params) if key else None
                return known or _done(handler, unit, params)
        except Refused as refused:
            return _refused(refused)

    def view(self, read: Callable[[Unit], T], at: str | None = None) -> T:
        """What a function reads, in one transaction; `at` is the role or HER-id of the service where staff work.

        For pages and inspection: what staff do goes through `do`. Raises `Refused` for a service that is not here.
        """
        with self._unit() as unit:
            return read(unit if at is None else _at(unit, at))

    def attend(self) -> None:
        """Let staff do what they do without being asked, and let the day bring what it brings."""
        with self._unit() as unit:
            duties.attend(unit)

    def oldest_waiting(self) -> Waiting | None:
        """What is to be sent next."""
        with self._unit() as unit:
            return outbox.oldest(unit)

    def parcels(self, waiting: Waiting) -> tuple[Parcel, ...]:
        """How a message is handed to the bus: as it is, once, but for a fault."""
        return self.erring(Hook.DISPATCH, (Parcel(waiting.message),), waiting.message)

    def erring(self, hook: Hook, value: T, about: object) -> T:
        """What faults leave of a value at a place outside the journal itself; not to be asked within a unit of work."""
        if self._faults is None or self._faults.quiet:
            return value
        with self._unit() as unit:
            return passed(unit, hook, value, about)

    def sent(self, waiting: Waiting, carried: bytes = b"") -> None:
        """The bus has it; `carried` is what went there when that is another thing than the document."""
        with self._unit() as unit:
            outbox.sent(unit, waiting)
            transport.keep_carried(unit, waiting.transport, carried)
        self._ring()

    def undeliverable(self, waiting: Waiting, reason: str) -> None:
        """The bus will never take it."""
        with self._unit() as unit:
            outbox.undeliverable(unit, waiting, reason)
        self._ring()

    def waiting_count(self) -> int:
        """How many messages wait to be sent, or for staff to look at them."""
        with self._unit() as unit:
            return outbox.count(unit) + duties.waiting(unit)

    @property
    def rings(self) -> int:
        """Grows each time that something has been stored or sent."""
        with self._bell:
            return self._rings

    def wait_past(self, seen: int, seconds: float) -> None:
        """Return when something has happened since `rings` was `seen`, or after so many seconds."""
        with self._bell:
            self._bell.wait_for(lambda: self._rings > seen, seconds)

    def ring(self) -> None:
        """Wake everyone who waits."""
        self._ring()

    def shift_clock(self, offset: timedelta) -> None:
        """Set how far the journal's time is ahead; it is remembered."""
        with self._unit() as unit:
            settings.put(unit, settings.CLOCK_OFFSET, str(offset.total_seconds()))
        self._clock.shift_to(offset)
        self.attend()
        self._ring()

    def reset(self, people: Iterable[NewPatient]) -> None:
        """Forget everything and begin again with these people."""
        self._clock.shift_to(timedelta())
        with self._unit() as unit:
            for table in CONTENT:
                unit.run(f"DELETE FROM {table}")  # noqa: S608 - the names are our own
            _register(unit, people)
        self._ring()

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Everything stored, for the control API; bytes are told by their length."""
        return {
            table: [
                {name: f"{len(value)} byte" if isinstance(value, bytes) else value for name, value in dict(row).items()}
                for row in self._database.read(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608 - our own names
            ]
            for table in reversed(CONTENT)
        }

    def close(self) -> None:
        """Close the database; whoever waits is woken."""
        self._closing = True
        self._ring()
        self._database.close()

    @contextmanager
    def _unit(self) -> Iterator[Unit]:
        with self._database.transaction() as connection:
            unit = Unit(connection, self._world, self._clock.now(), self._new_id, self._world.default)
            faulty = self._faults is not None and self._faults.awake(unit)
            yield replace(unit, faults=self._faults) if faulty else unit

    def _ring(self) -> None:
        with self._bell:
            self._rings += 1
            self._bell.notify_all()


def _has_expired(message: BusMessage, waited: timedelta) -> bool:
    """Whether nobody waits for an answer any more."""
    ttl = message.envelope.ttl_ms
    return ttl is not None and waited > timedelta(milliseconds=ttl)


def _register(unit: Unit, people: Iterable[NewPatient]) -> None:
    new = [person for person in people if not patients.known(unit, person.ident)]
    in_use = unit.row("SELECT 1 FROM patient") is not None
    patients.register(unit, new)
    idents = [person.ident for person in new]
    if in_use:
        contacts.arrive(unit, idents)
    else:
        contacts.begin(unit, idents)


def _done(handler: Intent, unit: Unit, params: Mapping[str, Any]) -> dict[str, Any]:
    read = Params(params)
    data, reason = handler(_working(unit, read), read)
    return {"outcome": "done", "reason": reason, "data": data}


def _refused(refused: Refused) -> dict[str, Any]:
    return {"outcome": "refused", "reason": refused.reason, "data": {}}


def _working(unit: Unit, params: Params) -> Unit:
    """The unit of work at the service where staff say that they work."""
    name = params.optional("unit")
    return unit if name is None else _at(unit, name)


def _at(unit: Unit, name: str) -> Unit:
    service = unit.world.service(name)
    if service is None:
        raise Refused(
            f"Journalen har ingen enhet som heter {name}. Den har {', '.join(one.role for one in unit.world.services)}."
        )
    return replace(unit, at=service, bound=passed(unit, Hook.BOUND, True, service))


def _unknown(intent: str) -> UnknownIntent:
    nearest = get_close_matches(intent, [*INTENTS, "settle"], n=1)
    return UnknownIntent(
        "Denne EPJ-en kjenner ikke oppdraget.",
        expected=", ".join([*INTENTS, "settle"]),
        found=intent[:80],
        fix=f"Mente du {nearest[0]}?" if nearest else "Bruk et oppdrag fra docs/contract.md, del 2.",
    )
