"""FHIR R4 as plain data: a resource is a dict in the JSON form, read from and written to JSON and XML."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice
from typing import Any, Final

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

MOST: Final = 1000


def check(resource: Mapping[str, Any]) -> tuple[Breach, ...]:
    """What in the resource breaks R4 itself, the first thousand; nothing where the type is known by name only."""
    return tuple(islice(chain(structure(resource), invariants(resource)), MOST))
