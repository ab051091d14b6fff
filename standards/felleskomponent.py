"""felleskomponent1: persons, practitioners and organisations as the payloads carry them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from standards.build import Builder, Reader, write_attribute
from standards.codes import Code, Ident
from standards.xml import FELLES


@dataclass(frozen=True)
class TeleCom:
    """An address with its prefix (`tel:`, `mailto:`); `type` from 9061."""

    address: str
    type: Code | None = None


@dataclass(frozen=True)
class Person:
    """A person."""

    family: str
    given: str
    idents: tuple[Ident, ...] = ()
    middle: str | None = None
    born: date | None = None
    sex: Code | None = None
    telecoms: tuple[TeleCom, ...] = ()


@dataclass(frozen=True)
class Practitioner(Person):
    """A practitioner; `type` from 9060, `role_to_patient` from 9034."""

    type: Code | None = None
    role_to_patient: Code | None = None


@dataclass(frozen=True)
class Organisation:
    """A unit, and one that it contains."""

    name: str
    idents: tuple[Ident, ...] = ()
    type: Code | None = None
    telecoms: tuple[TeleCom, ...] = ()
    below: Organisation | None = None


def build_person(target: Builder, person: Person, *, given_first: bool = False, inner: str = FELLES) -> None:
    """Fill a Person or HealthcareProfessional; `inner` is the namespace inside Ident and TeleCom."""
    if isinstance(person, Practitioner):
        target.code("TypeHealthcareProfessional", person.type).code("RoleToPatient", person.role_to_patient)
    names = [("FamilyName", person.family), ("MiddleName", person.middle), ("GivenName", person.given)]
    for name, value in reversed(names) if given_first else names:
        target.text(name, value)
    target.day("DateOfBirth", person.born).code("Sex", person.sex)
    for ident in person.idents:
        target.ident(ident, inner=inner)
    build_telecoms(target, person.telecoms, inner=inner)


def read_person(source: Reader) -> Person:
    """Read a Person; what is missing becomes empty."""
    return Person(
        family=source.text("FamilyName") or "",
        given=source.text("GivenName") or "",
        idents=source.idents(),
        middle=source.text("MiddleName"),
        born=source.day("DateOfBirth"),
        sex=source.code("Sex"),
        telecoms=read_telecoms(source),
    )


def read_practitioner(source: Reader) -> Practitioner:
    """Read a HealthcareProfessional; what is missing becomes empty."""
    kind, role = source.code("TypeHealthcareProfessional"), source.code("RoleToPatient")
    return Practitioner(**vars(read_person(source)), type=kind, role_to_patient=role)


def build_organisation(target: Builder, organisation: Organisation) -> None:
    """Fill an Organisation with the one below it; `target` is the element that is one."""
    unit = Builder(target.element, FELLES)
    unit.code("TypeOrganisation", organisation.type).text("OrganisationName", organisation.name)
    for ident in organisation.idents:
        unit.ident(ident)
    build_telecoms(unit, organisation.telecoms)
    if organisation.below is not None:
        build_organisation(unit.child("Organisation"), organisation.below)


def read_organisation(source: Reader) -> Organisation:
    """Read an Organisation; what is missing becomes empty."""
    below = source.child("Organisation")
    return Organisation(
        name=source.text("OrganisationName") or "",
        idents=source.idents(),
        type=source.code("TypeOrganisation"),
        telecoms=read_telecoms(source),
        below=read_organisation(below) if below is not None else None,
    )


def build_telecoms(target: Builder, telecoms: tuple[TeleCom, ...], *, inner: str = FELLES) -> None:
    """Add the TeleCom elements."""
    for telecom in telecoms:
        build_telecom(target, "TeleCom", telecom, inner=inner)


def build_telecom(target: Builder, name: str, telecom: TeleCom | None, *, inner: str = FELLES) -> None:
    """Add one element of type TeleCom, unless it is None."""
    if telecom is not None:
        holder = Builder(target.child(name).element, inner).code("TypeTelecom", telecom.type)
        write_attribute(holder.child("TeleAddress").element, "V", telecom.address)


def read_telecoms(source: Reader) -> tuple[TeleCom, ...]:
    """Read the TeleCom children."""
    return tuple(read_telecom(item) for item in source.children("TeleCom"))


def read_telecom(source: Reader) -> TeleCom:
    """Read one element of type TeleCom."""
    address = source.child("TeleAddress")
    return TeleCom((address.element.get("V") or "") if address is not None else "", source.code("TypeTelecom"))
