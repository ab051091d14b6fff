"""Times in what was recorded: those of the run itself, and those that were planned then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_AROUND = timedelta(minutes=5)
_MOMENT = timedelta(seconds=2)
_NEAR = timedelta(days=14)
_NORWEGIAN = "%d.%m.%Y"


@dataclass(frozen=True)
class Times:
    """How times are moved: those of the run to now, the planned ones so far that they are free and still to come."""

    began: datetime
    """When the recording began; with a zone, as all of these."""
    ended: datetime
    now: datetime
    planned: timedelta
    """How far what was planned is moved; nothing where the bytes are sent as they were."""
    renew: bool

    @classmethod
    def of(
        cls,
        began: datetime,
        ended: datetime,
        now: datetime,
        *,
        renew: bool,
        plans: Sequence[datetime] = (),
        weeks: int | None = None,
    ) -> Times:
        """`plans` are the times that were planned; what is near is moved by minutes, the rest by weeks.

        `weeks` is how many where somebody has said so.
        """
        passed = now - began
        soonest = min(plans, default=None)
        if weeks is not None or not renew:
            planned = timedelta(weeks=weeks or 0)
        elif soonest is not None and soonest > now and any(_clocks_change(plan) for plan in plans):
            planned = timedelta()
        elif soonest is None or soonest - began > _NEAR:
            planned = timedelta(weeks=passed.days // 7 + 1 + passed.seconds // 60 % 26)
        else:
            planned = timedelta(minutes=5 * (int(passed.total_seconds()) // 300 + 1))
        return cls(began, ended, now, planned, renew)

    def of_the_run(self, text: str) -> bool:
        """Whether a time is from while the scenario ran."""
        moment = read(text, self.began)
        return moment is not None and self.began - _AROUND <= moment <= self.ended + _AROUND

    def in_the_scenario(self, text: str) -> bool:
        """The same, and hardly a moment before or after: a run has many scenarios."""
        moment = read(text, self.began)
        return moment is not None and self.began - _MOMENT <= moment <= self.ended + _MOMENT

    def in_this_replay(self, text: str) -> bool:
        """Whether a time is from this replay, hardly a moment before it."""
        moment = read(text, self.now)
        return self.of_this_run(text) and moment is not None and moment >= self.now - _MOMENT

    def of_this_run(self, text: str) -> bool:
        """Whether a time is from this replay."""
        moment = read(text, self.now)
        latest = self.now + (self.ended - self.began) + _AROUND
        return moment is not None and self.now - _AROUND <= moment <= latest

    def moved(self, text: str) -> str:
        """A time as it is to be sent now, in the form it had."""
        if not self.renew:
            return text
        moment = read(text, self.began)
        if moment is None or moment < self.began - _AROUND:
            return text
        by = self.now - self.began if self.of_the_run(text) else self.planned
        return _written(text, by)


def _clocks_change(moment: datetime) -> bool:
    """Whether summer time begins or ends that day: then the day itself is what it is about."""
    return moment.month in (3, 10) and moment.day > 31 - 7 and moment.weekday() == 6


def read(text: str, like: datetime) -> datetime | None:
    """A time or a date with a zone, by default that of the machine; None for what is no time."""
    try:
        moment = datetime.strptime(text, _NORWEGIAN) if "." in text[:3] else datetime.fromisoformat(text)  # noqa: DTZ007
    except ValueError:
        return None
    if len(text) == len("2027-01-01") and moment.date() == like.astimezone().date():
        return like
    return moment if moment.tzinfo else moment.astimezone()


def _written(text: str, by: timedelta) -> str:
    if re.fullmatch(r"\d\d\.\d\d\.\d{4}", text):
        return f"{datetime.strptime(text, _NORWEGIAN) + by:%d.%m.%Y}"  # noqa: DTZ007
    if len(text) == len("2027-01-01"):
        return (date.fromisoformat(text) + by).isoformat()
    moment = datetime.fromisoformat(text) + by
    exactness = "milliseconds" if "." in text else "seconds"
    written = moment.isoformat(timespec=exactness)
    return written.replace("+00:00", "Z") if text.endswith("Z") else written
