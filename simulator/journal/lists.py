"""Lists that staff choose from: what waits, who is known, what is booked, what was carried.

Nothing here changes the journal or opens anybody's.
The SQL is put together from texts of our own; values are always bound.
"""
# ruff: noqa: S608

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from simulator.journal import settings, transport
from simulator.journal.unit import Unit

Row = dict[str, Any]
_OWN = "(:all OR {}.service = :service)"
_NAME = "trim(p.given || ' ' || p.family) AS name, p.id AS person"


def people(unit: Unit, text: str) -> list[Row]:
    """Everyone that the service sees whose name, date of birth or number fits every word."""
    words = text.casefold().split()
    return [
        row
        for row in _rows(
            unit,
            f"SELECT p.*, {_NAME} FROM patient AS p WHERE :all OR EXISTS"
            " (SELECT 1 FROM seen WHERE seen.patient = p.ident AND seen.service = :service) ORDER BY family, given",
        )
        if all(word in _sought(row) for word in words)
    ]


def person(unit: Unit, who: str) -> Row | None:
    """One patient by the journal's own id or the national one, with those who may act for her."""
    found = _rows(unit, f"SELECT p.*, {_NAME} FROM patient AS p WHERE p.id = :who OR p.ident = :who", who=who)
    guardians = "SELECT name, relation FROM guardian WHERE patient = :ident ORDER BY name"
    return found[0] | {"guardians": _rows(unit, guardians, ident=found[0]["ident"])} if found else None


def unanswered(unit: Unit) -> list[Row]:
    """Threads where the citizen has the last word, the oldest first."""
    return _rows(
        unit,
        f"SELECT t.id, m.time, m.read, {_NAME} FROM thread AS t JOIN patient AS p ON p.ident = t.patient"
        " JOIN message AS m ON m.number = (SELECT max(number) FROM message WHERE thread = t.id)"
        f" WHERE m.direction = 'inn' AND {_OWN.format('t')} ORDER BY m.number",
    )


def undecided(unit: Unit) -> list[Row]:
    """Appointments that somebody wishes to cancel."""
    return _rows(
        unit,
        f'SELECT a.id, a.start, a."end", {_NAME} FROM appointment AS a JOIN patient AS p ON p.ident = a.patient'
        f" WHERE a.cancellation = 'waiting' AND {_OWN.format('a')} ORDER BY a.start",
    )


def wishes(unit: Unit) -> list[Row]:
    """Wishes for a time that wait for an answer."""
    return _rows(
        unit,
        f"SELECT w.id, w.time, {_NAME} FROM wish AS w JOIN patient AS p ON p.ident = w.patient"
        f" WHERE w.decision = 'waiting' AND {_OWN.format('w')} ORDER BY w.rowid",
    )


def bookings(unit: Unit) -> list[Row]:
    """Bookings of free slots that wait for approval."""
    return _rows(
        unit,
        f"SELECT b.id, b.time, s.start, {_NAME} FROM booking AS b JOIN slot AS s ON s.id = b.slot"
        " JOIN patient AS p ON p.ident = b.patient"
        f" WHERE b.decision = 'waiting' AND {_OWN.format('b')} ORDER BY b.rowid",
    )


def numbers(unit: Unit) -> dict[str, int]:
    """MsgId of what was sent → its number in the transport log."""
    sql = "SELECT msg_id, number FROM transport WHERE direction = 'ut' AND kind = 'melding' ORDER BY number"
    return {row["msg_id"]: row["number"] for row in _rows(unit, sql)}


def appointments(unit: Unit, first: str, last: str) -> list[Row]:
    """The timebok from a day to another, both included."""
    return _rows(
        unit,
        'SELECT a.id, a.start, a."end", a.summary, a.location, a.status, a.cancellation, a.practitioner, a.plan,'
        " a.employees, a.exempt, a.service,"
        f" {_NAME} FROM appointment AS a JOIN patient AS p ON p.ident = a.patient"
        f" WHERE date(a.start) BETWEEN :first AND :last AND {_OWN.format('a')} ORDER BY a.start, a.id",
        first=first,
        last=last,
    )


def holder(unit: Unit, kind: str, key: str) -> Row | None:
    """Whose a thing at the service is: kind is appointment, thread, wish or plan; when and what go with it."""
    columns = {"thread": "x.closed", "wish": "x.subject"}.get(kind, "x.start, x.summary")
    sql = f"SELECT {columns}, p.ident, {_NAME} FROM {kind} AS x JOIN patient AS p ON p.ident = x.patient"
    return next(iter(_rows(unit, f"{sql} WHERE x.id = :key AND {_OWN.format('x')}", key=key)), None)


def sent(unit: Unit, *, direction: str = "ut", limit: int | None = 100, patient: str = "") -> list[Row]:
    """The transport log without the bytes, the newest first; direction `ut` or `inn`, empty for both."""
    return _rows(
        unit,
        "SELECT number, msg_id, direction, time, kind, status, error_code, error_text, envelope, length(raw) AS size"
        " FROM transport WHERE status <> :waiting AND (:direction = '' OR direction = :direction)"
        " AND (:patient = '' OR patient = :patient OR msg_id IN (SELECT msg_id FROM entry WHERE patient = :patient))"
        " ORDER BY number DESC LIMIT :limit",
        waiting=transport.WAITING,
        direction=direction,
        patient=patient,
        limit=-1 if limit is None else limit,
    )


def carried(unit: Unit, number: int) -> Row | None:
    """One row of the transport log with its bytes."""
    sql = "SELECT * FROM transport WHERE number = :number AND status <> :waiting"
    return next(iter(_rows(unit, sql, number=number, waiting=transport.WAITING)), None)


def files(unit: Unit, msg_id: str) -> list[Row]:
    """The attachments of a message with their bytes."""
    return _rows(unit, "SELECT * FROM attachment WHERE msg_id = :msg_id ORDER BY number", msg_id=msg_id)


def facts(unit: Unit) -> Row:
    """The time in Norway, where staff work, and the settings."""
    return {
        "now": datetime.fromisoformat(unit.local.isoformat()),
        "at": unit.at,
        "bound": unit.bound,
        "cancel_approval": settings.cancel_approval(unit),
    }


def _rows(unit: Unit, sql: str, **values: Any) -> list[Row]:
    given = {"all": int(not unit.bound), "service": unit.at.her_id, **values}
    return [_plain(row) for row in unit.db.execute(sql, given).fetchall()]


def _plain(row: sqlite3.Row) -> Row:
    found = dict(row)
    return found | {"envelope": json.loads(found["envelope"])} if "envelope" in found else found


def _sought(row: Row) -> str:
    return f"{row['name']} {row['ident']} {row['birth_date']}".casefold()
