"""An appointment of the timebok as Helsenorge's FHIR profile has it (hn-basis-appointment 2.5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from simulator.journal.unit import OSLO
from standards.codes import oid
from standards.identifiers import IdKind, classify
from standards.kodeverk.k7619 import K7619
from standards.kodeverk.k7621 import K7621
from standards.parties import Party

Resource = dict[str, Any]
Right = Literal["cancel", "cancelWithComment", "canChangeAppointment", "canCancelServiceRequest"]
"""What a citizen may do with a municipal appointment."""

LOCAL_ID: Final = "urn:uuid:0f8d3a52-6c1e-4a63-9c0b-6a1f1b0d7e42"
"""The identifier system of the simulated timebok."""
SERVICE_AREA: Final[Mapping[str, str]] = {
    "helsestasjon": "3",
    "skolehelsetjeneste": "4",
    "jordmor": "5",
    "ungdom": "6",
    "hjemmetjeneste": "7",
}
"""What a service of the municipality is in kodeverk 7619."""
STATUS: Final[Mapping[str, str]] = {
    "planned": "booked",
    "proposed": "proposed",
    "cancelled": "cancelled",
    "performed": "fulfilled",
    "no_show": "noshow",
    "wrong": "entered-in-error",
}
"""The status of a row → that of the resource; `proposed` is a home visit with a window instead of a time."""
_HN: Final = "http://helsenorge.no/fhir"
_HER_ID: Final = "urn:oid:2.16.578.1.12.4.1.2"
_ROLE_CODE: Final = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
_NATIONAL: Final = {IdKind.FNR: "urn:oid:2.16.578.1.12.4.1.4.1", IdKind.DNR: "urn:oid:2.16.578.1.12.4.1.4.2"}


@dataclass(frozen=True)
class Terms:
    """What a row of the timebok does not tell."""

    at_home: bool = False
    """Whether the service comes to the citizen."""
    hidden_from_parents: bool = False
    """Whether only the youth shall see it (9603 NORN_FORANS)."""
    rights: tuple[Right, ...] = ("cancelWithComment",)
    """What the citizen may do with it while it is booked or proposed."""
    reason: str = "AAT"
    """Why it is cancelled, in kodeverk 7621."""
    notify: bool = True
    """Whether Helsenorge is to notify of it."""
    remind: bool = True
    """Whether Helsenorge is to remind of it."""


_USUAL: Final = Terms()
CALLED_OFF: Final[Mapping[str, str]] = {
    "Avlyst av tjeneste": "AAT",
    "Avlyst - ikke hjemme": "AIH",
    "Avlyst av tjenestemottaker selv": "AAI",
    "Avlyst på vegne av tjenestemottaker": "APVAI",
}
"""Why a home visit was called off, in the words of xCal → kodeverk 7621."""


MISTAKEN: Final = "Feilregistrert"
"""Why an appointment was called off that was on the wrong patient: it has never been hers."""


def terms_of(row: Mapping[str, Any]) -> Terms:
    """The terms as a row of the timebok has them: plan, exempt, called_off, cancellation."""
    by_citizen = "AAI" if row["cancellation"] == "accepted" else "AAT"
    return Terms(
        at_home=row["plan"] is not None,
        hidden_from_parents=bool(row["exempt"]),
        reason=CALLED_OFF.get(row["called_off"] or "", by_citizen),
    )


def appointment_resource(
    row: Mapping[str, Any], *, role: str, party: Party, now: datetime, terms: Terms = _USUAL
) -> Resource:
    """The Appointment of a row: id, patient, start, end (local, without zone), summary, location, category, status.

    `role` is what the service is (`SERVICE_AREA`), `party` whose appointment it is, `now` when the resource is made.
    """
    mistaken = row["status"] == "cancelled" and row.get("called_off") == MISTAKEN
    status = STATUS["wrong" if mistaken else row["status"]]
    resource: Resource = {
        "resourceType": "Appointment",
        "id": row["id"],
        "meta": _meta(now, terms),
        "contained": [*_organisations(party), _place(row, terms)],
        "identifier": [{"system": LOCAL_ID, "value": row["id"], "assigner": {"reference": "#tjeneste"}}],
        "status": status,
        "serviceCategory": [_concept(oid(7619), SERVICE_AREA[role], K7619.codes[SERVICE_AREA[role]])],
        "appointmentType": _concept(oid(7617), row["category"] or ("Hjemmebesok" if terms.at_home else "Konsultasjon")),
        "description": row["summary"],
        "supportingInformation": [{"reference": "#tjeneste"}],
        "participant": [
            {"actor": {"type": "Patient", "identifier": _national(row["patient"])}, "status": "accepted"},
            {"actor": {"reference": "#sted"}, "status": "accepted"},
        ],
    }
    resource |= _when(row, status)
    if status == "cancelled":
        resource["cancelationReason"] = _concept(oid(7621), terms.reason, K7621.codes.get(terms.reason, ""))
    for right in terms.rights if status in {"booked", "proposed"} else ():
        resource["contained"].append(_flag(right, row["patient"]))
        resource["supportingInformation"].append({"reference": f"#{right}"})
    return resource


def _when(row: Mapping[str, Any], status: str) -> Resource:
    start, end = _with_zone(row["start"]), _with_zone(row["end"])
    if end.astimezone(UTC) <= start.astimezone(UTC):  # a night visit in the hour that summer time leaves out
        length = datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])
        end = (start.astimezone(UTC) + length).astimezone(OSLO)
    told = {"start": start.isoformat(timespec="seconds"), "end": end.isoformat(timespec="seconds")}
    return {"requestedPeriod": [told]} if status == "proposed" else dict(told)


def _with_zone(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=OSLO).astimezone(UTC).astimezone(OSLO) if at.tzinfo is None else at


def _meta(now: datetime, terms: Terms) -> Resource:
    """A home visit carries no tags at all: Helsenorge never notifies of one."""
    access = _coding(oid(9603), "NORN_FORANS") if terms.hidden_from_parents else _coding(oid(9603), "N", "Normal")
    meta: Resource = {"lastUpdated": now.isoformat(timespec="milliseconds"), "security": [access]}
    silent = [("varsling", terms.notify), ("paminnelse", terms.remind)]
    tags = [_coding(f"{_HN}/{name}", "1") for name, wanted in silent if not wanted and not terms.at_home]
    return {**meta, "tag": tags} if tags else meta


def _organisations(party: Party) -> list[Resource]:
    """The service that owns it, and the enterprise that the service is part of."""
    name = party.level2.name if party.level2 is not None else party.level1.name
    enterprise = {"identifier": [{"system": _HER_ID, "value": party.parent_her_id}], "name": party.level1.name}
    service = {"identifier": [{"system": _HER_ID, "value": party.her_id}], "name": name}
    return [
        {"resourceType": "Organization", "id": "virksomhet", **enterprise},
        {"resourceType": "Organization", "id": "tjeneste", **service, "partOf": {"reference": "#virksomhet"}},
    ]


def _place(row: Mapping[str, Any], terms: Terms) -> Resource:
    kind = _concept(_ROLE_CODE, "PTRES" if terms.at_home else "OF")
    return {"resourceType": "Location", "id": "sted", "status": "active", "name": row["location"], "type": [kind]}


def _flag(right: Right, patient: str) -> Resource:
    subject = {"type": "Patient", "identifier": _national(patient)}
    code = _concept(f"{_HN}/CodeSystem/hn-flag", right)
    return {"resourceType": "Flag", "id": right, "status": "active", "code": code, "subject": subject}


def _national(ident: str) -> Resource:
    number = classify(ident)
    kind = IdKind.DNR if number is not None and number.kind is IdKind.DNR else IdKind.FNR
    return {"system": _NATIONAL[kind], "value": ident}


def _concept(system: str, code: str, display: str = "") -> Resource:
    return {"coding": [_coding(system, code, display)]}


def _coding(system: str, code: str, display: str = "") -> Resource:
    where = system if ":" in system else f"urn:oid:{system}"
    return {"system": where, "code": code, **({"display": display} if display else {})}
