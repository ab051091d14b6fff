"""The timebok as a week, and the page of one appointment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from simulator.journal import lists
from simulator.workbench.pages import render
from simulator.workbench.seat import Seat, seat

_WEEK = re.compile(r"((?:19|20|21)\d\d)-W?(\d{1,2})")
_DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d")
_WORKING_DAYS = 5


def add(bench: Blueprint) -> None:
    """Put them on the blueprint."""

    @bench.get("/timebok")
    def week(area: str) -> Response:
        here = seat()
        facts = here.view(lists.facts)
        monday = _monday(request.args.get("uke", ""), request.args.get("dato", ""), facts["now"].date())
        sunday = monday + timedelta(days=6)
        found = here.view(lambda unit: lists.appointments(unit, monday.isoformat(), sunday.isoformat()))
        return render(
            "week.html.j2",
            number=monday.isocalendar().week,
            monday=monday,
            sunday=sunday,
            days=_days(monday, found, _free(here)),
            today=facts["now"].date(),
            before=_name(monday - timedelta(days=7)),
            after=_name(monday + timedelta(days=7)),
        )

    @bench.get("/time/<appointment>")
    def appointment(area: str, appointment: str) -> Response:
        here = seat()
        whose = here.view(lambda unit: lists.holder(unit, "appointment", appointment))
        if whose is None:
            raise NotFound
        listed = here.read("read_appointments", patient=whose["ident"])["appointments"]
        entries = here.read("read_journal", patient=whose["ident"])["entries"]
        found = next((one for one in listed if one["id"] == appointment), None)
        if found is None:
            raise NotFound
        now = here.view(lists.facts)["now"].replace(tzinfo=None)
        return render(
            "appointment.html.j2",
            whose=whose,
            one=found,
            entries=[entry for entry in entries if entry["appointment"] == appointment],
            employees=_employees(here, found),
            service=_service(here, found["service"]),
            others=[one for one in here.view(lists.undecided) if one["id"] != appointment],
            begun=datetime.fromisoformat(found["start"]) <= now,
        )


def _employees(here: Seat, one: Mapping[str, Any]) -> list[str]:
    """Who comes on a home visit."""
    day = one["start"][:10]
    listed = here.view(lambda unit: lists.appointments(unit, day, day)) if one["plan"] else []
    return next((json.loads(visit["employees"]) for visit in listed if visit["id"] == one["id"]), [])


def _service(here: Seat, her_id: str) -> str:
    """What the service is called, where there is more than one to tell apart."""
    services = here.area.journal.world.services
    return next((one.name for one in services if one.her_id == her_id), "") if len(services) > 1 else ""


def _monday(text: str, day: str, today: date) -> date:
    """The first day of the week that is asked for by name or by a day in it; of this week when it is none."""
    asked = _WEEK.fullmatch(text)
    try:
        if _DAY.fullmatch(day):
            return _first(date.fromisoformat(day))
        return date.fromisocalendar(int(asked[1]), int(asked[2]), 1) if asked else _first(today)
    except ValueError:
        return _first(today)


def _first(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _name(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def _free(here: Seat) -> list[dict[str, Any]]:
    if not here.profile.free_slots:
        return []
    return [slot for slot in here.read("read_slots")["slots"] if slot["free"]]


def _days(monday: date, found: list[dict[str, Any]], free: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Working days always, the weekend when something stands there."""
    days = []
    for place in range(7):
        day = monday + timedelta(days=place)
        times = [one for one in found if one["start"][:10] == day.isoformat()]
        slots = [one for one in free if one["start"][:10] == day.isoformat()]
        if place < _WORKING_DAYS or times or slots:
            days.append({"day": day, "times": times, "slots": slots})
    return days
