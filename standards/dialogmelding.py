"""Dialogmelding 1.0 and 1.1: a request (Foresporsel) or a note (Notat) (HIS 80603:2017, HITS 1217:2018 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from lxml import etree

from standards.build import Builder, Reader
from standards.codes import Code
from standards.errors import NotThisMessage, StandardsError
from standards.roles import ContactUnit, RelatedRole, build_role, read_role
from standards.xhtml import Xhtml
from standards.xml import DIALOG_10, DIALOG_11, FELLES

__all__ = ["NAMESPACES", "ContactUnit", "Dialogmelding", "Foresporsel", "Notat", "RelatedRole"]

NAMESPACES: Final = {"1.0": DIALOG_10, "1.1": DIALOG_11}
"""Version → namespace."""


@dataclass(frozen=True)
class Foresporsel:
    """A request; `type` is TypeForesp, `extra` is KodetOpplysning (1101), `text` may be `Xhtml` in 1.1."""

    type: Code
    subject: str | None = None
    text: str | None = None
    from_date: date | None = None
    to_date: date | None = None
    extra: Code | None = None
    roles: tuple[RelatedRole, ...] = ()
    purpose: Code | None = None
    reason: str | None = None
    urgency: Code | None = None
    journal_info: tuple[Code, ...] = ()
    document_id: str | None = None


@dataclass(frozen=True)
class Notat:
    """A note, used in every answer; `theme` is TemaKodet (7602), `text` may be `Xhtml`, `request` is what it echoes."""

    theme: Code
    subject: str | None = None
    text: str | None = None
    roles: tuple[RelatedRole, ...] = ()
    remark: str | None = None
    document_id: str | None = None
    day: date | None = None
    request: Foresporsel | None = None


@dataclass(frozen=True)
class Dialogmelding:
    """One request or one note; `sakstype` is the helsekontakt id, `version` is `1.0` or `1.1`."""

    body: Foresporsel | Notat
    sakstype: str | None = None
    version: str = "1.1"
    sakstype_code: Code | None = None

    @property
    def code(self) -> str:
        """TypeForesp or TemaKodet."""
        return self.body.type.v if isinstance(self.body, Foresporsel) else self.body.theme.v

    def to_element(self) -> etree._Element:
        """Build the XML; raises `StandardsError` for what the version has no room for."""
        root = Builder.root(_namespace(self.version), "Dialogmelding", {"fk1": FELLES})
        root.code("SakstypeKodet", self.sakstype_code).text("Sakstype", self.sakstype)
        if isinstance(self.body, Foresporsel):
            _build_foresporsel(root.child("Foresporsel"), self.body)
        else:
            _build_notat(root.child("Notat"), self.body)
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> Dialogmelding:
        """Read the XML; raises `NotThisMessage` when neither Foresporsel nor Notat is there."""
        root = Reader(element)
        foresporsel, notat = root.child("Foresporsel"), root.child("Notat")
        if foresporsel is not None:
            body: Foresporsel | Notat = _read_foresporsel(foresporsel)
        elif notat is not None:
            body = _read_notat(notat)
        else:
            raise NotThisMessage(
                "Dialogmeldingen er tom.",
                expected="Foresporsel eller Notat",
                found=root.name,
                fix="Legg inn en Foresporsel eller et Notat.",
            )
        version = "1.0" if root.namespace == DIALOG_10 else "1.1"
        return cls(body, root.text("Sakstype"), version, root.code("SakstypeKodet"))


def _namespace(version: str) -> str:
    if version in NAMESPACES:
        return NAMESPACES[version]
    raise StandardsError("Ukjent versjon av Dialogmelding.", expected=" eller ".join(NAMESPACES), found=version)


def _build_foresporsel(target: Builder, body: Foresporsel) -> None:
    if target.namespace == DIALOG_10:
        _refuse_new_in_11(body)
    target.code("TypeForesp", body.type).text("EmneSporsmal", body.subject).rich("Sporsmal", body.text)
    target.code("Formål", body.purpose).text("Begrunnelse", body.reason).code("Hastegrad", body.urgency)
    target.day("FraDato", body.from_date).day("TilDato", body.to_date)
    for info in body.journal_info:
        target.code("TypeJournalinfo", info)
    target.code("KodetOpplysning", body.extra).text("DokIdForesp", body.document_id)
    _build_roles(target, body.roles)


def _build_notat(target: Builder, body: Notat) -> None:
    target.code("TemaKodet", body.theme).text("Tema", body.subject).rich("TekstNotatInnhold", body.text)
    target.text("Merknad", body.remark).text("DokIdNotat", body.document_id).day("DatoNotat", body.day)
    if body.request is not None:
        _build_foresporsel(target.child("Foresporsel"), body.request)
    _build_roles(target, body.roles)


def _build_roles(target: Builder, roles: tuple[RelatedRole, ...]) -> None:
    for role in roles:
        if target.namespace == DIALOG_10 and role.unit is not None:
            raise _not_in_10("TilknyttetEnhet")
        build_role(target.child("RollerRelatertNotat"), role)


def _refuse_new_in_11(body: Foresporsel) -> None:
    new = {
        "EmneSporsmal": body.subject is not None,
        "KodetOpplysning": body.extra is not None,
        "XHTML i Sporsmal": isinstance(body.text, Xhtml),
        "mer enn én TypeJournalinfo": len(body.journal_info) > 1,
    }
    for name, used in new.items():
        if used:
            raise _not_in_10(name)


def _not_in_10(name: str) -> StandardsError:
    return StandardsError(
        f"Dialogmelding 1.0 har ikke plass til {name}.",
        expected="bare felt som finnes i 1.0",
        found=name,
        fix="Bruk versjon 1.1, eller utelat feltet.",
    )


def _read_foresporsel(source: Reader) -> Foresporsel:
    return Foresporsel(
        type=source.code("TypeForesp") or Code(""),
        subject=source.text("EmneSporsmal"),
        text=source.rich("Sporsmal"),
        from_date=source.day("FraDato"),
        to_date=source.day("TilDato"),
        extra=source.code("KodetOpplysning"),
        roles=_read_roles(source),
        purpose=source.code("Formål"),
        reason=source.text("Begrunnelse"),
        urgency=source.code("Hastegrad"),
        journal_info=source.codes("TypeJournalinfo"),
        document_id=source.text("DokIdForesp"),
    )


def _read_notat(source: Reader) -> Notat:
    request = source.child("Foresporsel")
    return Notat(
        theme=source.code("TemaKodet") or Code(""),
        subject=source.text("Tema"),
        text=source.rich("TekstNotatInnhold"),
        roles=_read_roles(source),
        remark=source.text("Merknad"),
        document_id=source.text("DokIdNotat"),
        day=source.day("DatoNotat"),
        request=_read_foresporsel(request) if request is not None else None,
    )


def _read_roles(source: Reader) -> tuple[RelatedRole, ...]:
    return tuple(read_role(role) for role in source.children("RollerRelatertNotat"))
