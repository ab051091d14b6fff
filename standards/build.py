"""Small steps for building and reading elements, shared by the message codecs."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from lxml import etree

from standards.codes import Code, Ident
from standards.errors import StandardsError
from standards.xhtml import Xhtml, plain, read_rich


class Builder:
    """Adds children to one element in the order of the calls, all in one namespace."""

    def __init__(self, element: etree._Element, namespace: str) -> None:
        self.element = element
        self.namespace = namespace

    @classmethod
    def root(cls, namespace: str, name: str, prefixes: dict[str, str] | None = None) -> Builder:
        """A new root element with its namespace as default."""
        nsmap: dict[str | None, str] = {None: namespace}
        nsmap.update((prefix, uri) for prefix, uri in (prefixes or {}).items())
        return cls(etree.Element(f"{{{namespace}}}{name}", nsmap=cast(dict[str, str], nsmap)), namespace)

    def child(self, name: str, *, namespace: str | None = None) -> Builder:
        """Add an element and return a builder for it; `namespace` becomes that of its children too."""
        uri = namespace or self.namespace
        return Builder(etree.SubElement(self.element, f"{{{uri}}}{name}"), uri)

    def text(self, name: str, value: str | None) -> Builder:
        """Add an element with text, unless the value is None."""
        if value is not None:
            write_text(self.child(name).element, value)
        return self

    def rich(self, name: str, value: str | None) -> Builder:
        """Add an element with text or XHTML, unless the value is None."""
        if isinstance(value, Xhtml):
            self.child(name).element.append(value.to_element())
            return self
        return self.text(name, value)

    def day(self, name: str, value: date | None) -> Builder:
        """Add an element with a date, unless the value is None."""
        return self.text(name, value.isoformat() if value else None)

    def code(self, name: str, value: Code | None) -> Builder:
        """Add a CV or CS element, unless the value is None."""
        if value is not None:
            element = self.child(name).element
            for attribute, content in value.attributes().items():
                write_attribute(element, attribute, content)
        return self

    def stamp(self, name: str, value: datetime | None) -> Builder:
        """Add a TS element, unless the value is None."""
        if value is not None:
            self.child(name).element.set("V", value.isoformat())
        return self

    def ident(self, value: Ident, *, name: str = "Ident", inner: str | None = None) -> Builder:
        """Add an Ident with Id and TypeId; `inner` is the namespace of these two when it is another."""
        ident = Builder(self.child(name).element, inner or self.namespace)
        ident.text("Id", value.id).code("TypeId", value.type)
        return self


class Reader:
    """Reads children of one element by local name; what is missing reads as None or an empty text."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    @property
    def name(self) -> str:
        """Local name of the element."""
        return str(etree.QName(self.element).localname)

    @property
    def namespace(self) -> str:
        """Namespace of the element, or an empty text."""
        return str(etree.QName(self.element).namespace or "")

    def content(self) -> str:
        """All text of the element, markup left out."""
        return plain(self.element)

    def children(self, name: str | None = None) -> list[Reader]:
        """Child elements, all or those of one local name."""
        found = [Reader(child) for child in self.element if isinstance(child.tag, str)]
        return found if name is None else [child for child in found if child.name == name]

    def child(self, *names: str) -> Reader | None:
        """The first child along a path of local names."""
        here: Reader | None = self
        for name in names:
            here = next(iter(here.children(name)), None) if here is not None else None
        return here

    def text(self, *names: str) -> str | None:
        """All text of the child along the path, markup left out, or None if there is no such child."""
        here = self.child(*names)
        return None if here is None else plain(here.element)

    def rich(self, *names: str) -> str | None:
        """The child along the path as text, or as `Xhtml` when it holds that."""
        here = self.child(*names)
        return None if here is None else read_rich(here.element)

    def day(self, *names: str) -> date | None:
        """The child along the path as a date; None if it is missing or not one."""
        return parse_day(self.text(*names))

    def code(self, *names: str) -> Code | None:
        """The coded value along the path."""
        here = self.child(*names)
        return None if here is None else here.coded()

    def coded(self) -> Code:
        """This element as a coded value."""
        get = self.element.get
        return Code(get("V") or "", get("S") or "", get("DN") or "", get("OT") or "")

    def codes(self, name: str) -> tuple[Code, ...]:
        """All children of one name as coded values."""
        return tuple(child.coded() for child in self.children(name))

    def stamp(self, *names: str) -> datetime | None:
        """The V attribute of a TS along the path as a time, or None if missing or not a date and time."""
        here = self.child(*names)
        return parse_time(here.element.get("V")) if here is not None else None

    def idents(self) -> tuple[Ident, ...]:
        """All Ident children."""
        return tuple(ident.ident() for ident in self.children("Ident"))

    def ident(self) -> Ident:
        """This element as an Ident."""
        return Ident((self.text("Id") or "").strip(), self.code("TypeId") or Code(""))


def write_text(element: etree._Element, value: str) -> None:
    """Set the text of an element; raises `StandardsError` for a character that XML has no way to carry."""
    try:
        element.text = value
    except ValueError as error:
        raise _no_such_character(element, value) from error


def write_attribute(element: etree._Element, name: str, value: str) -> None:
    """Set an attribute; raises `StandardsError` for a character that XML has no way to carry."""
    try:
        element.set(name, value)
    except ValueError as error:
        raise _no_such_character(element, value) from error


def _no_such_character(element: etree._Element, value: str) -> StandardsError:
    return StandardsError(
        f"Teksten i {etree.QName(element).localname} har et tegn som XML ikke tillater.",
        expected="tekst uten styretegn",
        found=ascii(value)[:80],
        fix="Fjern styretegnene.",
    )


def parse_time(value: str | None) -> datetime | None:
    """Read an xs:dateTime (seven fraction digits too); None if it is missing or not one."""
    if not value:
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None


def parse_day(value: str | None) -> date | None:
    """Read an xs:date, with or without zone; None if it is missing or not one."""
    try:
        return date.fromisoformat(value.strip()[:10]) if value else None
    except ValueError:
        return None
