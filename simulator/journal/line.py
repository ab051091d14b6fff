"""Asks Helsenorge whether the line holds, in real time (TEST, KT; HITS 1217:2018, 3.10). To ask is a choice of ours.

The question is about nobody and gets no receipt. It is answered (RKT) within 15 seconds, or it has not been.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from simulator.journal import compose, outbox, protected, transport
from simulator.journal.outbox import QUESTION, SECONDS_TO_ANSWER
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit
from standards import identifiers, processes, xml
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.hodemelding import ACK_NO, Hodemelding
from standards.kodeverk.k7603 import K7603
from wire.bus import BusMessage

ASKS, ANSWERS = "KT", "RKT"
NOT_ANSWERED = "ikke-besvart"


def ask(unit: Unit) -> str:
    """Put the question in the outbox; gives its MsgId. Raises `Refused` where the agreement has no such process."""
    if processes.TEST.code not in unit.world.profile.processes:
        raise Refused("Journalen har ingen avtale om å prøve forbindelsen (DIALOG_INNBYGGER_TEST).")
    asked = compose.message(unit, processes.TEST.code, (Dialogmelding(Foresporsel(K7603.cv(ASKS))),))
    outbox.put_question(unit, replace(asked, ack=ACK_NO))
    return asked.msg_id


def take_answer(unit: Unit, message: BusMessage, raw: bytes) -> None:
    """Note what came on the queue for answers in real time; what answers nothing is only logged."""
    row = _asked(unit, message.envelope)
    fault = protected.fault(message)
    msg_id, code, remark = _read(message.body) if fault is None else (None, fault.condition, fault.description)
    if fault is not None and message.envelope.from_her_id.isdigit():
        outbox.put_error(unit, message.envelope, fault.condition, fault.description, fault.data)
    if row is None:
        remark = remark or "Svaret hører ikke til noe spørsmål herfra."
    elif code != ANSWERS:
        remark = remark or f"Svaret har kode {code or 'ingen'}, ventet {ANSWERS}."
        transport.mark(unit, row["number"], "feilkø", code or NOT_ANSWERED, remark)
    else:
        transport.mark(unit, row["number"], "kvittert")
    transport.log(
        unit, message.envelope, raw, direction="inn", kind="svar", status="mottatt", msg_id=msg_id, text=remark or None
    )


def not_answered(unit: Unit, message_id: str) -> None:
    """Nobody answered in time."""
    row = transport.sent_as(unit, message_id)
    if row is not None and row["status"] == "sendt":
        text = f"Ingen svarte innen {SECONDS_TO_ANSWER} sekunder."
        transport.mark(unit, row["number"], "feilkø", NOT_ANSWERED, text)


def _asked(unit: Unit, envelope: Envelope) -> sqlite3.Row | None:
    row = transport.sent_as(unit, envelope.correlation_id) if envelope.correlation_id else None
    return row if row is not None and row["kind"] == QUESTION else None


def _read(body: bytes) -> tuple[str | None, str, str]:
    """MsgId and code of the answer, and why it cannot be read."""
    try:
        message = Hodemelding.from_element(xml.parse(body))
    except StandardsError as error:
        return None, "", identifiers.mask(str(error))[:400]
    code = message.dialog.code if message.dialog else ""
    return identifiers.mask(message.msg_id) or None, code, ""
