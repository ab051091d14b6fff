"""What another health actor must be able to do with an answer: read it, file it, and see who wrote it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from conformance.checks.receipts import is_positive
from conformance.checks.register import RULES
from conformance.reading import Inbound
from standards import xml
from standards.attachments import Attachment
from standards.processes import BETWEEN_ACTORS
from standards.rules.model import Finding

Findings = tuple[Finding, ...]
_INFO: Final = "/mh:MsgHead/mh:MsgInfo"
_FIRST: Final = "/mh:MsgHead/mh:Document[1]/mh:RefDoc"
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ENCODINGS: Final = ("UTF-8", "ISO-8859-1")
MIG: Final = "v1.2 2006-05-24"


def can_be_read(answer: Inbound) -> Findings:
    """Syntax and head: known type and version, a date with time, an id, and the message in the first document."""
    dialog = answer.text_at(f"local-name({_FIRST}/mh:Content/*[1])")
    return _wrong(
        "HD-01",
        answer,
        [
            ("MsgInfo/Type", answer.type, answer.type in BETWEEN_ACTORS, " eller ".join(BETWEEN_ACTORS)),
            ("MsgInfo/MIGversion", version := answer.text_at(f"{_INFO}/mh:MIGversion"), version == MIG, MIG),
            ("MsgInfo/GenDate", answer.gen_date, _has_time(answer.gen_date), "dato og klokkeslett"),
            ("MsgInfo/MsgId", answer.msg_id, bool(_UUID.fullmatch(answer.msg_id)), "en UUID"),
            ("Document[1]", dialog, dialog == "Dialogmelding", "Dialogmelding"),
            ("Document[1]/MsgType", kind := answer.text_at(f"{_FIRST}/mh:MsgType/@V"), kind == "XML", "XML"),
            ("tegnsett", found := xml.declared_encoding(answer.raw), found in _ENCODINGS, "UTF-8"),
        ],
    )


def can_be_filed(answer: Inbound, ident: str) -> Findings:
    """The patient has both names and the number, and the sender both names."""
    patient, sender = f"{_INFO}/mh:Patient", f"{_INFO}/mh:Sender/mh:Organisation"
    service = f"{sender}/*[self::mh:Organisation or self::mh:HealthcareProfessional]"
    names = {
        "Patient/FamilyName": f"{patient}/mh:FamilyName",
        "Patient/GivenName": f"{patient}/mh:GivenName",
        "Sender (nivå 1)": f"{sender}/mh:OrganisationName",
        "Sender (nivå 2)": f"{service}/*[self::mh:OrganisationName or self::mh:FamilyName]",
    }
    found = [(name, text := answer.text_at(path), bool(text), "et navn") for name, path in names.items()]
    return _wrong("HD-01", answer, [("Patient/Ident", answer.patient_id, answer.patient_id == ident, ident), *found])


def says_who(answer: Inbound) -> Findings:
    """There is a text; and whoever is named in RollerRelatertNotat has a role and a name."""
    checks = [("TekstNotatInnhold", answer.text, bool(answer.text), "en tekst")]
    for role in answer.elements("//*[local-name()='RollerRelatertNotat']"):
        kinds = role.xpath("*[local-name()='RolleNotat' or local-name()='RoleToPatient']/@V | */*/@V")
        names = [text.strip() for text in role.itertext() if str(text).strip()]
        checks += [
            ("RollerRelatertNotat/rolle", "", bool(kinds), "RolleNotat eller RoleToPatient"),
            ("RollerRelatertNotat/navn", "", bool(names), "navnet på den som skrev"),
        ]
    return _wrong("HD-02", answer, checks)


def are_apart(answers: Sequence[Inbound]) -> Findings:
    """Each message has an id of its own."""
    ids = [answer.msg_id.lower() for answer in answers]
    same = [("MsgInfo/MsgId", ids[-1], len(set(ids)) == len(ids), "en ny MsgId for hver melding")]
    return _wrong("HD-01", answers[-1], same)


def has_files(answer: Inbound, files: Sequence[Attachment]) -> Findings:
    """Every file has a document of its own after the message, and is the same byte for byte."""
    came = {}
    for document in answer.elements("/mh:MsgHead/mh:Document[position() > 1]/mh:RefDoc"):
        kind = document.xpath("string(mh:MsgType/@V)", namespaces=dict(xml.NS))
        content = str(document.xpath("string(mh:Content)", namespaces=dict(xml.NS)))
        came[_bytes(content)] = (kind, str(document.xpath("string(mh:MimeType)", namespaces=dict(xml.NS))))
    return _wrong(
        "HD-01",
        answer,
        [
            (f"vedlegget «{one.description}»", str(kept), kept == ("A", one.mime_type), f"A og {one.mime_type}")
            for one in files
            for kept in [came.get(one.content, "")]
        ],
    )


def clinician_is_left_out(receipt: Inbound) -> Findings:
    """The receipt goes to the service, and does not name the doctor who signed."""
    found = receipt.elements("/*/*[local-name()='Receiver']//*[local-name()='HCPerson']")
    if not found:
        return ()
    return (
        RULES["KON-08"].finding(
            "Kvitteringen nevner legen som signerte, i tillegg til tjenesten.",
            where="/ar11:AppRec/ar11:Receiver/ar11:HCP/ar11:Inst/ar11:HCPerson",
            line=xml.line_of(found[0]),
            expected="bare virksomheten og tjenesten",
            found=" ".join(str(text).strip() for text in found[0].itertext() if str(text).strip()) or "HCPerson",
            item=receipt.item,
        ),
    )


def should_be_refused(answers: Sequence[Inbound], fault: str) -> Findings:
    """The test cases have it refused and the standard says that it may be, so a receipt is a remark."""
    return tuple(
        RULES["KON-09"].finding(
            f"Journalen tok imot en melding til en som ikke arbeider her. Feilen i den: {fault}.",
            where="/ar11:AppRec/ar11:Status",
            expected="avvist med E21, eller ført der noen ser den",
            found=answer.describe(),
            item=answer.item,
        )
        for answer in answers
        if is_positive(answer)
    )


def _wrong(rule: str, answer: Inbound, checks: Sequence[tuple[str, str, bool, str]]) -> Findings:
    """A finding for each (name, found, whether it is right, expected) that is not right."""
    return tuple(
        RULES[rule].finding(
            f"{name} i svaret er ikke som det skal.",
            where=f"/mh:MsgHead ({name})",
            expected=expected,
            found=found or "mangler",
            item=answer.item,
        )
        for name, found, right, expected in checks
        if not right
    )


def _has_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
