"""How a product writes texts to the citizen: plain, or XHTML in a div (HITS 1217:2018, 2.4)."""

from __future__ import annotations

from lxml import etree

from simulator.journal.profile import Profile
from standards import xml
from standards.xhtml import Xhtml

_BREAK = f"{{{xml.XHTML}}}br"


def words(profile: Profile, text: str | None) -> str | None:
    """The text in the product's form; to whoever asks for text it stays the same. None when there is none."""
    if not text or profile.text_form == "plain":
        return text or None
    div = xml.parse(f'<div xmlns="{xml.XHTML}"/>'.encode())
    first, *rest = text.split("\n")
    div.text = first
    for line in rest:
        etree.SubElement(div, _BREAK).tail = f"\n{line}"
    return Xhtml(etree.tostring(div, encoding="unicode"))
