"""The same message written otherwise: what XML holds to be equal, and other ways to write the letters."""

from __future__ import annotations

from typing import Final

from lxml import etree

from conformance.outcomes import ToolFault
from standards import xml

LATIN_1: Final = "ISO-8859-1"
_BOM: Final = b"\xef\xbb\xbf"
_SAID: Final = "//*[local-name()='Sporsmal' or local-name()='TekstNotatInnhold']"


def with_cdata(raw: bytes) -> bytes:
    """The text stands in a CDATA section, which says the same."""
    root = xml.parse(raw)
    said = _said(root)
    said.text = etree.CDATA(said.text or "")
    return xml.serialize(root)


def with_comments(raw: bytes) -> bytes:
    """A comment stands before every element but those that hold text alone; no reader may see any of them."""
    root = xml.parse(raw)
    for element in list(root.iter(etree.Element)):
        if len(element):
            element.insert(0, etree.Comment(f" {etree.QName(element).localname} "))
    return xml.serialize(root)


def with_other_prefixes(raw: bytes) -> bytes:
    """Every namespace has a prefix that nobody has used before."""
    root = xml.parse(raw)
    spaces = dict.fromkeys(etree.QName(one).namespace for one in root.iter(etree.Element))
    prefixes = {f"hn{number}": space for number, space in enumerate(spaces) if space}
    copy = etree.Element(root.tag, _attributes(root), nsmap=prefixes)
    _copy_into(copy, root)
    return xml.serialize(copy)


def in_latin_1(raw: bytes) -> bytes:
    """In ISO-8859-1, and it says so; what that has no letter for is written as a number."""
    written = etree.tostring(xml.parse(raw), xml_declaration=True, encoding=LATIN_1)
    return written if isinstance(written, bytes) else written.encode(LATIN_1)


def with_mark_in_front(raw: bytes) -> bytes:
    """Three bytes in front say that it is UTF-8, as XML allows."""
    return _BOM + raw


def _copy_into(target: etree._Element, source: etree._Element) -> None:
    target.text = source.text
    for child in source.iterchildren(etree.Element):
        same = etree.SubElement(target, child.tag, _attributes(child))
        same.tail = child.tail
        _copy_into(same, child)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _said(root: etree._Element) -> etree._Element:
    found = root.xpath(_SAID)
    if isinstance(found, list) and found and isinstance(found[0], etree._Element):
        return found[0]
    raise ToolFault("Meldingen har ingen tekst å skrive på en annen måte.")
