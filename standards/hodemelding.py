"""Hodemelding (MsgHead) 1.2: the head around every document (HIS 80601:2006, HITS 1217:2018 2.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from standards import xml
from standards.attachments import Attachment
from standards.build import Builder, Reader, parse_time
from standards.codes import Code, Ident
from standards.dialogmelding import Dialogmelding
from standards.errors import NotThisMessage
from standards.felleskomponent import Person, TeleCom, build_person, read_person
from standards.parties import Party, build_party, read_party
from standards.pasientrelasjon import Pasientrelasjon
from standards.payloads import FhirPayload, Payload, PayloadKind, Unknown, read_payload
from standards.xcal import XCal

__all__ = [
    "ACK_NO",
    "ACK_YES",
    "ConversationRef",
    "Document",
    "FhirPayload",
    "Hodemelding",
    "OtherReceiver",
    "Patient",
    "Payload",
    "PayloadKind",
    "TeleCom",
    "Unknown",
]

MIG_VERSION = "v1.2 2006-05-24"
ACK_YES = Code("J", dn="Ja")
ACK_NO = Code("N", dn="Nei")
XML_INSTANCE = Code("XML", dn="XML-instans")
ATTACHMENT = Code("A", dn="Vedlegg")


@dataclass(frozen=True)
class Patient:
    """The patient in MsgInfo."""

    family: str
    given: str
    ident: Ident | None = None
    middle: str | None = None
    born: date | None = None
    sex: Code | None = None
    telecoms: tuple[TeleCom, ...] = ()


@dataclass(frozen=True)
class ConversationRef:
    """Thread reference: MsgId of the previous and of the first message."""

    parent: str
    conversation: str


@dataclass(frozen=True)
class OtherReceiver:
    """Someone else who gets the message; `role` from 8112."""

    role: Code
    party: Party | None = None


@dataclass(frozen=True)
class Document:
    """One Document with its only payload, None when Content is empty; an attachment has its own description."""

    payload: Payload | None
    description: str | None = None
    issued: datetime | None = None
    content_description: str | None = None


@dataclass(frozen=True)
class Hodemelding:
    """A whole message; `gen_date` carries its zone."""

    type: Code
    msg_id: str
    gen_date: datetime | None
    sender: Party
    receiver: Party
    documents: tuple[Document, ...]
    patient: Patient | None = None
    ack: Code | None = ACK_YES
    conversation: ConversationRef | None = None
    gen_date_text: str = field(default="", compare=False)
    """GenDate exactly as it stood in the message; an AppRec copies this text."""
    processing_status: Code | None = None
    priority: Code | None = None
    other_receivers: tuple[OtherReceiver, ...] = ()

    def first(self, kind: PayloadKind) -> Payload | None:
        """The first payload of a kind."""
        return next((item.payload for item in self.documents if isinstance(item.payload, kind)), None)

    @property
    def dialog(self) -> Dialogmelding | None:
        """The Dialogmelding, if any."""
        found = self.first(Dialogmelding)
        return found if isinstance(found, Dialogmelding) else None

    @property
    def calendar(self) -> XCal | None:
        """The xCal, if any."""
        found = self.first(XCal)
        return found if isinstance(found, XCal) else None

    @property
    def acting(self) -> Pasientrelasjon | None:
        """Who acts for the patient, if anyone."""
        found = self.first(Pasientrelasjon)
        return found if isinstance(found, Pasientrelasjon) else None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments in order."""
        return tuple(item.payload for item in self.documents if isinstance(item.payload, Attachment))

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(xml.MSGHEAD, "MsgHead")
        _build_info(root.child("MsgInfo"), self)
        for document in self.documents:
            _build_document(root.child("Document"), document)
        return root.element

    def to_xml(self) -> bytes:
        """Build the XML as UTF-8 bytes."""
        return xml.serialize(self.to_element())

    @classmethod
    def from_xml(cls, data: bytes) -> Hodemelding:
        """Read bytes; raises `NotWellFormed`, `ForbiddenXml` or `NotThisMessage`."""
        return cls.from_element(xml.parse(data))

    @classmethod
    def from_element(cls, element: etree._Element) -> Hodemelding:
        """Read a MsgHead element leniently: what is missing becomes empty, the rules judge it."""
        root = Reader(element)
        info = root.child("MsgInfo")
        if root.name != "MsgHead" or root.namespace != xml.MSGHEAD or info is None:
            raise NotThisMessage(
                "Dette er ikke en Hodemelding.",
                expected=f"MsgHead i {xml.MSGHEAD} med MsgInfo",
                found=f"{root.name} i {root.namespace or 'ingen navnerom'}",
                fix="Send meldingen pakket i MsgHead 1.2.",
            )
        return cls(
            type=info.code("Type") or Code(""),
            msg_id=(info.text("MsgId") or "").strip(),
            gen_date=parse_time(info.text("GenDate")),
            gen_date_text=(info.text("GenDate") or "").strip(),
            processing_status=info.code("ProcessingStatus"),
            priority=info.code("RequestedPriority"),
            ack=info.code("Ack"),
            conversation=_read_conversation(info.child("ConversationRef")),
            sender=read_party(info.child("Sender")),
            receiver=read_party(info.child("Receiver")),
            other_receivers=tuple(_read_other(other) for other in info.children("OtherReceiver")),
            patient=_read_patient(info.child("Patient")),
            documents=tuple(_read_document(document) for document in root.children("Document")),
        )


def _build_info(info: Builder, message: Hodemelding) -> None:
    info.code("Type", message.type).text("MIGversion", MIG_VERSION)
    written = message.gen_date_text or (message.gen_date.isoformat() if message.gen_date else "")
    info.text("GenDate", written).text("MsgId", message.msg_id)
    info.code("ProcessingStatus", message.processing_status).code("RequestedPriority", message.priority)
    info.code("Ack", message.ack)
    if message.conversation is not None:
        reference = info.child("ConversationRef")
        reference.text("RefToParent", message.conversation.parent)
        reference.text("RefToConversation", message.conversation.conversation)
    build_party(info.child("Sender"), message.sender)
    build_party(info.child("Receiver"), message.receiver)
    for other in message.other_receivers:
        receiver = info.child("OtherReceiver").code("RoleReceiver", other.role)
        if other.party is not None:
            build_party(receiver, other.party)
    if message.patient is not None:
        _build_patient(info.child("Patient"), message.patient)


def _build_patient(target: Builder, patient: Patient) -> None:
    idents = (patient.ident,) if patient.ident is not None else ()
    person = Person(patient.family, patient.given, idents, patient.middle, patient.born, patient.sex, patient.telecoms)
    build_person(target, person, inner=xml.MSGHEAD)


def _build_document(target: Builder, document: Document) -> None:
    target.text("ContentDescription", document.content_description)
    reference = target.child("RefDoc")
    payload = document.payload
    attached = isinstance(payload, Attachment)
    reference.stamp("IssueDate", document.issued).code("MsgType", ATTACHMENT if attached else XML_INSTANCE)
    if isinstance(payload, Attachment):
        reference.text("MimeType", payload.mime_type)
    reference.text("Description", payload.description if isinstance(payload, Attachment) else document.description)
    if payload is not None:
        reference.child("Content").element.append(payload.to_element())


def _read_conversation(source: Reader | None) -> ConversationRef | None:
    if source is None:
        return None
    return ConversationRef((source.text("RefToParent") or "").strip(), (source.text("RefToConversation") or "").strip())


def _read_other(source: Reader) -> OtherReceiver:
    party = read_party(source) if source.child("Organisation") is not None else None
    return OtherReceiver(source.code("RoleReceiver") or Code(""), party)


def _read_patient(source: Reader | None) -> Patient | None:
    if source is None:
        return None
    person = read_person(source)
    ident = next(iter(person.idents), None)
    return Patient(person.family, person.given, ident, person.middle, person.born, person.sex, person.telecoms)


def _read_document(source: Reader) -> Document:
    reference = source.child("RefDoc") or source
    description = reference.text("Description")
    first = next(iter(content.children()), None) if (content := reference.child("Content")) is not None else None
    payload = None if first is None else read_payload(first, reference.text("MimeType") or "", description or "")
    own_description = None if isinstance(payload, Attachment) else description
    return Document(payload, own_description, reference.stamp("IssueDate"), source.text("ContentDescription"))
