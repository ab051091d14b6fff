"""Cancellations from the citizen (ART), answered at once or by staff, exactly once each (HITS 1217:2018, 3.7)."""

from __future__ import annotations

import sqlite3

from simulator.journal import access, compose, entries, settings, timebok
from simulator.journal.entries import Author
from simulator.journal.filing import Filing
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit, local_time, spoken
from standards.hodemelding import ConversationRef, Hodemelding, Payload
from standards.xcal import Event

CONFIRMED, NOT_POSSIBLE, REJECTED = "08", "09", "26"


def receive(unit: Unit, filing: Filing) -> None:
    """Journal the request, and answer it or let it wait for staff."""
    message, patient, author = filing.message, filing.patient, filing.author
    dialog = message.dialog
    if dialog is None or dialog.code != "ART" or message.calendar is None:
        _unexpected(unit, message, patient, author)
        return
    event = next(iter(message.calendar.events), Event("", "", "", ""))
    reason = getattr(dialog.body, "text", None) or ""
    row = timebok.find(unit, event.uid, event.related_to)
    row = row if row is not None and row["patient"] == patient else None
    entries.add(
        unit,
        patient,
        "avbestilling",
        reason or "Avbestilling uten oppgitt årsak",
        author,
        msg_id=message.msg_id,
        appointment=row["id"] if row else None,
    )
    problem = _problem(unit, row, event)
    if row is None or problem:
        _answer(unit, message, patient, row, code=NOT_POSSIBLE, text=problem)
    elif settings.cancel_approval(unit) == "nei":
        _note_request(unit, message, row, reason, "accepted")
        _settle(unit, row, "accepted")
        _answer(unit, message, patient, row, code=CONFIRMED)
    else:
        _note_request(unit, message, row, reason, "waiting")
        unit.run("UPDATE appointment SET cancellation = 'waiting' WHERE id = ?", row["id"])


def accept(unit: Unit, appointment: str, text: str) -> None:
    """Staff says yes: the slot is free and everyone who asked gets 08."""
    _decide(unit, appointment, "accepted", text, "godtok en avbestilling")


def refuse(unit: Unit, appointment: str, text: str) -> None:
    """Staff says no: the appointment stands and everyone who asked gets 09."""
    _decide(unit, appointment, "refused", text, "avslo en avbestilling")


def _decide(unit: Unit, appointment: str, decision: str, text: str, action: str) -> None:
    row = timebok.get(unit, appointment)
    unit = unit.serving(row["service"])
    asked = unit.rows(
        "SELECT * FROM cancellation WHERE appointment = ? AND decision = 'waiting' ORDER BY rowid", appointment
    )
    if not asked:
        raise Refused("Det er ingen avbestilling av timen som venter på svar.")
    access.note(unit, row["patient"], action)
    unit.run(
        "UPDATE cancellation SET decision = ? WHERE appointment = ? AND decision = 'waiting'", decision, appointment
    )
    _settle(unit, row, decision)
    for request in asked:
        code = CONFIRMED if decision == "accepted" else NOT_POSSIBLE
        _send(unit, request, timebok.get(unit, appointment), code, text)
    outcome = "godtatt" if decision == "accepted" else "ikke godtatt"
    entries.add(
        unit,
        row["patient"],
        "avtale",
        f"Avbestillingen av timen {spoken(row['start'])} er {outcome}. {text}".strip(),
        entries.staff(unit),
        appointment=appointment,
    )


def _settle(unit: Unit, row: sqlite3.Row, decision: str) -> None:
    unit.run("UPDATE appointment SET cancellation = ? WHERE id = ?", decision, row["id"])
    if decision == "accepted":
        timebok.free(unit, row["id"])


def _problem(unit: Unit, row: sqlite3.Row | None, event: Event) -> str:
    """Why the appointment cannot be cancelled, in words to the citizen; empty when it can."""
    if row is None:
        return "Vi finner ikke timen."
    if row["status"] == "cancelled":
        return "Timen er alt avbestilt."
    if row["status"] == "no_show" or timebok.is_past(unit, row["start"]):
        return "Timen er passert."
    if event.start and local_time(event.start) != local_time(row["start"]):
        return f"Timen er flyttet til {spoken(row['start'])}. Avbestill den nye timen hvis den ikke passer."
    return ""


def _note_request(unit: Unit, message: Hodemelding, row: sqlite3.Row, reason: str, decision: str) -> None:
    unit.insert(
        "cancellation",
        msg_id=message.msg_id,
        appointment=row["id"],
        sender=compose.sender_text(message.sender),
        conversation=_conversation(message),
        reason=reason,
        decision=decision,
    )


def _answer(
    unit: Unit, message: Hodemelding, patient: str, row: sqlite3.Row | None, *, code: str, text: str = ""
) -> None:
    """Answer by rule, without staff."""
    if row is not None:
        row = timebok.get(unit, row["id"])
    payloads: tuple[Payload, ...] = (compose.note(unit, code, text),)
    if row is not None:
        payloads += (timebok.calendar(unit, row, _status(row)),)
    sent = compose.send(
        unit,
        compose.AVTALEAVBESTILLING,
        patient,
        payloads,
        receiver=message.sender,
        conversation=ConversationRef(message.msg_id, _conversation(message)),
    )
    said = text or f"Timen {spoken(row['start']) if row else ''} er avbestilt."
    entries.add(
        unit,
        patient,
        "avtale",
        f"Svar på avbestilling: {said}",
        Author("Automatisk svar"),
        msg_id=sent,
        appointment=row["id"] if row else None,
    )


def _send(unit: Unit, request: sqlite3.Row, row: sqlite3.Row, code: str, text: str) -> None:
    compose.send(
        unit,
        compose.AVTALEAVBESTILLING,
        row["patient"],
        (compose.note(unit, code, text), timebok.calendar(unit, row, _status(row))),
        receiver=compose.party_from(request["sender"]),
        conversation=ConversationRef(request["msg_id"], request["conversation"]),
    )


def _unexpected(unit: Unit, message: Hodemelding, patient: str, author: Author) -> None:
    """A request that this process has no answer to: kept, and rejected with 26 (HITS 1217:2018, 2.4.3)."""
    entries.add(unit, patient, "avbestilling", "Forespørselen kan ikke behandles her.", author, msg_id=message.msg_id)
    _answer(unit, message, patient, None, code=REJECTED, text="Forespørselen kan ikke behandles.")


def _conversation(message: Hodemelding) -> str:
    return message.conversation.conversation if message.conversation else message.msg_id


def _status(row: sqlite3.Row) -> str:
    return "CANCELLED" if row["status"] == "cancelled" else "CONFIRMED"
