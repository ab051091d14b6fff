"""Whether a resource is built as R4 says: known elements, right types, what is required, legal codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from standards.errors import kind_of
from standards.fhir.as_json import MAX_DEPTH
from standards.fhir.definitions import RESOURCES, Element, Type, codes, find
from standards.fhir.faults import Breach
from standards.fhir.primitives import fault_of

_LONGEST_NAME: Final = 40
EMPTY_FIX: Final = "Utelat elementet når det ikke har innhold."


def described(name: object) -> bool:
    """Whether the structure of a resource type is known here."""
    known = find(name) if isinstance(name, str) else None
    return known is not None and known.resource and name not in RESOURCES


def structure(resource: Mapping[str, Any], at: str = "") -> Iterator[Breach]:
    """Every breach of the structure of R4; nothing for a resource type that is known by name only."""
    name = resource.get("resourceType")
    if not isinstance(name, str) or name not in codes("resource-types"):
        yield Breach(
            f"{at}/resourceType",
            "R4 har ingen slik ressurs.",
            "navnet på en ressurs i FHIR R4",
            name[:60] if isinstance(name, str) else kind_of(name),
            "Rett navnet; store og små bokstaver teller.",
        )
    elif described(name):
        yield from _object(resource, find(name), at, name)


def _object(value: Mapping[str, Any], known: Type | None, at: str, name: str) -> Iterator[Breach]:
    if known is None:
        return
    own = {one: inner for one, inner in value.items() if one != "resourceType" or not known.resource}
    if not own and not known.resource:
        yield Breach(at, f"Elementet {name} er tomt.", "minst ett element", "ingenting", EMPTY_FIX, "ele-1")
    for one in own:
        yield from _named(one, own, known, at)
    for element in known.missing(frozenset(own)):
        yield Breach(
            at or "/",
            f"Elementet {element.name} mangler i {known.name}.",
            f"{element.name} minst én gang" if element.many else f"{element.name} nøyaktig én gang",
            "ikke til stede",
            f"Ta med {element.name}.",
        )
    yield from _choices(own, known, at)


def _named(name: str, own: Mapping[str, Any], known: Type, at: str) -> Iterator[Breach]:
    element = known.elements.get(name.removeprefix("_"))
    if element is None or (name.startswith("_") and (not element.primitive or element.type == "xhtml")):
        yield Breach(
            f"{at}/{name}",
            f"R4 har ikke noe element {name} i {known.name}.",
            _like(name, known),
            name,
            "Rett navnet, fjern elementet, eller bruk en extension.",
        )
        return
    yield from _element(name, own[name], element, own, f"{at}/{name}")


def _like(name: str, known: Type) -> str:
    if len(name) > _LONGEST_NAME:
        return f"et element som {known.name} har i R4"
    close = get_close_matches(name.casefold(), [one.casefold() for one in known.elements], n=1, cutoff=0.8)
    meant = [one for one in known.elements if close and one.casefold() == close[0]]
    return meant[0] if meant else f"et element som {known.name} har i R4"


def _element(name: str, value: Any, element: Element, own: Mapping[str, Any], at: str) -> Iterator[Breach]:
    if not element.many:
        if isinstance(value, list):
            yield Breach(
                at,
                f"Elementet {name} er en liste, men kan bare stå én gang.",
                "én verdi",
                f"en liste med {len(value)}",
                "Behold én.",
            )
        else:
            yield from _one(name, value, element, at)
        return
    if not isinstance(value, list):
        yield Breach(
            at,
            f"Elementet {name} er ikke en liste.",
            "en liste, også med bare én verdi",
            kind_of(value),
            "Sett [ ] rundt.",
        )
    elif not value:
        yield Breach(at, f"Elementet {name} er en tom liste.", "minst én verdi", "en tom liste", EMPTY_FIX)
    else:
        beside = own.get(name[1:] if name.startswith("_") else f"_{name}")
        for index, item in enumerate(value):
            if item is None and element.primitive and _has(beside, index):
                continue
            yield from _one(name, item, element, f"{at}/{index}")


def _has(values: Any, index: int) -> bool:
    return isinstance(values, list) and index < len(values) and values[index] is not None


def _one(name: str, value: Any, element: Element, at: str) -> Iterator[Breach]:
    if name.startswith("_"):
        yield from _complex(name, value, find("Element"), at)
    elif element.primitive:
        yield from _primitive(name, value, element, at)
    elif element.type == "Resource":
        if isinstance(value, Mapping):
            yield from structure(value, at)
        else:
            yield _no_object(name, value, at)
    else:
        yield from _complex(name, value, find(element.type), at)


def _complex(name: str, value: Any, known: Type | None, at: str) -> Iterator[Breach]:
    if not isinstance(value, Mapping):
        yield _no_object(name, value, at)
    elif at.count("/") < MAX_DEPTH * 2:
        yield from _object(value, known, at, name)


def _no_object(name: str, value: Any, at: str) -> Breach:
    return Breach(
        at,
        f"Elementet {name} er ikke et objekt.",
        "et objekt med elementer",
        kind_of(value),
        "Skriv elementet som R4 viser.",
    )


def _primitive(name: str, value: Any, element: Element, at: str) -> Iterator[Breach]:
    if value == {} and isinstance(value, dict):
        yield Breach(at, f"Elementet {name} er tomt.", "en verdi", "ingenting", EMPTY_FIX, "ele-1")
        return
    bad = fault_of(element.type, value)
    if bad is not None:
        problem = (
            f"Elementet {name} mangler sone." if bad.zone else f"Elementet {name} har ikke formen til {element.type}."
        )
        fix = "Skriv tidspunktet med Z eller avstand fra UTC." if bad.zone else "Rett verdien."
        yield Breach(at, problem, bad.expected, bad.found, fix, zone=bad.zone)
    elif element.codes and value not in codes(element.codes):
        yield Breach(
            at,
            f"Elementet {name} har en kode som R4 ikke tillater.",
            ", ".join(codes(element.codes)),
            str(value)[:60],
            "Bruk en av kodene; store og små bokstaver teller.",
        )


def _choices(own: Mapping[str, Any], known: Type, at: str) -> Iterator[Breach]:
    seen: dict[str, list[str]] = {}
    for name in own:
        element = known.elements.get(name.removeprefix("_"))
        if element is not None and element.choice and element.name not in seen.setdefault(element.choice, []):
            seen[element.choice].append(element.name)
    for choice, names in seen.items():
        if len(names) > 1:
            yield Breach(
                at or "/",
                f"Valget {choice}[x] står i flere former.",
                "bare én av formene",
                ", ".join(names),
                "Behold den ene.",
            )
