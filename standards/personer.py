"""Personer: those whom a question or answer about digital status is about (HITS 1217:2018, 3.9)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from standards.build import Builder, Reader
from standards.felleskomponent import Person, TeleCom, build_person, read_person
from standards.xml import FELLES, PERSON

__all__ = ["Person", "Personer", "TeleCom"]


@dataclass(frozen=True)
class Personer:
    """A list of persons; an empty one is legal."""

    persons: tuple[Person, ...] = ()

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(PERSON, "Personer", {"fk1": FELLES})
        for person in self.persons:
            build_person(Builder(root.child("Person").element, FELLES), person)
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> Personer:
        """Read the persons; what is missing becomes empty."""
        return cls(tuple(read_person(person) for person in Reader(element).children("Person")))
