"""SMS and e-mail that Helsenorge would have sent, numbered; nothing ever leaves, and the oldest go when too many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Final

from simulator.serving.waiting import Bell
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS notice (number INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
"""


class Outbox:
    """Keeps the last `keep`. `monotonic` gives seconds and measures how long a reader has waited."""

    def __init__(self, database: Database, keep: int, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._keep = keep
        self._monotonic = monotonic
        self._bell = Bell()
        self._stopping = False

    def add(self, connection: sqlite3.Connection, content: Mapping[str, Any]) -> dict[str, Any]:
        """Add one to the running transaction, and give it with its number; `ring` when it is committed."""
        cursor = connection.execute(
            "INSERT INTO notice (content) VALUES (?)", (json.dumps(content, ensure_ascii=False),)
        )
        number = int(cursor.lastrowid or 0)
        connection.execute("DELETE FROM notice WHERE number <= ?", (number - self._keep,))
        return {"nummer": number, **content}

    def ring(self) -> None:
        """Wake those who wait for more."""
        self._bell.ring()

    def read(self, after: int, wait_seconds: float, limit: int) -> list[dict[str, Any]]:
        """Those numbered above `after`, oldest first, waiting up to `wait_seconds` for the first of them."""
        deadline = self._monotonic() + wait_seconds
        while True:
            seen = self._bell.rings
            rows = self._database.read("SELECT * FROM notice WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
            left = deadline - self._monotonic()
            if rows or left <= 0 or self._stopping:
                return [{"nummer": row["number"], **json.loads(row["content"])} for row in rows]
            self._bell.wait_past(seen, left)

    @property
    def oldest(self) -> int | None:
        """The lowest number that is kept; None when there is none."""
        row = self._database.read_one("SELECT MIN(number) AS oldest FROM notice")
        return None if row is None or row["oldest"] is None else int(row["oldest"])

    @property
    def last(self) -> int:
        """The highest number that was ever given; 0 when there is none."""
        row = self._database.read_one("SELECT seq FROM sqlite_sequence WHERE name = 'notice'")
        return int(row["seq"]) if row else 0

    def stop(self) -> None:
        """Send those who wait home."""
        self._stopping = True
        self.ring()
