"""xCal: iCalendar 2.0 as XML, as HITS 1217:2018 2.8 profiles it. Times are local (Europe/Oslo) without zone."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from standards.build import Builder, Reader
from standards.xml import XCAL


@dataclass(frozen=True)
class Event:
    """One vevent; `contact` is the HER-id that owns the appointment, `related_to` as 5.2 of the guide's two texts."""

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
    target.child("dtstart").text("date-time", event.start)
    target.child("dtend").text("date-time", event.end)
    _text_property(target, "status", event.status)
    _text_property(target, "summary", event.summary)
    _text_property(target, "description", event.description)
    target.child("uid").text("text", event.uid)
    if event.related_to is not None:
        target.child("related-to").text(event.related_form, event.related_to)
    target.child("contact").text("text", event.contact)
    _text_property(target, "location", event.location)
    if event.categories:
        categories = target.child("categories")
        for category in event.categories:
            categories.text("text", category)


def _text_property(target: Builder, name: str, value: str | None) -> None:
    if value is not None:
        target.child(name).text("text", value)


def _read_event(source: Reader) -> Event:
    properties = source.child("properties") or source
    related = properties.child("related-to")
    forms = [child for child in related.children() if child.name in {"uri", "uid", "text"}] if related else []
    categories = properties.child("categories")
    return Event(
        uid=(properties.text("uid", "text") or "").strip(),
        start=(properties.text("dtstart", "date-time") or "").strip(),
        end=(properties.text("dtend", "date-time") or "").strip(),
        contact=(properties.text("contact", "text") or "").strip(),
        related_to=(forms[0].element.text or "").strip() if forms else None,
        related_form=forms[0].name if forms else "text",
        summary=properties.text("summary", "text"),
        description=properties.text("description", "text"),
        location=properties.text("location", "text"),
        status=properties.text("status", "text"),
        categories=tuple((text.element.text or "").strip() for text in categories.children("text"))
        if categories
        else (),
    )
