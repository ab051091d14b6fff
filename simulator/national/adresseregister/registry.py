"""One test area: its parties, what has happened to them, and their certificates."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from simulator import certificates
from simulator.certificates import Bits, Certificate, Certificates, Use
from simulator.clock import Clock, iso
from simulator.national.adresseregister.faults import CATALOGUE
from simulator.national.adresseregister.records import Record, first_records
from simulator.national.adresseregister.refusals import unknown_party
from simulator.serving import area
from simulator.serving.area import Area
from simulator.serving.faults import Switches
from simulator.serving.refusals import faulty
from simulator.serving.service import Registered
from simulator.store.database import Database

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS party (her_id TEXT PRIMARY KEY, place INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS event (
  number INTEGER PRIMARY KEY AUTOINCREMENT, her_id TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL) STRICT;
{certificates.SCHEMA}
{area.SCHEMA}
"""
CREATED, UPDATED = "CommunicationPartyCreated", "CommunicationPartyUpdated"
MOST_EVENTS: Final = 1000


@dataclass(frozen=True)
class Event:
    """Something that happened to a party; the numbers grow."""

    number: int
    her_id: str
    kind: str
    at: str


class Registry(Area):
    """What the registry knows in an area; `parties` says who is there when it is new or reset."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        parties: Callable[[], Iterable[Registered]],
        wallet: Certificates | None = None,
    ) -> None:
        """Certificates that the parties have from elsewhere lie in `wallet`, and outlive a reset."""
        super().__init__(database, clock)
        self.faults = Switches(CATALOGUE)
        self._parties = parties
        self._own = Certificates(database, self.now)
        self._certificates = wallet or self._own
        if not database.read("SELECT number FROM event LIMIT 1"):
            self._begin()

    def reset(self) -> None:
        """The parties as they were and the clock right, with new certificates of its own; numbers of events go on."""
        self.faults.turn_off()
        self._own.forget()
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM party")
            connection.execute("DELETE FROM event")
        self.shift_clock(timedelta())
        self._begin()

    def close(self) -> None:
        """Let nobody linger, then close the database."""
        self.faults.stop()
        super().close()

    def all(self) -> tuple[Record, ...]:
        """Every party, in the order they came."""
        return tuple(Record.from_json(row["record"]) for row in self._database.read(_ALL))

    def find(self, her_id: str) -> Record | None:
        """The party with that HER-id."""
        row = self._database.read_one("SELECT record FROM party WHERE her_id = ?", (her_id,))
        return None if row is None else Record.from_json(row["record"])

    def get(self, her_id: str) -> Record:
        """The party with that HER-id; raises `UnknownParty`."""
        found = self.find(her_id)
        if found is None:
            raise unknown_party(her_id)
        return found

    def below(self, her_id: str) -> tuple[Record, ...]:
        """Those that have it as parent."""
        return tuple(one for one in self.all() if one.parent == her_id)

    def queue_of(self, record: Record) -> tuple[str, bool]:
        """What the queues of a party begin with, and whether they are inherited; empty when nobody has any."""
        if record.queue:
            return record.queue, False
        above = self.find(record.parent) if record.parent else None
        return (above.queue, True) if above is not None else ("", False)

    def certificate(self, record: Record, use: Use, *, true: bool = False) -> Certificate:
        """The one that is given as the present one; `true` gives what it really is, whatever fault is on."""
        whole = self._certificates
        if not true and self.faults.take("expired_certificate"):
            return whole.history(record.her_id, use, record.subject)[-1]
        found = whole.current(record.her_id, use, record.subject)
        if not true and use is Use.ENCRYPTION and self.faults.take("one_key_usage"):
            return whole.with_one_bit(found, record.subject, Bits.KEY_ONLY)
        return found

    def certificates(self, record: Record, use: Use) -> tuple[Certificate, ...]:
        """All there have been, the newest first."""
        return self._certificates.history(record.her_id, use, record.subject)

    def authority_der(self) -> bytes:
        """The certificate of whoever signed the others."""
        return self._certificates.authority_der()

    def events(self, since: int, most: int = MOST_EVENTS) -> tuple[Event, ...]:
        """What has happened, from that number on."""
        rows = self._database.read("SELECT * FROM event WHERE number >= ? ORDER BY number LIMIT ?", (since, most))
        return tuple(Event(row["number"], row["her_id"], row["kind"], row["at"]) for row in rows)

    @property
    def last_number(self) -> int:
        """The number of the last thing that happened."""
        row = self._database.read_one("SELECT max(number) AS last FROM event")
        return int(row["last"]) if row is not None and row["last"] is not None else 0

    def change(self, her_id: str, fields: dict[str, Any], rotate: Iterable[Use] = ()) -> Record:
        """Change a party, rotate certificates; one event tells of it. Raises `UnknownParty`."""
        before = self.get(her_id)
        after = replace(before, **fields, changed=iso(self.now()))
        for use in rotate:
            self._certificates.rotate(her_id, use, after.subject)
        with self._database.transaction() as connection:
            _put(connection, after)
            self._happened(connection, her_id, UPDATED, self.now())
        return after

    def renumber(self, her_id: str, wanted: str) -> Record:
        """Give a party another HER-id: the one it had is ended. Raises `UnknownParty`, `FaultyRequest`."""
        before = self.get(her_id)
        if self.find(wanted) is not None:
            raise faulty("en HER-id som ikke er i bruk", wanted)
        now = self.now()
        after = replace(before, her_id=wanted, queue=wanted if before.queue else "", changed=iso(now))
        with self._database.transaction() as connection:
            _put(connection, replace(before, valid_to=iso(now), changed=iso(now)))
            self._happened(connection, her_id, UPDATED, now)
            _put(connection, after)
            self._happened(connection, wanted, CREATED, now)
            for row in connection.execute("SELECT record FROM party").fetchall():
                below = Record.from_json(row["record"])
                if below.parent == her_id:
                    _put(connection, replace(below, parent=wanted, changed=iso(now)))
                    self._happened(connection, below.her_id, UPDATED, now)
        return after

    def _begin(self) -> None:
        now = self.now()
        with self._database.transaction() as connection:
            for record in first_records(self._parties(), now):
                _put(connection, record)
                self._happened(connection, record.her_id, CREATED, now)

    def _happened(self, connection: sqlite3.Connection, her_id: str, kind: str, at: datetime) -> None:
        connection.execute("INSERT INTO event (her_id, kind, at) VALUES (?, ?, ?)", (her_id, kind, iso(at)))


_ALL: Final = "SELECT record FROM party ORDER BY place"


def _put(connection: sqlite3.Connection, record: Record) -> None:
    connection.execute(
        "INSERT INTO party VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM party), ?)"
        " ON CONFLICT (her_id) DO UPDATE SET record = excluded.record",
        (record.her_id, record.to_json()),
    )
