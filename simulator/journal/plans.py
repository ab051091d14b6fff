"""Plans of home visits: series within windows, paused while the patient is away, and what is left of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from simulator.journal import access, entries, patients
from simulator.journal.refusals import Refused
from simulator.journal.series import Series, last_of
from simulator.journal.unit import Unit, spoken

HORIZON = timedelta(days=365)
"""How far ahead exceptions to a series are told; a series without an end goes on after it."""


SHOWN = timedelta(days=28)
"""How far ahead staff see the visits of a plan."""


@dataclass(frozen=True)
class NewPlan:
    """What staff enters: the first visit, how it repeats, and for a window how long the visit takes."""

    patient: str
    summary: str
    start: str
    end: str
    freq: str
    every: int = 1
    days: tuple[str, ...] = ()
    last: str | None = None
    count: int | None = None
    minutes: int | None = None
    contact: str | None = None
    """The helsekontakt that the visits belong to; the service itself when it is not named."""


def create(unit: Unit, new: NewPlan) -> str:
    """Make the plan; the citizen sees it when Helsenorge asks for planned times. Gives the id."""
    if not unit.world.profile.home_care:
        raise Refused("Denne journalen planlegger ikke hjemmebesøk.")
    unit = patients.opened(unit, new.patient)
    patients.refuse_dead(unit, new.patient)
    start, end = datetime.fromisoformat(new.start), datetime.fromisoformat(new.end)
    if end <= start:
        raise Refused("Besøket må slutte etter at det begynner.")
    if end - start > timedelta(days=1):
        raise Refused("Besøket kan ikke vare lenger enn ett døgn.")
    series = Series(start, new.freq, new.every, new.days, date.fromisoformat(new.last) if new.last else None)
    last = last_of(series, new.count) if new.count else series.last
    if not series.between(start.date(), last or start.date() + HORIZON):
        raise Refused("Planen har ingen besøk.")
    plan = unit.new_id()
    unit.insert(
        "plan",
        id=plan,
        patient=new.patient,
        service=unit.at.her_id,
        contact=new.contact or unit.at.her_id,
        summary=new.summary,
        start=new.start,
        end=new.end,
        freq=new.freq,
        every=new.every,
        days=",".join(new.days),
        last=last.isoformat() if last else None,
        minutes=new.minutes,
    )
    access.note(unit, new.patient, "planla hjemmebesøk")
    _write(unit, new.patient, f"Hjemmebesøk er planlagt fra {spoken(new.start)}: {new.summary}.")
    return plan


def get(unit: Unit, plan: str) -> sqlite3.Row:
    """The plan; raises `Refused` when it is unknown."""
    row = unit.row("SELECT * FROM plan WHERE id = ?", plan)
    if row is None:
        raise Refused("Planen finnes ikke.")
    return row


def end(unit: Unit, plan: str, last: str) -> None:
    """Let the visits stop after a day; visits that were made for later days stand."""
    row = get(unit, plan)
    unit = unit.serving(row["service"])
    unit.run("UPDATE plan SET last = ? WHERE id = ?", last, plan)
    access.note(unit, row["patient"], "avsluttet en plan for hjemmebesøk")
    _write(unit, row["patient"], f"Hjemmebesøkene ({row['summary']}) avsluttes etter {spoken_day(last)}.")


def pause(unit: Unit, patient: str, first: str, last: str | None, reason: str) -> Unit:
    """Let no visits be planned while the patient is away; gives the unit of work at the service it is done for."""
    unit = patients.opened(unit, patient)
    if last is not None and last < first:
        raise Refused("Pausen må slutte etter at den begynner.")
    unit.insert("pause", patient=patient, service=unit.at.her_id, first=first, last=last, reason=reason)
    access.note(unit, patient, "satte hjemmebesøk på pause")
    until = f" til og med {spoken_day(last)}" if last else " inntil videre"
    _write(unit, patient, f"Hjemmebesøk er satt på pause fra {spoken_day(first)}{until}: {reason}.")
    return unit


def resume(unit: Unit, patient: str, first: str) -> None:
    """Let the visits begin again from a day."""
    unit = patients.opened(unit, patient)
    rows = unit.rows(
        "SELECT * FROM pause WHERE patient = ? AND service = ? AND (last IS NULL OR last >= ?) ORDER BY first",
        patient,
        unit.at.her_id,
        first,
    )
    if not rows:
        raise Refused("Hjemmebesøkene er ikke på pause da.")
    begun = [row for row in rows if row["first"] < first]
    for row in begun or rows[:1]:
        _stop_pause(unit, row, first)
    access.note(unit, patient, "startet hjemmebesøk igjen")
    _write(unit, patient, f"Hjemmebesøkene begynner igjen {spoken_day(first)}.")


def _stop_pause(unit: Unit, row: sqlite3.Row, first: str) -> None:
    """Let a pause end the day before, or never begin."""
    if row["first"] >= first:
        unit.run("DELETE FROM pause WHERE number = ?", row["number"])
        return
    before = date.fromisoformat(first) - timedelta(days=1)
    unit.run("UPDATE pause SET last = ? WHERE number = ?", before.isoformat(), row["number"])


def shown(unit: Unit, patient: str) -> dict[str, Any]:
    """The plans and pauses of a patient as staff see them, with the next visits that are only planned."""
    today = unit.local.date()
    rows = unit.rows(
        "SELECT * FROM plan WHERE patient = ? AND (? OR service = ?) ORDER BY start, id",
        patient,
        not unit.bound,
        unit.at.her_id,
    )
    pauses = unit.rows(
        "SELECT first, last, reason FROM pause WHERE patient = ? AND (? OR service = ?) ORDER BY first",
        patient,
        not unit.bound,
        unit.at.her_id,
    )
    plans = [
        {
            **{name: row[name] for name in ("id", "summary", "start", "end", "every", "last", "minutes")},
            "frequency": row["freq"].lower(),
            "days": [day for day in row["days"].split(",") if day],
            "next": [moment.isoformat() for moment in left(unit, row, today, today + SHOWN)],
        }
        for row in rows
    ]
    return {"plans": plans, "pauses": [dict(row) for row in pauses]}


def series(row: sqlite3.Row) -> Series:
    """How a plan repeats."""
    days = tuple(day for day in row["days"].split(",") if day)
    last = date.fromisoformat(row["last"]) if row["last"] else None
    return Series(datetime.fromisoformat(row["start"]), row["freq"], row["every"], days, last)


def left(unit: Unit, row: sqlite3.Row, first: date, last: date) -> list[datetime]:
    """The visits between two days that are only planned: not made, not called off, not paused."""
    made = {one["occurrence"] for one in unit.rows("SELECT occurrence FROM appointment WHERE plan = ?", row["id"])}
    pauses = unit.rows("SELECT * FROM pause WHERE patient = ? AND service = ?", row["patient"], row["service"])
    return [
        moment
        for moment in series(row).between(first, last)
        if moment.isoformat() not in made and not any(_within(one, moment.date().isoformat()) for one in pauses)
    ]


def paused_for_good(unit: Unit, row: sqlite3.Row) -> date | None:
    """The first day of a pause that has no end."""
    found = unit.row(
        "SELECT min(first) AS first FROM pause WHERE patient = ? AND service = ? AND last IS NULL",
        row["patient"],
        row["service"],
    )
    return date.fromisoformat(found["first"]) if found and found["first"] else None


def spoken_day(day: str) -> str:
    """A date in words, such as `01.12.2026`."""
    return date.fromisoformat(day).strftime("%d.%m.%Y")


def _within(pause: sqlite3.Row, day: str) -> bool:
    return bool(pause["first"] <= day and (pause["last"] is None or day <= pause["last"]))


def _write(unit: Unit, patient: str, text: str) -> None:
    entries.add(unit, patient, "avtale", text, entries.staff(unit))
