"""What a Document may hold, and which codec reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from standards import attachments, xml
from standards.attachments import Attachment
from standards.build import Reader
from standards.dialogmelding import Dialogmelding
from standards.errors import StandardsError
from standards.fhir import read_element, write_element
from standards.helsepersonell import HelsepersonelListe
from standards.pasientrelasjon import Pasientrelasjon
from standards.personer import Personer
from standards.tjenesteoversikt import TjenesteOversikt
from standards.xcal import XCal
from standards.xhtml import canonical


@dataclass(frozen=True)
class FhirPayload:
    """A FHIR resource as plain data, in its JSON form."""

    resource: Mapping[str, Any]

    def to_element(self) -> etree._Element:
        """Build the XML."""
        return write_element(self.resource)

    @classmethod
    def from_element(cls, element: etree._Element) -> FhirPayload:
        """Read the XML; raises `StandardsError` for what is not a resource."""
        return cls(read_element(element))


@dataclass(frozen=True, eq=False)
class Unknown:
    """A payload that no codec here reads, kept as its element."""

    element: etree._Element

    @property
    def namespace(self) -> str:
        """Namespace of the element, or an empty text."""
        return Reader(self.element).namespace

    def to_element(self) -> etree._Element:
        """A copy of the element, without what stood after it."""
        copy = deepcopy(self.element)
        copy.tail = None
        return copy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and _same(self.element, other.element)

    def __hash__(self) -> int:
        return hash(self.element.tag)


Payload = (
    Dialogmelding
    | XCal
    | Pasientrelasjon
    | Personer
    | HelsepersonelListe
    | TjenesteOversikt
    | FhirPayload
    | Attachment
    | Unknown
)
PayloadKind = type[Payload]

_CODECS: Final[Mapping[tuple[str, str], Callable[[etree._Element], Payload]]] = MappingProxyType(
    {
        (xml.DIALOG_10, "Dialogmelding"): Dialogmelding.from_element,
        (xml.DIALOG_11, "Dialogmelding"): Dialogmelding.from_element,
        (xml.XCAL, "icalendar"): XCal.from_element,
        (xml.PASIENTRELASJON, "Pasientrelasjon"): Pasientrelasjon.from_element,
        (xml.PERSON, "Personer"): Personer.from_element,
        (xml.HELSEPERSONELL, "HelsepersonelListe"): HelsepersonelListe.from_element,
        (xml.TJENESTEOVERSIKT, "TjenesteOversikt"): TjenesteOversikt.from_element,
        (xml.TJENESTEOVERSIKT_WWW, "TjenesteOversikt"): TjenesteOversikt.from_element,
    }
)


def read_payload(source: Reader, mime_type: str, description: str) -> Payload:
    """Read the content of a Document with the codec that fits; `Unknown` when none does."""
    element = source.element
    if attachments.is_container(element):
        return Attachment.from_element(element, mime_type, description)
    codec = _CODECS.get((source.namespace, source.name))
    if codec is None and source.namespace == xml.FHIR:
        codec = FhirPayload.from_element
    try:
        return codec(element) if codec else Unknown(element)
    except StandardsError:
        return Unknown(element)


def _same(one: etree._Element, other: etree._Element) -> bool:
    try:
        return canonical(one) == canonical(other)
    except etree.LxmlError:
        return False
