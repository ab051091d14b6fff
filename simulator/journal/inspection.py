"""Is the document one that can be filed? Everything wrong with it is told at once (HIS 80415:2012, 3.3.4)."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from simulator.journal import patients
from simulator.journal.envelopes import is_uuid
from simulator.journal.unit import Unit
from standards import identifiers, processes
from standards.attachments import ALLOWED_TYPES
from standards.codes import Code
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.kodeverk.k8221 import K8221
from standards.schema import SchemaFault, SchemaPack

TOLERATED_TYPES = (*ALLOWED_TYPES, "image/jpg")
"""The official examples say image/jpg."""
_NOT_ABOUT_PERSONS = frozenset({"MsgId", "RefToParent", "RefToConversation", "Base64Container", "OID"})
OTHER_SENDER = "Avsenders HER-id i meldingen er en annen enn i transporten"
_CONTENT = "/mh:Content"
_FILE = b"Base64Container"


def error(code: str, why: str) -> Code:
    """An error of 8221 with the real reason as OT."""
    return replace(K8221.cv(code), ot=why)


def schema_faults(pack: SchemaPack, root: etree._Element) -> tuple[list[SchemaFault], list[SchemaFault]]:
    """Faults of the head and faults of what it carries."""
    faults = pack.check(root)
    return [f for f in faults if not _in_payload(f)], [f for f in faults if _in_payload(f)]


def errors_in(unit: Unit, message: Hodemelding, envelope: Envelope, payload: list[SchemaFault]) -> tuple[Code, ...]:
    """Every reason to reject the message; empty when it can be filed."""
    found = [
        *_address_errors(unit, message, envelope),
        *_payload_errors(message, payload),
        *_patient_errors(unit, message),
    ]
    found += [
        error("X99", f"Vedleggstypen {file.mime_type or '(ikke oppgitt)'} støttes ikke; bruk PDF, JPEG eller PNG")
        for file in message.files
        if file.mime_type not in TOLERATED_TYPES
    ]
    return tuple(found)


def step_of(message: Hodemelding) -> processes.Step | None:
    """The step of the process that Helsenorge's message is, if it is one."""
    process, dialog = processes.find(message.type.v), message.dialog
    if process is None or dialog is None:
        return None
    return process.step(processes.HELSENORGE, type(dialog.body).__name__, dialog.code)


def real_id_errors(root: etree._Element) -> tuple[Code, ...]:
    """A message about somebody who may be alive is refused here, whatever else is right with it."""
    return (error("E36", "Meldingen har et fødselsnummer som ikke er syntetisk"),) if carries_real_id(root) else ()


def carries_real_id(root: etree._Element) -> bool:
    """Whether a number that could belong to a living person stands anywhere in the message."""
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in _NOT_ABOUT_PERSONS:
            continue
        for text in (element.text or "", element.tail or "", *element.attrib.values()):
            if len(text) >= 11 and identifiers.mask(str(text)) != text:
                return True
    return False


def masked(raw: bytes) -> bytes:
    """The bytes with such numbers starred out; everything else, files among it, is left as it came."""
    parts, position = [], 0
    while (name := raw.find(_FILE, position)) >= 0:
        begin = raw.find(b">", name) + 1
        end = raw.find(b"<", begin)
        if begin == 0 or end < 0:
            break
        parts += [_starred(raw[position:begin]), raw[begin:end]]
        position = end
    return b"".join((*parts, _starred(raw[position:])))


def _starred(raw: bytes) -> bytes:
    return identifiers.mask(raw.decode("latin-1")).encode("latin-1")


def _in_payload(fault: SchemaFault) -> bool:
    return _CONTENT in fault.path


def _address_errors(unit: Unit, message: Hodemelding, envelope: Envelope) -> list[Code]:
    found = []
    if not is_uuid(message.msg_id) or "-" not in message.msg_id:
        found.append(error("E10", "MsgId er ikke en UUID"))
    if message.receiver.her_id != envelope.to_her_id:
        found.append(error("E10", "Mottakers HER-id i meldingen er en annen enn i transporten"))
    elif message.receiver.her_id != unit.at.her_id:
        found.append(error("E21", "Mottakeren hører ikke til her"))
    if message.sender.her_id != envelope.from_her_id:
        found.append(error("E10", OTHER_SENDER))
    return found


def _payload_errors(message: Hodemelding, payload: list[SchemaFault]) -> list[Code]:
    if payload:
        code = "T01" if payload[0].path.endswith(_CONTENT) else "T02"  # there is no XML in it at all
        return [error(code, identifiers.mask(f"{payload[0].message} {payload[0].path}")[:400])]
    if message.dialog is None:
        return [error("T02", "Meldingen mangler Dialogmelding")]
    step = step_of(message)
    if step is None:
        return []  # an unknown code is never a reason to reject (HIS 80415:2012, 3.3.4)
    missing = [name for name in step.required if not _has(message, name)]
    if step.calendar == "required" and message.calendar is None:
        missing.append("xCal")
    return [error("T02", f"Påkrevd innhold mangler: {', '.join(missing)}")] if missing else []


def _has(message: Hodemelding, name: str) -> bool:
    fields = {
        "TekstNotatInnhold": "text",
        "Sporsmal": "text",
        "EmneSporsmal": "subject",
        "KodetOpplysning": "extra",
        "FraDato": "from_date",
        "TilDato": "to_date",
    }
    return bool(getattr(message.dialog.body if message.dialog else None, fields.get(name, name), None))


def _patient_errors(unit: Unit, message: Hodemelding) -> list[Code]:
    patient = message.patient
    if patient is None:
        step = step_of(message)
        may_lack = step is not None and step.patient is not True
        return [] if may_lack else [error("E36", "Pasienten mangler i meldingen")]
    ident = patient.ident
    if ident is None or not ident.id or ident.type.v not in ("FNR", "DNR"):
        return [error("E36", "Pasientens fødselsnummer eller D-nummer mangler")]
    if not patient.family.strip() or not patient.given.strip():
        return [error("E36", "Pasientens navn mangler")]
    if not identifiers.has_check_digits(ident.id):
        return [error("E36", "Pasientens fødselsnummer har feil kontrollsiffer")]
    if not patients.known(unit, ident.id):
        return [error("E35", "Pasienten har ingen journal her")]
    return []
