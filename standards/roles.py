"""RollerRelatertNotat and RelaterteRoller: who took part, and for which unit (HIS 80603:2017, 5.1.5)."""

from __future__ import annotations

from dataclasses import dataclass

from standards.build import Builder, Reader
from standards.codes import Code, Ident
from standards.felleskomponent import (
    Organisation,
    Person,
    Practitioner,
    TeleCom,
    build_organisation,
    build_person,
    read_organisation,
    read_person,
    read_practitioner,
)


@dataclass(frozen=True)
class ContactUnit:
    """TilknyttetEnhet: the unit to contact, and someone there."""

    organisation: Organisation
    remark: str | None = None
    contact: Person | Practitioner | None = None


@dataclass(frozen=True)
class RelatedRole:
    """Who wrote or is wanted; `role_in_note` 9057 or `role_to_patient` 9034; without any name only the unit counts."""

    family: str
    given: str
    role_in_note: Code | None = None
    role_to_patient: Code | None = None
    idents: tuple[Ident, ...] = ()
    practitioner: bool = False
    middle: str | None = None
    telecoms: tuple[TeleCom, ...] = ()
    unit: ContactUnit | None = None

    @property
    def actor(self) -> Person | Practitioner:
        """The person or practitioner by itself."""
        kind = Practitioner if self.practitioner else Person
        return kind(self.family, self.given, self.idents, self.middle, telecoms=self.telecoms)

    @property
    def nobody(self) -> bool:
        """Whether nothing is said of any person."""
        return self.actor == Person("", "")


def build_role(target: Builder, role: RelatedRole) -> None:
    """Fill the element; a role that is only a unit gets no person."""
    target.code("RolleNotat", role.role_in_note).code("RoleToPatient", role.role_to_patient)
    if role.unit is not None:
        unit = target.child("TilknyttetEnhet")
        build_organisation(unit.child("Kontaktenhet"), role.unit.organisation)
        unit.text("Merknad", role.unit.remark)
        if role.unit.contact is not None:
            _build_actor(unit, role.unit.contact)
    if role.unit is None or not role.nobody:
        _build_actor(target, role.actor)


def read_role(source: Reader) -> RelatedRole:
    """Read the element; what is missing becomes empty."""
    actor = _read_actor(source) or read_person(source)
    return RelatedRole(
        family=actor.family,
        given=actor.given,
        role_in_note=source.code("RolleNotat"),
        role_to_patient=source.code("RoleToPatient"),
        idents=actor.idents,
        practitioner=isinstance(actor, Practitioner),
        middle=actor.middle,
        telecoms=actor.telecoms,
        unit=_read_unit(source.child("TilknyttetEnhet")),
    )


def _build_actor(target: Builder, actor: Person | Practitioner) -> None:
    practitioner = isinstance(actor, Practitioner)
    element = target.child("HealthcareProfessional" if practitioner else "Person")
    build_person(element, actor, given_first=not practitioner)


def _read_actor(source: Reader) -> Person | Practitioner | None:
    if (practitioner := source.child("HealthcareProfessional")) is not None:
        return read_practitioner(practitioner)
    person = source.child("Person")
    return read_person(person) if person is not None else None


def _read_unit(source: Reader | None) -> ContactUnit | None:
    if source is None:
        return None
    organisation = source.child("Kontaktenhet")
    return ContactUnit(
        read_organisation(organisation) if organisation is not None else Organisation(""),
        source.text("Merknad"),
        _read_actor(source),
    )
