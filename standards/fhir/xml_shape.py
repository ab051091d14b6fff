"""What FHIR XML may not have and the JSON form does not show: foreign elements, loose text, attributes, wrong order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from standards.fhir.as_xml import order_of
from standards.fhir.definitions import RESOURCES, Element, Type, find
from standards.fhir.faults import Breach
from standards.xml import FHIR, XHTML, name_of

_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"


def shape(root: etree._Element) -> Iterator[tuple[etree._Element, Breach]]:
    """Every breach of the XML form, with the element it is about; a resource not described here is let be."""
    known = find(str(etree.QName(root).localname))
    if known is not None and known.resource:
        yield from _inside(root, known, primitive=False)


def _inside(element: etree._Element, known: Type | None, *, primitive: bool) -> Iterator[tuple[etree._Element, Breach]]:
    if known is None:
        return
    yield from _attributes(element, known, primitive=primitive)
    if (text := _loose_text(element)) is not None:
        yield (
            element,
            Breach("", "Det står løs tekst i elementet.", 'verdien i value="…"', text, "Flytt teksten til value."),
        )
    yield from _order(element, known)
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child)
        described = known.elements.get(str(name.localname))
        if name.namespace not in {FHIR, XHTML} or (name.namespace == XHTML) != (name.localname == "div"):
            fault = Breach("", "Elementet er ikke i navnerommet til FHIR.", FHIR, name_of(child), "Rett navnerommet.")
            yield child, fault
        elif described is not None and name.namespace == FHIR:
            yield from _child(child, described)


def _child(child: etree._Element, described: Element) -> Iterator[tuple[etree._Element, Breach]]:
    if described.type in RESOURCES:
        inner = list(child.iterchildren(etree.Element))
        if len(inner) != 1:
            found = f"{len(inner)} ressurser"
            yield child, Breach("", "Elementet har ikke nøyaktig én ressurs.", "én ressurs", found, "Gjenta elementet.")
        for one in inner[:1]:
            yield from shape(one)
    elif described.primitive:
        yield from _inside(child, find("Element"), primitive=True)
    else:
        yield from _inside(child, find(described.type), primitive=False)


def _attributes(element: etree._Element, known: Type, *, primitive: bool) -> Iterator[tuple[etree._Element, Breach]]:
    legal = set() if known.resource else {"id"}
    legal |= {"value"} if primitive else {"url"} if known.name == "Extension" else set()
    for name in (str(key) for key in element.attrib):
        if name not in legal and not name.startswith(_INSTANCE):
            expected = ", ".join(sorted(legal)) or "ingen attributter"
            yield (
                element,
                Breach("", f"R4 har ikke attributtet {name} her.", expected, name, "Fjern attributtet."),
            )


def _loose_text(element: etree._Element) -> str | None:
    pieces = [element.text, *(child.tail for child in element)]
    return next((piece.strip()[:40] for piece in pieces if piece and piece.strip()), None)


def _order(element: etree._Element, known: Type) -> Iterator[tuple[etree._Element, Breach]]:
    order, last, before = order_of(known), -1, ""
    for child in element.iterchildren(etree.Element):
        name = str(etree.QName(child).localname)
        place = order.get(name, last)
        if place < last:
            yield (
                child,
                Breach(
                    "",
                    f"Elementet {name} står på feil plass.",
                    f"{name} foran {before}",
                    f"{name} etter {before}",
                    "Flytt den.",
                ),
            )
            return
        if place > last:
            last, before = place, name
