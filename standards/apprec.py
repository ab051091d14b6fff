"""AppRec 1.0 and 1.1: the application receipt (HIS 80415:2012, HITS 1168:2016)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from lxml import etree

from standards import xml
from standards.build import Builder, Reader, parse_time
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.errors import NotThisMessage, StandardsError
from standards.hodemelding import Hodemelding, Unknown
from standards.kodeverk.k8112 import K8112
from standards.parties import Party, Unit

NAMESPACES: Final = MappingProxyType({"1.0": xml.APPREC_10, "1.1": xml.APPREC_11})
"""Version → namespace."""
MIG_VERSIONS: Final = MappingProxyType({"1.0": "1.0 2004-11-21", "1.1": "v1.1 2012-02-15"})
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
    """A receipt; `errors` is empty exactly when the status is OK; an empty role is left out."""

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
    version: str = "1.1"

    @property
    def accepted(self) -> bool:
        """Whether the message was accepted (status 1)."""
        return self.status.v == OK.v

    def to_element(self) -> etree._Element:
        """Build the XML; raises `StandardsError` for an unknown version."""
        root = Builder.root(_namespace(self.version), "AppRec")
        root.code("MsgType", TYPE).text("MIGversion", MIG_VERSIONS[self.version])
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
        if root.name != "AppRec" or root.namespace not in NAMESPACES.values():
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
            errors=root.codes("Error"),
            original=Original(
                root.code("OriginalMsgId", "MsgType") or Code(""),
                (root.text("OriginalMsgId", "IssueDate") or "").strip(),
                (root.text("OriginalMsgId", "Id") or "").strip(),
            ),
            software_name=root.text("SoftwareName"),
            software_version=root.text("SoftwareVersion"),
            sender_role=_role(root.code("Sender", "Role")),
            receiver_role=_role(root.code("Receiver", "Role")),
            version="1.0" if root.namespace == xml.APPREC_10 else "1.1",
        )


def error(code: str, name: str, original_text: str = "") -> Code:
    """An Error of kodeverk 8221; `original_text` (OT) says what was really wrong."""
    return Code(code, oid(8221), name, original_text)


def receipt_for(
    message: Hodemelding,
    *,
    receipt_id: str,
    now: datetime,
    errors: tuple[Code, ...] = (),
    software: str | None = None,
    version: str | None = None,
) -> AppRec:
    """The receipt for a message: addresses mirrored on both levels, original copied to the letter.

    The version is that of the Dialogmelding unless stated; in 1.0 the receiver of a request is SPR and of a note REQ.
    """
    issued = message.gen_date_text or (message.gen_date.isoformat() if message.gen_date else "")
    version = version or version_for(message)
    asked = message.dialog is None or isinstance(message.dialog.body, Foresporsel)
    old_roles = ("SPR", "") if asked else ("REQ", "")
    sender_role, receiver_role = old_roles if version == "1.0" else ("PRIM", "AVS")
    return AppRec(
        id=receipt_id,
        gen_date=now,
        sender=_mirrored(message.receiver),
        receiver=_mirrored(message.sender),
        status=REJECTED if errors else OK,
        errors=errors,
        original=Original(Code(message.type.v, dn=message.type.dn), issued, message.msg_id),
        software_name=software,
        sender_role=sender_role,
        receiver_role=receiver_role,
        version=version,
    )


def version_for(message: Hodemelding) -> str:
    """The version of AppRec that goes with a message: 1.0 for Dialogmelding 1.0, 1.1 for everything else."""
    payloads = [document.payload for document in message.documents]
    unread = any(isinstance(one, Unknown) and one.namespace == xml.DIALOG_10 for one in payloads)
    read = any(isinstance(one, Dialogmelding) and one.version == "1.0" for one in payloads)
    return "1.0" if read or unread else "1.1"


def _namespace(version: str) -> str:
    if version in NAMESPACES:
        return NAMESPACES[version]
    raise StandardsError("Ukjent versjon av AppRec.", expected=" eller ".join(NAMESPACES), found=version)


def _mirrored(party: Party) -> Party:
    return Party(_as_in_receipt(party.level1), _as_in_receipt(party.level2) if party.level2 else None)


def _as_in_receipt(unit: Unit) -> Unit:
    """A receipt has one name for a person, and types without OID."""
    name = unit.name or " ".join(part for part in (unit.given, unit.middle, unit.family) if part)
    idents = tuple(Ident(ident.id, Code(ident.type.v, dn=ident.type.dn)) for ident in unit.idents)
    return Unit(name, idents, person=unit.person)


def _build_side(target: Builder, role: str, party: Party) -> None:
    if role:
        target.code("Role", Code(role, dn=K8112.codes.get(role, "")))
    hcp = target.child("HCP")
    if party.level1.person:
        _build_unit(hcp.child("HCProf"), party.level1)
        return
    inst, below = hcp.child("Inst"), party.level2
    _build_name(inst, party.level1)
    if below is not None and not below.person:
        _build_unit(inst.child("Dept"), below)
    _build_additional(inst, party.level1)
    if below is not None and below.person:
        _build_unit(inst.child("HCPerson"), below)


def _build_unit(target: Builder, unit: Unit) -> None:
    _build_name(target, unit)
    _build_additional(target, unit)


def _build_name(target: Builder, unit: Unit) -> None:
    target.text("Name", unit.name)
    if unit.idents:
        first = unit.idents[0]
        target.text("Id", first.id).code("TypeId", Code(first.type.v, dn=first.type.dn))


def _build_additional(target: Builder, unit: Unit) -> None:
    for ident in unit.idents[1:]:
        additional = target.child("AdditionalId")
        additional.text("Id", ident.id).code("Type", Code(ident.type.v, dn=ident.type.dn))


def _read_side(source: Reader | None) -> Party:
    hcp = source.child("HCP") if source is not None else None
    inst = hcp.child("Inst") or hcp.child("HCProf") if hcp is not None else None
    if inst is None:
        return Party(Unit())
    below = inst.child("Dept") or inst.child("HCPerson")
    return Party(_read_unit(inst), _read_unit(below) if below is not None else None)


def _read_unit(source: Reader) -> Unit:
    first, kind = source.text("Id"), source.code("TypeId")
    own = () if first is None and kind is None else (Ident((first or "").strip(), kind or Code("")),)
    more = tuple(
        Ident((item.text("Id") or "").strip(), item.code("Type") or Code(""))
        for item in source.children("AdditionalId")
    )
    return Unit(source.text("Name") or "", (*own, *more), person=source.name in {"HCPerson", "HCProf"})


def _role(code: Code | None) -> str:
    return code.v if code is not None else ""
