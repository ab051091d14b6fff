"""Times for appointments: far ahead, odd minutes, and another one for every appointment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from conformance.scene import Scene
from conformance.writing.helsenorge import OSLO

FIRST_DAY, LAST_DAY = 30, 300
PAST_DAYS: Final = 25
_OPENS, _MINUTES = 8, 7 * 60
_LENGTH: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Slot:
    """Start and end, local time without zone."""

    start: str
    end: str


def ahead(scene: Scene) -> Slot:
    """A working-hours slot 30 to 300 days ahead, drawn from a fresh id so that runs do not collide."""
    return at(scene.clock.now(), UUID(scene.new_id()).int, FIRST_DAY, LAST_DAY)


def past(scene: Scene) -> Slot:
    """A slot in the last weeks."""
    return at(scene.clock.now(), UUID(scene.new_id()).int, -PAST_DAYS, -2)


def has_passed(scene: Scene, start: str) -> bool:
    """Whether a local time is behind us."""
    return datetime.fromisoformat(start).replace(tzinfo=OSLO) <= scene.clock.now()


def same_day(slot: Slot, minutes: int) -> Slot:
    """The slot moved within its day."""
    shift = timedelta(minutes=minutes)
    return _slot(datetime.fromisoformat(slot.start) + shift)


def spoken(start: str) -> str:
    """A local time as a person says it."""
    moment = datetime.fromisoformat(start)
    return f"{moment:%d.%m.%Y} kl. {moment:%H.%M}"


def at(now: datetime, number: int, first_day: int, last_day: int) -> Slot:
    """The slot that a number points at: a weekday between the two days counted from now, between 8 and 15."""
    day, minute = divmod(number >> 64, _MINUTES)
    date = (now.astimezone(OSLO) + timedelta(days=first_day + day % (last_day - first_day + 1))).date()
    date -= timedelta(days=max(date.weekday() - 4, 0))
    return _slot(datetime(date.year, date.month, date.day, _OPENS) + timedelta(minutes=minute))  # noqa: DTZ001 local


def _slot(start: datetime) -> Slot:
    return Slot(start.isoformat(timespec="seconds"), (start + _LENGTH).isoformat(timespec="seconds"))
