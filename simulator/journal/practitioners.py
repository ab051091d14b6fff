"""Who works with the journal, by their HPR numbers, and how they are named in what they send (HITS 1217:2018, 2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.journal.unit import Unit
from standards.codes import Ident
from standards.dialogmelding import RelatedRole
from standards.helsepersonell import Entry, HelsepersonelListe
from standards.helsepersonell import Practitioner as Named
from standards.kodeverk.k9034 import K9034
from standards.kodeverk.k9057 import K9057
from standards.kodeverk.k9060 import K9060
from standards.processes import EKONTAKT

AUTHOR, CONTACT, WANTED = "1", "21", "23"
"""Author of a note (9057); contact and wanted practitioner (9034)."""


@dataclass(frozen=True)
class Practitioner:
    """One of the staff; the HPR number is made up."""

    hpr: str
    given: str
    family: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def ident(self) -> Ident:
        """The HPR number as messages have it."""
        return Ident.hpr(self.hpr)


PROFESSION = K9060.cs("SP")
_DEPUTY = Practitioner("1234568", "Vigdis", "Testvikar")


def everyone(unit: Unit) -> tuple[Practitioner, ...]:
    """The one who works in the journal, and the deputy."""
    profile = unit.world.profile
    return (Practitioner("1234567", profile.staff_given, profile.staff_family), _DEPUTY)


def listed(ones: Iterable[Practitioner]) -> HelsepersonelListe:
    """They as a message has them."""
    return HelsepersonelListe(
        tuple(Entry((Named(one.family, one.given, (one.ident,), type=PROFESSION),)) for one in ones)
    )


def deputy(unit: Unit) -> Practitioner:
    """Who takes over what the others leave unread."""
    return everyone(unit)[-1]


def find(unit: Unit, hpr: str) -> Practitioner | None:
    """The one with that HPR number."""
    return next((one for one in everyone(unit) if one.hpr == hpr), None)


def signature(unit: Unit, process: str) -> tuple[RelatedRole, ...]:
    """Who answered: in eKontakt a person who is the author, elsewhere a practitioner with an HPR number."""
    one = everyone(unit)[0]
    if process == EKONTAKT.code:
        return (RelatedRole(one.family, one.given, role_in_note=K9057.cv(AUTHOR)),)
    role = K9034.cv(CONTACT)
    return (RelatedRole(one.family, one.given, role_to_patient=role, idents=(one.ident,), practitioner=True),)


def wanted(unit: Unit, roles: tuple[RelatedRole, ...]) -> str | None:
    """The HPR number of the practitioner whom the citizen wishes to reach, when it is somebody here."""
    asked = (role for role in roles if role.role_to_patient is not None and role.role_to_patient.v == WANTED)
    numbers = (ident.id for role in asked for ident in role.idents if ident.type.v == "HPR")
    return next((number for number in numbers if find(unit, number) is not None), None)
