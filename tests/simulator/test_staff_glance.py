"""The form of an intent told at a glance: never sure of what the schema library refuses, and sure of the ordinary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulator.staff import glance

CONTRACT = json.loads((Path(__file__).parents[2] / "standards" / "schemas" / "intents.json").read_text("utf-8"))
DEFINITIONS = CONTRACT["$defs"]
FORMS = {name: intent["params"] for name, intent in CONTRACT["intents"].items()}
SURE = {name: glance.sure(form, DEFINITIONS) for name, form in FORMS.items()}
JUDGES = {name: jsonschema.Draft202012Validator({**form, "$defs": DEFINITIONS}) for name, form in FORMS.items()}

NUMBERS = st.sampled_from([0, 1, -1, 5, 1000, 1001, 3600, 3601, 1.0, 0.5, 1e999, -0.0, True, False])
TEXTS = st.sampled_from(
    ["", "a", "æ" * 20, "x" * 200, "x" * 201, "x" * 5001, "ja", "daily", "answer", "13858496152", "13858496152\n",
     "2031-03-03T08:00:00", "2031-03-03T08:00:00+01:00", "2031-03-03", "١" * 11, "8001", "MO"]
)  # fmt: skip
PLAIN = st.one_of(st.none(), NUMBERS, TEXTS, st.text(max_size=12))


def _nested(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(part, max_size=3) | st.dictionaries(TEXTS, part, max_size=3)


ANY = st.recursive(
    PLAIN, lambda part: st.lists(part, max_size=4) | st.dictionaries(TEXTS, part, max_size=3), max_leaves=6
)


def likely(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values near what the schema takes, some on either side of its bounds."""
    schema = DEFINITIONS[schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], "en annen"])
    kind = schema.get("type")
    if kind == "object":
        parts = {name: st.one_of(likely(part), ANY) for name, part in schema.get("properties", {}).items()}
        required = {name: parts[name] for name in schema.get("required", ())}
        others = {name: part for name, part in parts.items() if name not in required}
        return st.fixed_dictionaries(required, optional={**others, "ukjent": PLAIN})
    if kind == "array":
        return st.lists(st.one_of(likely(schema["items"]), PLAIN), max_size=3)
    if kind == "string":
        pattern = schema.get("pattern")
        return st.one_of(TEXTS, st.from_regex(pattern) if pattern else st.text(max_size=5))
    return NUMBERS


@pytest.mark.parametrize("intent", FORMS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_is_never_sure_of_what_the_library_refuses(intent: str, data: st.DataObject) -> None:
    value = data.draw(st.one_of(likely(FORMS[intent]), ANY))
    if SURE[intent](value):
        assert JUDGES[intent].is_valid(value)


ORDINARY: dict[str, Any] = {
    "string": "x",
    "boolean": True,
    "integer": 1,
    "number": 1.5,
}


def ordinary(schema: dict[str, Any]) -> Any:
    """A value as anybody would write it, with every property there is."""
    schema = DEFINITIONS[schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: ordinary(part) for name, part in schema.get("properties", {}).items()}
    if schema["type"] == "array":
        return [ordinary(schema["items"])]
    texts = ("13858496152", "2031-03-03T08:00:00", "2031-03-03", "x", "1234567")
    judge = jsonschema.Draft202012Validator(schema)
    return next(text for text in (ORDINARY[schema["type"]], *texts) if judge.is_valid(text))


@pytest.mark.parametrize("intent", FORMS)
def test_it_is_sure_of_what_is_written_as_anybody_would(intent: str) -> None:
    value = ordinary(FORMS[intent])
    assert JUDGES[intent].is_valid(value)
    assert SURE[intent](value)


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "string", "format": "date"},
        {"type": ["string", "null"]},
        {"enum": ["a", 1]},
        {"type": "object", "patternProperties": {}},
        {"type": "array"},
        {"$ref": "https://example.org/schema"},
        {"$ref": "#/$defs/local_id", "maxLength": 1},
        {"type": "null"},
    ],
)
def test_of_keywords_it_does_not_know_it_is_never_sure(schema: dict[str, Any]) -> None:
    tell = glance.sure(schema, DEFINITIONS)
    values: tuple[Any, ...] = ("a", 1, None, True, {}, [], 1.5, {"a": 1})
    assert not any(map(tell, values))


@example(value=True)
@example(value=1.0)
@given(value=st.one_of(NUMBERS, TEXTS))
def test_a_true_is_no_number_and_a_one_with_a_point_is_left_to_the_library(value: Any) -> None:
    whole = glance.sure({"type": "integer", "minimum": 1, "maximum": 1000}, {})
    assert whole(value) == (type(value) is int and 1 <= value <= 1000)
