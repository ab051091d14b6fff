"""What waits to be sent. A row goes in with the change that caused it and out when the bus has the message."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from simulator.journal import transport
from simulator.journal.hooks import Hook, Outgoing, passed
from simulator.journal.unit import Unit
from standards import processes
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.hodemelding import Hodemelding
from wire.bus import BusMessage

SECONDS_TO_ANSWER = 15
"""How long an answer in real time is worth anything (HITS 1216:2018, 2.2.2)."""
ANSWER = "svar"
"""Kind of an answer in real time: nobody gives a receipt for it."""
QUESTION = "spørsmål"
"""Kind of what we ask in real time: no receipt for it either, only an answer."""
REST = "PUT"
"""The queue of what goes over REST and not on the bus."""


@dataclass(frozen=True)
class Waiting:
    """A message that has not yet been sent; the message-id stays the same however often it is tried."""

    number: int
    transport: int
    queue: str
    message: BusMessage


def put(
    unit: Unit, queue: str, envelope: Envelope, raw: bytes, *, kind: str, msg_id: str | None, patient: str | None = None
) -> None:
    """Let a message wait for the sender. `kind` is melding, svar, spørsmål, apprec or feil."""
    for out in passed(unit, Hook.OUTGOING, (Outgoing(queue, envelope, raw, kind, msg_id, patient),)):
        _put(unit, out)


def _put(unit: Unit, out: Outgoing) -> None:
    row = transport.log(
        unit,
        out.envelope,
        out.raw,
        direction="ut",
        kind=out.kind,
        status=transport.WAITING,
        msg_id=out.msg_id,
        patient=out.patient,
    )
    number = unit.insert("outbox", transport=row, queue=out.queue, urgent=int(out.kind in (ANSWER, QUESTION)))
    passed(unit, Hook.IN_ORDER, True, number)


def put_message(unit: Unit, message: Hodemelding) -> None:
    """Let a business message wait."""
    envelope = _envelope(unit, message.type.v, message.receiver.her_id)
    patient = message.patient.ident.id if message.patient and message.patient.ident else None
    put(unit, envelope.to, envelope, message.to_xml(), kind="melding", msg_id=message.msg_id, patient=patient)


def put_answer(unit: Unit, message: Hodemelding, asked: Envelope) -> None:
    """Let an answer in real time wait, under the correlation-id of the question (HITS 1216:2018, 2.2.2)."""
    envelope = business_envelope(
        message_id=unit.new_id(),
        subject=message.type.v,
        from_her_id=unit.at.her_id,
        to_her_id=asked.from_her_id,
        time_stamp=unit.stamp,
        correlation_id=asked.correlation_id or asked.message_id,
        kind="syncreply",
        ttl_ms=SECONDS_TO_ANSWER * 1000,
    )
    envelope = replace(envelope, properties={**envelope.properties, "to": asked.reply_to})
    put(unit, envelope.to, envelope, message.to_xml(), kind=ANSWER, msg_id=message.msg_id)


def put_question(unit: Unit, message: Hodemelding) -> None:
    """Let a question in real time wait; it goes before what has no hurry (HITS 1216:2018, 2.2.2)."""
    envelope = business_envelope(
        message_id=unit.new_id(),
        subject=message.type.v,
        from_her_id=unit.at.her_id,
        to_her_id=message.receiver.her_id,
        time_stamp=unit.stamp,
        kind="sync",
        ttl_ms=SECONDS_TO_ANSWER * 1000,
    )
    put(unit, envelope.to, envelope, message.to_xml(), kind=QUESTION, msg_id=message.msg_id)


def put_apprec(unit: Unit, raw: bytes, apprec_id: str, to_her_id: str) -> None:
    """Let an application receipt wait."""
    envelope = _envelope(unit, "APPREC", to_her_id)
    put(unit, envelope.to, envelope, raw, kind="apprec", msg_id=apprec_id)


def put_error(unit: Unit, original: Envelope, condition: str, description: str, data: str = "") -> None:
    """Let a message to the sender's error queue wait; it has no body (HITS 1216:2018, 2.2.6).

    It is from whoever the message was to; where that is missing, from the service whose queue it lay on.
    """
    to = original.to_her_id or unit.at.her_id
    about = replace(original, application_properties={**original.application_properties, "toHerId": to})
    envelope = error_envelope(
        about,
        message_id=unit.new_id(),
        condition=condition,
        description=description,
        time_stamp=unit.stamp,
        data=data,
    )
    put(unit, envelope.to, envelope, b"", kind="feil", msg_id=None)


def oldest(unit: Unit) -> Waiting | None:
    """What to send next: answers in real time first. One that has become too old is of no use, and is dropped."""
    limit = _time(unit.now - timedelta(seconds=SECONDS_TO_ANSWER))
    while True:
        row = unit.row(
            "SELECT outbox.number, outbox.queue, urgent, time, transport.number AS transport, envelope, raw FROM outbox"
            " JOIN transport ON transport.number = outbox.transport WHERE queue <> ?"
            " ORDER BY urgent DESC, outbox.number LIMIT 1",
            REST,
        )
        if row is None:
            return None
        message = BusMessage(Envelope.from_json(json.loads(row["envelope"])), row["raw"])
        waiting = Waiting(row["number"], row["transport"], row["queue"], message)
        if not row["urgent"] or row["time"] >= limit:
            return waiting
        undeliverable(unit, waiting, f"Den ble ikke sendt innen {SECONDS_TO_ANSWER} sekunder.")


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sent(unit: Unit, waiting: Waiting) -> None:
    """The bus has it."""
    unit.run("DELETE FROM outbox WHERE number = ?", waiting.number)
    transport.settle_sent(unit, waiting.transport)


def undeliverable(unit: Unit, waiting: Waiting, reason: str) -> None:
    """The bus will never take it: staff must see that it was not sent."""
    unit.run("DELETE FROM outbox WHERE number = ?", waiting.number)
    transport.mark(unit, waiting.transport, "feilkø", transport.NOT_SENT, reason)


def drop_pushes(unit: Unit, patient: str) -> None:
    """Do not send what still waits about appointments of a citizen who is not there; answers to her still go."""
    rows = unit.rows(
        "SELECT outbox.number, outbox.transport FROM outbox JOIN transport ON transport.number = outbox.transport"
        " WHERE patient = ? AND (queue = ? OR json_extract(envelope, '$.properties.subject') = ?)",
        patient,
        REST,
        processes.AVTALEUTSENDING.code,
    )
    for row in rows:
        unit.run("DELETE FROM outbox WHERE number = ?", row["number"])
        transport.mark(unit, row["transport"], "feilkø", transport.NOT_SENT, "Innbyggeren er ikke digitalt aktiv.")


def count(unit: Unit) -> int:
    """How many wait."""
    row = unit.row("SELECT COUNT(*) AS waiting FROM outbox")
    return int(row["waiting"]) if row else 0


def _envelope(unit: Unit, subject: str, to_her_id: str) -> Envelope:
    return business_envelope(
        message_id=unit.new_id(),
        subject=subject,
        from_her_id=unit.at.her_id,
        to_her_id=to_her_id,
        time_stamp=unit.stamp,
    )
