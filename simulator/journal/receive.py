"""The processing order at the receiver (HITS 1216:2018, 2.2.1): envelope, document, store, and only then complete.

Everything a message leads to (journal, receipt, answers) happens in the one transaction that the caller commits before
it takes the message off the bus.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from simulator.journal import (
    actors,
    compose,
    envelopes,
    handlers,
    inspection,
    outbox,
    patients,
    protected,
    receipts,
    transport,
)
from simulator.journal.envelopes import TransportFault
from simulator.journal.filing import Filing, author_of
from simulator.journal.hooks import Hook, passed
from simulator.journal.unit import Unit
from standards import identifiers, processes, xml
from standards.apprec import AppRec
from standards.codes import Code
from standards.envelope import Envelope
from standards.errors import StandardsError
from standards.hodemelding import Hodemelding
from standards.processes import DIGITALBRUKER
from standards.schema import SchemaFault, SchemaPack
from wire.bus import BusMessage

_HEAD = f"{{{xml.MSGHEAD}}}MsgHead"


@dataclass(frozen=True)
class Incoming:
    """A message under handling; `raw` is what the transport log keeps: the bytes as they came, real ids starred out."""

    envelope: Envelope
    body: bytes
    raw: bytes
    at_once: bool = False
    msg_id: str | None = None


def receive(unit: Unit, pack: SchemaPack, message: BusMessage, raw: bytes, *, at_once: bool = False) -> None:
    """Handle one message from a queue of ours, whatever it is; `raw` is its body as the log may keep it.

    `at_once` tells that it came on the queue of questions that want an answer at once.
    """
    service = unit.world.service(message.envelope.to_her_id)
    unit = unit if service is None else unit.serving(service.her_id)
    incoming = Incoming(message.envelope, message.body, raw, at_once)
    fault = None if message.envelope.is_error else envelopes.fault(message.envelope) or protected.fault(message)
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
    read = _document(incoming.body)
    if isinstance(read, TransportFault):
        _refuse(unit, incoming, read)
        return
    root, message = read
    if isinstance(message, AppRec):
        receipts.take(unit, message, incoming.envelope, incoming.raw)
        return
    named = message.msg_id if envelopes.is_uuid(message.msg_id) else identifiers.mask(message.msg_id)
    incoming = replace(incoming, msg_id=named or None)
    head, payload = inspection.schema_faults(pack, root)
    fault = (
        _head_fault(head)
        or _agreement_fault(unit, message, incoming)
        or _function_fault(unit, message, at_once=incoming.at_once)
    )
    if fault is not None:
        _refuse(unit, incoming, fault)
        return
    if not incoming.at_once and receipts.answered_before(unit, message.msg_id, incoming.envelope.from_her_id):
        _note(unit, incoming, "Duplikat: samme MsgId er mottatt før. Ikke behandlet, ikke kvittert på nytt.")
        return
    real = inspection.real_id_errors(root)
    if incoming.at_once and real:  # an answer would repeat the number
        _refuse(unit, incoming, TransportFault(envelopes.FIELD, _reasons(real)))
        return
    errors = inspection.errors_in(unit, message, incoming.envelope, payload) + real
    if (judge := handlers.judges().get(message.type.v)) is not None:
        errors += judge(unit, message)
    errors = passed(unit, Hook.ERRORS, errors, message)
    if incoming.at_once:
        _answer(unit, message, incoming, errors)
    else:
        _judge(unit, message, incoming, errors)


def _document(body: bytes) -> tuple[etree._Element, Hodemelding | AppRec] | TransportFault:
    """The document, or why it cannot be read."""
    try:
        root = xml.parse(body)
    except StandardsError as error:
        return envelopes.unreadable(body, str(error))
    name = etree.QName(root).localname
    if name != "AppRec" and root.tag != _HEAD:
        return TransportFault(envelopes.UNKNOWN_XML, f"Dokumentet er {name}, verken Hodemelding eller AppRec")
    try:
        return root, AppRec.from_element(root) if name == "AppRec" else Hodemelding.from_element(root)
    except StandardsError as error:
        return TransportFault(envelopes.UNREADABLE, str(error))


def _head_fault(head: list[SchemaFault]) -> TransportFault | None:
    if not head:
        return None
    why = f"Hodet følger ikke skjemaet: {head[0].message} {head[0].path}"
    return TransportFault(envelopes.UNREADABLE, why)


def _agreement_fault(unit: Unit, message: Hodemelding, incoming: Incoming) -> TransportFault | None:
    """Whether the parties have agreed to exchange this at all, and whether the sender is who it says."""
    if actors.is_one(message.type.v):
        return actors.fault(unit, message, incoming.envelope)
    return _process_fault(unit, message, incoming.envelope)


def _process_fault(unit: Unit, message: Hodemelding, envelope: Envelope) -> TransportFault | None:
    """Whether it is Helsenorge's, in a process that the agreement has."""
    world, process = unit.world, processes.find(message.type.v)
    if process is None or process.code not in world.profile.processes:
        return TransportFault(envelopes.UNSUPPORTED, f"Prosessen {message.type.v} er ikke i avtalen")
    if not process.steps_of(processes.HELSENORGE):
        return TransportFault(envelopes.UNSUPPORTED, f"Prosessen {message.type.v} har ingen melding denne veien")
    if envelope.subject != message.type.v:
        return TransportFault(envelopes.FIELD, f"subject er {envelope.subject}, men meldingen er {message.type.v}")
    if envelope.from_her_id != world.helsenorge.her_id:
        return TransportFault(envelopes.UNSUPPORTED, f"Ingen avtale med HER-id {envelope.from_her_id}")
    differs = message.sender.her_id != envelope.from_her_id
    nobody = not message.sender.her_id  # a receipt would have to be addressed to nobody
    if nobody or (differs and world.profile.sender_mismatch == "error_queue"):
        return TransportFault(envelopes.SPOOFING, inspection.OTHER_SENDER)
    return envelopes.reply_fault(envelope)


def _function_fault(unit: Unit, message: Hodemelding, *, at_once: bool) -> TransportFault | None:
    """Whether the version agreed on has the function, and the channel is its own; an unknown code goes with any."""
    step = inspection.step_of(message)
    if step is None:
        return None
    if step.version > unit.world.profile.processes[message.type.v]:
        return TransportFault(envelopes.UNSUPPORTED, f"{step.action} finnes ikke i versjonen som er avtalt")
    if step.synchronous == at_once:
        return None
    right = "den synkrone" if step.synchronous else "den asynkrone"
    return TransportFault(envelopes.UNSUPPORTED, f"{step.action} hører til {right} køen")


def _answer(unit: Unit, message: Hodemelding, incoming: Incoming, errors: tuple[Code, ...]) -> None:
    """Answer in real time: no receipt; what is wrong is told in the answer itself (HITS 1216:2018, 2.2.2)."""
    answerer = handlers.answerers().get(message.type.v)
    refusal = _refusal(message)
    asked = Filing(message, _ident(message), author_of(message))
    why = _reasons(errors)
    if (errors and refusal is None) or answerer is None:
        _refuse(unit, incoming, TransportFault(envelopes.UNSUPPORTED, why or f"{message.type.v} besvares ikke her"))
        return
    _log(unit, incoming, "avvist" if errors else "mottatt", ", ".join(dict.fromkeys(item.v for item in errors)), why)
    payloads = (compose.note(unit, refusal, why),) if errors and refusal else answerer(unit, asked)
    compose.answer_at_once(unit, asked, payloads, incoming.envelope)


def _refusal(message: Hodemelding) -> str | None:
    """The code of 7602 that the process refuses a question with; one that all sources have goes first."""
    process = processes.find(message.type.v)
    dialog = message.dialog
    steps = process.answers(dialog.code, processes.EPJ) if process and dialog else ()
    legal = {step.code: step.tolerated for step in steps}
    found = sorted((legal[code], place, code) for place, code in enumerate(("26", "31", "30")) if code in legal)
    return found[0][2] if found else None


def _judge(unit: Unit, message: Hodemelding, incoming: Incoming, errors: tuple[Code, ...]) -> None:
    """Give the one receipt; what is rejected goes no further than the transport log."""
    receipts.give(unit, message, incoming.envelope.from_her_id, errors)
    codes = ", ".join(dict.fromkeys(item.v for item in errors))
    _log(unit, incoming, "avvist" if errors else "mottatt", codes, _reasons(errors))
    if passed(unit, Hook.FILES, not errors, message):
        _file(unit, message)


def _file(unit: Unit, message: Hodemelding) -> None:
    filing = passed(unit, Hook.FILING, Filing(message, _ident(message), author_of(message)))
    if filing.patient and message.type.v != DIGITALBRUKER.code:
        patients.see(unit, filing.patient)  # she has turned to the service; that she is on Helsenorge opens no journal
    receiver = handlers.receivers().get(message.type.v)
    if receiver is not None:
        receiver(unit, filing)


def _ident(message: Hodemelding) -> str:
    return message.patient.ident.id if message.patient and message.patient.ident else ""


def _reasons(errors: tuple[Code, ...]) -> str:
    return "; ".join(f"{item.dn} – {item.ot}" if item.ot else item.dn for item in errors)


def _refuse(unit: Unit, incoming: Incoming, fault: TransportFault) -> None:
    """To the sender's error queue, if it can be told who that is; otherwise only logged."""
    text = identifiers.mask(fault.description)[:400]
    _log(unit, incoming, "feilkø", fault.condition, text)
    if incoming.envelope.from_her_id.isdigit():
        outbox.put_error(unit, incoming.envelope, fault.condition, text, fault.data)


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
