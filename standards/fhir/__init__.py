"""FHIR R4 as plain data: a resource is a dict in the JSON form, read from and written to JSON and XML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standards.fhir.as_json import is_json, read_json, write_json
from standards.fhir.as_xml import read_element, write_element
from standards.fhir.faults import Breach, locate, walk
from standards.fhir.invariants import invariants
from standards.fhir.structure import described, structure

__all__ = [
    "Breach",
    "check",
    "described",
    "is_json",
    "locate",
    "read_element",
    "read_json",
    "walk",
    "write_element",
    "write_json",
]


def check(resource: Mapping[str, Any]) -> tuple[Breach, ...]:
    """Everything in the resource that breaks R4 itself; nothing where the type is known by name only."""
    return (*structure(resource), *invariants(resource))
