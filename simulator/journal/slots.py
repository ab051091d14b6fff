"""Slots that citizens may book themselves: searched for (HLT), booked (RT), now or when staff approve.

HITS 1217:2018, 3.4.2 and 3.4.3.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.journal import access, calendars, compose, entries, patients, timebok
from simulator.journal.entries import Author
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook, passed
from simulator.journal.refusals import Refused
from simulator.journal.timebok import Booking
from simulator.journal.unit import Unit, local_time, spoken
from standards.dialogmelding import Foresporsel
from standards.hodemelding import ConversationRef, Payload
from standards.xcal import Event

FOUND, NONE, BOOKED, TAKEN, REJECTED = "03", "04", "05", "06", "26"
MUST_CALL = "MustCall"
_LONGEST_DAYS = 28
_TAKEN = "Timen er dessverre ikke ledig lenger."
_NOT_OFFERED = "Timer kan ikke bestilles på nett her."


@dataclass(frozen=True)
class NewSlot:
    """What staff enters; `bookable_from` is when it may be booked, `must_call` that it is only shown."""

    start: str
    end: str
    summary: str
    location: str
    practitioner: str
    category: str | None = None
    bookable_from: str | None = None
    must_call: bool = False
    approval: bool = False


def open_slot(unit: Unit, new: NewSlot) -> str:
    """Let citizens book a time; gives the id."""
    if not unit.world.profile.free_slots:
        raise Refused("Denne journalen har ikke timer som innbyggere kan bestille selv.")
    if timebok.is_taken(unit, new.practitioner, new.start, new.end) or _overlaps(unit, new):
        raise Refused(f"{new.practitioner} har alt en time da.")
    timebok.refuse_impossible(new.start, new.end)
    slot = unit.new_id()
    flags = {"must_call": int(new.must_call), "approval": int(new.approval)}
    unit.insert("slot", id=slot, service=unit.at.her_id, **{**vars(new), **flags})
    return slot


def close_slot(unit: Unit, slot: str) -> None:
    """Let nobody book it any more; who has booked it keeps the time."""
    unit.serving(_get(unit, slot)["service"])
    unit.run("UPDATE slot SET closed = 1 WHERE id = ?", slot)


def shown(unit: Unit) -> list[dict[str, Any]]:
    """The slots that staff see, with whoever has asked for them."""
    rows = unit.rows("SELECT * FROM slot WHERE ? OR service = ? ORDER BY start, id", not unit.bound, unit.at.her_id)
    return [
        {
            **{name: row[name] for name in ("id", "start", "end", "summary", "location", "practitioner", "category")},
            "free": _free(unit, row),
            "bookings": [
                dict(one)
                for one in unit.rows(
                    "SELECT id, patient, text, author, time, decision FROM booking WHERE slot = ? ORDER BY rowid",
                    row["id"],
                )
            ],
        }
        for row in rows
    ]


def answer(unit: Unit, filing: Filing) -> tuple[Payload, ...]:
    """03 with the free slots of the period, or 04."""
    body = filing.message.dialog.body if filing.message.dialog else None
    if not unit.world.profile.free_slots:
        return (compose.note(unit, REJECTED, _NOT_OFFERED),)
    if not isinstance(body, Foresporsel) or body.from_date is None or body.to_date is None:
        return (compose.note(unit, REJECTED, "Perioden mangler."),)
    if (body.to_date - body.from_date).days > _LONGEST_DAYS:
        return (compose.note(unit, REJECTED, "Perioden kan være høyst fire uker."),)
    events = [_event(row) for row in _between(unit, body.from_date, body.to_date, _wished(body))]
    if not events:
        return (compose.note(unit, NONE, None),)
    return compose.note(unit, FOUND, None), calendars.of(unit, *events)


def reserve(unit: Unit, filing: Filing) -> None:
    """Book the slot (05), say that it is gone (06), or let it wait for staff."""
    message = filing.message
    event = next(iter(message.calendar.events), None) if message.calendar else None
    slot = unit.row("SELECT * FROM slot WHERE id = ? AND service = ?", event.uid if event else "", unit.at.her_id)
    asked = f"Ønsker timen {spoken(event.start)}. {filing.text}".strip() if event else filing.text or "Ønsker en time"
    entries.add(unit, filing.patient, "avtale", asked, filing.author, msg_id=message.msg_id)
    if not unit.world.profile.free_slots:
        _say(unit, filing, REJECTED, _NOT_OFFERED)
    elif slot is None or not _bookable(unit, slot) or (event and local_time(event.start) != local_time(slot["start"])):
        _say(unit, filing, TAKEN, _TAKEN)
    elif patients.get(unit, filing.patient)["died"]:
        _say(unit, filing, TAKEN, "Vi kan ikke sette opp timen.")
    elif passed(unit, Hook.ASKS, "ja" if slot["approval"] else "nei", slot) == "ja":
        _note(unit, filing, slot, "waiting")
    else:
        _note(unit, filing, slot, "accepted")
        row = _book(unit, slot, filing.patient)
        sent = compose.answer(unit, filing, _booked(unit, row, ""))
        timebok.told_in_answer(unit, row["id"])
        _write(unit, filing.patient, f"Timen {spoken(row['start'])} er bestilt av innbyggeren.", sent, row)


def accept(unit: Unit, booking: str, text: str) -> str:
    """Let the citizen have the slot (05); gives the appointment."""
    asked = _waiting(unit, booking)
    unit = unit.serving(asked["service"])
    row = _book(unit, _get(unit, asked["slot"]), asked["patient"])
    _decide(
        unit, asked, "accepted", _booked(unit, row, text), f"Timen {spoken(row['start'])} er godkjent. {text}", row=row
    )
    return str(row["id"])


def refuse(unit: Unit, booking: str, text: str) -> None:
    """Let the citizen not have it (06); others may."""
    asked = _waiting(unit, booking)
    unit = unit.serving(asked["service"])
    _decide(unit, asked, "refused", (compose.note(unit, TAKEN, text),), f"Timen ble ikke godkjent. {text}")


def withdraw(unit: Unit, patient: str) -> None:
    """Answer 06, without words, to what a patient still waits for."""
    for asked in unit.rows("SELECT * FROM booking WHERE patient = ? AND decision = 'waiting'", patient):
        there = unit.serving(asked["service"])
        _decide(there, asked, "refused", (compose.note(there, TAKEN, None),), "Bestillingen er lukket.")


def _decide(
    unit: Unit,
    asked: sqlite3.Row,
    decision: str,
    payloads: tuple[Payload, ...],
    text: str,
    *,
    row: sqlite3.Row | None = None,
) -> None:
    unit.run("UPDATE booking SET decision = ? WHERE id = ?", decision, asked["id"])
    access.note(unit, asked["patient"], "besvarte en bestilling av time")
    sent = compose.send(
        unit,
        compose.TIMERESERVASJON,
        asked["patient"],
        payloads,
        receiver=compose.party_from(asked["sender"]),
        conversation=ConversationRef(asked["id"], asked["conversation"]),
    )
    if row is not None:
        timebok.told_in_answer(unit, row["id"])
    _write(unit, asked["patient"], text.strip(), sent, row, staff=True)


def _booked(unit: Unit, row: sqlite3.Row, text: str) -> tuple[Payload, ...]:
    return compose.note(unit, BOOKED, text), calendars.calendar(unit, row, "CONFIRMED")


def _book(unit: Unit, slot: sqlite3.Row, patient: str) -> sqlite3.Row:
    values = {name: slot[name] for name in ("start", "end", "summary", "location", "category", "practitioner")}
    return timebok.book(unit, Booking(patient=patient, slot=slot["id"], **values))


def _note(unit: Unit, filing: Filing, slot: sqlite3.Row, decision: str) -> None:
    unit.insert(
        "booking",
        id=filing.message.msg_id,
        slot=slot["id"],
        patient=filing.patient,
        service=unit.at.her_id,
        time=unit.stamp,
        sender=compose.sender_text(filing.message.sender),
        conversation=filing.reference.conversation,
        text=filing.text,
        author=filing.author.name,
        decision=decision,
    )


def _say(unit: Unit, filing: Filing, code: str, text: str) -> None:
    sent = compose.answer(unit, filing, (compose.note(unit, code, text),))
    _write(unit, filing.patient, f"Svar på bestilling: {text}", sent, None)


def _write(unit: Unit, patient: str, text: str, msg_id: str, row: sqlite3.Row | None, *, staff: bool = False) -> None:
    author = entries.staff(unit) if staff else Author("Automatisk svar")
    entries.add(unit, patient, "avtale", text, author, msg_id=msg_id, appointment=row["id"] if row else None)


def _event(slot: sqlite3.Row) -> Event:
    names = (MUST_CALL,) if slot["must_call"] else (slot["category"],) if slot["category"] else ()
    return Event(
        uid=slot["id"],
        start=slot["start"],
        end=slot["end"],
        contact=slot["service"],
        summary=slot["summary"],
        location=slot["location"],
        status="TENTATIVE",
        categories=names,
        available_at=None if slot["must_call"] else slot["bookable_from"],
    )


def _between(unit: Unit, first: date, last: date, practitioner: str) -> list[sqlite3.Row]:
    rows = unit.rows(
        "SELECT * FROM slot WHERE service = ?1 AND date(start) BETWEEN ?2 AND ?3"
        " AND (?4 = '' OR practitioner = ?4) ORDER BY start, id",
        unit.at.her_id,
        first.isoformat(),
        last.isoformat(),
        practitioner,
    )
    return [row for row in rows if passed(unit, Hook.OFFERS, _free(unit, row), row)]


def _wished(body: Foresporsel) -> str:
    """The practitioner that the citizen wishes to see, or an empty text."""
    return next((f"{role.given} {role.family}".strip() for role in body.roles), "")


def _free(unit: Unit, slot: sqlite3.Row) -> bool:
    """Whether it can be shown: open, ahead, and neither given nor promised to anybody."""
    if slot["closed"] or timebok.is_past(unit, slot["start"]):
        return False
    if unit.row("SELECT 1 FROM booking WHERE slot = ? AND decision = 'waiting'", slot["id"]):
        return False
    if unit.row("SELECT 1 FROM appointment WHERE slot = ? AND status = 'planned'", slot["id"]):
        return False  # what was booked in it may have been moved, and keeps its ids
    return not timebok.is_taken(unit, slot["practitioner"], slot["start"], slot["end"])


def _bookable(unit: Unit, slot: sqlite3.Row) -> bool:
    opens = slot["bookable_from"]
    return _free(unit, slot) and not slot["must_call"] and (opens is None or timebok.is_past(unit, opens))


def _overlaps(unit: Unit, new: NewSlot) -> bool:
    return bool(
        unit.row(
            'SELECT 1 FROM slot WHERE practitioner = ? AND closed = 0 AND start < ? AND "end" > ?',
            new.practitioner,
            new.end,
            new.start,
        )
    )


def _get(unit: Unit, slot: str) -> sqlite3.Row:
    row = unit.row("SELECT * FROM slot WHERE id = ?", slot)
    if row is None:
        raise Refused("Timen finnes ikke blant dem som kan bestilles.")
    return row


def _waiting(unit: Unit, booking: str) -> sqlite3.Row:
    row = unit.row("SELECT * FROM booking WHERE id = ?", booking)
    if row is None:
        raise Refused("Bestillingen finnes ikke.")
    if row["decision"] != "waiting":
        raise Refused("Bestillingen er alt besvart.")
    return row
