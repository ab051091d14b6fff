"""Days in Norway: rights change at midnight there, whatever the hour is in UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OSLO: Final = ZoneInfo("Europe/Oslo")


def day_of(moment: datetime) -> date:
    """The day it is in Norway."""
    return moment.astimezone(OSLO).date()


def midnight(day: date | None) -> str | None:
    """The first moment of the day, as the register writes it; None for a day that is not known."""
    return None if day is None else datetime.combine(day, time(), OSLO).isoformat()


def after(last: date | None) -> date | None:
    """The day after the last day that something holds; None while nobody knows an end."""
    return None if last is None else last + timedelta(days=1)
