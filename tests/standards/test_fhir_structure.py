"""The structure of R4, type by type: what each primitive is, and what each described element lets pass."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from standards.fhir import check
from standards.fhir.definitions import Element, codes, find
from standards.fhir.primitives import fault_of, moment

DIV = '<div xmlns="http://www.w3.org/1999/xhtml">x</div>'
PRIMITIVES: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "boolean": ((True, False), ("true", 1, None)),
    "integer": ((0, -5, 2**31 - 1), (2**31, "1", Decimal("1.5"), True)),
    "unsignedInt": ((0, 7), (-1, "0")),
    "positiveInt": ((1,), (0, -1, 2**31)),
    "decimal": ((1, Decimal("1.10"), 1.5), ("1.1", True)),
    "string": (("x", " ", "æ\n"), ("", 1, "\x01")),
    "markdown": (("# x",), ("", None)),
    "code": (("booked", "a b"), (" a", "a  b", "a ", "")),
    "id": (("a-1.B", "x" * 64), ("x" * 65, "a b", "æ", "a_b", "")),
    "uri": (("urn:oid:1.2", "http://x", "x"), ("a b", "")),
    "url": (("https://x/æ",), ("a b",)),
    "canonical": (("http://x|1.0",), ("a b",)),
    "oid": (("urn:oid:2.16.578",), ("2.16.578", "urn:oid:3.1")),
    "uuid": (("urn:uuid:c757873d-ec9a-4326-a141-556f43239520",), ("c757873d-ec9a-4326-a141-556f43239520",)),
    "base64Binary": (("AAAA", "AA==\nAAAA"), ("AAA", "!", "")),
    "instant": (
        ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00.123456789+01:00", "2028-02-29T23:59:60-03:30"),
        (
            *("2026-12-01T10:00:00", "2026-12-01T10:00Z", "2026-12-01", "2026-12-01 10:00:00Z", "2026-12-01T24:00:00Z"),
            *("2026-02-29T10:00:00Z", "2026-13-01T10:00:00Z", "2026-12-01T10:00:00+15:00", "2026-12-01T10:00:00z"),
        ),
    ),
    "dateTime": (
        ("2026", "2026-12", "2026-12-01", "2026-12-01T10:00:00Z"),
        ("2026-12-01T10:00:00", "26", "2026-02-30"),
    ),
    "date": (("2026", "2026-12", "2028-02-29"), ("2026-12-01T10:00:00Z", "01.12.2026", "0000")),
    "time": (("10:00:00", "10:00:00.5"), ("10:00", "24:00:00", "10:00:00Z")),
    "xhtml": ((DIV,), ("<div>x</div>", "x", f"{DIV}x", "")),
}


@pytest.mark.parametrize("kind", PRIMITIVES)
def test_a_primitive_has_its_form(kind: str) -> None:
    good, bad = PRIMITIVES[kind]
    assert [value for value in good if fault_of(kind, value)] == []
    assert [value for value in bad if not fault_of(kind, value)] == []
    for value in bad:
        found = fault_of(kind, value)
        assert found is not None and found.expected and found.found


def test_only_a_time_without_zone_is_said_to_lack_one() -> None:
    assert [bad.zone for bad in (fault_of("instant", "2026-12-01T10:00:00"), fault_of("instant", "x")) if bad] == [
        True,
        False,
    ]
    assert moment("2026-12-01T10:00:00") is None and moment("2026-02-30T10:00:00Z") is None and moment(1) is None
    assert moment("2026-12-01T10:00:60Z") is not None


def bound() -> list[tuple[str, Element]]:
    described = [(name, find(name)) for name in codes("resource-types")]
    return [(name, one) for name, known in described if known for one in known.elements.values() if one.codes]


@pytest.mark.parametrize(("name", "element"), bound(), ids=lambda one: getattr(one, "name", one))
def test_every_required_binding_refuses_other_codes(name: str, element: Element) -> None:
    def at(value: str) -> list[str]:
        resource = {"resourceType": name, element.name: [value] if element.many else value}
        return [breach.at for breach in check(resource) if breach.at.startswith(f"/{element.name}")]

    assert [code for code in codes(element.codes) if at(code)] == []
    assert at(f"{codes(element.codes)[0]}x") and at(codes(element.codes)[0].swapcase())


def required() -> list[tuple[str, Element]]:
    described = [(name, find(name)) for name in codes("resource-types")]
    return [(name, one) for name, known in described if known for one in known.elements.values() if one.required]


@pytest.mark.parametrize(("name", "element"), required(), ids=lambda one: getattr(one, "name", one))
def test_every_required_element_is_missed(name: str, element: Element) -> None:
    assert any(f"Elementet {element.name} mangler" in breach.problem for breach in check({"resourceType": name}))


@pytest.mark.parametrize(
    ("extension", "key"),
    [
        ({"url": "http://x"}, "ext-1"),
        ({"url": "http://x", "valueCode": "a", "extension": [{"url": "b", "valueCode": "a"}]}, "ext-1"),
        ({"url": "http://x", "valueQuantity": {"code": "h"}}, "qty-3"),
        ({"url": "http://x", "valueContactPoint": {"value": "1"}}, "cpt-2"),
        ({"url": "http://x", "valueAttachment": {"data": "AAAA"}}, "att-1"),
        ({"url": "http://x", "valuePeriod": {"start": "2026-02", "end": "2026-01"}}, "per-1"),
        ({"url": "http://x", "valueReference": {"reference": "#x"}}, "ref-1"),
        ({"url": "http://x", "valuePeriod": {}}, "ele-1"),
    ],
)
def test_the_invariants_hold_in_extensions_too(extension: dict[str, Any], key: str) -> None:
    resource = {"resourceType": "Patient", "extension": [extension]}
    assert key in {breach.key for breach in check(resource)}


@pytest.mark.parametrize(
    ("resource", "key"),
    [
        ({"resourceType": "Organization", "active": True}, "org-1"),
        ({"resourceType": "Organization", "name": "x", "address": [{"use": "home", "city": "y"}]}, "org-2"),
        ({"resourceType": "Organization", "name": "x", "telecom": [{"use": "home", "rank": 1}]}, "org-3"),
        ({"resourceType": "Patient", "contact": [{"gender": "other"}]}, "pat-1"),
        (
            {"resourceType": "AppointmentResponse", "participantStatus": "accepted", "appointment": {"display": "x"}},
            "apr-1",
        ),
        ({"resourceType": "Patient", "contained": [{"resourceType": "Flag", "contained": []}]}, "dom-2"),
        ({"resourceType": "Patient", "contained": [{"resourceType": "Flag", "meta": {"versionId": "1"}}]}, "dom-4"),
        ({"resourceType": "Patient", "contained": [{"resourceType": "Flag", "meta": {"security": [{}]}}]}, "dom-5"),
    ],
)
def test_the_invariants_of_resources(resource: dict[str, Any], key: str) -> None:
    assert key in {breach.key for breach in check(resource)}


def test_a_contained_resource_may_be_used_or_may_use_what_it_stands_in() -> None:
    place = {"resourceType": "Location", "id": "a", "partOf": {"reference": "#b"}}
    whole = {"resourceType": "Location", "id": "b"}
    uses = {"resourceType": "Flag", "id": "c", "status": "active", "code": {"text": "x"}, "subject": {"reference": "#"}}
    resource = {"resourceType": "Organization", "name": "x", "contained": [place, whole, uses]}
    assert [breach.at for breach in check(resource)] == ["/contained/0"]
    assert check({**resource, "endpoint": [{"reference": "#a"}]}) == ()


def test_values_and_what_stands_beside_them_go_together() -> None:
    absent = {"extension": [{"url": "http://x", "valueCode": "unknown"}]}
    good = {"resourceType": "Patient", "_birthDate": absent, "name": [{"given": ["a", None], "_given": [None, absent]}]}
    assert check(good) == ()
    assert check({"resourceType": "Patient", "name": [{"given": ["a", None]}]})
    assert check({"resourceType": "Patient", "_name": [absent]})
    assert check(
        {"resourceType": "Appointment", "_start": absent, "_end": absent, "_status": absent, "participant": [{}]}
    )


def test_the_element_that_was_meant_is_suggested() -> None:
    breach = check({"resourceType": "Patient", "birthdate": "2026"})[0]
    assert (breach.expected, breach.at) == ("birthDate", "/birthdate")
