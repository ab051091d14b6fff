"""Uses namespace prefixes, no SoftwareName, no DN where none is asked for, no zone on times, and Sakstype."""

from __future__ import annotations

import re

from lxml import etree

from tests.miniatures.honest import HonestEpj

ONLY = ("BOOK-N01", "CANCEL-N01", "MSG-N01", "MSG-N03", "MSG-F01", "MSG-F03")


class Legal(HonestEpj):
    def now_text(self) -> str:
        return self.local_text()

    def encode(self, document: str) -> bytes:
        document = re.sub(r"<SoftwareName>.*?</SoftwareName>", "", document)
        document = re.sub(r"(<Dialogmelding [^>]*>)", r"\1<Sakstype>4711</Sakstype>", document)
        if "<MsgHead" in document:
            document = re.sub(r' DN="[^"]*"', "", document)
        return etree.tostring(_prefixed(etree.fromstring(document.encode())), encoding="UTF-8", xml_declaration=True)


def _prefixed(root: etree._Element) -> etree._Element:
    spaces = dict.fromkeys(etree.QName(element).namespace for element in root.iter())
    copy = etree.Element(root.tag, nsmap={f"n{place}": space for place, space in enumerate(spaces)})
    _copy(root, copy)
    return copy


def _copy(source: etree._Element, copy: etree._Element) -> None:
    copy.text = source.text
    copy.attrib.update(dict(source.attrib))
    for child in source:
        _copy(child, etree.SubElement(copy, child.tag))
