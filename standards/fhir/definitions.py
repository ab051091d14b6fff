"""What FHIR R4 says of the types we meet: elements, how many, of what type; read from r4.txt and codes.txt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

PRIMITIVES: Final = frozenset(
    (
        *("base64Binary", "boolean", "canonical", "code", "date", "dateTime", "decimal", "id", "instant", "integer"),
        *("markdown", "oid", "positiveInt", "string", "time", "unsignedInt", "uri", "url", "uuid", "xhtml"),
    )
)
RESOURCES: Final = ("Resource", "DomainResource")
_COUNTS: Final = {"!": (1, False), "*": (0, True), "+": (1, True)}


@dataclass(frozen=True)
class Element:
    """One element of a type; `choice` is the name before [x], empty when it is no choice."""

    name: str
    type: str
    required: bool = False
    many: bool = False
    codes: str = ""
    choice: str = ""

    @property
    def primitive(self) -> bool:
        """Whether it carries a value rather than other elements."""
        return self.type in PRIMITIVES


@dataclass(frozen=True)
class Type:
    """A resource or data type: every element by name, in the order XML has them, choices spelled out."""

    name: str
    elements: Mapping[str, Element]
    resource: bool = False

    def missing(self, present: frozenset[str]) -> Iterator[Element]:
        """The required elements that are not there."""
        for element in self.elements.values():
            if element.required and not element.choice and not {element.name, f"_{element.name}"} & present:
                yield element


def find(name: str) -> Type | None:
    """The type with that name; None for one that is not described here."""
    return _types().get(name)


def codes(name: str) -> tuple[str, ...]:
    """The codes of a list with a required binding."""
    return _code_lists()[name]


@lru_cache(maxsize=1)
def _code_lists() -> Mapping[str, tuple[str, ...]]:
    rows = (line.split(":", 1) for line in _lines("codes.txt"))
    return MappingProxyType({name: tuple(listed.split()) for name, listed in rows})


@lru_cache(maxsize=1)
def _types() -> Mapping[str, Type]:
    types: dict[str, Type] = {}
    heads: list[tuple[str, str, list[str]]] = []
    for line in _lines("r4.txt"):
        if line.startswith(" "):
            heads[-1][2].append(line)
        else:
            name, _, base = line.partition(" < ")
            heads.append((name, base, []))
    for name, base, lines in heads:
        inherited = types[base] if base else None
        elements = dict(inherited.elements) if inherited else {}
        elements.update((element.name, element) for line in lines for element in _elements(line))
        resource = name in RESOURCES or bool(inherited and inherited.resource)
        types[name] = Type(name, MappingProxyType(elements), resource)
    return MappingProxyType(types)


def _elements(line: str) -> Iterator[Element]:
    name, kind, *listed = line.split()
    required, many = _COUNTS.get(kind[-1], (0, False))
    choice = name.removesuffix("[x]") if name.endswith("[x]") else ""
    for one in kind.rstrip("!*+").split("|"):
        spelled = choice + one[0].upper() + one[1:] if choice else name
        yield Element(spelled, one, bool(required), many, "".join(listed), choice)


def _lines(name: str) -> Iterator[str]:
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
