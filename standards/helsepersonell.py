"""HelsepersonelListe: the practitioners whom the citizen may choose (HITS 1217:2018, 2.6 and 3.11)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from standards.build import Builder, Reader
from standards.felleskomponent import Practitioner, TeleCom, build_person, read_practitioner
from standards.xml import FELLES, HELSEPERSONELL

__all__ = ["Entry", "HelsepersonelListe", "Practitioner", "TeleCom"]


@dataclass(frozen=True)
class Entry:
    """Practitioners with one remark; as a rule there is one practitioner."""

    practitioners: tuple[Practitioner, ...]
    remark: str | None = None


@dataclass(frozen=True)
class HelsepersonelListe:
    """The list, in the order that the citizen sees; the name has one l as in the schema."""

    entries: tuple[Entry, ...] = ()

    def to_element(self) -> etree._Element:
        """Build the XML."""
        root = Builder.root(HELSEPERSONELL, "HelsepersonelListe", {"fk1": FELLES})
        for entry in self.entries:
            group = root.child("Helsepersonell")
            for practitioner in entry.practitioners:
                build_person(Builder(group.child("Helsepersonell").element, FELLES), practitioner)
            group.text("Merknad", entry.remark)
        return root.element

    @classmethod
    def from_element(cls, element: etree._Element) -> HelsepersonelListe:
        """Read the entries; what is missing becomes empty."""
        return cls(tuple(_read_entry(group) for group in Reader(element).children("Helsepersonell")))


def _read_entry(source: Reader) -> Entry:
    practitioners = tuple(read_practitioner(item) for item in source.children("Helsepersonell"))
    return Entry(practitioners, source.text("Merknad"))
