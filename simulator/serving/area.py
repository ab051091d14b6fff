"""What every test area has: a database, settings, and a clock that comes back after a restart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Final

from simulator.clock import Clock, ShiftableClock
from simulator.store.database import Database

SCHEMA: Final = "CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
"""Part of the schema of every area."""
_OFFSET = "clock_offset_seconds"
_SET = "REPLACE INTO setting VALUES (?, ?)"


class Area(ABC):
    """Owns the area's database. A service extends it with what it does."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = ShiftableClock(clock)
        self._settings: dict[str, str] = {
            row["name"]: row["value"] for row in database.read("SELECT name, value FROM setting")
        }
        self._clock.shift_to(timedelta(seconds=float(self.setting(_OFFSET, "0"))))

    @abstractmethod
    def reset(self) -> None:
        """Begin again, with the clock right."""

    def now(self) -> datetime:
        """The area's time."""
        return self._clock.now()

    @property
    def clock_offset(self) -> timedelta:
        """How far the area's time is ahead of the server's."""
        return self._clock.offset

    def shift_clock(self, offset: timedelta) -> None:
        """Move the area's time."""
        with self._database.transaction() as connection:
            connection.execute(_SET, (_OFFSET, str(offset.total_seconds())))
            self._clock.shift_to(offset)

    def setting(self, name: str, usual: str = "") -> str:
        """What was set, or else the usual."""
        return self._settings.get(name, usual)

    def set(self, name: str, value: str) -> None:
        """Set it for as long as the area lives."""
        with self._database.transaction() as connection:
            connection.execute(_SET, (name, value))
        self._settings[name] = value

    def close(self) -> None:
        """Send waiting readers home, if there are any, then close the database."""
        self._database.close()
