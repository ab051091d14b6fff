"""The appointments that Helsenorge knows in one test area: takes or refuses what is put, and notes every call."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from simulator.clock import Clock
from simulator.national.timeavtaler import inbox, notices
from simulator.national.timeavtaler.changes import Change, compare, odd_way
from simulator.national.timeavtaler.inbox import Call, Inbox
from simulator.national.timeavtaler.issues import Issue, of_finding
from simulator.national.timeavtaler.judging import Judged, Put, judge, judge_call
from simulator.national.timeavtaler.known import Known, tells_of_real_person
from simulator.serving import area
from simulator.serving.area import Area
from simulator.store.database import Database
from standards.fhir import read_json, write_json
from standards.rules.fhir_view import word

SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS appointment (
  id TEXT PRIMARY KEY, media TEXT NOT NULL, raw BLOB NOT NULL, resource BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS identifier (
  system TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL REFERENCES appointment,
  PRIMARY KEY (system, value)) STRICT;
CREATE INDEX IF NOT EXISTS identifier_id ON identifier (id);
{inbox.SCHEMA}
{area.SCHEMA}
"""
_DIGEST = "token_digest"
CREATED, DONE, REFUSED = 201, 200, 400
ADDRESS: Final = "/timeavtaler/api/v1/Appointment"
"""Under the test area."""


@dataclass(frozen=True)
class Answer:
    """What a call is answered with; `change` is None when it was refused."""

    status: int
    id: str
    issues: tuple[Issue, ...]
    resource: dict[str, Any] | None = None
    change: Change | None = None


class Appointments(Area):
    """What Helsenorge knows in an area. Every call is committed with its answer before it is answered."""

    def __init__(self, database: Database, clock: Clock, keep: int, monotonic: Callable[[], float]) -> None:
        super().__init__(database, clock)
        self.inbox = Inbox(database, keep, monotonic)

    def put(self, call: Call, media: str) -> Answer:
        """Take the appointment, or refuse it with what is wrong. Raises `StoreFull`, `StoreUnusable`."""
        put = Put(call.path, media, call.raw)
        judged = judge(put)
        known = None if judged.resource is None else Known(judged.resource)
        with self._database.transaction() as connection:
            if known is not None and known.real_person:
                call, known, answer = _emptied(call), None, Answer(REFUSED, "", (_REAL_PERSON,))
            elif known is None or judged.refused:
                answer = Answer(REFUSED, "", judged.issues)
            else:
                answer = self._take(connection, put, known, judged)
            self._note(connection, call, answer, known)
        self.inbox.ring()
        return answer

    def note_refused(self, call: Call, status: int, issue: Issue) -> None:
        """Note a call that did not come so far as to be judged; a body that may be about a real person is not kept."""
        call = _emptied(call) if tells_of_real_person(call.raw) else call
        with self._database.transaction() as connection:
            self._note(connection, call, Answer(status, "", (issue,)), None)
        self.inbox.ring()

    def reset(self) -> None:
        """Forget every appointment and call, and set the clock right; the numbers of the inbox go on."""
        with self._database.transaction() as connection:
            for table in ("identifier", "appointment", "call"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own
        self.shift_clock(timedelta())

    def count(self) -> int:
        """How many appointments are known."""
        row = self._database.read_one("SELECT COUNT(*) AS known FROM appointment")
        return int(row["known"]) if row else 0

    @property
    def token_digest(self) -> str:
        """What is kept of the token that calls must have; empty when the area is open."""
        return self.setting(_DIGEST)

    def ask_for(self, token_digest: str) -> None:
        """Ask for a token from now on."""
        self.set(_DIGEST, token_digest)

    def close(self) -> None:
        """Send waiting readers home, then close the database."""
        self.inbox.stop()
        super().close()

    def _take(self, connection: sqlite3.Connection, put: Put, known: Known, judged: Judged) -> Answer:
        name = word(known.resource, "id")
        found = connection.execute("SELECT * FROM appointment WHERE id = ?", (name,)).fetchone()
        stored = None if found is None else read_json(found["resource"])
        others = _others(connection, name, known.identifiers)
        if stored is not None and not set(Known(stored).identifiers) & set(known.identifiers):
            others.append(found)
        unstable = _unstable(put, name, others)
        if unstable:
            return Answer(REFUSED, "", (*judged.issues, *unstable))
        change = compare(stored, known.resource)
        _store(connection, put, name, known)
        odd = odd_way(change, known.booking.status)
        issues = (*judged.issues, *([odd] if odd else ()))
        return Answer(DONE if found else CREATED, name, issues, dict(known.resource), change)

    def _note(self, connection: sqlite3.Connection, call: Call, answer: Answer, known: Known | None) -> None:
        now = self.now()
        said: dict[str, Any] = {
            "status": answer.status,
            "change": None,
            "changed": [],
            "appointment": None if known is None else known.to_json(),
            "findings": [issue.to_json() for issue in answer.issues],
            "shown_to": [],
            "notice": None,
            "reminder": None,
        }
        if answer.change is not None and known is not None:
            said |= {
                "change": answer.change.kind,
                "changed": answer.change.elements,
                "shown_to": notices.shown_to(known, now),
                "notice": notices.notice(known, answer.change, now).to_json(),
                "reminder": notices.reminder(known, now).to_json(),
            }
        self.inbox.add(connection, call, now, said)


def _emptied(call: Call) -> Call:
    """The call without its body."""
    return Call(call.method, call.path, call.content_type)


def _put(name: str, media: str, raw: bytes) -> Put:
    """The call with the id in its address, also when it came without."""
    return Put(f"{ADDRESS}/{name}", media, raw)


def _others(connection: sqlite3.Connection, name: str, identifiers: Iterable[tuple[str, str]]) -> list[sqlite3.Row]:
    """The appointments under another id that have one of the business identifiers."""
    found: list[sqlite3.Row] = []
    for system, value in identifiers:
        found += connection.execute(
            "SELECT appointment.* FROM identifier JOIN appointment USING (id)"
            " WHERE system = ? AND value = ? AND id <> ?",
            (system, value, name),
        ).fetchall()
    return found


def _unstable(put: Put, name: str, before: list[sqlite3.Row]) -> tuple[Issue, ...]:
    """What is wrong when id and business identifier do not go together as in earlier calls."""
    if not before:
        return ()
    earlier = [_put(row["id"], row["media"], row["raw"]) for row in before]
    issues = (of_finding(finding) for finding in judge_call(_put(name, put.media, put.raw), earlier))
    return tuple(issue for issue in issues if issue.refuses)


def _store(connection: sqlite3.Connection, put: Put, name: str, known: Known) -> None:
    connection.execute(
        "INSERT INTO appointment VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET media = excluded.media, raw = excluded.raw, resource = excluded.resource",
        (name, put.media, put.raw, write_json(known.resource)),
    )
    for system, value in known.identifiers:
        connection.execute("INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)", (system, value, name))


_REAL_PERSON: Final = Issue(
    "error",
    "business-rule",
    "Pasienten kan være en virkelig person. Dette er en simulator, og innholdet er ikke lagret.",
    expected="en syntetisk person, med måned +80 eller +65 i fødselsnummeret",
    found="et fødselsnummer eller D-nummer uten slikt tillegg",
    fix="Bruk en syntetisk person.",
    where="Appointment.participant",
)
