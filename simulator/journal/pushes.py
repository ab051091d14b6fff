"""Appointments that wait to be put at Helsenorge over REST. They stand in the transport log as messages do."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from simulator.journal import outbox, transport
from simulator.journal.unit import Unit
from standards.envelope import Envelope


@dataclass(frozen=True)
class WaitingPush:
    """A resource that has not been taken yet; `transport` is its row in the log."""

    number: int
    transport: int
    id: str
    body: bytes = field(repr=False)


def put(unit: Unit, appointment: str, patient: str, body: bytes) -> str:
    """Let a resource wait; gives the id to find it by in the transport log."""
    msg_id = unit.new_id()
    envelope = Envelope(
        MappingProxyType({"message_id": msg_id, "to": appointment, "subject": "Appointment"}),
        MappingProxyType({"fromHerId": unit.at.her_id, "applicationTimeStamp": unit.stamp}),
    )
    outbox.put(unit, outbox.REST, envelope, body, kind="melding", msg_id=msg_id, patient=patient)
    return msg_id


def oldest(unit: Unit) -> WaitingPush | None:
    """What to send next."""
    row = unit.row(
        "SELECT outbox.number, outbox.transport, json_extract(envelope, '$.properties.to') AS id, raw FROM outbox"
        " JOIN transport ON transport.number = outbox.transport WHERE queue = ? ORDER BY outbox.number LIMIT 1",
        outbox.REST,
    )
    return None if row is None else WaitingPush(row["number"], row["transport"], row["id"], row["raw"])


def taken(unit: Unit, push: WaitingPush) -> None:
    """Helsenorge has it."""
    unit.run("DELETE FROM outbox WHERE number = ?", push.number)
    transport.settle_sent(unit, push.transport)
    transport.mark(unit, push.transport, "kvittert")


def refused(unit: Unit, push: WaitingPush, code: str, reason: str) -> None:
    """Helsenorge will never take it as it is: it comes on the list of what staff must look at."""
    unit.run("DELETE FROM outbox WHERE number = ?", push.number)
    transport.settle_sent(unit, push.transport)
    transport.mark(unit, push.transport, "avvist", code, reason)
