"""FHIR as XML in http://hl7.org/fhir, read to and written from the JSON form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from standards.errors import ForbiddenXml, NotThisMessage, StandardsError, kind_of
from standards.fhir.as_json import MAX_DEPTH
from standards.fhir.definitions import RESOURCES, Element, Type, find
from standards.xml import FHIR, XHTML, line_of, name_of, parse

_WHOLE: Final = frozenset({"integer", "unsignedInt", "positiveInt"})
_WHOLE_FORM: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL_FORM: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?")
_NSMAP: Final[Any] = {None: FHIR}
_ATTRIBUTES: Final = ("id", "url")


def read_element(element: etree._Element) -> dict[str, Any]:
    """The resource in its JSON form; what R4 does not know is kept as it stands, for the validator to find."""
    if etree.QName(element).namespace != FHIR:
        raise NotThisMessage(
            "Elementet er ikke en FHIR-ressurs.",
            expected=f"en ressurs i navnerommet {FHIR}",
            found=name_of(element),
            fix="Skriv ressursen i navnerommet til FHIR.",
            line=line_of(element),
        )
    return _resource(element, 1)


def write_element(resource: Mapping[str, Any]) -> etree._Element:
    """The resource as XML; raises `StandardsError` for what has no XML form."""
    name = resource.get("resourceType")
    if not isinstance(name, str):
        raise _unwritable("/resourceType", "navnet på en ressurs", kind_of(name))
    root = _element(None, name, "/resourceType")
    _write_fields(root, resource, find(name), "", 1)
    return root


def order_of(described: Type | None) -> Mapping[str, int]:
    """Where each element stands in XML."""
    return {name: place for place, name in enumerate(described.elements)} if described else {}


def div_of(text: str) -> etree._Element:
    """The narrative as XHTML; raises `StandardsError` when it is not a div."""
    div = parse(text.encode("utf-8", "replace"))
    if etree.QName(div).localname != "div" or etree.QName(div).namespace != XHTML:
        raise StandardsError("Fortellingen er ikke en div i XHTML.", expected="<div>", found=name_of(div))
    return div


def _resource(element: etree._Element, depth: int) -> dict[str, Any]:
    name = str(etree.QName(element).localname)
    return {"resourceType": name, **_fields(element, find(name), depth)}


def _fields(element: etree._Element, described: Type | None, depth: int) -> dict[str, Any]:
    if depth > MAX_DEPTH:
        raise ForbiddenXml(
            "Ressursen er nøstet for dypt.",
            expected=f"høyst {MAX_DEPTH} nivåer",
            found="flere nivåer",
            fix="Fjern nøstingen.",
            line=line_of(element),
        )
    found: dict[str, Any] = {name: value for name in _ATTRIBUTES if (value := element.get(name)) is not None}
    groups: dict[str, list[etree._Element]] = {}
    for item in element.iterchildren(etree.Element):
        groups.setdefault(str(etree.QName(item).localname), []).append(item)
    for name, items in groups.items():
        known = described.elements.get(name) if described else None
        if known is not None and not known.primitive:
            values = [_complex(item, known, depth) for item in items]
            found[name] = values if known.many or len(values) > 1 else values[0]
        elif known is None and not any(_looks_primitive(item) for item in items):
            values = [_guess(item, depth) for item in items]
            found[name] = values if len(values) > 1 else values[0]
        else:
            found.update(_primitives(name, items, known, depth))
    return found


def _complex(item: etree._Element, known: Element, depth: int) -> dict[str, Any]:
    if known.type in RESOURCES:
        inner = next(item.iterchildren(etree.Element), None)
        return {} if inner is None else _resource(inner, depth + 1)
    return _fields(item, find(known.type), depth + 1)


def _guess(item: etree._Element, depth: int) -> Any:
    if etree.QName(item).namespace == XHTML:
        return _xhtml(item)
    return _fields(item, find("Extension") if etree.QName(item).localname == "extension" else None, depth + 1)


def _looks_primitive(item: etree._Element) -> bool:
    return item.get("value") is not None


def _primitives(name: str, items: list[etree._Element], known: Element | None, depth: int) -> dict[str, Any]:
    kind = known.type if known else ""
    values = [_xhtml(item) if kind == "xhtml" else _value(item.get("value"), kind) for item in items]
    beside = [{} if kind == "xhtml" else _beside(item, depth) for item in items]
    many = len(items) > 1 or (known is not None and known.many)
    found: dict[str, Any] = {}
    if any(value is not None for value in values):
        found[name] = values if many else values[0]
    if any(beside):
        extra = [one or None for one in beside]
        found[f"_{name}"] = extra if many else extra[0]
    if not found:
        found[name] = [{} for _ in items] if many else {}
    return found


def _beside(item: etree._Element, depth: int) -> dict[str, Any]:
    fields = _fields(item, find("Element"), depth + 1)
    fields.pop("url", None)
    return fields


def _value(text: str | None, kind: str) -> Any:
    if text is None:
        return None
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in _WHOLE and _WHOLE_FORM.fullmatch(text):
        return int(text)
    if kind == "decimal" and _DECIMAL_FORM.fullmatch(text):
        return Decimal(text) if not _WHOLE_FORM.fullmatch(text) else int(text)
    return text


def _xhtml(item: etree._Element) -> str:
    """The div with no namespace declarations but its own."""
    copy = etree.fromstring(etree.tostring(item, with_tail=False))
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, encoding="unicode")


def _write_fields(
    element: etree._Element, values: Mapping[str, Any], described: Type | None, at: str, depth: int
) -> None:
    if depth > MAX_DEPTH:
        raise _unwritable(at, f"høyst {MAX_DEPTH} nivåer", "flere nivåer")
    order = order_of(described)
    names = dict.fromkeys(name.removeprefix("_") for name in values if name != "resourceType")
    for name in sorted(names, key=lambda one: order.get(one, len(order))):
        known = described.elements.get(name) if described else None
        if _is_attribute(name, described):
            _set(element, name, values.get(name), f"{at}/{name}")
            continue
        for value, beside, where in _pairs(name, values, at):
            child = _write_one(element, known or _unknown(name), value, where, depth)
            if isinstance(beside, Mapping):
                _write_fields(child, beside, find("Element"), where, depth + 1)


def _is_attribute(name: str, described: Type | None) -> bool:
    if described is None or described.resource:
        return False
    return name == "id" or (name == "url" and described.name == "Extension")


def _pairs(name: str, values: Mapping[str, Any], at: str) -> Iterator[tuple[Any, Any, str]]:
    value, beside = values.get(name), values.get(f"_{name}")
    if not isinstance(value, list) and not isinstance(beside, list):
        yield value, beside, f"{at}/{name}"
        return
    ones = value if isinstance(value, list) else [] if value is None else [value]
    others = beside if isinstance(beside, list) else [] if beside is None else [beside]
    for index in range(max(len(ones), len(others))):
        yield _nth(ones, index), _nth(others, index), f"{at}/{name}/{index}"


def _nth(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None


def _unknown(name: str) -> Element:
    return Element(name, "Extension" if name == "extension" else "")


def _write_one(parent: etree._Element, known: Element, value: Any, at: str, depth: int) -> etree._Element:
    if known.type == "xhtml" and isinstance(value, str):
        div = div_of(value)
        parent.append(div)
        return div
    child = _element(parent, known.name, at)
    if isinstance(value, Mapping):
        kind = known.type
        if isinstance(value.get("resourceType"), str):
            child = _element(child, value["resourceType"], f"{at}/resourceType")
            kind = value["resourceType"]
        _write_fields(child, value, find(kind), at, depth + 1)
    elif value is not None:
        _set(child, "value", value, at)
    return child


def _element(parent: etree._Element | None, name: str, at: str) -> etree._Element:
    try:
        tag = etree.QName(FHIR, name)
        return etree.Element(tag, nsmap=_NSMAP) if parent is None else etree.SubElement(parent, tag)
    except ValueError as error:
        raise _unwritable(at, "et navn som XML tillater", name[:80]) from error


def _set(element: etree._Element, name: str, value: Any, at: str) -> None:
    if not isinstance(value, str | int | Decimal):
        raise _unwritable(at, "en tekst, et tall eller true/false", kind_of(value))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        element.set(name, text)
    except ValueError as error:
        raise _unwritable(at, "tegn som XML tillater", "et kontrolltegn") from error


def _unwritable(at: str, expected: str, found: str) -> StandardsError:
    return StandardsError(
        f"{at or '/'} kan ikke skrives som XML.",
        expected=expected,
        found=found,
        fix="Rett verdien, så ressursen følger R4.",
    )
