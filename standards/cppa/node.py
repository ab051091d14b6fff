"""One element of a profile or agreement, read by the names of the namespace; what must be there and is not, is told."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.errors import StandardsError
from standards.xml import CPPA, XLINK, line_of, name_of


class Node:
    """One element, read by the names of the namespace."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    @property
    def content(self) -> str:
        """All text in it, trimmed."""
        return "".join(str(part) for part in self.element.itertext()).strip()

    def all(self, *names: str) -> Iterator[Node]:
        """The children with one of the names."""
        return (Node(child) for child in self.element.iterchildren(*(f"{{{CPPA}}}{name}" for name in names)))

    def first(self, name: str) -> Node | None:
        """The first child with the name, if any."""
        return next(self.all(name), None)

    def one(self, name: str) -> Node:
        """The child that must be there."""
        return self.first(name) or self._missing(f"elementet {name}")

    def some(self, name: str) -> tuple[Node, ...]:
        """The children, of which there must be one."""
        return tuple(self.all(name)) or (self._missing(f"minst ett element {name}"),)

    def get(self, name: str) -> str:
        """An attribute, empty when it is not there; without its prefix it would be read as not there, so that fails."""
        value = self.element.get(f"{{{CPPA}}}{name}")
        if value is None and self.element.get(name) is not None:
            raise StandardsError(
                f"Attributtet {name} på {name_of(self.element)} mangler prefiks.",
                expected=f"{name} i {CPPA}, som alle attributter i dokumentet",
                found=f"{name} uten navnerom",
                fix=f"Skriv attributtet med prefikset til navnerommet, som tns:{name}.",
                line=line_of(self.element),
            )
        return (value or "").strip()

    def must(self, name: str) -> str:
        """The attribute that must be there."""
        return self.get(name) or self._missing_text(f"attributtet {name}")

    def filled(self) -> str:
        """The text, which must not be empty."""
        return self.content or self._missing_text("innhold")

    def href(self) -> str:
        """Where its link leads."""
        return (self.element.get(f"{{{XLINK}}}href") or "").strip()

    def flag(self, name: str) -> bool:
        """Whether an attribute is true."""
        return self.get(name) in ("true", "1")

    def references(self, child: str, attribute: str) -> tuple[str, ...]:
        """An attribute of each child of one name."""
        return tuple(one.must(attribute) for one in self.all(child))

    def _missing_text(self, what: str) -> str:
        self._missing(what)
        return ""

    def _missing(self, what: str) -> Node:
        raise StandardsError(
            f"{name_of(self.element)} mangler noe som må være der.",
            expected=what,
            found="ingenting",
            fix=f"Legg til {what}.",
            line=line_of(self.element),
        )
