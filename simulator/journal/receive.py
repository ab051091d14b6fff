"""The processing order at the receiver (HITS 1216:2018, 2.2.1): envelope, document, store, and only then complete.

Everything a message leads to (journal, receipt, answers) happens in the one transaction that the caller commits before
it takes the message off the bus.
"""

from __future__ import annotations

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


def receive(unit: Unit, pack: SchemaPack, message: BusMessage) -> None:
    """Handle one message from a queue of ours, whatever it is."""
    envelope, raw = message.envelope, inspection.masked(message.body)
    if envelope.is_error:
        if not transport.seen(unit, envelope.message_id):
            receipts.take_error(unit, envelope, raw)
        return
    fault = envelopes.fault(envelope)
    if fault is not None:
        _refuse(unit, envelope, raw, fault)
    elif transport.seen(unit, envelope.message_id):
        _note(unit, envelope, raw, "Duplikat: samme message-id er mottatt før. Ikke behandlet.")
    else:
        _read(unit, pack, envelope, message.body, raw)


def _read(unit: Unit, pack: SchemaPack, envelope: Envelope, body: bytes, raw: bytes) -> None:
    try:
        root = xml.parse(body)
    except StandardsError as error:
        _refuse(unit, envelope, raw, TransportFault(envelopes.UNREADABLE, str(error)))
        return
    if etree.QName(root).localname == "AppRec":
        _read_apprec(unit, envelope, root, raw)
        return
    head, payload = inspection.schema_faults(pack, root)
    try:
        message = Hodemelding.from_element(root)
    except StandardsError as error:
        _refuse(unit, envelope, raw, TransportFault(envelopes.UNREADABLE, str(error)))
        return
    if head:
        why = f"Hodet følger ikke skjemaet: {head[0].message} {head[0].path}"
        _refuse(unit, envelope, raw, TransportFault(envelopes.UNREADABLE, why), message.msg_id)
        return
    fault = _agreement_fault(unit, message, envelope)
    if fault is not None:
        _refuse(unit, envelope, raw, fault, message.msg_id)
    elif receipts.answered_before(unit, message.msg_id, envelope.from_her_id):
        _note(
            unit,
            envelope,
            raw,
            "Duplikat: samme MsgId er mottatt før. Ikke behandlet, ikke kvittert på nytt.",
            message.msg_id,
        )
    else:
        _judge(unit, message, envelope, raw, root, payload)


def _read_apprec(unit: Unit, envelope: Envelope, root: etree._Element, raw: bytes) -> None:
    try:
        apprec = AppRec.from_element(root)
    except StandardsError as error:
        _refuse(unit, envelope, raw, TransportFault(envelopes.UNREADABLE, str(error)))
        return
    receipts.take(unit, apprec, envelope, raw)


def _agreement_fault(unit: Unit, message: Hodemelding, envelope: Envelope) -> TransportFault | None:
    """Whether the parties have agreed to exchange this at all, and whether the sender is who it says."""
    world = unit.world
    if message.type.v not in world.profile.processes or message.type.v not in processes.CATALOGUE:
        return TransportFault(envelopes.UNSUPPORTED, f"Prosessen {message.type.v} er ikke i avtalen")
    if not processes.CATALOGUE[message.type.v].steps_of(processes.HELSENORGE):
        return TransportFault(envelopes.UNSUPPORTED, f"Prosessen {message.type.v} har ingen melding denne veien")
    if envelope.subject != message.type.v:
        return TransportFault(envelopes.FIELD, f"subject er {envelope.subject}, men meldingen er {message.type.v}")
    if envelope.from_her_id != world.helsenorge.her_id:
        return TransportFault(envelopes.UNSUPPORTED, f"Ingen avtale med HER-id {envelope.from_her_id}")
    if message.sender.her_id != envelope.from_her_id and world.profile.sender_mismatch == "error_queue":
        return TransportFault(envelopes.SPOOFING, "Avsenders HER-id i meldingen er en annen enn i transporten")
    return None


def _judge(
    unit: Unit, message: Hodemelding, envelope: Envelope, raw: bytes, root: etree._Element, payload: list[SchemaFault]
) -> None:
    errors = inspection.errors_in(unit, message, envelope, payload)
    if message.sender.her_id != envelope.from_her_id:
        errors += (inspection.error("E10", "Avsenders HER-id i meldingen er en annen enn i transporten"),)
    if inspection.carries_real_id(root):
        errors += (inspection.error("E36", "Meldingen har et fødselsnummer som ikke er syntetisk"),)
    receipts.give(unit, message, envelope.from_her_id, errors)
    status = "avvist" if errors else "mottatt"
    transport.log(
        unit,
        envelope,
        raw,
        direction="inn",
        kind="melding",
        status=status,
        msg_id=identifiers.mask(message.msg_id),
        code=", ".join(dict.fromkeys(item.v for item in errors)) or None,
        text=_why(errors),
    )
    if not errors:
        _file(unit, message)


def _file(unit: Unit, message: Hodemelding) -> None:
    assert message.patient is not None and message.patient.ident is not None
    patient = message.patient.ident.id
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


def _refuse(unit: Unit, envelope: Envelope, raw: bytes, fault: TransportFault, msg_id: str | None = None) -> None:
    """To the sender's error queue, if it can be told who that is; otherwise only logged."""
    text = identifiers.mask(fault.description)[:400]
    if envelope.message_id and transport.seen(unit, envelope.message_id):
        _note(unit, envelope, raw, "Duplikat: samme message-id er mottatt før. Ikke behandlet.")
        return
    transport.log(
        unit,
        envelope,
        raw,
        direction="inn",
        kind="melding",
        status="feilkø",
        msg_id=msg_id,
        code=fault.condition,
        text=text,
    )
    if envelope.from_her_id.isdigit():
        outbox.put_error(unit, envelope, fault.condition, text)


def _note(unit: Unit, envelope: Envelope, raw: bytes, remark: str, msg_id: str | None = None) -> None:
    transport.log(unit, envelope, raw, direction="inn", kind="melding", status="mottatt", msg_id=msg_id, text=remark)


def _why(errors: tuple[Code, ...]) -> str | None:
    return "; ".join(f"{item.dn} – {item.ot}" if item.ot else item.dn for item in errors) or None
