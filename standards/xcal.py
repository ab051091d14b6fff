"""xCal: iCalendar 2.0 as XML, as HITS 1217:2018 2.8 profiles it. Times are local (Europe/Oslo) without zone."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from standards.build import Builder, Reader
from standards.xml import XCAL


@dataclass(frozen=True)
class CalendarUser:
    """An attendee or organizer: `name` is parameter cn, `address` a `mailto:`."""

    address: str
    name: str | None = None


@dataclass(frozen=True)
class Recurrence:
    """rrule: DAILY or WEEKLY on Helsenorge, ended by `until` or `count`, on the days of `by_day` (MO, TU …)."""

    freq: str
    count: int | None = None
    until: str | None = None
    interval: str | None = None
    by_day: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """One vevent; `contact` is the HER-id that owns the appointment, `related_to` as 5.2 of the guide's two texts.

    A time without `T` is a whole day. An empty `end` is left out, as when `duration` stands in its place.
    """

    uid: str
    start: str
    end: str
    contact: str
    related_to: str | None = None
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    status: str | None = None
    categories: tuple[str, ...] = ()
    related_form: str = "text"
    duration: str | None = None
    attendees: tuple[CalendarUser, ...] = ()
    organizer: CalendarUser | None = None
    rule: Recurrence | None = None
    excluded: tuple[str, ...] = ()
    expected_duration: str | None = None
    cancellation_reason: str | None = None
    available_at: str | None = None
    referral_id: str | None = None


@dataclass(frozen=True)
class XCal:
    """One calendar with its product id and events."""

    prodid: str
    events: tuple[Event, ...]

    def to_element(self) -> etree._Element:
        """Build the XML; every vevent gets its (empty) components child, which the schema demands."""
        root = Builder.root(XCAL, "icalendar")
        calendar = root.child("vcalendar")
        properties = calendar.child("properties")
        properties.child("version").text("text", "2.0")
        properties.child("prodid").text("text", self.prodid)
        components = calendar.child("components")
        for event in self.events:
            vevent = components.child("vevent")
            _build_event(vevent.child("properties"), event)
            vevent.child("components")
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> XCal:
        """Read product id and events; missing properties read as empty."""
        root = Reader(element)
        vevents = [
            vevent
            for calendar in root.children("vcalendar")
            for components in calendar.children("components")
            for vevent in components.children("vevent")
        ]
        prodid = root.text("vcalendar", "properties", "prodid", "text") or ""
        return cls(prodid, tuple(_read_event(vevent) for vevent in vevents))


def _build_event(target: Builder, event: Event) -> None:
    _moment(target, "dtstart", event.start)
    if event.end:
        _moment(target, "dtend", event.end)
    _property(target, "duration", "duration", event.duration)
    _property(target, "status", "text", event.status)
    _property(target, "summary", "text", event.summary)
    _property(target, "description", "text", event.description)
    _property(target, "uid", "text", event.uid)
    _property(target, "related-to", event.related_form, event.related_to)
    _property(target, "contact", "text", event.contact)
    _property(target, "location", "text", event.location)
    if event.categories:
        categories = target.child("categories")
        for category in event.categories:
            categories.text("text", category)
    for attendee in event.attendees:
        _user(target, "attendee", attendee)
    if event.organizer is not None:
        _user(target, "organizer", event.organizer)
    _build_series(target, event)
    _build_extensions(target, event)


def _build_series(target: Builder, event: Event) -> None:
    if event.rule is not None:
        recur = target.child("rrule").child("recur").text("freq", event.rule.freq)
        if event.rule.until is not None:
            _moment(recur, "until", event.rule.until)
        else:
            recur.text("count", None if event.rule.count is None else str(event.rule.count))
        recur.text("interval", event.rule.interval)
        for day in event.rule.by_day:
            recur.text("byday", day)
    for excluded in event.excluded:
        _moment(target, "exdate", excluded)


def _build_extensions(target: Builder, event: Event) -> None:
    _property(target, "x-expected-duration", "duration", event.expected_duration)
    _property(target, "x-cancellation-reason", "text", event.cancellation_reason)
    _property(target, "x-available-at", "date-time", event.available_at)
    _property(target, "x-referral-id", "text", event.referral_id)


def _property(target: Builder, name: str, form: str, value: str | None) -> None:
    if value is not None:
        target.child(name).text(form, value)


def _moment(target: Builder, name: str, value: str) -> None:
    whole_day = len(value) == len("2026-12-01") and "T" not in value
    target.child(name).text("date" if whole_day else "date-time", value)


def _user(target: Builder, name: str, user: CalendarUser) -> None:
    element = target.child(name)
    if user.name is not None:
        element.child("parameters").child("cn").text("text", user.name)
    element.text("cal-address", user.address)


def _read_event(source: Reader) -> Event:
    properties = source.child("properties") or source
    forms = [child for child in _under(properties, "related-to") if child.name in {"uri", "uid", "text"}]
    organizer, rule = properties.child("organizer"), properties.child("rrule", "recur")
    return Event(
        uid=_stripped(properties, "uid", "text") or "",
        start=_read_moment(properties.child("dtstart")),
        end=_read_moment(properties.child("dtend")),
        contact=_stripped(properties, "contact", "text") or "",
        related_to=forms[0].content().strip() if forms else None,
        related_form=forms[0].name if forms else "text",
        summary=properties.text("summary", "text"),
        description=properties.text("description", "text"),
        location=properties.text("location", "text"),
        status=properties.text("status", "text"),
        categories=tuple(item.content().strip() for item in _under(properties, "categories") if item.name == "text"),
        duration=_stripped(properties, "duration", "duration"),
        attendees=tuple(_read_user(attendee) for attendee in properties.children("attendee")),
        organizer=_read_user(organizer) if organizer is not None else None,
        rule=_read_rule(rule) if rule is not None else None,
        excluded=tuple(_read_moment(excluded) for excluded in properties.children("exdate")),
        expected_duration=_stripped(properties, "x-expected-duration", "duration"),
        cancellation_reason=properties.text("x-cancellation-reason", "text"),
        available_at=_stripped(properties, "x-available-at", "date-time"),
        referral_id=properties.text("x-referral-id", "text"),
    )


def _under(properties: Reader, name: str) -> list[Reader]:
    found = properties.child(name)
    return found.children() if found is not None else []


def _stripped(source: Reader, *names: str) -> str | None:
    value = source.text(*names)
    return value.strip() if value is not None else None


def _read_moment(source: Reader | None) -> str:
    if source is None:
        return ""
    return _stripped(source, "date-time") or _stripped(source, "date") or ""


def _read_user(source: Reader) -> CalendarUser:
    return CalendarUser(_stripped(source, "cal-address") or "", source.text("parameters", "cn", "text"))


def _read_rule(source: Reader) -> Recurrence:
    return Recurrence(
        freq=_stripped(source, "freq") or "",
        count=_read_number(_stripped(source, "count")),
        until=_read_moment(source.child("until")) or None,
        interval=_stripped(source, "interval"),
        by_day=tuple(day.content().strip() for day in source.children("byday")),
    )


def _read_number(value: str | None) -> int | None:
    # An int from unbounded text takes quadratic time, so long ones are no number.
    return int(value) if value and len(value) < 10 and value.isdecimal() else None
