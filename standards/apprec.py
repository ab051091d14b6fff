"""AppRec 1.1: the application receipt (HIS 80415:2012, HITS 1168:2016)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from standards import xml
from standards.build import Builder, Reader, parse_time
from standards.codes import Code, Ident, oid
from standards.errors import NotThisMessage
from standards.hodemelding import Hodemelding
from standards.parties import Party, Unit

MIG_VERSION = "v1.1 2012-02-15"
TYPE = Code("APPREC", dn="Applikasjonskvittering")
OK = Code("1", dn="OK")
REJECTED = Code("2", dn="Avvist")


@dataclass(frozen=True)
class Original:
    """What the receipt is about: Type, GenDate (as text) and MsgId of the message."""

    type: Code
    issued: str
    msg_id: str


@dataclass(frozen=True)
class AppRec:
    """A receipt; `errors` is empty exactly when the status is OK."""

    id: str
    gen_date: datetime | None
    sender: Party
    receiver: Party
    status: Code
    original: Original
    errors: tuple[Code, ...] = ()
    software_name: str | None = None
    software_version: str | None = None
    sender_role: str = "PRIM"
    receiver_role: str = "AVS"

    @property
    def accepted(self) -> bool:
        """Whether the message was accepted (status 1)."""
        return self.status.v == OK.v

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(xml.APPREC_11, "AppRec")
        root.code("MsgType", TYPE).text("MIGversion", MIG_VERSION)
        root.text("SoftwareName", self.software_name).text("SoftwareVersion", self.software_version)
        root.text("GenDate", self.gen_date.isoformat() if self.gen_date else "").text("Id", self.id)
        _build_side(root.child("Sender"), self.sender_role, self.sender)
        _build_side(root.child("Receiver"), self.receiver_role, self.receiver)
        root.code("Status", self.status)
        for error in self.errors:
            root.code("Error", error)
        original = root.child("OriginalMsgId")
        original.code("MsgType", self.original.type)
        original.text("IssueDate", self.original.issued).text("Id", self.original.msg_id)
        return root.element

    def to_xml(self) -> bytes:
        """Build the XML as UTF-8 bytes."""
        return xml.serialize(self.to_element())

    @classmethod
    def from_xml(cls, data: bytes) -> AppRec:
        """Read bytes; raises `NotWellFormed`, `ForbiddenXml` or `NotThisMessage`."""
        return cls.from_element(xml.parse(data))

    @classmethod
    def from_element(cls, element: etree._Element) -> AppRec:
        """Read an AppRec of 1.0 or 1.1 leniently."""
        root = Reader(element)
        if root.name != "AppRec" or root.namespace not in {xml.APPREC_10, xml.APPREC_11}:
            raise NotThisMessage(
                "Dette er ikke en applikasjonskvittering.",
                expected="AppRec 1.0 eller 1.1",
                found=f"{root.name} i {root.namespace or 'ingen navnerom'}",
            )
        return cls(
            id=(root.text("Id") or "").strip(),
            gen_date=parse_time(root.text("GenDate")),
            sender=_read_side(root.child("Sender")),
            receiver=_read_side(root.child("Receiver")),
            status=root.code("Status") or Code(""),
            errors=tuple(_error(item) for item in root.children("Error")),
            original=Original(
                root.code("OriginalMsgId", "MsgType") or Code(""),
                (root.text("OriginalMsgId", "IssueDate") or "").strip(),
                (root.text("OriginalMsgId", "Id") or "").strip(),
            ),
            software_name=root.text("SoftwareName"),
            software_version=root.text("SoftwareVersion"),
            sender_role=_role(root.code("Sender", "Role")),
            receiver_role=_role(root.code("Receiver", "Role")),
        )


def error(code: str, name: str, original_text: str = "") -> Code:
    """An Error of kodeverk 8221; `original_text` (OT) says what was really wrong."""
    return Code(code, oid(8221), name, original_text)


def receipt_for(
    message: Hodemelding, *, receipt_id: str, now: datetime, errors: tuple[Code, ...] = (), software: str | None = None
) -> AppRec:
    """The receipt for a message: addresses mirrored on both levels, original copied to the letter."""
    issued = message.gen_date_text or (message.gen_date.isoformat() if message.gen_date else "")
    return AppRec(
        id=receipt_id,
        gen_date=now,
        sender=message.receiver,
        receiver=message.sender,
        status=REJECTED if errors else OK,
        errors=errors,
        original=Original(message.type, issued, message.msg_id),
        software_name=software,
    )


def _build_side(target: Builder, role: str, party: Party) -> None:
    target.code("Role", Code(role, dn={"PRIM": "Primærmottaker", "AVS": "Avsender"}.get(role, "")))
    inst = target.child("HCP").child("Inst")
    _build_unit(inst, party.level1)
    if party.level2 is not None and not party.level2.person:
        dept = inst.child("Dept")
        _build_unit(dept, party.level2)
        _build_additional(dept, party.level2)
    _build_additional(inst, party.level1)
    if party.level2 is not None and party.level2.person:
        person = inst.child("HCPerson")
        _build_unit(person, party.level2)
        _build_additional(person, party.level2)


def _build_unit(target: Builder, unit: Unit) -> None:
    target.text("Name", unit.name)
    if unit.idents:
        first = unit.idents[0]
        target.text("Id", first.id).code("TypeId", Code(first.type.v, dn=first.type.dn))


def _build_additional(target: Builder, unit: Unit) -> None:
    for ident in unit.idents[1:]:
        additional = target.child("AdditionalId")
        additional.text("Id", ident.id).code("Type", Code(ident.type.v, dn=ident.type.dn))


def _read_side(source: Reader | None) -> Party:
    inst = source.child("HCP", "Inst") if source is not None else None
    if inst is None:
        return Party(Unit())
    below = inst.child("Dept") or inst.child("HCPerson")
    return Party(_read_unit(inst), _read_unit(below) if below is not None else None)


def _read_unit(source: Reader) -> Unit:
    own = (Ident((source.text("Id") or "").strip(), source.code("TypeId") or Code("")),)
    more = tuple(
        Ident((item.text("Id") or "").strip(), item.code("Type") or Code(""))
        for item in source.children("AdditionalId")
    )
    return Unit(source.text("Name") or "", (*own, *more), person=source.name == "HCPerson")


def _error(source: Reader) -> Code:
    get = source.element.get
    return Code(get("V") or "", get("S") or "", get("DN") or "", get("OT") or "")


def _role(code: Code | None) -> str:
    return code.v if code is not None else ""
