"""What a citizen does: asks to cancel, wishes for a time, writes a message, and has the plan of home visits fetched."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from simulator.national.innbygger import appointments
from simulator.national.innbygger.acting import ASK, CANCEL, WRITE, Acting
from simulator.national.innbygger.portal import REJECTED
from simulator.national.innbygger.writing import SECONDS_IN_REAL_TIME
from simulator.serving.refusals import UnknownAddress
from standards.hodemelding import ConversationRef, Hodemelding
from standards.parties import Party
from wire.bus import BusError, BusMessage

_SILENT: Final = "Hjemmetjenesten svarte ikke i tide. Besøkene under kan være gamle."


def cancel(acting: Acting, found: Mapping[str, Any], reason: str, key: str) -> None:
    """Ask that an appointment be cancelled: as a wish (OAT) when it came of one, else as ART."""
    party = _party(acting, found["party"])
    event = appointments.as_event(found)
    writer = acting.room.writer
    if found["source"] == appointments.WISHED and acting.wish_process():
        acting.require(ASK)
        message = writer.unwish(acting.wish_process(), party, acting.patient, event, reason)
    else:
        acting.require(CANCEL)
        message = writer.cancellation(
            acting.cancel_process(), party, acting.patient, event, reason, acting=acting.actor
        )
    acting.room.portal.send(
        message,
        writer.envelope(message),
        author=acting.login.pid,
        key=key,
        then=lambda connection: appointments.asked(connection, found["id"], message.msg_id.lower()),
    )


def wish(acting: Acting, subject: str, text: str, key: str) -> None:
    """Wish for a time, for oneself."""
    acting.require(ASK)
    message = acting.room.writer.wish(acting.wish_process(), acting.wish_party(), acting.patient, subject, text)
    _send(acting, message, key)


def write(acting: Acting, her_id: str, subject: str, text: str, key: str) -> str:
    """Open a conversation; gives the thread."""
    acting.require(WRITE)
    message = acting.room.writer.enquiry(_party(acting, her_id), acting.patient, subject, text, acting.actor)
    return _send(acting, message, key)


def reply(acting: Acting, messages: list[dict[str, Any]], text: str, key: str) -> None:
    """Answer the newest message from the service in a conversation."""
    acting.require(WRITE)
    last = next(one for one in reversed(messages) if one["direction"] == "inn")
    reference = ConversationRef(last["msg_id"], last["thread"])
    party = _party(acting, last["party"])
    message = acting.room.writer.reply(
        last["process"], party, acting.patient, text, acting=acting.actor, thread=reference
    )
    _send(acting, message, key)


def fetch_visits(acting: Acting) -> str:
    """Ask home care for the plan and wait for the answer; gives what to say when none came."""
    party, room = acting.home_care(), acting.room
    if party is None:
        return ""
    message = room.writer.planned(party, acting.patient, acting.actor)
    envelope = room.writer.envelope(message)
    room.portal.send(message, envelope, author=acting.login.pid, at_once=True)
    try:
        room.link.send_now(BusMessage(envelope, message.to_xml()))
    except BusError as error:
        return f"{_SILENT} {error.problem}"
    return "" if _answered(acting, message) else _SILENT


def _answered(acting: Acting, message: Hodemelding) -> bool:
    portal, deadline = acting.room.portal, time.monotonic() + SECONDS_IN_REAL_TIME
    while True:
        seen = portal.bell.rings
        if portal.rows("SELECT 1 FROM message WHERE direction = 'inn' AND parent = ?", message.msg_id.lower()):
            return True
        if portal.rows("SELECT 1 FROM message WHERE msg_id = ? AND status = ?", message.msg_id.lower(), REJECTED):
            return False
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        portal.bell.wait_past(seen, left)


def _send(acting: Acting, message: Hodemelding, key: str) -> str:
    envelope = acting.room.writer.envelope(message)
    return acting.room.portal.send(message, envelope, author=acting.login.pid, key=key).lower()


def _party(acting: Acting, her_id: str) -> Party:
    found = acting.party(her_id)
    if found is None:
        raise UnknownAddress("Tjenesten finnes ikke.", fix="Velg en av tjenestene på siden.")
    return found
