"""What is put over REST, right and wrong."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.appointment_inbox import Put
from conformance.checks import puts
from conformance.checks.appointments import Planned
from conformance.ports.puts import patients
from tests.conformance.samples import KARI as OTHER
from tests.conformance.samples import NORA as PATIENT

PLANNED = Planned("1", PATIENT, "2026-12-31T08:00:00", "2026-12-31T08:15:00", "Rom 2", frozenset({"8210011"}))


def resource(**changed: Any) -> dict[str, Any]:
    return {
        "resourceType": "Appointment",
        "id": "a",
        "identifier": [{"value": "a"}],
        "status": "booked",
        "start": "2026-12-31T07:00:00Z",
        "end": "2026-12-31T08:15:00+01:00",
        "contained": [{"resourceType": "Location", "name": "Helsestasjonen, Rom 2"}],
        "participant": [
            {"actor": {"type": "Patient", "identifier": {"value": PATIENT}}},
            {"actor": {"reference": "#x"}},
        ],
        **changed,
    }


def test_what_is_as_registered_passes_whatever_the_zone() -> None:
    assert not list(puts.is_as_registered(resource(), PLANNED))


@pytest.mark.parametrize(
    "changed",
    [
        {
            "participant": [
                {"actor": {"identifier": {"value": PATIENT}}},
                {"actor": {"identifier": {"value": "431003"}}},
            ]
        },
        {"contained": [{"resourceType": "Location", "name": "Helsestasjonen", "description": "Rom 2"}]},
        {"contained": [{"resourceType": "Location", "address": {"text": "Storgata 1, Rom 2"}}]},
    ],
)
def test_what_may_be_written_in_more_than_one_way_passes(changed: dict[str, Any]) -> None:
    assert not list(puts.is_as_registered(resource(**changed), PLANNED))


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"start": "2026-12-31T09:00:00+01:00"}, "start"),
        ({"end": ""}, "end"),
        ({"contained": []}, "contained Location"),
        ({"participant": []}, "participant (Patient)"),
        ({"participant": [{"actor": {"type": "Patient", "identifier": {"value": OTHER}}}]}, "participant (Patient)"),
    ],
)
def test_what_differs_is_told(changed: dict[str, Any], where: str) -> None:
    (finding,) = puts.is_as_registered(resource(**changed), PLANNED)
    assert (finding.rule, finding.where) == ("RT-01", where)


def test_one_appointment_keeps_its_id_and_identifier() -> None:
    assert not list(puts.is_one_appointment([("/x/a", resource()), ("/x/a", resource(status="cancelled"))]))
    new = resource(id="b", identifier=[{"value": "b"}])
    assert [one.where for one in puts.is_one_appointment([("/x/a", resource()), ("/x/b", new)])] == ["id", "identifier"]
    assert [one.where for one in puts.is_one_appointment([("/x/c", resource())])] == ["id"]


def test_an_appointment_that_is_over_says_so() -> None:
    assert not list(puts.is_called_off(resource(status="cancelled")))
    assert [one.rule for one in puts.is_called_off(resource())] == ["RT-02"]
    assert not list(puts.is_told_as_unused(resource(status="noshow")))
    assert [str(one.severity) for one in puts.is_told_as_unused(resource())] == ["merknad"]


def test_somebody_else_may_not_be_named() -> None:
    assert not list(puts.names_nobody_else(b"{}", OTHER))
    assert [one.rule for one in puts.names_nobody_else(OTHER.encode(), OTHER)] == ["RT-01"]


def test_patients_are_found_in_whatever_is_put() -> None:
    assert list(patients(resource())) == [PATIENT]
    assert not list(patients({"participant": ["x", {"actor": {}}]}))


def test_what_was_put_is_read_in_json_and_in_xml_and_what_was_refused_lies_nowhere() -> None:
    written = b'<Appointment xmlns="http://hl7.org/fhir"><id value="a"/><status value="booked"/></Appointment>'
    assert Put(1, "/x/a", written, 201).resource["status"] == "booked" and Put(1, "/x/a", written, 201).taken
    assert Put(1, "/x/a", b'{"resourceType": "Appointment", "id": "a"}', 400).resource["id"] == "a"
    assert not Put(1, "/x/a", b"{}", 400).taken
    assert Put(1, "/x/a", b"<a", 400).resource == {}


def test_only_what_begins_when_the_appointment_does_is_about_it() -> None:
    assert puts.begins_at(resource(), {PLANNED.start})
    assert not puts.begins_at(resource(start="2026-12-30T08:00:00+01:00"), {PLANNED.start})
    assert not puts.begins_at({}, {PLANNED.start})
