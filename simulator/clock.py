"""Where the simulator gets its time from: the machine, a test's hand, or either of them shifted."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware datetime in UTC."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


class ManualClock:
    """Stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._now = _utc(start)

    def now(self) -> datetime:
        """The moment it was last moved to, aware, UTC."""
        with self._lock:
            return self._now

    def advance(self, step: timedelta) -> datetime:
        """Move forwards (or back, with a negative step) and tell the new time."""
        with self._lock:
            self._now += step
            return self._now


class ShiftableClock:
    """Another clock plus an offset that the control API sets, so that a test area can live in the future; it may stop.

    While it stands still the offset moves the moment where it stands.
    """

    def __init__(self, base: Clock, offset: timedelta = timedelta()) -> None:
        self._base = base
        self._lock = threading.Lock()
        self._offset = offset
        self._stands: datetime | None = None

    def now(self) -> datetime:
        """The base clock's moment plus the offset, or the moment where it stands."""
        with self._lock:
            return self._now()

    @property
    def offset(self) -> timedelta:
        """How far this clock is ahead of its base, or was when it was stopped."""
        with self._lock:
            return self._offset

    @property
    def stands(self) -> datetime | None:
        """Where it stands still, or None while it goes."""
        with self._lock:
            return self._stands

    def shift_to(self, offset: timedelta) -> None:
        """Set the offset; zero brings it back to the base clock."""
        with self._lock:
            self._shift(offset)

    def advance(self, step: timedelta) -> datetime:
        """Add to the offset and tell the new time."""
        with self._lock:
            self._shift(self._offset + step)
            return self._now()

    def freeze(self, at: datetime | None = None) -> datetime:
        """Stand still, at that moment or where it is; gives the moment."""
        with self._lock:
            self._stands = self._now() if at is None else _utc(at)
            return self._stands

    def thaw(self) -> None:
        """Go on from where it stands."""
        with self._lock:
            if self._stands is not None:
                self._offset = self._stands - self._base.now()
                self._stands = None

    def _shift(self, offset: timedelta) -> None:
        if self._stands is not None:
            self._stands += offset - self._offset
        self._offset = offset

    def _now(self) -> datetime:
        return self._stands or self._base.now() + self._offset


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with Z, as every time of the contract is written."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("The clock needs an aware datetime; add tzinfo=UTC.")
    return moment.astimezone(UTC)
