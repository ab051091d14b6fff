"""Cancellations from the citizen (ART, OAT), answered at once or by staff, exactly once each (HITS 1217:2018, 3.7)."""

from __future__ import annotations

import sqlite3

from simulator.journal import access, calendars, compose, entries, settings, timebok, visits
from simulator.journal.entries import Author
from simulator.journal.filing import Filing
from simulator.journal.hooks import Hook, passed
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit, local_time, spoken
from standards.hodemelding import ConversationRef, Payload
from standards.xcal import Event

CONFIRMED, NOT_POSSIBLE, REJECTED = "08", "09", "26"
_ASKS = ("ART", "OAT")


def receive(unit: Unit, filing: Filing, row: sqlite3.Row | None = None) -> None:
    """Journal the request, and answer it or let it wait for staff. `row` is the appointment, when that is known."""
    message = filing.message
    event = next(iter(message.calendar.events), None) if message.calendar else None
    if filing.code not in _ASKS or (event is None and row is None and filing.code == "ART"):
        _unexpected(unit, filing)
        return
    event = event or Event("", "", "", "")
    row = row or _find(unit, event, filing.patient)
    if row is not None and (_of_others(unit, filing, row) or _hidden(unit, filing, row)):
        row = None
    entries.add(
        unit,
        filing.patient,
        "avbestilling",
        filing.text or "Avbestilling uten oppgitt årsak",
        filing.author,
        msg_id=message.msg_id,
        appointment=row["id"] if row else None,
    )
    problem = passed(unit, Hook.PROBLEM, _problem(unit, row, event), row)
    if row is None or problem:
        _answer(unit, filing, row, code=NOT_POSSIBLE, text=problem)
    elif row["cancellation"] != "waiting" and passed(unit, Hook.ASKS, settings.cancel_approval(unit), row) == "nei":
        _note_request(unit, filing, row, "accepted")
        _settle(unit, row, "accepted", acting=filing.author.acting_id is not None)
        _answer(unit, filing, row, code=CONFIRMED)
        timebok.told_in_answer(unit, row["id"])
    else:
        _note_request(unit, filing, row, "waiting")
        unit.run("UPDATE appointment SET cancellation = 'waiting' WHERE id = ?", row["id"])


def accept(unit: Unit, appointment: str, text: str) -> None:
    """Staff says yes: the slot is free and everyone who asked gets 08."""
    _decide(unit, appointment, "accepted", text, "godtok en avbestilling")


def refuse(unit: Unit, appointment: str, text: str) -> None:
    """Staff says no: the appointment stands and everyone who asked gets 09."""
    _decide(unit, appointment, "refused", text, "avslo en avbestilling")


def waiting(unit: Unit) -> list[sqlite3.Row]:
    """The cancellations that staff have not answered, oldest first, each with its appointment's patient and start."""
    return unit.rows(
        "SELECT cancellation.*, patient, start, summary, location FROM cancellation"
        " JOIN appointment ON appointment.id = cancellation.appointment"
        " WHERE decision = 'waiting' AND (? OR service = ?) ORDER BY cancellation.rowid",
        not unit.bound,
        unit.at.her_id,
    )


def _hidden(unit: Unit, filing: Filing, row: sqlite3.Row) -> bool:
    """Whether the one who asks acts for a patient who keeps the appointment to herself."""
    return filing.author.acting_id is not None and timebok.kept_from_guardians(unit, row)


def _of_others(unit: Unit, filing: Filing, row: sqlite3.Row) -> bool:
    """Whether it is somebody else's, or with another service than the one that was written to and has to answer."""
    others = bool(row["patient"] != filing.patient or row["service"] != unit.at.her_id)
    return passed(unit, Hook.OTHERS, others, row)


def _find(unit: Unit, event: Event, patient: str) -> sqlite3.Row | None:
    """The appointment, or the visit of a series that has not been made yet; one is made in her own series only."""
    own = unit.row("SELECT 1 FROM plan WHERE id = ? AND patient = ?", event.uid, patient) is not None
    visit = visits.find(unit, event.uid, event.start) if own else None
    return visit or timebok.find(unit, event.uid, event.related_to)


def _decide(unit: Unit, appointment: str, decision: str, text: str, action: str) -> None:
    row = timebok.get(unit, appointment)
    unit = unit.serving(row["service"])
    asked = unit.rows(
        "SELECT * FROM cancellation WHERE appointment = ? AND decision = 'waiting' ORDER BY rowid", appointment
    )
    if not asked:
        raise Refused("Det er ingen avbestilling av timen som venter på svar.")
    if decision == "accepted" and timebok.is_past(unit, row["start"]):
        raise Refused("Timen har alt begynt, så avbestillingen kan ikke godtas. Svar nei på den.")
    access.note(unit, row["patient"], action)
    unit.run(
        "UPDATE cancellation SET decision = ? WHERE appointment = ? AND decision = 'waiting'", decision, appointment
    )
    _settle(unit, row, decision, acting=bool(asked[0]["acting"]))
    for request in asked:
        code = CONFIRMED if decision == "accepted" else NOT_POSSIBLE
        _send(unit, request, timebok.get(unit, appointment), code, text)
    if decision == "accepted":
        timebok.told_in_answer(unit, appointment)
    outcome = "godtatt" if decision == "accepted" else "ikke godtatt"
    entries.add(
        unit,
        row["patient"],
        "avtale",
        f"Avbestillingen av timen {spoken(row['start'])} er {outcome}. {text}".strip(),
        entries.staff(unit),
        appointment=appointment,
    )


def _settle(unit: Unit, row: sqlite3.Row, decision: str, *, acting: bool) -> None:
    unit.run("UPDATE appointment SET cancellation = ? WHERE id = ?", decision, row["id"])
    if decision == "accepted":
        timebok.free(unit, row["id"])
        reason = visits.CALLED_OFF_FOR if acting else visits.CALLED_OFF_BY_CITIZEN
        unit.run("UPDATE appointment SET called_off = ? WHERE id = ? AND plan IS NOT NULL", reason, row["id"])


def _problem(unit: Unit, row: sqlite3.Row | None, event: Event) -> str:
    """Why the appointment cannot be cancelled, in words to the citizen; empty when it can."""
    if row is None:
        return "Vi finner ikke timen."
    if row["status"] == "cancelled":
        return "Timen er alt avbestilt."
    if row["status"] != "planned" or timebok.is_past(unit, row["start"]):
        return "Timen er passert."
    moved = event.start and local_time(event.start) not in (local_time(row["start"]), _occurrence(row))
    if moved:
        return f"Timen er flyttet til {spoken(row['start'])}. Avbestill den nye timen hvis den ikke passer."
    return ""


def _occurrence(row: sqlite3.Row) -> object:
    """When a visit is planned in its series; the citizen may have seen only that."""
    return local_time(row["occurrence"]) if row["occurrence"] else None


def _note_request(unit: Unit, filing: Filing, row: sqlite3.Row, decision: str) -> None:
    unit.insert(
        "cancellation",
        msg_id=filing.message.msg_id,
        appointment=row["id"],
        process=filing.message.type.v,
        sender=compose.sender_text(filing.message.sender),
        conversation=filing.reference.conversation,
        reason=filing.text,
        acting=int(filing.author.acting_id is not None),
        decision=decision,
    )


def _answer(unit: Unit, filing: Filing, row: sqlite3.Row | None, *, code: str, text: str = "") -> None:
    """Answer by rule, without staff."""
    payloads: tuple[Payload, ...] = (compose.note(unit, code, text),)
    if row is not None:
        row = timebok.get(unit, row["id"])
        payloads += (calendars.calendar(unit, row, _status(row)),)
    sent = compose.answer(unit, filing, payloads)
    said = text or f"Timen {spoken(row['start']) if row else ''} er avbestilt."
    entries.add(
        unit,
        filing.patient,
        "avtale",
        f"Svar på avbestilling: {said}",
        Author("Automatisk svar"),
        msg_id=sent,
        appointment=row["id"] if row else None,
    )


def _send(unit: Unit, request: sqlite3.Row, row: sqlite3.Row, code: str, text: str) -> None:
    compose.send(
        unit,
        request["process"],
        row["patient"],
        (compose.note(unit, code, text), calendars.calendar(unit, row, _status(row))),
        receiver=compose.party_from(request["sender"]),
        conversation=ConversationRef(request["msg_id"], request["conversation"]),
    )


def _unexpected(unit: Unit, filing: Filing) -> None:
    """A request that this process has no answer to: kept, and rejected."""
    entries.add(
        unit,
        filing.patient,
        "avbestilling",
        "Forespørselen kan ikke behandles her.",
        filing.author,
        msg_id=filing.message.msg_id,
    )
    _answer(unit, filing, None, code=REJECTED, text="Forespørselen kan ikke behandles.")


def _status(row: sqlite3.Row) -> str:
    return "CANCELLED" if row["status"] == "cancelled" else "CONFIRMED"
