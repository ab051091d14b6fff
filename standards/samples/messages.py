"""Writes one step of a process as a Hodemelding; what Helsenorge sends is the stricter reading of each source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from standards.attachments import PDF, Attachment
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat, RelatedRole
from standards.exchange import Role
from standards.hodemelding import ACK_NO, ACK_YES, ConversationRef, Document, Hodemelding, Patient, Payload
from standards.kodeverk.k1101 import K1101
from standards.kodeverk.k7611 import K7611
from standards.kodeverk.k9034 import K9034
from standards.kodeverk.k9057 import K9057
from standards.pasientrelasjon import Pasientrelasjon
from standards.payloads import FhirPayload
from standards.processes import HELSEKONTAKT, QUESTION, ROLES, SUBJECT, TEXT, Process, Step
from standards.samples.calendars import Appointment, calendar, has_calendar
from standards.samples.catalogue import title_of
from standards.samples.documents import document
from standards.samples.model import Cast, Sample
from standards.samples.resources import helsekontakt
from standards.samples.staff import STAFF
from standards.samples.texts import FALLBACK, words
from standards.samples.variants import FORMATTED, INACTIVE
from standards.xhtml import Xhtml
from standards.xml import XHTML

CODED = "KodetOpplysning"
_ANSWERS = {"SDAB": "1", "ART": "2", "RT": "2", "OT": "2", "OET": "2", "OAT": "2"}
"""KodetOpplysning: active, or no to another practitioner; of ART the sources disagree, and the stricter has it."""
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@dataclass(frozen=True)
class Place:
    """Where in its thread a message stands."""

    time: datetime
    msg_id: str
    appointment: Appointment
    conversation: ConversationRef | None = None
    answered: Hodemelding | None = None
    """What it answers; Dialogmelding 1.0 repeats its request."""


def write(sample: Sample, cast: Cast, place: Place) -> Hodemelding:
    """The message of a sample of the process catalogue."""
    step, process = _known(sample)
    sender, receiver = (cast.helsenorge, cast.epj) if step.sender is Role.HELSENORGE else (cast.epj, cast.helsenorge)
    synchronous = process.synchronous or step.synchronous
    return Hodemelding(
        type=Code(process.code, dn=process.name),
        msg_id=place.msg_id,
        gen_date=place.time,
        gen_date_text=place.time.isoformat(),
        sender=sender,
        receiver=receiver,
        documents=tuple(Document(payload, issued=place.time) for payload in _payloads(sample, cast, place)),
        patient=_patient(cast) if step.patient else None,
        ack=ACK_NO if synchronous else ACK_YES,
        conversation=place.conversation,
    )


def _known(sample: Sample) -> tuple[Step, Process]:
    if sample.step is None or sample.source is None:
        raise TypeError(f"{sample.process} is not in the process catalogue.")
    return sample.step, sample.source


def _patient(cast: Cast) -> Patient:
    return Patient(cast.patient.family, cast.patient.given, Ident.national(cast.patient.ident))


def _payloads(sample: Sample, cast: Cast, place: Place) -> Iterator[Payload]:
    step, process = _known(sample)
    if step.element:
        yield Dialogmelding(_body(sample, step, cast, place), version=sample.dialog)
    if has_calendar(step):
        yield calendar(step, cast, place.appointment, sample.variant)
    if process.code == HELSEKONTAKT.code:
        yield FhirPayload(helsekontakt(cast))
    for name in step.documents:
        yield document(name, cast, sample.variant)
    if cast.acting is not None and sample.may_act:
        acting = cast.acting
        yield Pasientrelasjon(acting.family, acting.given, Ident.national(acting.ident), K7611.cv(acting.relation))
    if step.needs_attachment or (cast.attachment and step.attachments):
        yield Attachment(PDF, "Kopi av journalnotat" if step.needs_attachment else "Utfylt skjema", _PDF)


def _body(sample: Sample, step: Step, cast: Cast, place: Place) -> Foresporsel | Notat:
    code = Code(step.code, oid(step.kodeverk), title_of(step))
    said = words(sample.process, step.code, step.sender, cast.service)
    roles = () if ROLES in step.forbidden else _roles(step, cast)
    if step.element == "Notat":
        text = _said(step, TEXT, said.text)
        if text is not None and sample.variant == FORMATTED:
            text = _formatted(text)
        request = _repeated(place) if "Foresporsel" in (*step.required, *step.advised) else None
        return Notat(code, said.subject or None, text, roles, request=request)
    since = place.time.date()
    return Foresporsel(
        code,
        subject=_said(step, SUBJECT, said.subject) if sample.dialog == "1.1" else None,
        text=_said(step, QUESTION, said.text),
        from_date=since if "FraDato" in step.required else None,
        to_date=_four_weeks(since) if "TilDato" in step.required else None,
        extra=_coded(sample, step),
        roles=roles,
    )


def _formatted(text: str) -> Xhtml:
    """The sentences as paragraphs, the first one emphasised."""
    first, *rest = text.split(". ")
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in rest)
    return Xhtml(f'<div xmlns="{XHTML}"><p><strong>{first}.</strong></p>{paragraphs}</div>')


def _coded(sample: Sample, step: Step) -> Code | None:
    """KodetOpplysning, where it is asked for or the stricter reading has it."""
    if CODED not in step.required and step.code not in _ANSWERS:
        return None
    return K1101.cv("2" if sample.variant == INACTIVE else _ANSWERS.get(step.code, "2"))


def _said(step: Step, element: str, written: str) -> str | None:
    """The words where the step lets them stand, and some words where it demands them."""
    if element in step.forbidden:
        return None
    fallback = FALLBACK.subject if element == SUBJECT else FALLBACK.text
    return written or (fallback if element in step.required else None)


def _four_weeks(since: date) -> date:
    return since + timedelta(days=28)


def _repeated(place: Place) -> Foresporsel | None:
    dialog = place.answered.dialog if place.answered is not None else None
    return dialog.body if dialog is not None and isinstance(dialog.body, Foresporsel) else None


def _roles(step: Step, cast: Cast) -> tuple[RelatedRole, ...]:
    """Whom the citizen wishes to write with, or who of the staff wrote."""
    if step.role:
        return (_practitioner(step.role, cast),)
    if step.sender is Role.HELSENORGE:
        return (_practitioner("23", cast),) if step.code == "SB" else ()
    if step.code == "19":
        author = STAFF[cast.service][0]
        return (RelatedRole(author.family, author.given, role_in_note=K9057.cv("1")),)
    return (_practitioner("9", cast),) if step.code in {"12", "13", "DI", "EKI"} else ()


def _practitioner(role: str, cast: Cast) -> RelatedRole:
    one = STAFF[cast.service][0]
    return RelatedRole(
        one.family, one.given, role_to_patient=K9034.cv(role), idents=(Ident.hpr(one.hpr),), practitioner=True
    )
