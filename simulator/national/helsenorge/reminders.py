"""Reminders: one for each appointment, 24 to 48 hours before, when the clock has come so far."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from simulator.clock import iso
from simulator.national.helsenorge import happenings
from simulator.national.helsenorge.happenings import ACCEPTED, ANSWERED, CANCELLED, KINDS, REMINDER, Happening
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS reminder (
  appointment TEXT NOT NULL, person TEXT NOT NULL, due TEXT, content TEXT NOT NULL,
  state TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (appointment, person)) STRICT;
CREATE INDEX IF NOT EXISTS reminder_due ON reminder (state, due);
"""
PLANNED, SENT, WITHDRAWN, NONE = "planlagt", "sendt", "trukket", "ingen"
FIRST, LAST = timedelta(hours=48), timedelta(hours=24)


@dataclass(frozen=True)
class Plan:
    """What will be done about an appointment; `due` is when the reminder is sent."""

    state: str
    due: datetime | None = None
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the answer tells it."""
        return {"tilstand": self.state, "sendes": None if self.due is None else _utc(self.due), "hvorfor": self.why}


@dataclass(frozen=True)
class Due:
    """A reminder whose time has come; `person` is the id of the citizen in the register."""

    at: datetime
    person: str
    happening: Happening


def plan(happening: Happening, now: datetime) -> Plan:
    """For a new or changed appointment: 48 hours before, and 24 hours before when it comes in between."""
    start = happening.start
    if not happening.reminder:
        return Plan(NONE, why="Timen er merket med at den ikke skal ha påminnelse.")
    if start is None or start - LAST <= now:
        return Plan(NONE, why="Det er mindre enn et døgn til timen.")
    return Plan(PLANNED, start - FIRST if start - FIRST > now else start - LAST)


def cancels(happening: Happening) -> bool:
    """Whether the appointment will not take place."""
    accepted = happening.kind == ANSWERED and happening.answer == ACCEPTED
    return bool(happening.appointment) and (accepted or happening.kind == CANCELLED)


class Reminders:
    """Those of one test area, also when they are sent or withdrawn."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, connection: sqlite3.Connection, person: str, happening: Happening, now: datetime) -> Plan | None:
        """Plan, move or withdraw the reminder as the event says; None when it says nothing of one."""
        if KINDS[happening.kind].moves_reminder:
            made = plan(happening, now)
            self._keep(connection, person, happening, made)
            return made
        return self._withdraw(connection, person, happening) if cancels(happening) else None

    def completed(self, person: str, happening: Happening) -> Happening:
        """A cancellation, or an answer to one, with what was told of the appointment: it stays as hidden as it was."""
        if happening.kind not in (CANCELLED, ANSWERED):
            return happening
        row = self._database.read_one(
            "SELECT content FROM reminder WHERE appointment = ? AND person = ?", (happening.appointment, person)
        )
        if row is None:
            return happening
        known = _of(row)
        return replace(
            happening,
            start=happening.start or known.start,
            sender=happening.sender or known.sender,
            sensitive=happening.sensitive or known.sensitive,
            hidden_from_parents=happening.hidden_from_parents or known.hidden_from_parents,
            hidden_from_youth=happening.hidden_from_youth or known.hidden_from_youth,
        )

    def due(self, now: datetime) -> list[Due]:
        """Those whose time has come, in that order."""
        rows = self._database.read(
            "SELECT * FROM reminder WHERE state = ? AND due <= ? ORDER BY due, appointment", (PLANNED, _utc(now))
        )
        return [Due(datetime.fromisoformat(row["due"]), row["person"], _of(row)) for row in rows]

    def close(self, connection: sqlite3.Connection, due: Due, state: str, why: str) -> bool:
        """Take it off the list; whether it was still there as it was."""
        changed = connection.execute(
            "UPDATE reminder SET state = ?, why = ? WHERE appointment = ? AND person = ? AND state = ? AND due = ?",
            (state, why, due.happening.appointment, due.person, PLANNED, _utc(due.at)),
        )
        return changed.rowcount == 1

    def listed(self, limit: int) -> list[dict[str, Any]]:
        """Every appointment with what is done about its reminder, the first to come first."""
        rows = self._database.read("SELECT * FROM reminder ORDER BY due IS NULL, due, appointment LIMIT ?", (limit,))
        return [
            {
                "time_id": row["appointment"],
                "person": _of(row).person,
                "tilstand": row["state"],
                "sendes": row["due"],
                "hvorfor": row["why"],
            }
            for row in rows
        ]

    def _keep(self, connection: sqlite3.Connection, person: str, happening: Happening, made: Plan) -> None:
        content = json.dumps(replace(happening, kind=REMINDER).to_json(), ensure_ascii=False)
        due = None if made.due is None else _utc(made.due)
        connection.execute(
            "REPLACE INTO reminder (appointment, person, due, content, state, why) VALUES (?, ?, ?, ?, ?, ?)",
            (happening.appointment, person, due, content, made.state, made.why),
        )

    def _withdraw(self, connection: sqlite3.Connection, person: str, happening: Happening) -> Plan:
        why = "Timen er avlyst eller avbestilt."
        changed = connection.execute(
            "UPDATE reminder SET state = ?, why = ? WHERE appointment = ? AND person = ? AND state = ?",
            (WITHDRAWN, why, happening.appointment, person, PLANNED),
        )
        return Plan(WITHDRAWN, why=why) if changed.rowcount else Plan(NONE, why="Ingen påminnelse var planlagt.")


def _of(row: sqlite3.Row) -> Happening:
    return happenings.of_json(json.loads(row["content"]))


def _utc(moment: datetime) -> str:
    """Comparable as text."""
    return iso(moment.astimezone(UTC))
