"""Takes events from Helsenorge's own parts, decides who is told, and puts the notices in the outbox."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from simulator.clock import iso
from simulator.national.helsenorge import faults, outbox, reminders, texts
from simulator.national.helsenorge.citizens import SELF, Citizen, Registry
from simulator.national.helsenorge.days import day_of
from simulator.national.helsenorge.happenings import KINDS, Happening
from simulator.national.helsenorge.outbox import Outbox
from simulator.national.helsenorge.recipients import Choice, Decision, decide
from simulator.national.helsenorge.refusals import SaidBefore, unknown_person
from simulator.national.helsenorge.reminders import SENT, WITHDRAWN, Due, Plan, Reminders
from simulator.serving.faults import Switches
from simulator.store.database import Database

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS happening (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, digest TEXT NOT NULL, answer TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS choice (person TEXT PRIMARY KEY, level TEXT NOT NULL, channel TEXT NOT NULL) STRICT;
{outbox.SCHEMA}
{reminders.SCHEMA}
"""
TABLES: Final = ("happening", "choice", "notice", "reminder")


class Notices:
    """The notices of one test area; `area` gives its name, `now` its time."""

    def __init__(
        self,
        database: Database,
        area: Callable[[], str],
        now: Callable[[], datetime],
        registry: Registry,
        switches: Switches,
        *,
        keep: int,
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._area = area
        self._now = now
        self._registry = registry
        self._faults = switches
        self._keep = keep
        self.reminders = Reminders(database)
        self.outbox = Outbox(database, keep, monotonic)

    def take(self, happening: Happening) -> tuple[dict[str, Any], bool]:
        """Tell whoever is to be told; the answer, and whether the event is new.

        Raises `UnknownPerson`, `SaidBefore`, `RegisterSilent`.
        """
        self.catch_up()
        digest = sha256(json.dumps(happening.to_json(), sort_keys=True).encode()).hexdigest()
        before = self._said(happening, digest)
        if before is not None:
            return before, False
        now = self._now()
        citizen = self._citizen(happening.person, now)
        happening = self.reminders.completed(citizen.person, happening)
        decisions = self._decided(happening, citizen, now)
        with self._database.transaction() as connection:
            before = self._said(happening, digest, connection)
            if before is not None:
                return before, False
            answer = self._written(connection, happening, citizen, decisions, now)
            number = connection.execute(
                "INSERT INTO happening (id, digest, answer) VALUES (?, ?, ?)",
                (happening.id or None, digest, json.dumps(answer, ensure_ascii=False)),
            ).lastrowid
            connection.execute("DELETE FROM happening WHERE number <= ?", (int(number or 0) - self._keep,))
        self.outbox.ring()
        return answer, True

    def catch_up(self) -> None:
        """Send the reminders that the clock has come to; raises `RegisterSilent`."""
        for due in self.reminders.due(self._now()):
            self._remind(due)

    def choose(self, number: str, choice: Choice) -> None:
        """Keep what a citizen wants; raises `UnknownPerson`, `RegisterSilent`."""
        citizen = self._citizen(number, self._now())
        with self._database.transaction() as connection:
            connection.execute("REPLACE INTO choice VALUES (?, ?, ?)", (citizen.person, choice.level, choice.channel))

    def forget(self, connection: sqlite3.Connection) -> None:
        """Forget everything; the numbers go on."""
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own

    def _remind(self, due: Due) -> None:
        """With the register as it was when the time came: somebody may have turned 16, or died."""
        citizen = self._look_up(due.happening.person, due.at)
        if citizen is None:
            with self._database.transaction() as connection:
                self.reminders.close(connection, due, WITHDRAWN, "Personen finnes ikke lenger i folkeregisteret.")
            return
        ignore_death = citizen.dead and self._faults.take(faults.DEAD)
        decisions = self._decided(due.happening, citizen, due.at, ignore_death=ignore_death)
        told = [one for one in decisions if one.told]
        state, why = (SENT, "") if told else (WITHDRAWN, decisions[0].why if decisions else "Ingen kan varsles.")
        with self._database.transaction() as connection:
            if self.reminders.close(connection, due, state, why):
                for one in told:
                    self._send(connection, due.happening, citizen, one, due.at)
        self.outbox.ring()

    def _citizen(self, number: str, at: datetime) -> Citizen:
        found = self._look_up(number, at)
        if found is None:
            raise unknown_person()
        return found

    def _look_up(self, number: str, at: datetime) -> Citizen | None:
        return self._registry.look_up(self._area(), [number], day_of(at)).get(number)

    def _decided(
        self, happening: Happening, citizen: Citizen, now: datetime, *, ignore_death: bool = False
    ) -> list[Decision]:
        rows = self._database.read("SELECT * FROM choice")
        choices = {row["person"]: Choice(row["level"], row["channel"]) for row in rows}
        show = happening.hidden_from_parents and self._faults.take(faults.PARENTS)
        return decide(happening, citizen, choices, now, ignore_death=ignore_death, show_parents=show)

    def _written(
        self,
        connection: sqlite3.Connection,
        happening: Happening,
        citizen: Citizen,
        decisions: list[Decision],
        now: datetime,
    ) -> dict[str, Any]:
        sent = [
            entry for one in decisions if one.told for entry in self._send(connection, happening, citizen, one, now)
        ]
        planned = self._planned(connection, happening, citizen, now)
        silent = [_silent(one) for one in decisions if not one.told]
        kind = KINDS[happening.kind]
        return {
            "varsler": sent,
            "ikke_varslet": silent,
            "paaminnelse": None if planned is None else planned.to_json(),
            "kilde": kind.source,
            "merke": kind.mark,
        }

    def _planned(
        self, connection: sqlite3.Connection, happening: Happening, citizen: Citizen, now: datetime
    ) -> Plan | None:
        """With a fault on, a cancellation leaves the reminder standing."""
        if reminders.cancels(happening) and self._faults.take(faults.CANCELLED):
            return None
        return self.reminders.follow(connection, citizen.person, happening, now)

    def _send(
        self, connection: sqlite3.Connection, happening: Happening, citizen: Citizen, one: Decision, at: datetime
    ) -> list[dict[str, Any]]:
        about = "" if one.standing.bond == SELF else citizen.given
        named = happening.sensitive and self._faults.take(faults.NAMED)
        words = texts.text(happening, about, name_sensitive=named)
        if self._faults.take(faults.CONTENT):
            words += texts.HEALTH_CONTENT
        content = {
            "sendt": iso(at),
            "hendelse": happening.kind,
            "kanal": one.choice.channel,
            "til": one.standing.number,
            "navn": one.standing.name,
            "gjelder": citizen.number,
            "time_id": happening.appointment or None,
            "tekst": words,
            "hvorfor": one.why,
        }
        times = 2 if self._faults.take(faults.TWICE) else 1
        return [self.outbox.add(connection, content) for _ in range(times)]

    def _said(
        self, happening: Happening, digest: str, connection: sqlite3.Connection | None = None
    ) -> dict[str, Any] | None:
        """The answer that the same id got; raises `SaidBefore` when the rest is another."""
        if not happening.id:
            return None
        sql = "SELECT digest, answer FROM happening WHERE id = ?"
        if connection is None:
            row = self._database.read_one(sql, (happening.id,))
        else:
            row = connection.execute(sql, (happening.id,)).fetchone()
        if row is None:
            return None
        if row["digest"] != digest:
            raise SaidBefore(
                "En annen hendelse har samme id.",
                expected="samme innhold som sist, eller en ny id",
                found=happening.id,
                fix="Gi hver hendelse sin egen id.",
            )
        answer: dict[str, Any] = json.loads(row["answer"])
        return answer


def _silent(one: Decision) -> dict[str, Any]:
    return {"mottaker": one.standing.number or None, "navn": one.standing.name, "hvorfor": one.why}
