"""The answer to Helsenorge when a citizen looks at her home visits (HBT; HITS 1217:2018, 3.4.4)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from simulator.journal import calendars, compose, plans, timebok
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from standards.hodemelding import Payload
from standards.xcal import Event, Recurrence

FOUND, NONE, REJECTED = "01", "02", "26"


def answer(unit: Unit, filing: Filing) -> tuple[Payload, ...]:
    """01 with what is planned, confirmed and called off from today on, or 02."""
    if not unit.world.profile.home_care:
        return (compose.note(unit, REJECTED, "Tjenesten viser ikke planlagte besøk."),)
    rows = _visits(unit, filing.patient)
    if filing.author.acting_id is not None:
        rows = [row for row in rows if not timebok.kept_from_guardians(unit, row)]
    found = [*_series(unit, filing.patient), *(_visit(unit, row) for row in rows)]
    if not found:
        return (compose.note(unit, NONE, None),)
    return compose.note(unit, FOUND, None), calendars.of(unit, *found)


def _series(unit: Unit, patient: str) -> list[Event]:
    rows = unit.rows("SELECT * FROM plan WHERE patient = ? AND service = ? ORDER BY start, id", patient, unit.at.her_id)
    return [event for event in (_planned(unit, row) for row in rows) if event is not None]


def _planned(unit: Unit, row: sqlite3.Row) -> Event | None:
    """A series from its next visit on, without those that are confirmed, called off or paused."""
    series, today = plans.series(row), unit.local.date()
    horizon = today + plans.HORIZON
    pause = plans.paused_for_good(unit, row)
    ends = [day for day in (series.last, pause - timedelta(days=1) if pause else None) if day is not None]
    last = min(ends) if ends else None
    left = plans.left(unit, row, today, min(horizon, last) if last else horizon)
    if not left:
        return None
    begin, standing = left[0], frozenset(left)
    length = datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])
    every = series.between(begin.date(), min(horizon, last) if last else horizon)
    repeats = len(every) > 1
    return Event(
        uid=row["id"],
        start=begin.isoformat(),
        end=(begin + length).isoformat(),
        contact=row["service"],
        summary=row["summary"],
        location=calendars.HOME,
        status="TENTATIVE",
        categories=(*([calendars.WINDOW] if row["minutes"] else []), f"TjenesteId:{row['contact']}"),
        organizer=calendars.organizer(unit),
        expected_duration=f"PT{row['minutes']}M" if row["minutes"] else None,
        rule=_rule(row, last) if repeats else None,
        excluded=tuple(moment.isoformat() for moment in every if moment not in standing) if repeats else (),
    )


def _rule(row: sqlite3.Row, last: date | None) -> Recurrence:
    return Recurrence(
        row["freq"],
        until=datetime.combine(last, time(23, 59, 59)).isoformat() if last else None,
        interval=str(row["every"]),
        by_day=tuple(day for day in row["days"].split(",") if day),
    )


def _visits(unit: Unit, patient: str) -> list[sqlite3.Row]:
    """What stands or is called off from 00:00 today, and has not been carried out."""
    return unit.rows(
        "SELECT * FROM appointment WHERE patient = ? AND service = ? AND start >= ?"
        " AND status IN ('planned', 'cancelled', 'no_show') ORDER BY start, id",
        patient,
        unit.at.her_id,
        datetime.combine(unit.local.date(), time()).isoformat(),
    )


def _visit(unit: Unit, row: sqlite3.Row) -> Event:
    """Confirmed when it is known who comes; a visit outside a plan has the service where the plan would stand."""
    if row["status"] == "planned":
        known = json.loads(row["employees"]) or row["practitioner"] or row["plan"] is None
        event = calendars.event(unit, row, "CONFIRMED" if known else "TENTATIVE")
    else:
        event = calendars.event(unit, row, "CANCELLED")
    if row["plan"] is not None:
        return event
    names = (row["practitioner"] or unit.world.profile.staff_name,) if row["status"] == "planned" else ()
    return replace(
        event,
        location=calendars.HOME,
        categories=(*event.categories, f"TjenesteId:{row['service']}"),
        organizer=calendars.organizer(unit),
        attendees=tuple(calendars.employee(name) for name in names),
    )
