"""When the visits of a series are (rrule with DAILY or WEEKLY; HITS 1217:2018, 2.8), in local time without zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = timedelta(days=7)
_END = date(2200, 1, 1)
"""No series is followed further."""


@dataclass(frozen=True)
class Series:
    """From `start`, every so many days or weeks, on `days` of the week, to `last` if it has an end."""

    start: datetime
    freq: str
    every: int = 1
    days: tuple[str, ...] = ()
    last: date | None = None

    def between(self, first: date, last: date) -> list[datetime]:
        """The visits of those days, both counted in."""
        end = last if self.last is None else min(last, self.last)
        found = self._daily(first, end) if self.freq == "DAILY" else self._weekly(first, end)
        return [datetime.combine(day, self.start.time()) for day in found]

    def _daily(self, first: date, last: date) -> Iterator[date]:
        begin = self.start.date()
        past = max((first - begin).days, 0)
        day = begin + timedelta(days=-(-past // self.every) * self.every)
        while day <= last:
            yield day
            day += timedelta(days=self.every)

    def _weekly(self, first: date, last: date) -> Iterator[date]:
        begin = self.start.date()
        monday = begin - timedelta(days=begin.weekday())
        wanted = sorted(DAYS.index(day) for day in self.days) or [begin.weekday()]
        past = max((first - monday).days // 7, 0) // self.every * self.every
        monday += _WEEK * past
        while monday <= last:
            for weekday in wanted:
                day = monday + timedelta(days=weekday)
                if max(begin, first) <= day <= last:
                    yield day
            monday += _WEEK * self.every


def last_of(series: Series, count: int) -> date:
    """The day of visit number `count`, or of the last one when the series ends before that."""
    begin = series.start.date()
    days = series.every * (count + 1) * (1 if series.freq == "DAILY" else 7)
    found = series.between(begin, date.fromordinal(min(begin.toordinal() + days, _END.toordinal())))[:count]
    return found[-1].date() if found else begin
