"""What a message from the journal means to the citizen: an appointment, an answer, a message, and what to notify of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from simulator.national.innbygger import appointments
from simulator.national.innbygger.appointments import ACCEPTED, REFUSED
from simulator.serving.service import Seat
from standards.dialogmelding import Foresporsel
from standards.hodemelding import Hodemelding
from standards.processes import AVTALEUTSENDING, TIMEONSKE, TIMEONSKEUNGDOM, TIMERESERVASJON

WISHES: Final = frozenset({TIMEONSKE.code, TIMEONSKEUNGDOM.code})
_PUSHES: Final = frozenset({AVTALEUTSENDING.code, TIMERESERVASJON.code})
_EVENTS: Final[Mapping[str, str]] = {"05": "ny-time", "07": "endret-time", "08": "avlyst-time"}
_LIKE_MOA: Final[Mapping[str, str]] = {appointments.DONE: "utfort-besok", appointments.CANCELLED: "avlyst-time"}
_MEANT: Final = {"26": "Forespørselen er avvist.", "30": "Du har ikke tilgang.", "31": "Noe gikk galt hos tjenesten."}


def file(connection: sqlite3.Connection, seat: Seat, message: Hodemelding) -> None:
    """Let a message that has been kept mean something."""
    dialog = message.dialog
    if dialog is None:
        return
    asked = _asked(connection, message)
    if isinstance(dialog.body, Foresporsel) and message.type.v in _PUSHES:
        _pushed(connection, seat, message)
    elif asked is not None and asked["code"] in ("ART", "OAT"):
        _cancelled(connection, seat, message, asked)
    elif asked is not None and asked["code"] == "OT":
        _granted(connection, seat, message, asked)
    elif asked is not None and asked["code"] == "HBT":
        _planned(connection, message)
    elif message.type.v == seat.dialog or (asked is not None and asked["code"] in ("HE", "SB", "22")):
        _tell(connection, seat, message, "melding")


def _asked(connection: sqlite3.Connection, message: Hodemelding) -> sqlite3.Row | None:
    """Our message that it answers."""
    if message.conversation is None:
        return None
    found: sqlite3.Row | None = connection.execute(
        "SELECT * FROM message WHERE direction = 'ut' AND msg_id IN (?, ?) AND patient = ? ORDER BY msg_id = ? DESC",
        (
            message.conversation.parent.lower(),
            message.conversation.conversation.lower(),
            _patient(message),
            message.conversation.parent.lower(),
        ),
    ).fetchone()
    return found


def _pushed(connection: sqlite3.Connection, seat: Seat, message: Hodemelding) -> None:
    code = message.dialog.code if message.dialog else ""
    for row in _told(connection, message, appointments.PUSHED):
        kind = _EVENTS.get(code) or (_LIKE_MOA.get(row["status"]) if code == "MOA" else None)
        if kind == "ny-time" and row["location"] == appointments.HOME:
            kind = "hjemmebesok"
        if kind is not None:
            _tell(connection, seat, message, kind, row=row)


def _cancelled(connection: sqlite3.Connection, seat: Seat, message: Hodemelding, asked: sqlite3.Row) -> None:
    """The answer to a request: 08 is yes; 09, 26, 30 and 31 are no."""
    code, words = _said(message)
    answer = ACCEPTED if code == "08" else REFUSED
    row = appointments.answered(connection, asked["msg_id"], answer, words)
    if row is not None:
        told = "godtatt" if answer == ACCEPTED else "avslaatt"
        _tell(connection, seat, message, "svar-avbestilling", row=row, svar=told, til=[asked["author"]])


def _granted(connection: sqlite3.Connection, seat: Seat, message: Hodemelding, asked: sqlite3.Row) -> None:
    """The answer to a wish: 05 and 10 give a time, the others words."""
    code, _ = _said(message)
    given = _told(connection, message, appointments.WISHED) if code in ("05", "10") else []
    for row in given:
        _tell(connection, seat, message, "ny-time", row=row, til=[asked["author"]])
    if not given:
        _tell(connection, seat, message, "melding", til=[asked["author"]])


def _planned(connection: sqlite3.Connection, message: Hodemelding) -> None:
    """The whole plan as it is now: what is no longer there is forgotten."""
    code, _ = _said(message)
    if code in ("01", "02"):
        appointments.replace_plan(connection, _patient(message), message.sender.her_id)
        _told(connection, message, appointments.FROM_PLAN)


def _told(connection: sqlite3.Connection, message: Hodemelding, source: str) -> list[sqlite3.Row]:
    events = message.calendar.events if message.calendar is not None else ()
    code, _ = _said(message)
    issued = connection.execute("SELECT issued FROM message ORDER BY number DESC LIMIT 1").fetchone()["issued"]
    found = (
        appointments.tell(
            connection,
            event,
            patient=_patient(message),
            party=message.sender.her_id,
            code=code,
            issued=issued,
            source=source,
        )
        for event in events
    )
    return [row for row in found if row is not None]


def _said(message: Hodemelding) -> tuple[str, str]:
    """The code, and the words with it or else what the code means."""
    dialog = message.dialog
    if dialog is None:
        return "", ""
    return dialog.code, str(dialog.body.text or "") or _MEANT.get(dialog.code, "")


def _tell(
    connection: sqlite3.Connection,
    seat: Seat,
    message: Hodemelding,
    kind: str,
    *,
    row: sqlite3.Row | None = None,
    **more: Any,
) -> None:
    """Let the notices be told; nothing of what it is about goes with it."""
    name = next((party.level1.name for _, party in seat.services if party.her_id == message.sender.her_id), "")
    content: dict[str, Any] = {"hendelse": kind, "person": _patient(message), "id": message.msg_id, "avsender": name}
    if row is not None:
        content["id"] = f"{message.msg_id}:{row['id']}"
        begins = appointments.moment(row["start"])
        content |= {
            "time_id": row["id"],
            "start": "" if begins is None else begins.isoformat(),
            "skjult_for_foreldre": bool(row["hidden"]),
        }
    connection.execute("INSERT INTO event (content) VALUES (?)", (json.dumps({**content, **more}),))


def _patient(message: Hodemelding) -> str:
    return message.patient.ident.id if message.patient and message.patient.ident else ""
