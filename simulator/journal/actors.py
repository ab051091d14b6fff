"""Messages between health actors: which are taken, and how staff answer one (HIS 80603:2017)."""

from __future__ import annotations

from simulator.journal.envelopes import SPOOFING, UNSUPPORTED, TransportFault
from simulator.journal.refusals import Refused
from simulator.journal.unit import Unit
from simulator.journal.wording import words
from standards import processes
from standards.codes import Code
from standards.dialogmelding import Dialogmelding, Notat, RelatedRole
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding

_QUESTION, _ANSWER = "DIALOG_FORESPORSEL", "DIALOG_SVAR"
_SIGNED = ("answer", "close")
_ABOUT = Code("", ot="Opplysninger om pasient")
"""No source names the code list of the answer, so the code is told in words (I)."""


def is_one(process: str) -> bool:
    """Whether it is a type of message between actors."""
    return process in processes.BETWEEN_ACTORS


def fault(unit: Unit, message: Hodemelding, envelope: Envelope) -> TransportFault | None:
    """Why a message from another actor is not taken; they come only where the journal is connected to such."""
    if not unit.world.actors or envelope.from_her_id == unit.world.helsenorge.her_id:
        return TransportFault(UNSUPPORTED, f"Meldingen {message.type.v} tas ikke imot her")
    if message.sender.her_id != envelope.from_her_id:
        return TransportFault(SPOOFING, "Avsenders HER-id i meldingen er en annen enn i transporten")
    return None


def answer_type(process: str) -> str:
    """The type of the answer to a message: a question has one of its own."""
    return _ANSWER if process == _QUESTION else process


def answer(unit: Unit, outcome: str, text: str, roles: tuple[RelatedRole, ...]) -> Dialogmelding:
    """A note with what staff write; raises `Refused` for what only citizens are told."""
    if outcome not in _SIGNED:
        raise Refused("En annen helseaktør kan bare få svar; avvis heller meldingen med en negativ kvittering.")
    return Dialogmelding(Notat(_ABOUT, text=words(unit.world.profile, text or None), roles=roles))
