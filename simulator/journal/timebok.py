"""The timebok: appointments, and what the citizen is told about them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import Any

from simulator.journal import access, channels, entries, patients
from simulator.journal.hooks import Hook, passed
from simulator.journal.refusals import Refused
from simulator.journal.unit import OSLO, Unit, local_time, spoken

NEW, CHANGED, CANCELLED, NO_SHOW, NOTICE = "05", "07", "08", "11", "MOA"
_STATUS = {NEW: "CONFIRMED", CHANGED: "CONFIRMED", CANCELLED: "CANCELLED"}
_SHOWN = (
    "id",
    "uid",
    "start",
    "end",
    "location",
    "summary",
    "status",
    "cancellation",
    "practitioner",
    "service",
    "plan",
)
_LONGEST = timedelta(days=1)
_GROWN_UP = 16
"""From this age parents see nothing."""


@dataclass(frozen=True)
class Booking:
    """What staff enters; times are local without zone. `exempt` keeps it from parents, `slot` is what was booked."""

    patient: str
    start: str
    end: str
    summary: str
    location: str
    category: str | None = None
    practitioner: str | None = None
    exempt: bool = False
    slot: str | None = None


def find(unit: Unit, uid: str, related_to: str | None = None) -> sqlite3.Row | None:
    """The appointment that either of the two ids points at (the two texts of the guide disagree which one is which).

    Where both are given the one that has both goes first: a slot that was given back and booked anew has had several.
    """
    both = "SELECT * FROM appointment WHERE uid = ? AND related_to = ? ORDER BY status = 'planned' DESC, rowid DESC"
    row = unit.row(both, uid, related_to) if uid and related_to else None
    if row is not None:
        return row
    for value in (uid, related_to):
        if value:
            row = unit.row(
                "SELECT * FROM appointment WHERE uid = ?1 OR related_to = ?1 OR id = ?1"
                " ORDER BY status = 'planned' DESC, rowid DESC",
                value,
            )
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
    """Book and tell the citizen (05); gives the id."""
    row = book(unit, booking)
    text = f"Ny time {spoken(booking.start)}, {booking.location}: {booking.summary}."
    push(unit.serving(row["service"]), row, NEW, text)
    return str(row["id"])


def book(unit: Unit, booking: Booking) -> sqlite3.Row:
    """Book without telling anyone."""
    booking = passed(unit, Hook.BOOKING, booking)
    unit = patients.opened(unit, booking.patient)
    patients.refuse_dead(unit, booking.patient)
    refuse_impossible(booking.start, booking.end)
    _refuse_taken(unit, booking.practitioner, booking.start, booking.end, "")
    appointment = unit.new_id()
    uid, related = _ids(unit, appointment, booking.slot)
    values = {**vars(booking), "exempt": int(booking.exempt)}
    unit.insert("appointment", id=appointment, uid=uid, related_to=related, service=unit.at.her_id, **values)
    access.note(unit, booking.patient, "satte opp en time")
    return get(unit, appointment)


def _ids(unit: Unit, appointment: str, slot: str | None) -> tuple[str, str | None]:
    """uid and related-to; where a slot was booked, the two texts of the guide have them in opposite places."""
    profile = unit.world.profile
    if slot is not None:
        return (appointment, slot) if profile.confirmation == "newer" else (slot, appointment)
    return appointment, {"own_id": unit.new_id(), "same_as_uid": appointment, "none": None}[profile.related_to]


def change(unit: Unit, appointment: str, start: str, end: str, location: str | None) -> bool:
    """Move an appointment and tell it with exactly one 07; False when nothing is different."""
    row = open_one(unit, appointment, "endre")
    unit = unit.serving(row["service"])
    refuse_impossible(start, end)
    if start != row["start"] and is_past(unit, start):
        raise Refused("Kan ikke flytte en time til et tidspunkt som er passert.")
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
    row = open_one(unit, appointment, "avlyse")
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
    if passed(unit, Hook.FREES, True, appointment):
        unit.run("UPDATE appointment SET status = 'cancelled' WHERE id = ?", appointment)


def push(unit: Unit, row: sqlite3.Row, code: str, text: str, status: str | None = None) -> None:
    """Write what happened in the journal and tell the citizen, unless something stands against it.

    A home visit she sees when she looks; only what became of it is told (MOA).
    """
    msg_id = None
    seen_when_asked = row["plan"] is not None and code != NOTICE
    if not seen_when_asked and withheld(unit, row) is None:
        for told in passed(unit, Hook.PUSH, (code,), row):
            msg_id = channels.push(unit, row, told, (told == code and status) or _STATUS.get(told))
    entries.add(unit, row["patient"], "avtale", text, entries.staff(unit), msg_id=msg_id, appointment=row["id"])


def told_in_answer(unit: Unit, appointment: str) -> None:
    """An answer in a thread has told what became of an appointment; see that whoever keeps it has it so too."""
    row = get(unit, appointment)
    if row["plan"] is None and withheld(unit, row) is None:
        channels.keep_in_step(unit, row)


def push_ahead(unit: Unit, patient: str) -> None:
    """Tell of every appointment that lies ahead, to one who has begun to use Helsenorge (again)."""
    rows = unit.rows(
        "SELECT * FROM appointment WHERE patient = ? AND status = 'planned' AND start > ? AND plan IS NULL"
        " ORDER BY start, id",
        patient,
        unit.local.replace(tzinfo=None).isoformat(),
    )
    for row in rows:
        push(replace(unit.serving(row["service"]), bound=False), row, NEW, f"Timen {spoken(row['start'])} er sendt.")


def withheld(unit: Unit, row: sqlite3.Row) -> str | None:
    """Why the citizen is not told of an appointment, in words to staff; None when she is."""
    patient = row["patient"]
    if not patients.reachable(unit, patient):
        return "Innbyggeren er ikke digitalt aktiv på Helsenorge, så ingen melding om timen er sendt."
    seen_by_parents = patients.has_guardian(unit, patient) and not channels.hides_from_parents(unit)
    if kept_from_guardians(unit, row) and seen_by_parents:
        why = "Timen er unntatt foreldreinnsyn, så ingen melding om den er sendt. Gi beskjed på en annen måte."
        return passed(unit, Hook.WITHHELD, why, row)
    return None


def kept_from_guardians(unit: Unit, row: sqlite3.Row) -> bool:
    """Whether the appointment is exempt from the insight of parents, and the patient so young that they have any."""
    return bool(row["exempt"]) and patients.age(unit, row["patient"]) < _GROWN_UP


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
            **{name: row[name] for name in _SHOWN},
            "exempt": bool(row["exempt"]),
            "slot_free": row["status"] == "cancelled",
        }
        for row in rows
    ]


def between(unit: Unit, first: str, last: str) -> list[sqlite3.Row]:
    """The appointments from one local time to another, called off or not, with the names of the patients."""
    return unit.rows(
        "SELECT appointment.*, given, family FROM appointment JOIN patient ON patient.ident = appointment.patient"
        " WHERE start >= ? AND start < ? AND (? OR service = ?) ORDER BY start, appointment.id",
        first,
        last,
        not unit.bound,
        unit.at.her_id,
    )


def open_one(unit: Unit, appointment: str, verb: str) -> sqlite3.Row:
    """An appointment that still lies ahead; raises `Refused` for any other."""
    row = get(unit, appointment)
    if row["status"] == "cancelled":
        raise Refused(f"Kan ikke {verb} en time som alt er avlyst.")
    if row["status"] != "planned" or is_past(unit, row["start"]):
        raise Refused(f"Kan ikke {verb} en time som er passert.")
    return row


def is_taken(unit: Unit, practitioner: str | None, start: str, end: str, apart_from: str = "") -> bool:
    """Whether a practitioner has a patient then; one at a time."""
    return bool(
        practitioner
        and unit.row(
            "SELECT 1 FROM appointment WHERE practitioner = ? AND status = 'planned' AND id <> ?"
            ' AND start < ? AND "end" > ?',
            practitioner,
            apart_from,
            end,
            start,
        )
    )


def refuse_impossible(start: str, end: str) -> None:
    """Raise `Refused` for a time that ends before it begins, lasts for days, or is not on any clock in Norway."""
    first, last = local_time(start), local_time(end)
    if first is None or last is None or last <= first:
        raise Refused("Timen må slutte etter at den begynner.")
    if last - first > _LONGEST:
        raise Refused("Timen kan ikke vare lenger enn ett døgn.")
    for moment in (first, last):
        if moment.replace(tzinfo=OSLO).astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) != moment:
            raise Refused(f"Kl. {moment:%H.%M} finnes ikke den natten: klokken stilles fram. Velg et annet tidspunkt.")


def _refuse_taken(unit: Unit, practitioner: str | None, start: str, end: str, apart_from: str) -> None:
    """The index `taken` holds even if this check were wrong."""
    if is_taken(unit, practitioner, start, end, apart_from):
        raise Refused(f"{practitioner} har alt en time da.")
