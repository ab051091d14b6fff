"""An appointment of the journal as xCal (HITS 1217:2018, 2.8)."""

from __future__ import annotations

import json
import sqlite3

from simulator.journal.hooks import Hook, passed
from simulator.journal.unit import Unit
from standards.xcal import CalendarUser, Event, XCal

HOME = "Hjemmebesøk"
WINDOW = "Tidsvindu"
_ADDRESS = "mailto:ikke-svar@fjordvik.example"
"""Nobody is reached by it: the form wants an address beside the name."""


def calendar(unit: Unit, row: sqlite3.Row, status: str | None) -> XCal:
    """A calendar with one appointment."""
    return of(unit, event(unit, row, status))


def of(unit: Unit, *events: Event) -> XCal:
    """A calendar made by this product."""
    return XCal(unit.world.profile.prodid, events)


def event(unit: Unit, row: sqlite3.Row, status: str | None) -> Event:
    """One appointment: its ids never change, and contact is the HER-id of the service that has it."""
    plan = unit.row("SELECT * FROM plan WHERE id = ?", row["plan"]) if row["plan"] else None
    names = [*([row["category"]] if row["category"] else []), *([f"TjenesteId:{plan['contact']}"] if plan else [])]
    window = plan is not None and row["category"] == WINDOW
    shown = Event(
        uid=row["uid"],
        related_to=row["related_to"],
        start=row["start"],
        end=row["end"],
        contact=row["service"],
        summary=row["summary"],
        location=row["location"],
        status=status,
        categories=tuple(names),
        attendees=tuple(employee(name) for name in json.loads(row["employees"])),
        organizer=organizer(unit) if plan else None,
        expected_duration=f"PT{plan['minutes']}M" if plan and window else None,
        cancellation_reason=row["called_off"] if plan and status == "CANCELLED" else None,
    )
    return passed(unit, Hook.EVENT, shown, row)


def employee(name: str) -> CalendarUser:
    """Someone who comes to a visit."""
    return CalendarUser(_ADDRESS, name)


def organizer(unit: Unit) -> CalendarUser:
    """The service that is responsible for a visit."""
    return CalendarUser(_ADDRESS, unit.at.name)
