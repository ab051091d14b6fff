"""Good FHIR resources of a municipality; a test breaks one thing in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

from standards.fhir import write_element, write_json
from standards.identifiers import make_fnr
from standards.xml import serialize
from tests.standards import good

Resource = dict[str, Any]
Change = Callable[[Resource], None]

OID = "urn:oid:2.16.578.1.12.4.1"
HER_ID = f"{OID}.2"
HN = "http://helsenorge.no/fhir"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
VIRTUAL = "http://hl7.no/fhir/StructureDefinition/no-basis-virtual-service"
YOUTH = make_fnr(date(2012, 3, 1), 500)


def coded(system: str, code: str) -> Resource:
    """A CodeableConcept with one coding."""
    return {"coding": [{"system": system, "code": code}]}


def flag(name: str, code: str) -> Resource:
    """A contained Flag: what the citizen may do."""
    about = {"identifier": {"system": f"{OID}.4.1", "value": good.CHILD}}
    return {
        "resourceType": "Flag",
        "id": name,
        "status": "active",
        "code": coded(f"{HN}/CodeSystem/flagg", code),
        "subject": about,
    }


def station() -> Resource:
    """A booked appointment at the child health centre, which the parent may cancel."""
    return {
        "resourceType": "Appointment",
        "id": "time-1",
        "meta": {
            "lastUpdated": "2026-11-21T10:00:00+01:00",
            "profile": [f"{HN}/StructureDefinition/hn-basis-appointment"],
            "security": [{"system": f"{OID}.1.9603", "code": "N"}],
            "tag": [{"system": f"{HN}/paminnelse", "code": "9"}],
        },
        "contained": [
            {
                "resourceType": "Organization",
                "id": "org",
                "identifier": [{"system": HER_ID, "value": "8210011"}],
                "name": "Helsestasjon",
            },
            {
                "resourceType": "Location",
                "id": "sted",
                "name": "Rom 3",
                "type": [coded(ROLE_CODE, "OF")],
            },
            flag("avlyse", "cancelWithComment"),
        ],
        "identifier": [
            {
                "system": "urn:oid:2.16.578.1.34.1",
                "value": "A-1",
                "assigner": {"reference": "#org"},
            }
        ],
        "status": "booked",
        "serviceCategory": [coded(f"{OID}.1.7619", "3")],
        "appointmentType": coded(f"{OID}.1.8406", "3"),
        "description": "Seksårskontroll",
        "supportingInformation": [{"reference": "#org"}, {"reference": "#avlyse"}],
        "start": "2026-12-01T10:00:00+01:00",
        "end": "2026-12-01T10:30:00+01:00",
        "minutesDuration": 30,
        "participant": [
            {
                "actor": {"type": "Patient", "identifier": {"system": f"{OID}.4.1", "value": good.CHILD}},
                "status": "accepted",
            },
            {"actor": {"reference": "#sted"}, "status": "accepted"},
        ],
    }


def home_visit() -> Resource:
    """A visit by home care that is proposed within a period."""
    one = station()
    one["status"] = "proposed"
    one["serviceCategory"] = [coded(f"{OID}.1.7619", "7")]
    one["contained"][1] = {"resourceType": "Location", "id": "sted", "type": [coded(ROLE_CODE, "PTRES")]}
    del one["start"], one["end"], one["meta"]["tag"], one["minutesDuration"]
    one["requestedPeriod"] = [{"start": "2026-12-01T08:00:00+01:00", "end": "2026-12-01T10:00:00+01:00"}]
    one["participant"][0]["status"] = "needs-action"
    return one


def cancelled() -> Resource:
    """An appointment that the service cancelled."""
    one = station()
    one["status"] = "cancelled"
    one["cancelationReason"] = coded(f"{OID}.1.7621", "AAT")
    return one


def youth() -> Resource:
    """An appointment that only the youth sees."""
    one = station()
    one["serviceCategory"] = [coded(f"{OID}.1.7619", "4")]
    one["meta"]["security"][0]["code"] = "NORN_FORANS"
    one["participant"][0]["actor"]["identifier"]["value"] = YOUTH
    return one


def virtual() -> Resource:
    """A midwife's appointment by video."""
    one = station()
    one["serviceCategory"] = [coded(f"{OID}.1.7619", "5")]
    del one["contained"][1], one["participant"][1]
    one["extension"] = [{"url": VIRTUAL, "valueUrl": "https://video.example/1"}]
    return one


def specialist() -> Resource:
    """An appointment of a hospital, with what only hospitals have."""
    one = station()
    one["serviceCategory"] = [coded("http://terminology.hl7.org/CodeSystem/service-category", "27")]
    one["basedOn"] = [{"identifier": {"system": "urn:oid:2.16.578.1.34.2", "value": "H-1"}}]
    return one


def episode() -> Resource:
    """A helsekontakt with its team."""
    return {
        "resourceType": "EpisodeOfCare",
        "meta": {"security": [{"system": f"{OID}.1.9603", "code": "N"}]},
        "contained": [
            {
                "resourceType": "CareTeam",
                "id": "team",
                "participant": [{"role": [{"text": "Helsesykepleier"}], "member": {"display": "Ada Lie"}}],
            }
        ],
        "status": "active",
        "patient": {"identifier": {"system": f"{OID}.4.1", "value": YOUTH}},
        "period": {"start": "2026-08-01"},
        "team": [{"reference": "#team"}],
    }


def outcome() -> Resource:
    """What Helsenorge answers when it refuses."""
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid"}]}


def as_json(make: Callable[[], Resource], *changes: Change) -> Callable[[], bytes]:
    """A maker of the resource as JSON, with changes made."""
    return lambda: write_json(changed(make(), *changes))


def as_xml(make: Callable[[], Resource], *changes: Change) -> Callable[[], bytes]:
    """A maker of the resource as XML, with changes made."""
    return lambda: serialize(write_element(changed(make(), *changes)))


def changed(resource: Resource, *changes: Change) -> Resource:
    """The resource with changes made."""
    for change in changes:
        change(resource)
    return resource


def put(path: str, value: Any) -> Change:
    """Set what a JSON pointer names; `-` adds to a list."""

    def change(resource: Resource) -> None:
        parent, last = _parent(resource, path)
        if last == "-":
            parent.append(deepcopy(value))
        elif isinstance(parent, list):
            parent[int(last)] = deepcopy(value)
        else:
            parent[last] = deepcopy(value)

    return change


def drop(path: str) -> Change:
    """Remove what a JSON pointer names."""

    def change(resource: Resource) -> None:
        parent, last = _parent(resource, path)
        del parent[int(last) if isinstance(parent, list) else last]

    return change


def _parent(resource: Resource, path: str) -> tuple[Any, str]:
    *steps, last = path.removeprefix("/").split("/")
    here: Any = resource
    for step in steps:
        if isinstance(here, dict) and step not in here:
            here[step] = []
        here = here[int(step)] if isinstance(here, list) else here[step]
    return here, last


def plain(value: Any) -> bytes:
    """Any JSON at all."""
    return json.dumps(value).encode()
