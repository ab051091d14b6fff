"""The messages of one test area in its database: every method is one step of an open transaction."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from simulator.national.tjenestebuss.parties import dead_letter_queue
from standards.envelope import Envelope

SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  origin TEXT,              -- the queue it died in, for dead letters
  envelope TEXT NOT NULL,
  enqueued_us INTEGER NOT NULL,
  vanishes_us INTEGER,
  deliveries INTEGER NOT NULL DEFAULT 0,
  lock TEXT UNIQUE,
  lock_ends_us INTEGER,
  consumer TEXT NOT NULL DEFAULT ''    -- who holds the lock, by the name it gave
) STRICT;
CREATE TABLE IF NOT EXISTS body (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS ready ON message (queue, sequence) WHERE lock IS NULL;
CREATE INDEX IF NOT EXISTS locked ON message (lock_ends_us) WHERE lock IS NOT NULL;
CREATE INDEX IF NOT EXISTS vanishing ON message (vanishes_us) WHERE vanishes_us IS NOT NULL;
CREATE INDEX IF NOT EXISTS dead ON message (origin) WHERE origin IS NOT NULL;
CREATE TRIGGER IF NOT EXISTS gone AFTER DELETE ON message BEGIN DELETE FROM body WHERE sequence = old.sequence; END;
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Locked:
    """A message as its reader gets it."""

    lock: str
    expires_at: datetime
    delivery_count: int
    sequence: int
    enqueued_at: datetime
    envelope: Envelope
    body: bytes


def insert(connection: sqlite3.Connection, queue: str, envelope: Envelope, body: bytes, now: datetime) -> int:
    """Put a message last in a queue and give its sequence number."""
    vanishes = None if envelope.ttl_ms is None else to_us(now) + envelope.ttl_ms * 1000
    cursor = connection.execute(
        "INSERT INTO message (queue, envelope, enqueued_us, vanishes_us) VALUES (?, ?, ?, ?)",
        (queue, json.dumps(envelope.to_json()), to_us(now), vanishes),
    )
    connection.execute("INSERT INTO body VALUES (?, ?)", (cursor.lastrowid, body))
    return int(cursor.lastrowid or 0)


def lock_oldest(
    connection: sqlite3.Connection, queue: str, token: str, now: datetime, *, life: timedelta, consumer: str
) -> Locked | None:
    """Lock the ready message with the lowest sequence number, in the name of a consumer."""
    row = connection.execute(
        "SELECT sequence, envelope, enqueued_us, deliveries, bytes FROM message JOIN body USING (sequence)"
        " WHERE queue = ? AND lock IS NULL ORDER BY sequence LIMIT 1",
        (queue,),
    ).fetchone()
    if row is None:
        return None
    connection.execute(
        "UPDATE message SET lock = ?, lock_ends_us = ?, consumer = ?, deliveries = deliveries + 1 WHERE sequence = ?",
        (token, to_us(now + life), consumer, row["sequence"]),
    )
    return Locked(
        lock=token,
        expires_at=now + life,
        delivery_count=row["deliveries"] + 1,
        sequence=row["sequence"],
        enqueued_at=from_us(row["enqueued_us"]),
        envelope=Envelope.from_json(json.loads(row["envelope"])),
        body=row["bytes"],
    )


def free(connection: sqlite3.Connection, sequence: int, max_deliveries: int) -> str:
    """End a lock: back to its place, or to the dead letter queue; gives the queue that has one more ready."""
    row = connection.execute("SELECT queue, deliveries FROM message WHERE sequence = ?", (sequence,)).fetchone()
    queue = str(row["queue"])
    dead = dead_letter_queue(queue)
    if row["deliveries"] < max_deliveries or queue == dead:
        connection.execute("UPDATE message SET lock = NULL, lock_ends_us = NULL WHERE sequence = ?", (sequence,))
        return queue
    connection.execute(
        "UPDATE message SET lock = NULL, lock_ends_us = NULL, vanishes_us = NULL, queue = ?, origin = ?"
        " WHERE sequence = ?",
        (dead, queue, sequence),
    )
    return dead


def free_expired(connection: sqlite3.Connection, now: datetime, max_deliveries: int) -> set[str]:
    """End the locks that have run out, in the whole area; gives the queues that have got something ready."""
    rows = connection.execute(
        "SELECT sequence FROM message WHERE lock IS NOT NULL AND lock_ends_us <= ?", (to_us(now),)
    ).fetchall()
    return {free(connection, row["sequence"], max_deliveries) for row in rows}


def free_held(connection: sqlite3.Connection, queue: str, consumer: str, max_deliveries: int) -> list[str]:
    """End the locks that a consumer holds in a queue; gives, for each, the queue that has one more ready."""
    rows = connection.execute(
        "SELECT sequence FROM message WHERE lock IS NOT NULL AND queue = ? AND consumer = ?", (queue, consumer)
    ).fetchall()
    return [free(connection, row["sequence"], max_deliveries) for row in rows]


def free_all(connection: sqlite3.Connection, max_deliveries: int) -> None:
    """End every lock: their holders are gone."""
    for row in connection.execute("SELECT sequence FROM message WHERE lock IS NOT NULL").fetchall():
        free(connection, row["sequence"], max_deliveries)


def drop_vanished(connection: sqlite3.Connection, now: datetime) -> None:
    """Delete ready messages whose time to live is over."""
    connection.execute("DELETE FROM message WHERE vanishes_us <= ? AND lock IS NULL", (to_us(now),))


def next_lock_end(connection: sqlite3.Connection) -> datetime | None:
    """When the first of the area's locks runs out."""
    (moment,) = connection.execute("SELECT MIN(lock_ends_us) FROM message WHERE lock IS NOT NULL").fetchone()
    return None if moment is None else from_us(moment)


def holder(connection: sqlite3.Connection, token: str, now: datetime) -> tuple[int, str] | None:
    """Sequence number and queue of the message under a lock that has not run out."""
    row = connection.execute(
        "SELECT sequence, queue FROM message WHERE lock = ? AND lock_ends_us > ?", (token, to_us(now))
    ).fetchone()
    return None if row is None else (row["sequence"], row["queue"])


def delete(connection: sqlite3.Connection, sequence: int) -> None:
    """Take a message away for good."""
    connection.execute("DELETE FROM message WHERE sequence = ?", (sequence,))


def delete_all(connection: sqlite3.Connection) -> None:
    """Empty every queue; sequence numbers go on."""
    connection.execute("DELETE FROM message")


def count(connection: sqlite3.Connection, queue: str) -> tuple[int, int, int]:
    """Ready and locked messages of a queue, and those that have died in it."""
    ready, locked = connection.execute(
        "SELECT COUNT(*) FILTER (WHERE lock IS NULL), COUNT(*) FILTER (WHERE lock IS NOT NULL)"
        " FROM message WHERE queue = ?",
        (queue,),
    ).fetchone()
    (dead,) = connection.execute("SELECT COUNT(*) FROM message WHERE origin = ?", (queue,)).fetchone()
    return ready, locked, dead


def to_us(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """The moment, aware, UTC."""
    return _EPOCH + microseconds * _MICROSECOND
