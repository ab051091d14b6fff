"""Text with markup: XHTML as an immutable value that reads as its plain text (HITS 1217:2018, 2.4)."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from standards import xml
from standards.errors import StandardsError

_TEXT: Final = etree.XPath("string()")


class Xhtml(str):
    """XHTML in canonical form; to everyone who asks for text it is the text without the markup."""

    __slots__ = ("_markup",)
    _markup: str

    def __new__(cls, markup: str) -> Xhtml:
        """Take one XHTML element, such as a div; raises `StandardsError` for anything else."""
        root = xml.parse(markup.encode())
        if not is_xhtml(root):
            raise StandardsError(
                "Teksten er ikke XHTML.",
                expected=f"ett element, helst div, i {xml.XHTML}",
                found=str(root.tag),
                fix=f'Pakk innholdet i <div xmlns="{xml.XHTML}">.',
            )
        value = super().__new__(cls, plain(root))
        value._markup = canonical(root).decode()
        return value

    @property
    def markup(self) -> str:
        """The element with its markup, in exclusive canonical form."""
        return self._markup

    def to_element(self) -> etree._Element:
        """A new element with the markup."""
        return xml.parse(self._markup.encode())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Xhtml) and other.markup == self.markup

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._markup)

    def __repr__(self) -> str:
        return f"Xhtml({self._markup!r})"

    def __getnewargs__(self) -> tuple[str]:
        return (self._markup,)


def read_rich(element: etree._Element) -> str:
    """The content of an element: XHTML when one XHTML element is all there is, or else its plain text."""
    inner = [child for child in element if isinstance(child.tag, str)]
    around = [element.text, *(child.tail for child in element)]
    if len(inner) == 1 and is_xhtml(inner[0]) and not any((text or "").strip() for text in around):
        try:
            return Xhtml(canonical(inner[0]).decode())
        except (StandardsError, etree.LxmlError):
            return plain(element)
    return plain(element)


def is_xhtml(element: etree._Element) -> bool:
    """Whether the element is of the XHTML namespace."""
    return etree.QName(element).namespace == xml.XHTML


def plain(element: etree._Element) -> str:
    """All text of an element; markup, comments and processing instructions are left out."""
    return str(_TEXT(element))


def canonical(element: etree._Element) -> bytes:
    """The element alone in exclusive canonical form, without comments."""
    alone = deepcopy(element)
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=True, with_comments=False)
