"""Home visits as a calendar tells of them, read from the raw events: a series is one visit for each day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from conformance.checks.appointments import local_time
from conformance.checks.series import Recurring
from conformance.checks.timebook import same_minute
from conformance.lasting import end_of
from conformance.reading import Inbound
from conformance.writing.helsenorge import AppointmentRef
from standards import xml

HORIZON: Final = 60
"""How many days of a series are looked at."""
OFF: Final = "CANCELLED"
EVENTS: Final = "//x:vevent/x:properties"


@dataclass(frozen=True)
class Visit:
    """One visit as it is shown; times are local without zone."""

    start: str
    end: str
    status: str
    keys: frozenset[str]
    """uid and related-to."""
    who: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    expected: str = ""
    """x-expected-duration."""
    reason: str = ""
    """x-cancellation-reason."""
    line: int = 0

    @property
    def stands(self) -> bool:
        """Whether the citizen is told that somebody comes."""
        return self.status not in (OFF, "COMPLETED")


def visits_in(message: Inbound) -> tuple[Visit, ...]:
    """Every visit of a message; a series is one visit for each day that it tells of."""
    return tuple(visit for event in message.elements(EVENTS) for visit in _of_event(event))


def at(visits: Iterable[Visit], start: str) -> list[Visit]:
    """Those that stand and begin at that minute."""
    return [visit for visit in visits if visit.stands and same_minute(visit.start, start)]


def event_at(answer: Inbound, start: str) -> AppointmentRef | None:
    """The visit that stands then, as its own event has it to the letter."""
    for event in answer.elements(EVENTS):
        if at(_of_event(event), start) and same_minute(local_time(_text(event, "x:dtstart/*")), start):
            related = event.find("x:related-to/*", dict(xml.NS))
            return AppointmentRef(
                _text(event, "x:uid/*"),
                _text(event, "x:dtstart/*"),
                end_of(event),
                _text(event, "x:contact/*"),
                _text(event, "x:related-to/*") or None,
                "text" if related is None else etree.QName(related).localname,
            )
    return None


def _of_event(event: etree._Element) -> list[Visit]:
    start, end = local_time(_text(event, "x:dtstart/*")), local_time(end_of(event))
    told = Visit(
        start,
        end,
        _text(event, "x:status/x:text").upper(),
        frozenset(key.lower() for key in (_text(event, "x:uid/*"), _text(event, "x:related-to/*")) if key),
        tuple(_texts_at(event, "x:attendee/x:parameters/x:cn/x:text")),
        tuple(_texts_at(event, "x:categories/x:text")),
        _text(event, "x:x-expected-duration/*"),
        _text(event, "x:x-cancellation-reason/*"),
        xml.line_of(event),
    )
    recur = event.find("x:rrule/x:recur", dict(xml.NS))
    moment = _moment(start)
    if recur is None or moment is None:
        return [told]
    length = (_moment(end) or moment) - moment
    series = Recurring.read(recur, moment, [local_time(text) for text in _texts_at(event, "x:exdate/*")])
    return [_on(told, day, length) for day in series.days(HORIZON)]


def _on(told: Visit, day: datetime, length: timedelta) -> Visit:
    return replace(told, start=day.isoformat(), end=(day + length).isoformat())


def _texts_at(event: etree._Element, path: str) -> list[str]:
    return [(found.text or "").strip() for found in event.findall(path, dict(xml.NS))]


def _text(event: etree._Element, path: str) -> str:
    return next(iter(_texts_at(event, path)), "")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
