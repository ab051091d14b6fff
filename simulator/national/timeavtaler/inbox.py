"""What arrived in one test area, call by call, for the harness to read; the oldest go when there are too many."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from simulator.clock import iso
from simulator.serving.waiting import Bell
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS call (
  number INTEGER PRIMARY KEY AUTOINCREMENT, received_at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  content_type TEXT NOT NULL, raw BLOB NOT NULL, said TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True)
class Call:
    """One call as it arrived; `raw` is the body byte by byte, as far as it was read."""

    method: str
    path: str
    content_type: str
    raw: bytes = b""


class Inbox:
    """Keeps the last `keep` calls. `monotonic` gives seconds and measures how long a reader has waited."""

    def __init__(self, database: Database, keep: int, monotonic: Callable[[], float]) -> None:
        self._database = database
        self._keep = keep
        self._monotonic = monotonic
        self._bell = Bell()
        self._stopping = False

    def add(self, connection: sqlite3.Connection, call: Call, now: datetime, said: dict[str, Any]) -> int:
        """Add a call to the running transaction; `ring` when it is committed."""
        row = (iso(now), call.method, call.path, call.content_type, call.raw, json.dumps(said, ensure_ascii=False))
        cursor = connection.execute(
            "INSERT INTO call (received_at, method, path, content_type, raw, said) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        number = int(cursor.lastrowid or 0)
        connection.execute("DELETE FROM call WHERE number <= ?", (number - self._keep,))
        return number

    def ring(self) -> None:
        """Wake those who wait for more."""
        self._bell.ring()

    def read(self, after: int, wait_seconds: float, limit: int) -> list[dict[str, Any]]:
        """The calls numbered above `after`, oldest first, waiting up to `wait_seconds` for the first of them."""
        deadline = self._monotonic() + wait_seconds
        while True:
            seen = self._bell.rings
            rows = self._database.read("SELECT * FROM call WHERE number > ? ORDER BY number LIMIT ?", (after, limit))
            left = deadline - self._monotonic()
            if rows or left <= 0 or self._stopping:
                return [_entry(row) for row in rows]
            self._bell.wait_past(seen, left)

    @property
    def oldest(self) -> int | None:
        """The lowest number that is kept; None when there is none."""
        row = self._database.read_one("SELECT MIN(number) AS oldest FROM call")
        return None if row is None or row["oldest"] is None else int(row["oldest"])

    def stop(self) -> None:
        """Send those who wait home."""
        self._stopping = True
        self.ring()


def _entry(row: sqlite3.Row) -> dict[str, Any]:
    arrived = {name: row[name] for name in ("number", "received_at", "method", "path", "content_type")}
    return {**arrived, "raw_b64": base64.b64encode(row["raw"]).decode("ascii"), **json.loads(row["said"])}
