"""The appointments that the journal has told of, each known by either of its two ids, and requests to cancel them."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from simulator.serving.paper import OSLO
from standards.xcal import Event

BOOKED, PLANNED, CANCELLED, MISSED, DONE = "avtalt", "planlagt", "avlyst", "ikke møtt", "utført"
WAITING, ACCEPTED, REFUSED, LOST = "venter", "godtatt", "avslått", "ikke levert"
PUSHED, FROM_PLAN, WISHED = "avtale", "plan", "ønske"
HOME: Final = "Hjemmebesøk"
_BY_CODE: Final[Mapping[str, str]] = MappingProxyType(
    {"05": BOOKED, "07": BOOKED, "10": BOOKED, "34": BOOKED, "08": CANCELLED, "11": MISSED}
)
_BY_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {"COMPLETED": DONE, "CANCELLED": CANCELLED, "TENTATIVE": PLANNED, "CONFIRMED": BOOKED}
)


def tell(
    connection: sqlite3.Connection, event: Event, *, patient: str, party: str, code: str, issued: str, source: str
) -> sqlite3.Row | None:
    """Keep what a message says of an appointment; gives the row, or None when a newer message has come before it."""
    status = _BY_CODE.get(code) or _BY_STATUS.get(event.status or "", BOOKED)
    related = None if source == FROM_PLAN else event.related_to  # visits of one series may share it
    known = find(connection, patient, party, event.uid, related)
    if known is not None and known["issued"] > issued:
        return None
    row = {
        "id": str(uuid.uuid4()) if known is None else known["id"],
        "patient": patient,
        "party": event.contact if event.contact.isdigit() else party,
        "uid": event.uid,
        "related_to": event.related_to,
        "related_form": event.related_form,
        "start": event.start,
        "end": event.end,
        "summary": event.summary or "Time",
        "description": event.description or "",
        "location": event.location or "",
        "employees": ", ".join(one.name for one in event.attendees if one.name),
        "category": ", ".join(event.categories),
        "status": status,
        "source": source if known is None else known["source"],
        "hidden": int(source == WISHED or (known is not None and bool(known["hidden"]))),
        "issued": issued,
    }
    if known is not None:
        next_visit = source == FROM_PLAN and known["start"] != event.start  # the series goes on after one is cancelled
        row |= {} if next_visit else {name: known[name] for name in ("asked", "answer", "answered")}
        row |= {name: known[name] for name in ("start", "end", "summary", "location") if not row[name]}
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f":{name}" for name in row)
    connection.execute(f"REPLACE INTO appointment ({names}) VALUES ({places})", row)  # noqa: S608 - our own names
    return one(connection, str(row["id"]))


def find(
    connection: sqlite3.Connection, patient: str, party: str, uid: str, related_to: str | None
) -> sqlite3.Row | None:
    """The appointment by either id: the sources disagree on which of the two is uid."""
    ids = tuple(one for one in (uid, related_to) if one)
    marks = ", ".join("?" for _ in ids)
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM appointment WHERE patient = ?"  # noqa: S608 - only question marks are put in
        f" AND (uid IN ({marks}) OR related_to IN ({marks})) ORDER BY party = ? DESC LIMIT 1",
        (patient, *ids, *ids, party),
    ).fetchone()
    return found


def one(connection: sqlite3.Connection, id: str) -> sqlite3.Row | None:
    """The appointment of that id."""
    found: sqlite3.Row | None = connection.execute("SELECT * FROM appointment WHERE id = ?", (id,)).fetchone()
    return found


def asked(connection: sqlite3.Connection, id: str, msg_id: str) -> None:
    """Note that its cancellation has been asked for."""
    connection.execute(
        "UPDATE appointment SET asked = ?, answer = ?, answered = '' WHERE id = ?", (msg_id, WAITING, id)
    )


def answered(connection: sqlite3.Connection, msg_id: str, answer: str, words: str) -> sqlite3.Row | None:
    """Note what the request came to, once; gives the appointment, or None when nobody waits for that answer."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM appointment WHERE asked = ? AND answer = ?", (msg_id, WAITING)
    ).fetchone()
    if row is None:
        return None
    status = CANCELLED if answer == ACCEPTED else row["status"]
    connection.execute(
        "UPDATE appointment SET answer = ?, answered = ?, status = ? WHERE id = ?", (answer, words, status, row["id"])
    )
    return one(connection, row["id"])


def replace_plan(connection: sqlite3.Connection, patient: str, party: str) -> None:
    """Forget the planned visits that nothing has been asked about, before the plan is told anew."""
    connection.execute(
        "DELETE FROM appointment WHERE patient = ? AND party = ? AND source = ? AND answer IN ('', ?, ?)",
        (patient, party, FROM_PLAN, REFUSED, LOST),
    )


def as_event(row: Mapping[str, Any]) -> Event:
    """What a request to cancel echoes to the letter."""
    return Event(
        uid=row["uid"],
        start=row["start"],
        end=row["end"],
        contact=row["party"],
        related_to=row["related_to"],
        related_form=row["related_form"],
    )


def is_past(row: Mapping[str, Any] | sqlite3.Row, now: datetime) -> bool:
    """Whether it has begun; a time without zone is Norwegian."""
    begins = moment(row["start"])
    return begins is not None and begins <= now


def moment(text: str) -> datetime | None:
    """A time of a calendar, with its zone."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=OSLO)
