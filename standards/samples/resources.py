"""The FHIR resources: Appointment as Helsenorge profiles it, and the EpisodeOfCare of a helsekontakt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from standards.codes import oid
from standards.identifiers import IdKind, classify
from standards.parties import Party
from standards.samples.calendars import HOME_CARE, Appointment
from standards.samples.model import Cast

Resource = dict[str, Any]

PROFILE_VERSION = "2.5.5"
PROFILE = "http://helsenorge.no/fhir/StructureDefinition/hn-basis-appointment"
HER_ID = "urn:oid:2.16.578.1.12.4.1.2"
NATIONAL = {IdKind.FNR: "urn:oid:2.16.578.1.12.4.1.4.1", IdKind.DNR: "urn:oid:2.16.578.1.12.4.1.4.2"}
LOCAL = "urn:uuid:5f9b6a43-6f0e-4f39-9a4e-1f0c5b1f7d11"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
FLAGS = "http://helsenorge.no/fhir/CodeSystem/hn-flag"
OSLO = ZoneInfo("Europe/Oslo")
STATES: Mapping[str, str] = {
    "booked": "Avtalt time",
    "proposed": "Planlagt hjemmebesøk uten fast tid",
    "cancelled": "Avlyst time",
    "fulfilled": "Gjennomført time",
    "noshow": "Ikke møtt",
    "entered-in-error": "Registrert ved en feil",
}
_CANCELLED = ("AAT", "Avlyst av tjeneste")
_HEALTH_STATION, _HOME_SERVICE = ("3", "Helsestasjon for barn"), ("7", "Hjemmetjenester")


def appointment(state: str, cast: Cast, made: Appointment) -> Resource:
    """An Appointment in a state; a proposed one is a home visit with a period instead of a time."""
    home = cast.service == HOME_CARE or state == "proposed"
    code, name = _HOME_SERVICE if home else _HEALTH_STATION
    start = made.start.replace(tzinfo=OSLO)
    resource: Resource = {
        "resourceType": "Appointment",
        "id": made.uid,
        "meta": _meta(cast),
        "contained": [*_organisations(cast.epj), _location(home)],
        "identifier": [{"system": LOCAL, "value": made.uid, "assigner": {"reference": "#tjeneste"}}],
        "status": state,
        "serviceCategory": [_concept(oid(7619), code, name)],
        "appointmentType": _concept(oid(7617), "Hjemmebesok" if home else "Konsultasjon"),
        "description": "Hjelp til dusj" if home else "Kontroll hos helsesykepleier",
        "supportingInformation": [{"reference": "#tjeneste"}],
        "participant": [
            {"actor": {"type": "Patient", "identifier": _national(cast)}, "status": "accepted"},
            {"actor": {"reference": "#sted"}, "status": "accepted"},
        ],
    }
    if state == "proposed":
        period = {"start": start.isoformat(), "end": (start + timedelta(hours=3)).isoformat()}
        return {**resource, "requestedPeriod": [period]}
    resource |= {"start": start.isoformat(), "end": (start + timedelta(minutes=30)).isoformat()}
    if state == "cancelled":
        resource["cancelationReason"] = _concept(oid(7621), *_CANCELLED)
    if state == "booked":
        resource["contained"].append(_flag(cast))
        resource["supportingInformation"].append({"reference": "#avbestille"})
    return resource


def helsekontakt(cast: Cast) -> Resource:
    """The EpisodeOfCare that opens a helsekontakt, with the team that the citizen may write to."""
    identity = cast.new_id()
    home = cast.service == HOME_CARE
    return {
        "resourceType": "EpisodeOfCare",
        "id": identity,
        "meta": _meta(cast),
        "contained": [
            *_organisations(cast.epj),
            {
                "resourceType": "CareTeam",
                "id": "team",
                "status": "active",
                "name": "Hjemmesykepleien" if home else "Helsesykepleierne på Bjørkelia skole",
                "participant": [
                    {
                        "role": [{"text": "Sykepleier" if home else "Helsesykepleier"}],
                        "member": {"reference": "#tjeneste"},
                    }
                ],
                "managingOrganization": [{"reference": "#tjeneste"}],
            },
        ],
        "identifier": [{"system": LOCAL, "value": identity}],
        "status": "active",
        "patient": {"type": "Patient", "identifier": _national(cast)},
        "managingOrganization": {"reference": "#tjeneste"},
        "period": {"start": (cast.now.date() - timedelta(days=90)).isoformat()},
        "team": [{"reference": "#team"}],
    }


def _meta(cast: Cast) -> Resource:
    return {
        "lastUpdated": cast.now.replace(microsecond=0).isoformat(),
        "security": [_coding(oid(9603), "N", "Normal")],
    }


def _organisations(party: Party) -> list[Resource]:
    """The service that owns it, and the enterprise that the service is part of."""
    name = party.level2.name if party.level2 is not None else party.level1.name
    enterprise = {"identifier": [{"system": HER_ID, "value": party.parent_her_id}], "name": party.level1.name}
    service = {"identifier": [{"system": HER_ID, "value": party.her_id}], "name": name}
    return [
        {"resourceType": "Organization", "id": "virksomhet", **enterprise},
        {"resourceType": "Organization", "id": "tjeneste", **service, "partOf": {"reference": "#virksomhet"}},
    ]


def _location(home: bool) -> Resource:
    """At home, or at the office with its address."""
    place: Resource = {"resourceType": "Location", "id": "sted", "status": "active"}
    if home:
        return {**place, "name": "Hjemmebesøk", "type": [_concept(ROLE_CODE, "PTRES")]}
    address = {"line": ["Bjørkeveien 3"], "postalCode": "0000", "city": "Fjordvik"}
    return {**place, "name": "Fjordvik helsestasjon", "type": [_concept(ROLE_CODE, "OF")], "address": address}


def _flag(cast: Cast) -> Resource:
    """The right to cancel with a comment."""
    return {
        "resourceType": "Flag",
        "id": "avbestille",
        "status": "active",
        "code": _concept(FLAGS, "cancelWithComment"),
        "subject": {"type": "Patient", "identifier": _national(cast)},
    }


def _national(cast: Cast) -> Resource:
    number = classify(cast.patient.ident)
    kind = IdKind.DNR if number is not None and number.kind is IdKind.DNR else IdKind.FNR
    return {"system": NATIONAL[kind], "value": cast.patient.ident}


def _concept(system: str, code: str, display: str = "") -> Resource:
    return {"coding": [_coding(system, code, display)]}


def _coding(system: str, code: str, display: str = "") -> Resource:
    where = system if ":" in system else f"urn:oid:{system}"
    return {"system": where, "code": code, **({"display": display} if display else {})}
