"""Reads what Helsenorge sends, with lxml alone, and says what is wrong with it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MH = "{http://www.kith.no/xmlstds/msghead/2006-05-24}"
DM = "{http://www.kith.no/xmlstds/dialog/2013-01-23}"
AR = "{http://www.kith.no/xmlstds/apprec/2012-02-15}"
FK = "{http://www.kith.no/xmlstds/felleskomponent1}"
PR = "{http://www.kith.no/xmlstds/pasientrelasjon/2014-03-28}"
CAL = "{urn:ietf:params:xml:ns:icalendar-2.0}"
B64 = "{http://www.kith.no/xmlstds/base64container}"

_HEADER: tuple[str, ...] = (
    "Type",
    "MIGversion",
    "GenDate",
    "MsgId",
    "ProcessingStatus",
    "RequestedPriority",
    "Ack",
    "ConversationRef",
)
_HEADER += ("Sender", "Receiver", "OtherReceiver", "Patient")
_NEEDED = {"Type", "MIGversion", "GenDate", "MsgId", "Sender", "Receiver"}
_REQUEST: tuple[str, ...] = (
    "TypeForesp",
    "EmneSporsmal",
    "Sporsmal",
    "Formål",
    "Begrunnelse",
    "Hastegrad",
    "FraDato",
    "TilDato",
)
_REQUEST += ("TypeJournalinfo", "KodetOpplysning", "DokIdForesp", "RollerRelatertNotat")
_NOTE: tuple[str, ...] = ("TemaKodet", "Tema", "TekstNotatInnhold", "Merknad", "DokIdNotat", "DatoNotat", "Foresporsel")
_NOTE += ("RollerRelatertNotat",)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Unreadable(Exception):
    """No header that can be trusted: the error queue is the only place to say so."""

    def __init__(self, problem: str, condition: str = "transport:not-well-formed-xml") -> None:
        super().__init__(problem)
        self.condition = condition


@dataclass
class Letter:
    """What a Hodemelding says, and what is wrong with the payload under its header."""

    type: str
    msg_id: str
    gen_date: str
    sender: tuple[tuple[str, str], ...]
    receiver: tuple[tuple[str, str], ...]
    parent: str = ""
    conversation: str = ""
    patient: str = ""
    patient_name: str = ""
    element: str = ""
    code: str = ""
    subject: str = ""
    text: str = ""
    coded: str = ""
    acting: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    payload_fault: str = ""
    dn: str = ""

    @property
    def has_uuid(self) -> bool:
        """Whether MsgId is what the standard asks for."""
        return _UUID.fullmatch(self.msg_id) is not None


def parse(body: bytes) -> etree._Element:
    """The root; raises `Unreadable`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(str(error)) from error
    if b"<!DOCTYPE" in body:
        raise Unreadable("DOCTYPE")
    return root


def read_letter(root: etree._Element) -> Letter:
    """Read a Hodemelding; raises `Unreadable` when the header is broken."""
    info = root.find(MH + "MsgInfo")
    if root.tag != MH + "MsgHead" or info is None or root.find(MH + "Document") is None:
        raise Unreadable("ikke en hodemelding")
    names = [_name(child) for child in info]
    if not _in_order(names, _HEADER) or not set(names) >= _NEEDED:
        raise Unreadable("MsgInfo bryter skjemaet")
    if _text(info, MH + "MIGversion") != "v1.2 2006-05-24" or not re.match(
        r"\d{4}-\d\d-\d\dT", _text(info, MH + "GenDate")
    ):
        raise Unreadable("MIGversion eller GenDate")
    if any(_name(child) not in ("MsgInfo", "Document", "Signature") for child in root):
        raise Unreadable("ukjent element")
    kind = info.find(MH + "Type")
    letter = Letter(
        type="" if kind is None else kind.get("V", ""),
        dn="" if kind is None else kind.get("DN", ""),
        msg_id=_text(info, MH + "MsgId"),
        gen_date=_text(info, MH + "GenDate"),
        sender=_party(info.find(MH + "Sender")),
        receiver=_party(info.find(MH + "Receiver")),
        parent=_text(info, f"{MH}ConversationRef/{MH}RefToParent"),
        conversation=_text(info, f"{MH}ConversationRef/{MH}RefToConversation"),
    )
    _read_patient(letter, info.find(MH + "Patient"))
    _read_documents(letter, root)
    return letter


def _party(element: etree._Element | None) -> tuple[tuple[str, str], ...]:
    """Name and HER-id on each level, the enterprise first."""
    levels: list[tuple[str, str]] = []
    level = None if element is None else element.find(MH + "Organisation")
    while level is not None:
        ids = [_text(ident, MH + "Id") for ident in level.findall(MH + "Ident") if _kind(ident) == "HER"]
        name = _text(level, MH + "OrganisationName") or _text(level, MH + "FamilyName")
        levels.append((name, ids[0] if ids else ""))
        level = level.find(MH + "Organisation")
    if len(levels) != 2 or not all(her_id for _, her_id in levels):
        raise Unreadable("avsender eller mottaker uten HER-id på to nivåer")
    return tuple(levels)


def _kind(ident: etree._Element) -> str:
    kind = ident.find(MH + "TypeId")
    return "" if kind is None else kind.get("V", "")


def _read_patient(letter: Letter, patient: etree._Element | None) -> None:
    if patient is None:
        return
    given, family = _text(patient, MH + "GivenName"), _text(patient, MH + "FamilyName")
    idents = [_text(ident, MH + "Id") for ident in patient.findall(MH + "Ident") if _kind(ident) in ("FNR", "DNR")]
    if given and family and len(idents) == 1:
        letter.patient, letter.patient_name = idents[0], f"{given} {family}"


def _read_documents(letter: Letter, root: etree._Element) -> None:
    documents = root.findall(MH + "Document")
    for number, document in enumerate(documents):
        content = document.find(f"{MH}RefDoc/{MH}Content")
        payload = content[0] if content is not None and len(content) else None
        kind = document.find(f"{MH}RefDoc/{MH}MsgType")
        if kind is not None and kind.get("V") == "A":
            _read_attachment(letter, document, payload)
        elif payload is None:
            letter.payload_fault = letter.payload_fault or "dokument uten innhold"
        elif number == 0:
            _read_dialog(letter, payload)
        elif payload.tag == PR + "Pasientrelasjon":
            _read_acting(letter, payload)
        elif payload.tag == CAL + "icalendar":
            _read_event(letter, payload)
        else:
            letter.payload_fault = letter.payload_fault or f"ukjent innhold {payload.tag}"


def _read_dialog(letter: Letter, dialog: etree._Element) -> None:
    body = [child for child in dialog if _name(child) not in ("Sakstype", "SakstypeKodet")]
    if dialog.tag != DM + "Dialogmelding" or len(body) != 1 or _name(body[0]) not in ("Foresporsel", "Notat"):
        letter.payload_fault = "første dokument er ikke en dialogmelding med én Foresporsel eller ett Notat"
        return
    element = body[0]
    letter.element = _name(element)
    allowed = _REQUEST if letter.element == "Foresporsel" else _NOTE
    names = [_name(child) for child in element]
    coded = element.find(DM + allowed[0])
    if not _in_order(names, allowed) or coded is None or any(child.tag != DM + _name(child) for child in element):
        letter.payload_fault = f"{letter.element} bryter skjemaet"
        return
    letter.code = coded.get("V", "")
    letter.subject = _text(element, DM + "EmneSporsmal") or _text(element, DM + "Tema")
    letter.text = _text(element, DM + "Sporsmal") or _text(element, DM + "TekstNotatInnhold")
    extra = element.find(DM + "KodetOpplysning")
    letter.coded = "" if extra is None else extra.get("V", "")


def _read_acting(letter: Letter, relation: etree._Element) -> None:
    person, code = relation.find(PR + "Person"), relation.find(PR + "Relasjon")
    if person is not None:
        letter.acting = {
            "id": _text(person, f"{FK}Ident/{FK}Id"),
            "name": f"{_text(person, FK + 'GivenName')} {_text(person, FK + 'FamilyName')}",
            "relation": "" if code is None else code.get("V", ""),
        }


def _read_event(letter: Letter, calendar: etree._Element) -> None:
    properties = calendar.find(f"{CAL}vcalendar/{CAL}components/{CAL}vevent/{CAL}properties")
    if properties is None:
        letter.payload_fault = "kalender uten vevent"
        return
    letter.event = {_name(one): "".join(str(text) for text in one.itertext()).strip() for one in properties}
    if not {"dtstart", "dtend", "uid", "contact"} <= set(letter.event):
        letter.payload_fault = "vevent mangler dtstart, dtend, uid eller contact"


def _read_attachment(letter: Letter, document: etree._Element, payload: etree._Element | None) -> None:
    raw = b""
    if payload is not None and payload.tag == B64 + "Base64Container":
        raw = base64.b64decode(payload.text or "")
    letter.attachments.append(
        {
            "mime_type": _text(document, f"{MH}RefDoc/{MH}MimeType"),
            "description": _text(document, f"{MH}RefDoc/{MH}Description"),
            "size": len(raw),
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
    )


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _in_order(names: list[str], allowed: tuple[str, ...]) -> bool:
    places = [allowed.index(name) for name in names if name in allowed]
    return len(places) == len(names) and places == sorted(places)


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else "".join(str(text) for text in found.itertext()).strip()
