"""What has happened in an area, told to each HER-id that it concerns: one sequence, where no number comes again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS notice (
  place INTEGER PRIMARY KEY AUTOINCREMENT, her_id INTEGER NOT NULL, kind TEXT NOT NULL,
  message INTEGER NOT NULL REFERENCES message, at_us INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS notice_her_id ON notice (her_id, place);
CREATE TABLE IF NOT EXISTS awaited (
  message INTEGER NOT NULL REFERENCES message, receiver INTEGER NOT NULL, due_us INTEGER NOT NULL,
  PRIMARY KEY (message, receiver)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS awaited_due ON awaited (due_us);
"""
NEW_MESSAGE, REFUSED_MESSAGE = "NewMessage", "RefusedMessage"
SENT_STATE, APPREC_INFO = "MessageSentStateUpdated", "MessageApprecInfoUpdated"
KINDS: Final = (NEW_MESSAGE, REFUSED_MESSAGE, SENT_STATE, APPREC_INFO)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DUE: Final = (
    "SELECT awaited.message AS message, awaited.receiver AS receiver, due_us, forced, sender FROM awaited"
    " JOIN copy ON copy.message = awaited.message AND copy.receiver = awaited.receiver"
    " JOIN message ON number = awaited.message"
    " WHERE due_us <= ? AND forced <> 'Rejected' ORDER BY due_us, awaited.message, awaited.receiver"
)


@dataclass(frozen=True)
class Notice:
    """One thing that happened; `place` is its offset, `message` the id of the message."""

    place: int
    kind: str
    her_id: int
    message: str
    at: datetime


def add(connection: sqlite3.Connection, kind: str, her_id: int, message: int, at: int) -> None:
    """Tell a HER-id of a message, by its number; `at` in microseconds since 1970."""
    connection.execute(
        "INSERT INTO notice (her_id, kind, message, at_us) VALUES (?, ?, ?, ?)", (her_id, kind, message, at)
    )


def expect(connection: sqlite3.Connection, message: int, receiver: int, due: int) -> None:
    """Tell of a copy when it arrives."""
    connection.execute("INSERT INTO awaited (message, receiver, due_us) VALUES (?, ?, ?)", (message, receiver, due))


def ripen(connection: sqlite3.Connection, now: int) -> None:
    """Tell of what has arrived by the clock: the receiver of the message, the sender of its state unless it is held."""
    for row in connection.execute(_DUE, (now,)).fetchall():
        message, receiver, due = row["message"], row["receiver"], row["due_us"]
        add(connection, NEW_MESSAGE, receiver, message, due)
        if not row["forced"]:
            add(connection, SENT_STATE, row["sender"], message, due)
        connection.execute("DELETE FROM awaited WHERE message = ? AND receiver = ?", (message, receiver))


def after(database: Database, now: int, her_ids: Sequence[int], place: int, most: int) -> list[Notice]:
    """What these HER-ids have been told of since a place, in order."""
    if database.read_one(f"{_DUE} LIMIT 1", (now,)) is not None:
        with database.transaction() as connection:
            ripen(connection, now)
    marks = ", ".join("?" * len(her_ids))
    rows = database.read(
        "SELECT place, kind, her_id, id, at_us FROM notice JOIN message ON number = message"  # noqa: S608  marks only
        f" WHERE her_id IN ({marks}) AND place > ? ORDER BY place LIMIT ?",
        (*her_ids, place, most),
    )
    return [_notice(row) for row in rows]


def forget(connection: sqlite3.Connection) -> None:
    """Forget all; the sequence goes on."""
    connection.execute("DELETE FROM notice")
    connection.execute("DELETE FROM awaited")


def _notice(row: sqlite3.Row) -> Notice:
    at = _EPOCH + timedelta(microseconds=row["at_us"])
    return Notice(row["place"], row["kind"], row["her_id"], row["id"], at)
