"""FHIR in JSON and XML: what is read is what was written, and nothing hostile gets in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from standards.errors import StandardsError
from standards.fhir import is_json, read_element, read_json, write_element, write_json
from standards.fhir.definitions import Element, Type, codes, find

RESOURCES = [name for name in codes("resource-types") if find(name)]
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">Hei <b>du</b> &amp; jeg</div>'
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "unsignedInt": st.integers(0, 2**31 - 1),
    "positiveInt": st.integers(1, 2**31 - 1),
    "decimal": st.decimals("-999", "999", places=2) | st.integers(-9, 9),
    "xhtml": st.just(DIV),
}


def value(draw: st.DrawFn, element: Element, depth: int) -> Any:
    if element.primitive:
        return draw(VALUES.get(element.type, TEXT))
    if element.type == "Resource":
        return complex_value(draw, find("Flag"), depth + 1, "Flag")
    return complex_value(draw, find(element.type), depth + 1)


def complex_value(draw: st.DrawFn, described: Type | None, depth: int, name: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"resourceType": name} if name else {}
    elements = list(described.elements.values()) if described else []
    if depth > 3:
        elements = [one for one in elements if one.primitive]
    for element in draw(st.lists(st.sampled_from(elements), max_size=4, unique=True)) if elements else []:
        if not element.many:
            found[element.name] = value(draw, element, depth)
        else:
            found[element.name] = [value(draw, element, depth) for _ in range(draw(st.integers(1, 2)))]
        if element.primitive and element.name != "div" and described and is_extended(described, element):
            beside = {"id": "x", "extension": [{"url": "http://x", "valueCode": "a"}]}
            found[f"_{element.name}"] = [None, beside] if element.many else beside
            if element.many:
                found[element.name] = [found[element.name][0], draw(st.sampled_from([None, found[element.name][0]]))]
    if not found or (name and len(found) == 1):
        found["id"] = "x"
    return found


def is_extended(described: Type, element: Element) -> bool:
    return described.resource and element.name != "id"


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(RESOURCES))
    return complex_value(draw, find(name), 1, name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(resources())
def test_from_json_to_xml_and_back_nothing_changes(resource: dict[str, Any]) -> None:
    assert read_json(write_json(resource)) == resource
    raw = etree.tostring(write_element(resource))
    assert read_element(etree.fromstring(raw)) == resource


def test_a_decimal_keeps_its_digits() -> None:
    resource = {"resourceType": "Location", "position": {"longitude": Decimal("10.10"), "latitude": 60}}
    assert b"10.10" in write_json(resource) and b"10.10" in write_json(read_json(write_json(resource)))
    assert b'"10.10"' in etree.tostring(write_element(resource))


def test_a_prefix_in_the_xml_is_not_a_part_of_it() -> None:
    raw = f'<f:Flag xmlns:f="http://hl7.org/fhir"><f:id value="a"/><f:text>{DIV}</f:text></f:Flag>'
    assert read_element(etree.fromstring(raw)) == {"resourceType": "Flag", "id": "a", "text": {"div": DIV}}


def test_what_is_not_known_is_kept() -> None:
    raw = '<Flag xmlns="http://hl7.org/fhir"><a value="1"/><b><c value="2"/></b><b/></Flag>'
    assert read_element(etree.fromstring(raw)) == {"resourceType": "Flag", "a": "1", "b": [{"c": "2"}, {}]}


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{", b"[]", b"{}", b'{"resourceType": 1}', b'{"resourceType":"Flag","a":1,"a":1}', b"\xff{}"),
        *(
            b'{"resourceType":"Flag","a":%s}' % bad
            for bad in (b"NaN", b"Infinity", b"1e999", b"9" * 5000, b"-1e-99999")
        ),
        *(b'{"a":' * 70 + b"1" + b"}" * 70, b'{"a":' * 90_000, b"[" * 5000, b'{"resourceType":"\\ud800"}'),
        b'{"resourceType":"Flag","a":"' + b"x" * (10 * 1024 * 1024) + b'"}',
        '{"resourceType":"Flag"}'.encode("utf-16"),
    ],
    ids=range(18),
)
def test_hostile_json_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(StandardsError) as caught:
        read_json(raw)
    assert caught.value.expected and caught.value.found and caught.value.fix


def test_json_is_known_by_its_first_character() -> None:
    assert is_json(b" \n{") and is_json(b"\xef\xbb\xbf{") and not is_json(b"<a/>") and not is_json(b"")


@pytest.mark.parametrize(
    "resource",
    [
        {},
        {"resourceType": "a b"},
        {"resourceType": "Flag", "x y": 1},
        {"resourceType": "Flag", "id": "\x00"},
        {"resourceType": "Flag", "a": object()},
        {"resourceType": "Flag", "text": {"div": "<div>"}},
    ],
)
def test_what_has_no_xml_form_is_refused(resource: dict[str, Any]) -> None:
    with pytest.raises(StandardsError):
        write_element(resource)


def test_xml_of_another_kind_or_too_deep_is_refused() -> None:
    with pytest.raises(StandardsError):
        read_element(etree.fromstring("<Flag/>"))
    deep = etree.fromstring('<Flag xmlns="http://hl7.org/fhir">' + "<a>" * 100 + "</a>" * 100 + "</Flag>")
    with pytest.raises(StandardsError):
        read_element(deep)
