"""How this journal writes its messages (HITS 1217:2018, 2.3–2.8)."""

from __future__ import annotations

from simulator.journal import outbox, patients
from simulator.journal.unit import Unit
from standards import processes
from standards.codes import Code
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.hodemelding import ConversationRef, Document, Hodemelding, Payload
from standards.kodeverk.k7601 import K7601
from standards.kodeverk.k7602 import K7602
from standards.kodeverk.k9057 import K9057
from standards.parties import Party

EKONTAKT = processes.EKONTAKT.code
AVTALEUTSENDING = processes.AVTALEUTSENDING.code
AVTALEAVBESTILLING = processes.AVTALEAVBESTILLING.code
DIGITALBRUKER = processes.DIGITALBRUKER.code


def send(
    unit: Unit,
    process: str,
    patient: str,
    payloads: tuple[Payload, ...],
    *,
    receiver: Party | None = None,
    conversation: ConversationRef | None = None,
) -> str:
    """Put a message about a patient in the outbox, to Helsenorge or to whoever asked; gives its MsgId."""
    name = processes.CATALOGUE[process].name
    message = Hodemelding(
        type=Code(process, dn=name),
        msg_id=unit.new_id(),
        gen_date=unit.local,
        sender=unit.world.own,
        receiver=receiver or unit.world.helsenorge,
        patient=patients.for_message(unit, patient),
        conversation=conversation,
        documents=tuple(Document(payload) for payload in payloads),
    )
    outbox.put_message(unit, message)
    return message.msg_id


def request(code: str, *, subject: str | None = None, text: str | None = None) -> Dialogmelding:
    """A Foresporsel; a code that 7601 lacks is one of the appointment pushes, which come from 7602."""
    kodeverk = K7601 if K7601.knows(code) else K7602
    return Dialogmelding(Foresporsel(kodeverk.cv(code), subject=subject or None, text=text or None))


def note(unit: Unit, code: str, text: str | None, *, signed: bool = False) -> Dialogmelding:
    """A Notat, with the member of staff as author when it is signed."""
    profile = unit.world.profile
    author = RelatedRole(profile.staff_family, profile.staff_given, role_in_note=K9057.cv("1"))
    return Dialogmelding(Notat(K7602.cv(code), text=text or None, roles=(author,) if signed else ()))


def sender_text(party: Party) -> str:
    """Both levels of a party as stored text."""
    level2 = party.level2 or party.level1
    return "\n".join((party.level1.name, party.parent_her_id, level2.name, party.her_id))


def party_from(text: str) -> Party:
    """The party that `sender_text` stored."""
    name1, her1, name2, her2 = text.split("\n")
    return Party.service(name1, her1, name2, her2)
