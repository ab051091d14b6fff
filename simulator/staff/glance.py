"""Tells at a glance that a value is as a schema has it; of whatever takes more than a glance it is not sure.

It knows the few keywords that the contract of intents is written with. That it is not sure says nothing of the value:
then the schema library is asked, which is many times slower, and which also knows the words for what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import inf
from types import MappingProxyType
from typing import Any

Sure = Callable[[Any], bool]
"""Whether it is certain that the value is as it should be."""
_Schema = Mapping[str, Any]
_PLACE = "#/$defs/"


def sure(schema: _Schema, definitions: Mapping[str, _Schema]) -> Sure:
    """What tells, for values that come from JSON."""
    asked = schema.keys() - {"description"}
    if asked == {"$ref"} and str(schema["$ref"]).startswith(_PLACE):
        return sure(definitions[schema["$ref"].removeprefix(_PLACE)], definitions)
    if asked == {"enum"} and all(type(one) is str for one in schema["enum"]):
        known = frozenset(schema["enum"])
        return lambda value: type(value) is str and value in known
    keywords, make = _TYPES.get(str(schema.get("type")), (frozenset[str](), _never))
    return make(schema, definitions) if asked <= keywords | {"type"} else _never(schema, definitions)


def _never(_: _Schema, __: Mapping[str, _Schema]) -> Sure:
    return lambda value: False


def _object(schema: _Schema, definitions: Mapping[str, _Schema]) -> Sure:
    """A property that is not named is never sure, whether or not there may be others."""
    required = frozenset(schema.get("required", ()))
    parts = {name: sure(part, definitions) for name, part in schema.get("properties", {}).items()}

    def tell(value: Any) -> bool:
        if type(value) is not dict or not required <= value.keys():
            return False
        for name, one in value.items():
            part = parts.get(name)
            if part is None or not part(one):
                return False
        return True

    return tell


def _array(schema: _Schema, definitions: Mapping[str, _Schema]) -> Sure:
    if "items" not in schema:
        return _never(schema, definitions)
    part, unique = sure(schema["items"], definitions), schema.get("uniqueItems")
    least, most = schema.get("minItems", 0), schema.get("maxItems", inf)

    def tell(value: Any) -> bool:
        if type(value) is not list or not least <= len(value) <= most or not all(map(part, value)):
            return False
        return not unique or (all(type(one) is str for one in value) and len(set(value)) == len(value))

    return tell


def _string(schema: _Schema, _: Mapping[str, _Schema]) -> Sure:
    least, most = schema.get("minLength", 0), schema.get("maxLength", inf)
    pattern = re.compile(schema.get("pattern", ""))
    return lambda value: type(value) is str and least <= len(value) <= most and pattern.search(value) is not None


def _numeric(*kinds: type) -> Callable[[_Schema, Mapping[str, _Schema]], Sure]:
    """A true that Python holds for a number is none here, and a whole number written 1.0 is not sure to be one."""

    def make(schema: _Schema, _: Mapping[str, _Schema]) -> Sure:
        least, above = schema.get("minimum", -inf), schema.get("exclusiveMinimum", -inf)
        most = schema.get("maximum", inf)
        return lambda value: type(value) in kinds and least <= value <= most and above < value

    return make


def _boolean(_: _Schema, __: Mapping[str, _Schema]) -> Sure:
    return lambda value: type(value) is bool


_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum"})
_TYPES: Mapping[str, tuple[frozenset[str], Callable[[_Schema, Mapping[str, _Schema]], Sure]]] = MappingProxyType(
    {
        "object": (frozenset({"properties", "required", "additionalProperties"}), _object),
        "array": (frozenset({"items", "minItems", "maxItems", "uniqueItems"}), _array),
        "string": (frozenset({"minLength", "maxLength", "pattern"}), _string),
        "integer": (_BOUNDS, _numeric(int)),
        "number": (_BOUNDS, _numeric(int, float)),
        "boolean": (frozenset(), _boolean),
    }
)
