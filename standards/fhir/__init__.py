"""FHIR R4 as plain data: a resource is a dict in the JSON form, read from and written to JSON and XML."""

from __future__ import annotations

from standards.fhir.as_json import is_json, read_json, write_json
from standards.fhir.as_xml import read_element, write_element

__all__ = ["is_json", "read_element", "read_json", "write_element", "write_json"]
