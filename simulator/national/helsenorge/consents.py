"""Consents of citizens, the activity that follows from them and from the register, and the feed of what changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from simulator.clock import iso
from simulator.national.helsenorge import faults
from simulator.national.helsenorge.activity import AREAS, FULL, HEALTH, Status, status
from simulator.national.helsenorge.citizens import Citizen, Registry
from simulator.national.helsenorge.days import day_of, next_midnight
from simulator.national.helsenorge.refusals import unknown_person
from simulator.serving.faults import Switches
from simulator.store.database import Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS consent (
  person TEXT NOT NULL, service_area TEXT NOT NULL, level TEXT NOT NULL, PRIMARY KEY (person, service_area)) STRICT;
CREATE TABLE IF NOT EXISTS held (
  person TEXT NOT NULL, service_area TEXT NOT NULL, until TEXT NOT NULL, status TEXT NOT NULL,
  PRIMARY KEY (person, service_area)) STRICT;
CREATE TABLE IF NOT EXISTS followed (
  number TEXT NOT NULL, service_area TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY (number, service_area)) STRICT;
CREATE TABLE IF NOT EXISTS activity_change (
  number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, ident TEXT NOT NULL, service_area TEXT NOT NULL) STRICT;
"""
TABLES: Final = ("consent", "held", "followed", "activity_change")
KEEP: Final = 100_000
"""How many changes the feed holds; the oldest go."""


class Consents:
    """Those of one test area; `area` gives its name, `now` its time."""

    def __init__(
        self,
        database: Database,
        area: Callable[[], str],
        now: Callable[[], datetime],
        registry: Registry,
        switches: Switches,
    ) -> None:
        self._database = database
        self._area = area
        self._now = now
        self._registry = registry
        self._faults = switches

    def check(self, numbers: Iterable[str], service_area: str) -> dict[str, Status]:
        """The status of each; one whom the register does not know is not active. Raises `RegisterSilent`."""
        wanted = list(dict.fromkeys(numbers))
        found = self._statuses(wanted, service_area)
        self._follow(service_area, found)
        return found

    def set_level(self, number: str, service_area: str, level: str) -> None:
        """Let a citizen consent, or no longer; raises `UnknownPerson`, `RegisterSilent`."""
        citizen = self._citizen(number)
        before = self._status_of(number)
        if service_area == HEALTH:
            self._registry.tell_use(self._area(), number, {"digitalt_aktiv": level == FULL})
        late = self._faults.take(faults.TOMORROW)
        with self._database.transaction() as connection:
            connection.execute("REPLACE INTO consent VALUES (?, ?, ?)", (citizen.person, service_area, level))
            if late:
                for one, status_before in before.items():
                    self._hold(connection, citizen, one, status_before)
        self._tell(number, before)

    def set_parental_consent(self, number: str, given: bool) -> None:
        """Let parents consent to what a youth of 13 to 15 uses, or no longer; raises as `set_level`."""
        self._citizen(number)
        before = self._status_of(number)
        self._registry.tell_use(self._area(), number, {"foreldresamtykke": given})
        self._tell(number, before)

    def levels(self, number: str) -> dict[str, str]:
        """What was set for a citizen, by service area; raises `UnknownPerson`, `RegisterSilent`."""
        rows = self._database.read("SELECT * FROM consent WHERE person = ?", (self._citizen(number).person,))
        return {row["service_area"]: row["level"] for row in rows}

    def changes(self, first: int, limit: int) -> list[dict[str, Any]]:
        """The feed from a number on, when all who were ever asked about have been looked at again."""
        self._refresh()
        rows = self._database.read(
            "SELECT * FROM activity_change WHERE number >= ? ORDER BY number LIMIT ?", (first, limit)
        )
        return [dict(row) for row in rows]

    @property
    def last(self) -> int:
        """The highest number of the feed; 0 when there is none."""
        row = self._database.read_one("SELECT seq FROM sqlite_sequence WHERE name = 'activity_change'")
        return int(row["seq"]) if row else 0

    def forget(self, connection: sqlite3.Connection) -> None:
        """Forget everything; the numbers of the feed go on."""
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own

    def _citizen(self, number: str) -> Citizen:
        found = self._registry.look_up(self._area(), [number], day_of(self._now())).get(number)
        if found is None:
            raise unknown_person()
        return found

    def _status_of(self, number: str) -> dict[str, Status]:
        """In each service area."""
        return {one: self._statuses([number], one)[number] for one in AREAS}

    def _statuses(self, numbers: list[str], service_area: str) -> dict[str, Status]:
        now = self._now()
        citizens = self._registry.look_up(self._area(), numbers, day_of(now))
        rows = self._database.read("SELECT person, level FROM consent WHERE service_area = ?", (service_area,))
        levels = {row["person"]: row["level"] for row in rows}
        held = self._held(service_area, now)
        found = {}
        for number in numbers:
            citizen = citizens.get(number)
            person = "" if citizen is None else citizen.person
            fresh = status(citizen, service_area, levels.get(person, ""))
            found[number] = held.get(person, fresh)
        return found

    def _held(self, service_area: str, now: datetime) -> dict[str, Status]:
        rows = self._database.read("SELECT * FROM held WHERE service_area = ? AND until > ?", (service_area, iso(now)))
        return {row["person"]: Status.of_json(json.loads(row["status"])) for row in rows}

    def _hold(self, connection: sqlite3.Connection, citizen: Citizen, service_area: str, before: Status) -> None:
        until = iso(next_midnight(self._now()))
        row = (citizen.person, service_area, until, json.dumps(before.to_json()))
        connection.execute("REPLACE INTO held VALUES (?, ?, ?, ?)", row)

    def _tell(self, number: str, before: Mapping[str, Status]) -> None:
        """Tell of what one change made of one citizen, also when nobody has asked about them before."""
        for service_area, status_before in before.items():
            self._follow(service_area, {number: status_before})
            self._follow(service_area, self._statuses([number], service_area))

    def _refresh(self) -> None:
        for service_area in AREAS:
            rows = self._database.read("SELECT number FROM followed WHERE service_area = ?", (service_area,))
            if rows:
                self._follow(service_area, self._statuses([row["number"] for row in rows], service_area))

    def _follow(self, service_area: str, found: Mapping[str, Status]) -> None:
        """Remember the statuses, and put those that are others than before in the feed."""
        rows = self._database.read("SELECT number, status FROM followed WHERE service_area = ?", (service_area,))
        before = {row["number"]: row["status"] for row in rows}
        told = {number: json.dumps(one.to_json()) for number, one in found.items()}
        changed = {number: one for number, one in told.items() if before.get(number) != one}
        if not changed:
            return
        at = iso(self._now())
        with self._database.transaction() as connection:
            for number, one in changed.items():
                connection.execute("REPLACE INTO followed VALUES (?, ?, ?)", (number, service_area, one))
                if number in before:
                    connection.execute(
                        "INSERT INTO activity_change (at, ident, service_area) VALUES (?, ?, ?)",
                        (at, number, service_area),
                    )
            connection.execute(
                "DELETE FROM activity_change WHERE number <= (SELECT MAX(number) FROM activity_change) - ?", (KEEP,)
            )
