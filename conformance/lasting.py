"""When an event ends: a calendar has dtend, or how long it lasts (the guide is at odds with itself on the latter)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from standards import xml

_DURATION: Final = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
_UNITS: Final = ("weeks", "days", "hours", "minutes", "seconds")


def end_of(event: etree._Element) -> str:
    """From the properties of an event: dtend as it stands, else start and duration added up; empty without both."""
    end, start, lasts = (_text(event, f"x:{name}/*") for name in ("dtend", "dtstart", "duration"))
    return end or _added(start, lasts)


def _added(start: str, lasts: str) -> str:
    """`P30M` is read as thirty minutes: that is what those who write it mean."""
    found = _DURATION.fullmatch(lasts)
    if found is None or not any(found.groups()):
        return ""
    length = timedelta(**{unit: int(number or 0) for unit, number in zip(_UNITS, found.groups(), strict=True)})
    zone = "Z" if start.endswith("Z") else ""
    try:
        return f"{(datetime.fromisoformat(start.removesuffix('Z')) + length).isoformat()}{zone}"
    except ValueError:
        return ""


def _text(event: etree._Element, path: str) -> str:
    return (event.findtext(path, "", dict(xml.NS)) or "").strip()
