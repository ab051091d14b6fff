"""Pasientrelasjon: who acts for the patient (HITS 1217:2018, 2.5)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from standards.build import Builder, Reader
from standards.codes import Code, Ident, oid
from standards.felleskomponent import Person, TeleCom, build_person, read_person
from standards.xml import FELLES, PASIENTRELASJON

PARENT = Code("FO", oid(7611), "Foreldreansvar")
GUARDIAN = Code("VE", oid(7611), "Vergemål")
POWER_OF_ATTORNEY = Code("FU", oid(7611), "Fullmakt")
ASSIGNED_POWER = Code("TD", oid(7611), "Tildelt fullmakt")


@dataclass(frozen=True)
class Pasientrelasjon:
    """The acting person and the relation (7611) to the patient in MsgInfo."""

    family: str
    given: str
    ident: Ident
    relation: Code
    middle: str | None = None
    telecoms: tuple[TeleCom, ...] = ()

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(PASIENTRELASJON, "Pasientrelasjon", {"fk1": FELLES})
        person = Person(self.family, self.given, (self.ident,), self.middle, telecoms=self.telecoms)
        build_person(Builder(root.child("Person").element, FELLES), person)
        root.code("Relasjon", self.relation)
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> Pasientrelasjon:
        """Read the first person and the relation."""
        root = Reader(element)
        person = read_person(root.child("Person") or root)
        return cls(
            family=person.family,
            given=person.given,
            ident=next(iter(person.idents), Ident("", Code(""))),
            relation=root.code("Relasjon") or Code(""),
            middle=person.middle,
            telecoms=person.telecoms,
        )
