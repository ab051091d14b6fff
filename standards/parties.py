"""Sender and Receiver on two levels: the enterprise and the communication party (HITS 1217:2018, 2.3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from standards.build import Builder, Reader
from standards.codes import Code, Ident


@dataclass(frozen=True)
class Unit:
    """One level: an organisation, or a person as communication party (`person` true, then `family` and `given`)."""

    name: str = ""
    idents: tuple[Ident, ...] = ()
    person: bool = False
    family: str = ""
    given: str = ""
    role_to_patient: Code | None = None
    middle: str | None = None

    @property
    def her_id(self) -> str:
        """The HER-id, or an empty text."""
        return next((ident.id for ident in self.idents if ident.type.v == "HER"), "")


@dataclass(frozen=True)
class Party:
    """The enterprise (level 1) and, below it, the service or person that communicates (level 2)."""

    level1: Unit
    level2: Unit | None = None

    @property
    def her_id(self) -> str:
        """HER-id of level 2, or an empty text."""
        return self.level2.her_id if self.level2 else ""

    @property
    def parent_her_id(self) -> str:
        """HER-id of level 1, or an empty text."""
        return self.level1.her_id

    @classmethod
    def service(cls, name1: str, her1: str, name2: str, her2: str) -> Party:
        """A party whose level 2 is a service."""
        return cls(Unit(name1, (Ident.her(her1),)), Unit(name2, (Ident.her(her2),)))


def build_party(target: Builder, party: Party) -> None:
    """Add the Organisation with its level below to a Sender or Receiver."""
    organisation = target.child("Organisation")
    organisation.text("OrganisationName", party.level1.name)
    for ident in party.level1.idents:
        organisation.ident(ident)
    if party.level2 is None:
        return
    if party.level2.person:
        _build_person(organisation.child("HealthcareProfessional"), party.level2)
        return
    service = organisation.child("Organisation")
    service.text("OrganisationName", party.level2.name)
    for ident in party.level2.idents:
        service.ident(ident)


def _build_person(target: Builder, unit: Unit) -> None:
    target.code("RoleToPatient", unit.role_to_patient)
    target.text("FamilyName", unit.family).text("MiddleName", unit.middle).text("GivenName", unit.given)
    for ident in unit.idents:
        target.ident(ident)


def read_party(source: Reader | None) -> Party:
    """Read a Sender or Receiver; what is missing becomes empty."""
    organisation = source.child("Organisation") if source is not None else None
    if organisation is None:
        return Party(Unit())
    level1 = Unit(organisation.text("OrganisationName") or "", organisation.idents())
    # Where both stand there, the person is the one who signed, and the service is whom to answer (HIS 80415:2012).
    if (service := organisation.child("Organisation")) is not None:
        return Party(level1, Unit(service.text("OrganisationName") or "", service.idents()))
    if (person := organisation.child("HealthcareProfessional")) is not None:
        return Party(level1, _read_person(person))
    return Party(level1)


def _read_person(source: Reader) -> Unit:
    family, middle, given = source.text("FamilyName") or "", source.text("MiddleName"), source.text("GivenName") or ""
    return Unit(
        name=" ".join(name for name in (given, middle, family) if name).strip(),
        idents=source.idents(),
        person=True,
        family=family,
        given=given,
        role_to_patient=source.code("RoleToPatient"),
        middle=middle,
    )
