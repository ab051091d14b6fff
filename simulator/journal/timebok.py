"""The timebok: appointments, their slots, and what the citizen is told about them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from simulator.journal import access, compose, entries, patients
from simulator.journal.refusals import Refused
from simulator.journal.unit import OSLO, Unit, local_time, spoken
from standards.xcal import Event, XCal

NEW, CHANGED, CANCELLED, NO_SHOW = "05", "07", "08", "11"
_STATUS = {NEW: "CONFIRMED", CHANGED: "CONFIRMED", CANCELLED: "CANCELLED"}


@dataclass(frozen=True)
class Booking:
    """What staff enters; times are local without zone."""

    patient: str
    start: str
    end: str
    summary: str
    location: str
    category: str | None = None
    practitioner: str | None = None


def find(unit: Unit, uid: str, related_to: str | None = None) -> sqlite3.Row | None:
    """The appointment that either of the two ids points at (the two texts of the guide disagree which one is which)."""
    for value in (uid, related_to):
        if value:
            row = unit.row("SELECT * FROM appointment WHERE id = ?1 OR related_to = ?1", value)
            if row is not None:
                return row
    return None


def get(unit: Unit, appointment: str) -> sqlite3.Row:
    """The appointment; raises `Refused` when it is unknown."""
    row = unit.row("SELECT * FROM appointment WHERE id = ?", appointment)
    if row is None:
        raise Refused("Timen finnes ikke i timeboken.")
    return row


def is_past(unit: Unit, start: str) -> bool:
    """Whether the appointment has begun."""
    value = local_time(start)
    return value is not None and value <= unit.now.astimezone(OSLO).replace(tzinfo=None)


def create(unit: Unit, booking: Booking) -> str:
    """Book, write it in the journal, and tell the citizen (05) unless she cannot be reached; gives the id."""
    unit = patients.opened(unit, booking.patient)
    _refuse_backwards(booking.start, booking.end)
    _refuse_taken(unit, booking.practitioner, booking.start, booking.end, "")
    appointment = unit.new_id()
    convention = unit.world.profile.related_to
    related = {"own_id": unit.new_id(), "same_as_uid": appointment, "none": None}[convention]
    unit.insert("appointment", id=appointment, related_to=related, service=unit.at.her_id, **vars(booking))
    access.note(unit, booking.patient, "satte opp en time")
    push(unit, get(unit, appointment), NEW, f"Ny time {spoken(booking.start)}, {booking.location}: {booking.summary}.")
    return appointment


def change(unit: Unit, appointment: str, start: str, end: str, location: str | None) -> bool:
    """Move an appointment and tell it with exactly one 07; False when nothing is different."""
    row = _open(unit, appointment, "endre")
    unit = unit.serving(row["service"])
    _refuse_backwards(start, end)
    _refuse_taken(unit, row["practitioner"], start, end, appointment)
    place = location or row["location"]
    access.note(unit, row["patient"], "endret en time")
    if (start, end, place) == (row["start"], row["end"], row["location"]):
        return False
    unit.run('UPDATE appointment SET start = ?, "end" = ?, location = ? WHERE id = ?', start, end, place, appointment)
    text = f"Timen {spoken(row['start'])} er flyttet til {spoken(start)}, {place}."
    push(unit, get(unit, appointment), CHANGED, text)
    return True


def cancel(unit: Unit, appointment: str, reason: str) -> None:
    """Cancel on the clinic's own initiative and tell it (08)."""
    row = _open(unit, appointment, "avlyse")
    unit = unit.serving(row["service"])
    free(unit, appointment)
    access.note(unit, row["patient"], "avlyste en time")
    because = f" Årsak: {reason}" if reason else ""
    push(unit, get(unit, appointment), CANCELLED, f"Timen {spoken(row['start'])} er avlyst.{because}")


def no_show(unit: Unit, appointment: str) -> None:
    """Register that the patient did not come, and tell it (11)."""
    row = get(unit, appointment)
    unit = unit.serving(row["service"])
    if row["status"] != "planned":
        raise Refused("Kan ikke registrere «ikke møtt»: timen er avlyst eller alt registrert.")
    if not is_past(unit, row["start"]):
        raise Refused("Kan ikke registrere «ikke møtt» før timen har begynt.")
    if row["cancellation"] == "waiting":
        raise Refused("Kan ikke registrere «ikke møtt»: en avbestilling venter på svar.")
    unit.run("UPDATE appointment SET status = 'no_show' WHERE id = ?", appointment)
    access.note(unit, row["patient"], "registrerte ikke møtt")
    push(unit, get(unit, appointment), NO_SHOW, f"Pasienten møtte ikke til timen {spoken(row['start'])}.")


def free(unit: Unit, appointment: str) -> None:
    """Call the appointment off; others may have the slot."""
    unit.run("UPDATE appointment SET status = 'cancelled' WHERE id = ?", appointment)


def push(unit: Unit, row: sqlite3.Row, code: str, text: str) -> None:
    """Write what happened in the journal and tell the citizen, unless Helsenorge has said that she is not there."""
    patient = row["patient"]
    msg_id = None
    if patients.reachable(unit, patient):
        payloads = (compose.request(code), calendar(unit, row, _STATUS.get(code)))
        msg_id = compose.send(unit, compose.AVTALEUTSENDING, patient, payloads)
    entries.add(unit, patient, "avtale", text, entries.staff(unit), msg_id=msg_id, appointment=row["id"])


def calendar(unit: Unit, row: sqlite3.Row, status: str | None) -> XCal:
    """The appointment as xCal: uid never changes, contact is the HER-id of the service that has it."""
    event = Event(
        uid=row["id"],
        related_to=row["related_to"],
        start=row["start"],
        end=row["end"],
        contact=row["service"],
        summary=row["summary"],
        location=row["location"],
        status=status,
        categories=(row["category"],) if row["category"] else (),
    )
    return XCal(unit.world.profile.prodid, (event,))


def of_patient(unit: Unit, patient: str) -> list[dict[str, Any]]:
    """The patient's appointments, the earliest first; staff of one service see its own."""
    rows = unit.rows(
        "SELECT * FROM appointment WHERE patient = ? AND (? OR service = ?) ORDER BY start, id",
        patient,
        not unit.bound,
        unit.at.her_id,
    )
    return [
        {
            **{name: row[name] for name in ("id", "start", "end", "location", "summary", "status", "cancellation")},
            "slot_free": row["status"] == "cancelled",
        }
        for row in rows
    ]


def _open(unit: Unit, appointment: str, verb: str) -> sqlite3.Row:
    row = get(unit, appointment)
    if row["status"] == "cancelled":
        raise Refused(f"Kan ikke {verb} en time som alt er avlyst.")
    if row["status"] == "no_show" or is_past(unit, row["start"]):
        raise Refused(f"Kan ikke {verb} en time som er passert.")
    return row


def _refuse_backwards(start: str, end: str) -> None:
    first, last = local_time(start), local_time(end)
    if first is None or last is None or last <= first:
        raise Refused("Timen må slutte etter at den begynner.")


def _refuse_taken(unit: Unit, practitioner: str | None, start: str, end: str, apart_from: str) -> None:
    """A practitioner sees one patient at a time; the index `slot` holds even if this check were wrong."""
    taken = practitioner and unit.row(
        "SELECT 1 FROM appointment WHERE practitioner = ? AND status = 'planned' AND id <> ?"
        ' AND start < ? AND "end" > ?',
        practitioner,
        apart_from,
        end,
        start,
    )
    if taken:
        raise Refused(f"{practitioner} har alt en time da.")
