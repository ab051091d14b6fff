"""Messages between health actors, outside Helsenorge: one for each form and version, and each code that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standards import kodeverk
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient
from standards.parties import Party
from standards.processes import BETWEEN_ACTORS, EPJ, ActorMessage
from standards.samples.model import Cast, Kind, Sample

SURGERY = Party.service("Fjordvik legesenter", "8230001", "Fjordvik legesenter, allmennlege", "8230011")
"""The other actor; it does not exist."""
_CODES: Mapping[str, str] = {"Foresporsel": "Forespørsel om pasient", "Notat": "Opplysninger om pasient"}
"""No source names the code lists, so the code is told in words (OT)."""
_TEXTS: Mapping[str, str] = {
    "DIALOG_FORESPORSEL": "Barnet har falt to persentiler siden sist. Kan dere vurdere henvisning til barnelege?",
    "DIALOG_SVAR": "Vi har henvist til barnepoliklinikken i dag. Mor er informert, og vi følger vekten så lenge.",
    "DIALOG_NOTAT": "Vaksinen mot MMR er satt i dag. Ingen reaksjon de første tjue minuttene.",
    "DIALOG_AVVIK": "Epikrisen gjelder en annen pasient enn den som står i hodet.",
}
_FALLBACK = "Kan dere se på såret ved neste besøk? Det er rødt og væsker mer enn før."
_ASKED = Foresporsel(Code("", ot=_CODES["Foresporsel"]), text="Er barnet henvist videre?")


def samples() -> Iterator[Sample]:
    """Every type of message, in each version of Dialogmelding that it takes."""
    for message in BETWEEN_ACTORS.values():
        for version in message.dialogs:
            for element in message.elements:
                for code, title in _codes(message):
                    yield Sample(Kind.BETWEEN_ACTORS, message.code, version, element, code, EPJ, title, dialog=version)


def write(sample: Sample, cast: Cast) -> bytes:
    """The message, from the EPJ to another actor; Ack is not in use between them (HIS 80601)."""
    about, time = BETWEEN_ACTORS[sample.process], cast.now.replace(microsecond=0)
    earlier = ConversationRef(*[cast.new_id()] * 2) if about.answers else None
    return Hodemelding(
        type=Code(about.code, dn=about.name),
        msg_id=cast.new_id(),
        gen_date=time,
        sender=cast.epj,
        receiver=SURGERY,
        documents=(Document(Dialogmelding(_body(sample, about), version=sample.version), issued=time),),
        patient=Patient(cast.patient.family, cast.patient.given, Ident.national(cast.patient.ident)),
        ack=None,
        conversation=earlier,
    ).to_xml()


def _codes(message: ActorMessage) -> tuple[tuple[str, str], ...]:
    if message.kodeverk is None:
        return (("", message.name),)
    return tuple(kodeverk.find(message.kodeverk).codes.items())


def _body(sample: Sample, about: ActorMessage) -> Foresporsel | Notat:
    text = _TEXTS.get(about.code, _FALLBACK)
    code = Code("", ot=_CODES[sample.action])
    if about.kodeverk is not None:
        code = Code(sample.code, oid(about.kodeverk), sample.title)
    if sample.action == "Foresporsel":
        return Foresporsel(code, text=text)
    repeated = about.code == "DIALOG_SVAR" and sample.version == "1.0"
    return Notat(code, text=text, request=_ASKED if repeated else None)
