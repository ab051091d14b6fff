"""The days of a series in a calendar (rrule; RFC 5545), read as Helsenorge would show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from lxml import etree

from conformance.checks.appointments import local_time
from standards import xml

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Recurring:
    """From `start`, every so many days or weeks; a number that cannot be read counts as one, a limit as none."""

    start: datetime
    weekly: bool
    every: int
    weekdays: tuple[int, ...]
    count: int | None
    until: str
    excluded: frozenset[str]
    """Whole days, or times to the minute."""

    @classmethod
    def read(cls, recur: etree._Element, start: datetime, excluded: Sequence[str]) -> Recurring:
        """From the element `recur`, and the exceptions beside it."""

        def text(name: str) -> str:
            return (recur.findtext(f"x:{name}", "", dict(xml.NS)) or "").strip()

        named = [(found.text or "").strip().upper()[-2:] for found in recur.findall("x:byday", dict(xml.NS))]
        days = tuple(DAYS.index(day) for day in named if day in DAYS)
        last = recur.find("x:until", dict(xml.NS))
        return cls(
            start,
            text("freq").upper() == "WEEKLY",
            _number(text("interval")) or 1,
            days,
            _number(text("count")),
            "" if last is None else local_time("".join(map(str, last.itertext())).strip()),
            frozenset(one[:16] for one in excluded),
        )

    def days(self, horizon: int) -> list[datetime]:
        """The times within so many days from the first, without the exceptions."""
        limit = self.until[:16] if "T" in self.until else self.until[:10]
        within = takewhile(lambda day: (day - self.start).days <= horizon, self._all())
        told = [day for day in within if not limit or day.isoformat()[: len(limit)] <= limit]
        told = told if self.count is None else told[: self.count]
        return [day for day in told if not {day.isoformat()[:16], day.isoformat()[:10]} & self.excluded]

    def _all(self) -> Iterator[datetime]:
        if not self.weekly:
            day = self.start
            while True:
                if not self.weekdays or day.weekday() in self.weekdays:
                    yield day
                day += timedelta(days=self.every)
        monday = self.start - timedelta(days=self.start.weekday())
        while True:
            for number in sorted(self.weekdays or (self.start.weekday(),)):
                if (day := monday + timedelta(days=number)) >= self.start:
                    yield day
            monday += timedelta(weeks=self.every)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 1000 else None
