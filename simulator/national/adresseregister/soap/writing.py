"""Writes plain data as elements of the service's types; what it really is stands in xsi:type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from simulator.national.adresseregister.pascal import TYPE
from simulator.national.adresseregister.soap.types import PARTY_NS, TYPES, XSI, Operation, fields_of

_PREFIX: Final = "r"
_NSMAP: Final = {_PREFIX: PARTY_NS, "i": XSI}


def answer(operation: Operation, result: object) -> etree._Element:
    """What stands in the body when all went well."""
    root = etree.Element(_name(f"{operation.name}Response"), nsmap=_NSMAP)
    if operation.gives:
        add(root, f"{operation.name}Result", operation.gives, result, many=operation.many)
    return root


def add(parent: etree._Element, name: str, kind: str, value: object, *, many: bool = False) -> None:
    """Add an element of a type; nothing when there is no value."""
    if value is None:
        return
    element = etree.SubElement(parent, _name(name))
    if many and isinstance(value, list):
        for item in value:
            add(element, kind, kind, item)
    elif isinstance(value, Mapping):
        _fill(element, kind, value)
    else:
        element.text = _text(value)


def _fill(element: etree._Element, kind: str, value: Mapping[str, Any]) -> None:
    real = str(value.get(TYPE, kind))
    if any(one.extends == kind for one in TYPES.values()):
        element.set(f"{{{XSI}}}type", f"{_PREFIX}:{real}")
    for field in fields_of(real):
        add(element, field.name, field.type, value.get(field.name), many=field.many)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _name(local: str) -> str:
    return f"{{{PARTY_NS}}}{local}"
