"""TjenesteOversikt 1.0: the municipal services that a citizen has (HITS 1218:2018)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lxml import etree

from standards.build import Builder, Reader
from standards.codes import Code, Ident
from standards.felleskomponent import TeleCom, build_telecom, read_telecom
from standards.roles import RelatedRole, build_role, read_role
from standards.xml import FELLES, TJENESTEOVERSIKT

__all__ = ["MUNICIPAL", "RelatedRole", "Service", "TeleCom", "TjenesteOversikt"]

MUNICIPAL = "1"
"""TjenesteOmråde of municipal health and care."""


@dataclass(frozen=True)
class Service:
    """One service; `her_id` is whom the citizen writes to, `to_date` the last day it is sent."""

    id: str
    name: str
    her_id: Ident
    from_date: date | None
    to_date: date | None = None
    area: str = MUNICIPAL
    delivered_by: str | None = None
    phone: TeleCom | None = None
    url: TeleCom | None = None
    roles: tuple[RelatedRole, ...] = ()


@dataclass(frozen=True)
class TjenesteOversikt:
    """Always the full list: an empty one ends every service."""

    services: tuple[Service, ...] = ()

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(TJENESTEOVERSIKT, "TjenesteOversikt", {"fk1": FELLES})
        for service in self.services:
            _build_service(root.child("Tjeneste"), service)
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> TjenesteOversikt:
        """Read the services; what is missing becomes empty."""
        return cls(tuple(_read_service(service) for service in Reader(element).children("Tjeneste")))


def _build_service(target: Builder, service: Service) -> None:
    target.text("TjenesteId", service.id).text("TjenesteNavn", service.name).text("TjenesteOmråde", service.area)
    target.text("TjenesteLevertAv", service.delivered_by)
    build_telecom(target, "TjenesteTlf", service.phone)
    build_telecom(target, "TjenesteURL", service.url)
    target.day("FraDato", service.from_date).day("TilDato", service.to_date)
    target.ident(service.her_id, name="HERId", inner=FELLES)
    for role in service.roles:
        build_role(target.child("RelaterteRoller"), role)


def _read_service(source: Reader) -> Service:
    her_id, phone, url = source.child("HERId"), source.child("TjenesteTlf"), source.child("TjenesteURL")
    return Service(
        id=source.text("TjenesteId") or "",
        name=source.text("TjenesteNavn") or "",
        her_id=her_id.ident() if her_id is not None else Ident("", Code("")),
        from_date=source.day("FraDato"),
        to_date=source.day("TilDato"),
        area=source.text("TjenesteOmråde") or "",
        delivered_by=source.text("TjenesteLevertAv"),
        phone=read_telecom(phone) if phone is not None else None,
        url=read_telecom(url) if url is not None else None,
        roles=tuple(read_role(role) for role in source.children("RelaterteRoller")),
    )
