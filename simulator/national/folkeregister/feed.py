"""The feed of events: what is to come waits for its day, and gets its sequence number when it is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS pending (
  number INTEGER PRIMARY KEY AUTOINCREMENT, due TEXT NOT NULL, kind TEXT NOT NULL, person TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS told (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, due TEXT NOT NULL, kind TEXT NOT NULL,
  person TEXT NOT NULL, ident TEXT NOT NULL) STRICT;
"""
TABLES: Final = ("pending", "told")
KEEP: Final = 100_000
"""How many events the feed holds; the oldest go."""


class Feed:
    """Events by sequence number, the oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, connection: sqlite3.Connection, due: date, kind: str, person: str) -> None:
        """Let it be told from that day."""
        connection.execute("INSERT INTO pending (due, kind, person) VALUES (?, ?, ?)", (due.isoformat(), kind, person))

    def tell(self, today: date, at: str, ident_of: Callable[[str], str]) -> None:
        """Give a sequence number to all that is due; `ident_of` gives a person's number of today."""
        ripe = "SELECT * FROM pending WHERE due <= ? ORDER BY due, number"
        if not self._database.read(f"{ripe} LIMIT 1", (today.isoformat(),)):
            return
        with self._database.transaction() as connection:
            for row in connection.execute(ripe, (today.isoformat(),)).fetchall():
                told = (at, row["due"], row["kind"], row["person"], ident_of(row["person"]))
                connection.execute("INSERT INTO told (at, due, kind, person, ident) VALUES (?, ?, ?, ?, ?)", told)
                connection.execute("DELETE FROM pending WHERE number = ?", (row["number"],))
            connection.execute("DELETE FROM told WHERE number <= (SELECT MAX(number) FROM told) - ?", (KEEP,))

    def read(self, first: int, limit: int) -> list[dict[str, Any]]:
        """Those numbered from `first`."""
        rows = self._database.read("SELECT * FROM told WHERE number >= ? ORDER BY number LIMIT ?", (first, limit))
        return [dict(row) for row in rows]

    @property
    def last(self) -> int:
        """The highest number that was ever told; 0 when there is none."""
        row = self._database.read_one("SELECT seq FROM sqlite_sequence WHERE name = 'told'")
        return int(row["seq"]) if row else 0
