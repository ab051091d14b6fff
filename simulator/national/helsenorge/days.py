"""Days in Norway: rights change at midnight there, whatever the hour is in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from simulator.serving.paper import OSLO


def day_of(moment: datetime) -> date:
    """The day it is in Norway."""
    return moment.astimezone(OSLO).date()


def next_midnight(moment: datetime) -> datetime:
    """When the next day begins in Norway, in UTC."""
    return datetime.combine(day_of(moment) + timedelta(days=1), time(), OSLO).astimezone(UTC)
