"""One unit of work: a transaction, the time it happens at, and whose journal it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulator.journal.profile import Profile
from standards.parties import Party

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class World:
    """Whose journal it is and whom it talks with."""

    profile: Profile
    own: Party
    helsenorge: Party


@dataclass(frozen=True)
class Unit:
    """Everything done through one unit is committed together, or not at all. `now` is aware, UTC."""

    db: sqlite3.Connection
    world: World
    now: datetime
    new_id: Callable[[], str]

    @property
    def local(self) -> datetime:
        """The time in Norway, with its zone, whole seconds."""
        return self.now.astimezone(OSLO).replace(microsecond=0)

    @property
    def stamp(self) -> str:
        """The time as logs have it: ISO 8601, UTC, with Z."""
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.db.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        found: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
        return found

    def insert(self, table: str, **values: Any) -> int:
        """Add a row; gives its rowid. Table and columns are names of our own, never input."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        cursor = self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608
        return int(cursor.lastrowid or 0)

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement; gives the number of rows it changed."""
        return self.db.execute(sql, values).rowcount


def local_time(text: str) -> datetime | None:
    """A time of an appointment as local time without zone; None when it is not one."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value if value.tzinfo is None else value.astimezone(OSLO).replace(tzinfo=None)


def spoken(text: str) -> str:
    """An appointment's time in words, such as `01.12.2026 kl. 10.15`."""
    value = local_time(text)
    return value.strftime("%d.%m.%Y kl. %H.%M") if value else text
