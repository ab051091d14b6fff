"""Wishes for a time: free text that staff answer with a time or with words (TIMEONSKE; HITS 1217:2018, 3.5).

A wish holds nothing. What a young person wishes for on her own (TIMEONSKEUNGDOM) is kept from her parents.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

from simulator.journal import access, calendars, cancellations, compose, entries, practitioners, timebok
from simulator.journal.entries import Author
from simulator.journal.filing import Filing
from simulator.journal.practitioners import Practitioner
from simulator.journal.refusals import Refused
from simulator.journal.timebok import Booking
from simulator.journal.unit import Unit, spoken
from standards.dialogmelding import Foresporsel
from standards.hodemelding import ConversationRef, Hodemelding, Payload
from standards.processes import TIMEONSKEUNGDOM

GRANTED, GRANTED_WITH_ANOTHER, DECLINED, UNCHANGED, NO_ACCESS, REJECTED = "05", "10", "06", "34", "30", "26"
_ONLY_SELF = "Bare ungdommen selv kan ønske time her."
_UNCHANGED = "Timen kan ikke endres her. Avbestill den, og ønsk en ny."


def receive(unit: Unit, filing: Filing) -> None:
    """Keep the wish for staff; a cancellation goes with the other cancellations."""
    if not unit.world.profile.wishes:
        _write(unit, filing, filing.text)
        _say(unit, filing, REJECTED, "Ønsker om time tas ikke imot her.")
    elif filing.message.type.v == TIMEONSKEUNGDOM.code and filing.message.acting is not None:
        _say(unit, filing, NO_ACCESS, _ONLY_SELF)
    elif filing.code == "OT":
        _keep(unit, filing)
    elif filing.code == "OAT":
        cancellations.receive(unit, filing, _named_by_thread(unit, filing))
    else:
        _write(unit, filing, filing.text)
        _say(unit, filing, UNCHANGED if filing.code == "OET" else REJECTED, _UNCHANGED)


def grant(unit: Unit, wish: str, booking: Booking) -> str:
    """Give the citizen a time (05), or one with another than she wished for (10); gives the appointment."""
    row = _waiting(unit, wish)
    unit = unit.serving(row["service"])
    own = row["process"] == TIMEONSKEUNGDOM.code
    booked = timebok.book(unit, replace(booking, patient=row["patient"], exempt=booking.exempt or own))
    text = f"Ønsket er innfridd: time {spoken(booked['start'])}, {booked['location']}: {booked['summary']}."
    other = _another(unit, row, booking.practitioner)
    code = GRANTED if other is None else GRANTED_WITH_ANOTHER
    payloads = (compose.note(unit, code, None), calendars.calendar(unit, booked, "CONFIRMED"), *_listed(other))
    _decide(unit, row, "granted", payloads, text, booked=booked)
    return str(booked["id"])


def _another(unit: Unit, wish: sqlite3.Row, name: str | None) -> Practitioner | None:
    """Who has the time when it is somebody else here than the one that the citizen wished to see."""
    kept = unit.row("SELECT raw FROM transport WHERE msg_id = ? AND direction = 'inn' ORDER BY number", wish["id"])
    dialog = Hodemelding.from_xml(kept["raw"]).dialog if kept else None
    wanted = practitioners.wanted(unit, dialog.body.roles) if dialog else None
    has_it = next((one for one in practitioners.everyone(unit) if one.name == name), None)
    return has_it if wanted and has_it is not None and has_it.hpr != wanted else None


def _listed(other: Practitioner | None) -> tuple[Payload, ...]:
    return () if other is None else (practitioners.listed((other,)),)


def decline(unit: Unit, wish: str, text: str) -> None:
    """Say that there is no time, and why (06)."""
    row = _waiting(unit, wish)
    unit = unit.serving(row["service"])
    _decide(unit, row, "declined", (compose.note(unit, DECLINED, text),), f"Ønsket kan ikke innfris. {text}")


def withdraw(unit: Unit, patient: str) -> None:
    """Answer 06, without words, to what a patient still waits for."""
    for row in unit.rows("SELECT * FROM wish WHERE patient = ? AND decision = 'waiting'", patient):
        there = unit.serving(row["service"])
        _decide(there, row, "declined", (compose.note(there, DECLINED, None),), "Ønsket er lukket.")


def shown(unit: Unit, patient: str | None) -> list[dict[str, Any]]:
    """The wishes that staff see, those of one patient or all, oldest first."""
    names = "id, patient, service, time, subject, text, author, other_practitioner, decision, appointment"
    rows = unit.rows(
        f"SELECT {names} FROM wish WHERE (?1 IS NULL OR patient = ?1) AND (?2 OR service = ?3) ORDER BY rowid",  # noqa: S608 - our own names
        patient,
        not unit.bound,
        unit.at.her_id,
    )
    return [dict(row) for row in rows]


def _keep(unit: Unit, filing: Filing) -> None:
    body = filing.message.dialog.body if filing.message.dialog else None
    extra = body.extra if isinstance(body, Foresporsel) else None
    unit.insert(
        "wish",
        id=filing.message.msg_id,
        patient=filing.patient,
        service=unit.at.her_id,
        process=filing.message.type.v,
        time=unit.stamp,
        sender=compose.sender_text(filing.message.sender),
        conversation=filing.reference.conversation,
        subject=body.subject if body else None,
        text=filing.text,
        author=filing.author.name,
        other_practitioner=None if extra is None else {"1": "ja", "2": "nei"}.get(extra.v),
    )
    _write(unit, filing, filing.text or "Ønsker en time")


def _write(unit: Unit, filing: Filing, text: str) -> None:
    body = filing.message.dialog.body if filing.message.dialog else None
    entries.add(
        unit,
        filing.patient,
        "melding_inn",
        text,
        filing.author,
        subject=body.subject if body else None,
        msg_id=filing.message.msg_id,
    )


def _say(unit: Unit, filing: Filing, code: str, text: str) -> None:
    sent = compose.answer(unit, filing, (compose.note(unit, code, text),))
    entries.add(unit, filing.patient, "melding_ut", text, Author("Automatisk svar"), msg_id=sent)


def _named_by_thread(unit: Unit, filing: Filing) -> sqlite3.Row | None:
    """The appointment that came of the wish in the same thread; a cancellation of a wish may lack the calendar."""
    if filing.message.calendar is not None and filing.message.calendar.events:
        return None
    row = unit.row(
        "SELECT appointment FROM wish WHERE conversation = ? AND patient = ? AND appointment IS NOT NULL",
        filing.reference.conversation,
        filing.patient,
    )
    return timebok.get(unit, row["appointment"]) if row else None


def _decide(
    unit: Unit,
    wish: sqlite3.Row,
    decision: str,
    payloads: tuple[Payload, ...],
    text: str,
    *,
    booked: sqlite3.Row | None = None,
) -> None:
    appointment = booked["id"] if booked else None
    unit.run("UPDATE wish SET decision = ?, appointment = ? WHERE id = ?", decision, appointment, wish["id"])
    access.note(unit, wish["patient"], "besvarte et ønske om time")
    sent = compose.send(
        unit,
        wish["process"],
        wish["patient"],
        payloads,
        receiver=compose.party_from(wish["sender"]),
        conversation=ConversationRef(wish["id"], wish["conversation"]),
    )
    if booked is not None:
        timebok.told_in_answer(unit, booked["id"])
    entries.add(
        unit, wish["patient"], "avtale", text.strip(), entries.staff(unit), msg_id=sent, appointment=appointment
    )


def _waiting(unit: Unit, wish: str) -> sqlite3.Row:
    row = unit.row("SELECT * FROM wish WHERE id = ?", wish)
    if row is None:
        raise Refused("Ønsket finnes ikke.")
    if row["decision"] != "waiting":
        raise Refused("Ønsket er alt besvart.")
    return row
