"""Home visits: made from a plan, who comes, carried out or called off (HITS 1217:2018, 3.4.1 and 3.4.4).

What is planned and confirmed the citizen sees when Helsenorge asks; what was carried out or called off is sent (MOA).
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

from simulator.journal import access, calendars, entries, patients, plans, timebok
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit, local_time, spoken

CALLED_OFF_BY_US = "Avlyst av tjeneste"
CALLED_OFF_AWAY = "Avlyst - ikke hjemme"
CALLED_OFF_BY_CITIZEN = "Avlyst av tjenestemottaker selv"
CALLED_OFF_FOR = "Avlyst på vegne av tjenestemottaker"
REASONS = (CALLED_OFF_BY_US, CALLED_OFF_AWAY, CALLED_OFF_BY_CITIZEN, CALLED_OFF_FOR)


def find(unit: Unit, plan: str, start: str) -> sqlite3.Row | None:
    """The visit of a series at that time; one that was only planned is made, so that it can be spoken of."""
    row = unit.row("SELECT * FROM plan WHERE id = ?", plan) if plan else None
    moment = local_time(start)
    if row is None or moment is None:
        return None
    made = unit.row("SELECT * FROM appointment WHERE plan = ? AND occurrence = ?", plan, moment.isoformat())
    if made is not None or moment not in plans.left(unit, row, moment.date(), moment.date()):
        return made
    return _make(unit.serving(row["service"]), row, moment, ())


def confirm(unit: Unit, plan: str, start: str, employees: tuple[str, ...], arrival: str | None) -> str:
    """Say who comes to a visit, and when if that is known better than the window; gives the id."""
    row = plans.get(unit, plan)
    unit = unit.serving(row["service"])
    patients.refuse_dead(unit, row["patient"])
    visit = find(unit, plan, start)
    if visit is None or visit["status"] != "planned":
        raise Refused("Planen har ikke noe besøk da.")
    unit.run("UPDATE appointment SET employees = ? WHERE id = ?", _names(employees), visit["id"])
    if arrival is not None:
        _refuse_other_day(visit, row, arrival)
        ends = datetime.fromisoformat(arrival) + _length(row)
        unit.run(
            'UPDATE appointment SET start = ?, "end" = ?, category = NULL WHERE id = ?',
            arrival,
            ends.isoformat(),
            visit["id"],
        )
    access.note(unit, row["patient"], "bekreftet et hjemmebesøk")
    _write(unit, visit, f"Hjemmebesøket {spoken(arrival or start)} er bekreftet: {' og '.join(employees)} kommer.")
    return str(visit["id"])


def substitute(unit: Unit, appointment: str, employees: tuple[str, ...]) -> None:
    """Let others come instead."""
    row = _visit(unit, appointment)
    unit = unit.serving(row["service"])
    if row["status"] != "planned":
        raise Refused("Besøket er avlyst eller alt utført.")
    unit.run("UPDATE appointment SET employees = ? WHERE id = ?", _names(employees), appointment)
    access.note(unit, row["patient"], "byttet ansatt på et hjemmebesøk")
    before = " og ".join(json.loads(row["employees"])) or "ingen"
    _write(unit, row, f"{' og '.join(employees)} kommer {spoken(row['start'])} i stedet for {before}.")


def complete(unit: Unit, appointment: str) -> None:
    """Register that a visit has been carried out, and tell it (MOA, COMPLETED)."""
    row = _visit(unit, appointment)
    unit = unit.serving(row["service"])
    _refuse_settled(row)
    if not timebok.is_past(unit, row["start"]):
        raise Refused("Kan ikke registrere et besøk som utført før det har begynt.")
    unit.run("UPDATE appointment SET status = 'performed' WHERE id = ?", appointment)
    access.note(unit, row["patient"], "registrerte et hjemmebesøk som utført")
    text = f"Hjemmebesøket {spoken(row['start'])} er utført."
    timebok.push(unit, timebok.get(unit, appointment), timebok.NOTICE, text, "COMPLETED")


def cancel(unit: Unit, appointment: str, reason: str) -> None:
    """Call a visit off and tell it with the reason (MOA, CANCELLED)."""
    row = _visit(unit, appointment)
    unit = unit.serving(row["service"])
    _refuse_settled(row)
    status = "no_show" if reason == CALLED_OFF_AWAY else "cancelled"
    unit.run("UPDATE appointment SET status = ?, called_off = ? WHERE id = ?", status, reason, appointment)
    access.note(unit, row["patient"], "avlyste et hjemmebesøk")
    text = f"Hjemmebesøket {spoken(row['start'])} er avlyst: {reason}."
    timebok.push(unit, timebok.get(unit, appointment), timebok.NOTICE, text, "CANCELLED")


def cancel_planned(unit: Unit, plan: str, start: str, reason: str) -> str:
    """Call off a visit of a series; gives its id."""
    row = find(unit, plan, start)
    if row is None:
        plans.get(unit, plan)
        raise Refused("Planen har ikke noe besøk da.")
    cancel(unit, row["id"], reason)
    return str(row["id"])


def within(unit: Unit, patient: str, first: str, last: str | None) -> list[sqlite3.Row]:
    """Visits that have been made for days that are now to have none, and not begun."""
    rows = unit.rows(
        "SELECT * FROM appointment WHERE patient = ? AND service = ? AND plan IS NOT NULL AND status = 'planned'"
        " AND date(occurrence) >= ? AND (? IS NULL OR date(occurrence) <= ?) ORDER BY start",
        patient,
        unit.at.her_id,
        first,
        last,
        last,
    )
    return [row for row in rows if not timebok.is_past(unit, row["start"])]


def _make(unit: Unit, plan: sqlite3.Row, moment: datetime, employees: tuple[str, ...]) -> sqlite3.Row:
    visit = unit.new_id()
    length = datetime.fromisoformat(plan["end"]) - datetime.fromisoformat(plan["start"])
    unit.insert(
        "appointment",
        id=visit,
        uid=visit,
        patient=plan["patient"],
        service=plan["service"],
        start=moment.isoformat(),
        end=(moment + length).isoformat(),
        summary=plan["summary"],
        location=calendars.HOME,
        category=calendars.WINDOW if plan["minutes"] else None,
        plan=plan["id"],
        occurrence=moment.isoformat(),
        employees=_names(employees),
    )
    return timebok.get(unit, visit)


def _visit(unit: Unit, appointment: str) -> sqlite3.Row:
    row = timebok.get(unit, appointment)
    if row["plan"] is None:
        raise Refused("Timen er ikke et hjemmebesøk.")
    return row


def _refuse_settled(row: sqlite3.Row) -> None:
    if row["status"] != "planned":
        raise Refused("Besøket er avlyst eller alt registrert.")
    if row["cancellation"] == "waiting":
        raise Refused("En avbestilling av besøket venter på svar.")


def _refuse_other_day(visit: sqlite3.Row, plan: sqlite3.Row, arrival: str) -> None:
    begins = datetime.fromisoformat(visit["occurrence"])
    ends = begins + (datetime.fromisoformat(plan["end"]) - datetime.fromisoformat(plan["start"]))
    if not begins.date() <= datetime.fromisoformat(arrival).date() <= ends.date():
        raise Refused("Ankomsten må være den dagen besøket er planlagt.")


def _length(plan: sqlite3.Row) -> timedelta:
    if plan["minutes"]:
        return timedelta(minutes=plan["minutes"])
    return datetime.fromisoformat(plan["end"]) - datetime.fromisoformat(plan["start"])


def _names(employees: tuple[str, ...]) -> str:
    return json.dumps(employees, ensure_ascii=False)


def _write(unit: Unit, row: sqlite3.Row, text: str) -> None:
    entries.add(unit, row["patient"], "avtale", text, entries.staff(unit), appointment=row["id"])
