"""How this journal writes its messages (HITS 1217:2018, 2.3–2.8)."""

from __future__ import annotations

from dataclasses import replace

from simulator.journal import outbox, patients, receipts
from simulator.journal.filing import Filing
from simulator.journal.unit import Unit
from simulator.journal.wording import words
from standards import processes
from standards.attachments import Attachment
from standards.codes import Code
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.envelope import Envelope
from standards.hodemelding import ACK_NO, ACK_YES, ConversationRef, Document, Hodemelding, Patient, Payload
from standards.kodeverk.k7601 import K7601
from standards.kodeverk.k7602 import K7602
from standards.parties import Party

EKONTAKT = processes.EKONTAKT.code
AVTALEUTSENDING = processes.AVTALEUTSENDING.code
AVTALEAVBESTILLING = processes.AVTALEAVBESTILLING.code
DIGITALBRUKER = processes.DIGITALBRUKER.code
TIMERESERVASJON = processes.TIMERESERVASJON.code


def send(
    unit: Unit,
    process: str,
    patient: str,
    payloads: tuple[Payload, ...],
    *,
    receiver: Party | None = None,
    conversation: ConversationRef | None = None,
) -> str:
    """Put a message in the outbox, from the service where we are to Helsenorge or to whoever asked; gives its MsgId.

    `patient` is empty in a message about nobody. A receipt that waits for staff goes before the answer.
    """
    if conversation is not None:
        receipts.check(replace(unit, bound=False), conversation.parent)
    message = _message(
        unit,
        process,
        payloads,
        patient=patients.for_message(unit, patient) if patient else None,
        receiver=receiver or unit.world.helsenorge,
        conversation=conversation,
    )
    outbox.put_message(unit, message)
    return message.msg_id


def answer(unit: Unit, asked: Filing, payloads: tuple[Payload, ...]) -> str:
    """Answer a message in its process and thread, to whoever sent it; gives the MsgId."""
    return send(
        unit,
        asked.message.type.v,
        asked.patient,
        payloads,
        receiver=asked.message.sender,
        conversation=asked.reference,
    )


def answer_at_once(unit: Unit, asked: Filing, payloads: tuple[Payload, ...], envelope: Envelope) -> str:
    """Put the answer to a question in real time in the outbox, to the queue it names (HITS 1216:2018, 2.2.2)."""
    message = _message(
        unit,
        asked.message.type.v,
        payloads,
        patient=asked.message.patient,
        receiver=asked.message.sender,
        conversation=asked.reference,
    )
    message = replace(message, ack=ACK_NO)
    outbox.put_answer(unit, message, envelope)
    return message.msg_id


def message(unit: Unit, process: str, payloads: tuple[Payload, ...]) -> Hodemelding:
    """A message to Helsenorge about nobody, that is not sent yet."""
    return _message(unit, process, payloads, patient=None, receiver=unit.world.helsenorge, conversation=None)


def _message(
    unit: Unit,
    process: str,
    payloads: tuple[Payload, ...],
    *,
    patient: Patient | None,
    receiver: Party,
    conversation: ConversationRef | None,
) -> Hodemelding:
    return Hodemelding(
        type=Code(process, dn=_name(process)),
        msg_id=unit.new_id(),
        gen_date=unit.local,
        sender=unit.at.party,
        receiver=receiver,
        patient=patient,
        ack=None if process in processes.BETWEEN_ACTORS else ACK_YES,
        conversation=conversation,
        documents=tuple(
            Document(payload, issued=unit.local if isinstance(payload, Attachment) else None) for payload in payloads
        ),
    )


def _name(process: str) -> str:
    between = processes.BETWEEN_ACTORS.get(process)
    return processes.CATALOGUE[process].name if between is None else between.name


def request(unit: Unit, code: str, *, subject: str | None = None, text: str | None = None) -> Dialogmelding:
    """A Foresporsel; a code that 7601 lacks is one of the appointment pushes, which come from 7602."""
    kodeverk = K7601 if K7601.knows(code) else K7602
    return Dialogmelding(Foresporsel(kodeverk.cv(code), subject=subject or None, text=words(unit.world.profile, text)))


def note(unit: Unit, code: str, text: str | None, roles: tuple[RelatedRole, ...] = ()) -> Dialogmelding:
    """A Notat, with who wrote it in `roles`."""
    return Dialogmelding(Notat(K7602.cv(code), text=words(unit.world.profile, text), roles=roles))


def sender_text(party: Party) -> str:
    """Both levels of a party as stored text; a name that came over several lines becomes one."""
    level2 = party.level2 or party.level1
    parts = (party.level1.name, party.parent_her_id, level2.name, party.her_id)
    return "\n".join(" ".join(part.split()) for part in parts)


def party_from(text: str) -> Party:
    """The party that `sender_text` stored."""
    name1, her1, name2, her2 = text.split("\n")
    return Party.service(name1, her1, name2, her2)
