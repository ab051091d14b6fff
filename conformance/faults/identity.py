"""Messages that do not say well enough who the patient is, or who sent them (TC-DIALOG, 14, 16 and 17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from lxml import etree

from conformance.faults.messages import Faulty
from conformance.outcomes import ToolFault
from conformance.strangers import STRANGER
from standards import xml
from standards.codes import oid
from standards.envelope import Envelope

_INFO: Final = f"{{{xml.MSGHEAD}}}MsgInfo"
_BEFORE_BIRTH: Final = ("FamilyName", "MiddleName", "GivenName")
BOY: Final = ("1", "Mann")
GIRL: Final = ("2", "Kvinne")


def patient_with_empty_fields(raw: bytes, envelope: Envelope) -> Faulty:
    """The patient has fields for name and number, and nothing in them (14a)."""
    return _with_patient(raw, envelope, _empty, "Pasientens navn og nummer er tomme felt")


def patient_with_help_number(raw: bytes, envelope: Envelope, born: date, sex: tuple[str, str] = GIRL) -> Faulty:
    """Name, birth date and sex, and a number that a hospital has made up (14b)."""

    def numbered(patient: etree._Element) -> None:
        _put_birth(patient, born, sex)
        _one(patient, "Ident/Id").text = STRANGER.ident
        kind = _one(patient, "Ident/TypeId")
        kind.set("V", "HNR")
        kind.set("S", oid(8116))
        kind.set("DN", "H-nummer")

    return _with_patient(raw, envelope, numbered, "Pasienten har hjelpenummer, ikke fødselsnummer")


def patient_by_birth_date(raw: bytes, envelope: Envelope, born: date, sex: tuple[str, str] = GIRL) -> Faulty:
    """Name, birth date and sex, and no number (14c)."""

    def unnumbered(patient: etree._Element) -> None:
        _put_birth(patient, born, sex)
        patient.remove(_one(patient, "Ident"))

    return _with_patient(raw, envelope, unnumbered, "Pasienten har navn, fødselsdato og kjønn, men ikke nummer")


def patient_with_empty_number(raw: bytes, envelope: Envelope) -> Faulty:
    """The patient has a name, and an empty number (17a)."""

    def emptied(patient: etree._Element) -> None:
        _one(patient, "Ident/Id").text = ""

    return _with_patient(raw, envelope, emptied, "Pasientens nummer er et tomt felt")


def patient_named(raw: bytes, envelope: Envelope, *, family: str, given: str) -> Faulty:
    """The number of one, and the name of another."""

    def renamed(patient: etree._Element) -> None:
        _one(patient, "FamilyName").text, _one(patient, "GivenName").text = family, given

    return _with_patient(raw, envelope, renamed, "Navnet hører til ett barn og nummeret til et annet")


def sender_with_empty_fields(raw: bytes, envelope: Envelope) -> Faulty:
    """The sender has fields for name and number, and nothing in them (16a)."""
    return _with_sender(raw, envelope, _empty, "Avsenderens navn og nummer er tomme felt")


def sender_empty(raw: bytes, envelope: Envelope) -> Faulty:
    """There is a Sender with nothing in it (16b)."""

    def emptied(sender: etree._Element) -> None:
        for child in list(sender):
            sender.remove(child)

    return _with_sender(raw, envelope, emptied, "Avsenderen er et tomt element")


def sender_removed(raw: bytes, envelope: Envelope) -> Faulty:
    """There is no Sender (16c)."""

    def removed(sender: etree._Element) -> None:
        parent = sender.getparent()
        if parent is not None:
            parent.remove(sender)

    return _with_sender(raw, envelope, removed, "Meldingen har ingen avsender")


def _with_patient(raw: bytes, envelope: Envelope, change: Callable[[etree._Element], None], fault: str) -> Faulty:
    return _changed(raw, envelope, "Patient", change, fault)


def _with_sender(raw: bytes, envelope: Envelope, change: Callable[[etree._Element], None], fault: str) -> Faulty:
    return _changed(raw, envelope, "Sender", change, fault)


def _changed(raw: bytes, envelope: Envelope, name: str, change: Callable[[etree._Element], None], fault: str) -> Faulty:
    root = xml.parse(raw)
    info = root.find(_INFO)
    if info is None:
        raise ToolFault("Feilen kan ikke lages: meldingen har ikke noe hode.")
    change(_one(info, name))
    return Faulty(xml.serialize(root), envelope, fault)


def _empty(element: etree._Element) -> None:
    for one in element.iter(etree.Element):
        if not len(one):
            one.text = None


def _put_birth(patient: etree._Element, born: date, sex: tuple[str, str]) -> None:
    names = [f"{{{xml.MSGHEAD}}}{name}" for name in _BEFORE_BIRTH]
    place = sum(child.tag in names for child in patient)
    day = etree.Element(f"{{{xml.MSGHEAD}}}DateOfBirth")
    day.text = born.isoformat()
    kind = etree.Element(f"{{{xml.MSGHEAD}}}Sex", {"V": sex[0], "DN": sex[1]})
    patient[place:place] = [day, kind]


def _one(element: etree._Element, path: str) -> etree._Element:
    found = element.find("/".join(f"{{{xml.MSGHEAD}}}{step}" for step in path.split("/")))
    if found is None:
        raise ToolFault(f"Feilen kan ikke lages: meldingen har ikke {path}.")
    return found
