"""The processing order at the receiver (HITS 1216:2018, 2.2.1): envelope, document, store, and only then complete.

Everything a message leads to (journal, receipt, answers) happens in the one transaction that the caller commits before
it takes the message off the bus.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from simulator.journal import (
    cancellations,
    compose,
    digital,
    envelopes,
    inspection,
    outbox,
    receipts,
    threads,
    transport,
)
from simulator.journal.entries import Author
from simulator.journal.envelopes import TransportFault
from simulator.journal.unit import Unit
from standards import identifiers, processes, xml
from standards.apprec import AppRec
from standards.codes import Code
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.hodemelding import Hodemelding
from standards.schema import SchemaFault, SchemaPack
from wire.bus import BusMessage


@dataclass(frozen=True)
class Incoming:
    """A message under handling; `raw` is what the transport log keeps: the bytes as they came, real ids starred out."""

    envelope: Envelope
    body: bytes
    raw: bytes
    msg_id: str | None = None


def receive(unit: Unit, pack: SchemaPack, message: BusMessage, raw: bytes) -> None:
    """Handle one message from a queue of ours, whatever it is; `raw` is its body as the log may keep it."""
    incoming = Incoming(message.envelope, message.body, raw)
    fault = None if message.envelope.is_error else envelopes.fault(message.envelope)
    if message.envelope.message_id and transport.seen(unit, message.envelope.message_id):
        _note(unit, incoming, "Duplikat: samme message-id er mottatt før. Ikke behandlet.")
    elif message.envelope.is_error:
        receipts.take_error(unit, incoming.envelope, incoming.raw)
    elif fault is not None:
        _refuse(unit, incoming, fault)
    else:
        _read(unit, pack, incoming)


def _read(unit: Unit, pack: SchemaPack, incoming: Incoming) -> None:
    """Read the document, or tell the error queue that it cannot be read."""
    try:
        root = xml.parse(incoming.body)
        if etree.QName(root).localname == "AppRec":
            receipts.take(unit, AppRec.from_element(root), incoming.envelope, incoming.raw)
            return
        message = Hodemelding.from_element(root)
    except StandardsError as error:
        _refuse(unit, incoming, TransportFault(envelopes.UNREADABLE, str(error)))
        return
    incoming = replace(incoming, msg_id=identifiers.mask(message.msg_id) or None)
    head, payload = inspection.schema_faults(pack, root)
    fault = _head_fault(head) or _agreement_fault(unit, message, incoming.envelope)
    if fault is not None:
        _refuse(unit, incoming, fault)
    elif receipts.answered_before(unit, message.msg_id, incoming.envelope.from_her_id):
        _note(unit, incoming, "Duplikat: samme MsgId er mottatt før. Ikke behandlet, ikke kvittert på nytt.")
    else:
        errors = inspection.errors_in(unit, message, incoming.envelope, payload)
        errors += inspection.real_id_errors(root)
        _judge(unit, message, incoming, errors)


def _head_fault(head: list[SchemaFault]) -> TransportFault | None:
    if not head:
        return None
    why = f"Hodet følger ikke skjemaet: {head[0].message} {head[0].path}"
    return TransportFault(envelopes.UNREADABLE, why)


def _agreement_fault(unit: Unit, message: Hodemelding, envelope: Envelope) -> TransportFault | None:
    """Whether the parties have agreed to exchange this at all, and whether the sender is who it says."""
    world, process = unit.world, processes.find(message.type.v)
    if process is None or process.code not in world.profile.processes:
        return TransportFault(envelopes.UNSUPPORTED, f"Prosessen {message.type.v} er ikke i avtalen")
    if not process.steps_of(processes.HELSENORGE):
        return TransportFault(envelopes.UNSUPPORTED, f"Prosessen {message.type.v} har ingen melding denne veien")
    if envelope.subject != message.type.v:
        return TransportFault(envelopes.FIELD, f"subject er {envelope.subject}, men meldingen er {message.type.v}")
    if envelope.from_her_id != world.helsenorge.her_id:
        return TransportFault(envelopes.UNSUPPORTED, f"Ingen avtale med HER-id {envelope.from_her_id}")
    if message.sender.her_id != envelope.from_her_id and world.profile.sender_mismatch == "error_queue":
        return TransportFault(envelopes.SPOOFING, inspection.OTHER_SENDER)
    return None


def _judge(unit: Unit, message: Hodemelding, incoming: Incoming, errors: tuple[Code, ...]) -> None:
    """Give the one receipt; what is rejected goes no further than the transport log."""
    receipts.give(unit, message, incoming.envelope.from_her_id, errors)
    codes = ", ".join(dict.fromkeys(item.v for item in errors))
    why = "; ".join(f"{item.dn} – {item.ot}" if item.ot else item.dn for item in errors)
    _log(unit, incoming, "avvist" if errors else "mottatt", codes, why)
    if not errors:
        _file(unit, message)


def _file(unit: Unit, message: Hodemelding) -> None:
    patient = message.patient.ident.id if message.patient and message.patient.ident else ""
    author = _author(message)
    if message.type.v == compose.AVTALEAVBESTILLING:
        cancellations.receive(unit, message, patient, author)
    elif message.type.v == compose.DIGITALBRUKER:
        digital.receive(unit, message, patient)
    else:
        threads.receive(unit, message, patient, author)


def _author(message: Hodemelding) -> Author:
    """The one who wrote: the patient, or the person who acted for her."""
    acting, patient = message.acting, message.patient
    if acting is not None:
        name = f"{acting.given} {acting.family}".strip()
        return Author(name, acting.relation.v, acting.ident.id, name)
    return Author(f"{patient.given} {patient.family}".strip() if patient else "")


def _refuse(unit: Unit, incoming: Incoming, fault: TransportFault) -> None:
    """To the sender's error queue, if it can be told who that is; otherwise only logged."""
    text = identifiers.mask(fault.description)[:400]
    _log(unit, incoming, "feilkø", fault.condition, text)
    if incoming.envelope.from_her_id.isdigit():
        outbox.put_error(unit, incoming.envelope, fault.condition, text)


def _note(unit: Unit, incoming: Incoming, remark: str) -> None:
    _log(unit, incoming, "mottatt", "", remark)


def _log(unit: Unit, incoming: Incoming, status: str, code: str, text: str) -> None:
    transport.log(
        unit,
        incoming.envelope,
        incoming.raw,
        direction="inn",
        kind="melding",
        status=status,
        msg_id=incoming.msg_id,
        code=code or None,
        text=text or None,
    )
