"""Dialogmelding 1.1: a request (Foresporsel) or a note (Notat) (HIS 80603:2017, HITS 1217:2018 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml import etree

from standards.build import Builder, Reader
from standards.codes import Code, Ident
from standards.errors import NotThisMessage
from standards.xml import DIALOG_11, FELLES


@dataclass(frozen=True)
class RelatedRole:
    """RollerRelatertNotat: who wrote or is wanted; `role_in_note` 9057 or `role_to_patient` 9034."""

    family: str
    given: str
    role_in_note: Code | None = None
    role_to_patient: Code | None = None
    idents: tuple[Ident, ...] = ()
    practitioner: bool = False


@dataclass(frozen=True)
class Foresporsel:
    """A request; `type` is TypeForesp, `extra` is KodetOpplysning (1101)."""

    type: Code
    subject: str | None = None
    text: str | None = None
    from_date: date | None = None
    to_date: date | None = None
    extra: Code | None = None
    roles: tuple[RelatedRole, ...] = ()


@dataclass(frozen=True)
class Notat:
    """A note, used in every answer; `theme` is TemaKodet (7602)."""

    theme: Code
    subject: str | None = None
    text: str | None = None
    roles: tuple[RelatedRole, ...] = ()


@dataclass(frozen=True)
class Dialogmelding:
    """One request or one note; `sakstype` is the helsekontakt id."""

    body: Foresporsel | Notat
    sakstype: str | None = None

    @property
    def code(self) -> str:
        """TypeForesp or TemaKodet."""
        return self.body.type.v if isinstance(self.body, Foresporsel) else self.body.theme.v

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(DIALOG_11, "Dialogmelding", {"fk1": FELLES})
        root.text("Sakstype", self.sakstype)
        if isinstance(self.body, Foresporsel):
            _build_foresporsel(root.child("Foresporsel"), self.body)
        else:
            _build_notat(root.child("Notat"), self.body)
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> Dialogmelding:
        """Read the XML; raises `NotThisMessage` when neither Foresporsel nor Notat is there."""
        root = Reader(element)
        sakstype = root.text("Sakstype")
        if (foresporsel := root.child("Foresporsel")) is not None:
            return cls(_read_foresporsel(foresporsel), sakstype)
        if (notat := root.child("Notat")) is not None:
            return cls(_read_notat(notat), sakstype)
        raise NotThisMessage(
            "Dialogmeldingen er tom.",
            expected="Foresporsel eller Notat",
            found=root.name,
            fix="Legg inn en Foresporsel eller et Notat.",
        )


def _build_foresporsel(target: Builder, body: Foresporsel) -> None:
    target.code("TypeForesp", body.type).text("EmneSporsmal", body.subject).text("Sporsmal", body.text)
    target.text("FraDato", body.from_date.isoformat() if body.from_date else None)
    target.text("TilDato", body.to_date.isoformat() if body.to_date else None)
    target.code("KodetOpplysning", body.extra)
    for role in body.roles:
        _build_role(target, role)


def _build_notat(target: Builder, body: Notat) -> None:
    target.code("TemaKodet", body.theme).text("Tema", body.subject).text("TekstNotatInnhold", body.text)
    for role in body.roles:
        _build_role(target, role)


def _build_role(target: Builder, role: RelatedRole) -> None:
    relation = target.child("RollerRelatertNotat")
    relation.code("RolleNotat", role.role_in_note).code("RoleToPatient", role.role_to_patient)
    if role.practitioner:
        person = relation.child("HealthcareProfessional")
        person.text("FamilyName", role.family).text("GivenName", role.given)
    else:
        person = relation.child("Person")
        person.text("GivenName", role.given).text("FamilyName", role.family)
    for ident in role.idents:
        holder = person.child("Ident")
        Builder(holder.element, FELLES).text("Id", ident.id).code("TypeId", ident.type)


def _read_foresporsel(source: Reader) -> Foresporsel:
    return Foresporsel(
        type=source.code("TypeForesp") or Code(""),
        subject=source.text("EmneSporsmal"),
        text=source.text("Sporsmal"),
        from_date=_read_date(source.text("FraDato")),
        to_date=_read_date(source.text("TilDato")),
        extra=source.code("KodetOpplysning"),
        roles=_read_roles(source),
    )


def _read_notat(source: Reader) -> Notat:
    return Notat(
        theme=source.code("TemaKodet") or Code(""),
        subject=source.text("Tema"),
        text=source.text("TekstNotatInnhold"),
        roles=_read_roles(source),
    )


def _read_roles(source: Reader) -> tuple[RelatedRole, ...]:
    return tuple(_read_role(role) for role in source.children("RollerRelatertNotat"))


def _read_role(source: Reader) -> RelatedRole:
    practitioner = source.child("HealthcareProfessional")
    person = practitioner or source.child("Person") or source
    return RelatedRole(
        family=person.text("FamilyName") or "",
        given=person.text("GivenName") or "",
        role_in_note=source.code("RolleNotat"),
        role_to_patient=source.code("RoleToPatient"),
        idents=person.idents(),
        practitioner=practitioner is not None,
    )


def _read_date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value.strip()[:10]) if value else None
    except ValueError:
        return None
