"""Invariants of hn-basis-appointment on the parties: the service, other organisations, the patient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standards.fhir.faults import Breach
from standards.rules.fhir_invariant import invariant
from standards.rules.fhir_view import Booking, Placed, party_systems, word


@invariant("community-services-requires-kommunikasjonspart-organization", "Timen har en kommunikasjonspart med HER-id")
def _party(one: Booking) -> Iterator[Breach]:
    organizations = _organizations(one)
    if not one.categories or one.specialist or any(party_systems(value) for _, value in organizations):
        return
    if any("reference" in value and not word(value, "reference").startswith("#") for _, value in organizations):
        return
    yield Breach(
        organizations[0][0] if organizations else "",
        "Timen har ingen kommunikasjonspart med HER-id.",
        "en Organization i supportingInformation med HER-id på nivå 2",
        "en Organization uten HER-id" if organizations else "ingen Organization",
        "Ta med tjenestens HER-id.",
    )


@invariant("supportinginformation-organization-partof", "Andre organisasjoner har HER-id på to nivåer")
def _other_parties(one: Booking) -> Iterator[Breach]:
    parents = _parents(one)
    named = [(at, value) for at, value in _organizations(one) if "resourceType" in value]
    whole = [(at, value) for at, value in named if party_systems(value)]
    loose = [(at, value) for at, value in whole if not _has_parent(one, value)]
    for at, value in (*((at, value) for at, value in named if not party_systems(value)), *loose[1:]):
        if whole and id(value) not in parents:
            yield Breach(
                at,
                "En annen organisasjon enn kommunikasjonsparten mangler HER-id på ett av nivåene.",
                "HER-id på nivå 2, og partOf en Organization med HER-id på nivå 1",
                word(value, "name") or "en Organization uten dem",
                "Ta med begge nivåene, eller fjern organisasjonen.",
            )


@invariant(
    "appointment-participant-actor-patient", "Pasienten er navngitt med identifikator, ikke referanse", remark=True
)
def _patient(one: Booking) -> Iterator[Breach]:
    for at, kind, reference in one.actors:
        if kind == "Patient" and (word(reference, "reference") or "identifier" not in reference):
            yield Breach(
                at,
                "Pasienten er ikke angitt bare med identifikator.",
                "en logisk referanse med fødselsnummer eller D-nummer",
                word(reference, "reference") or "ingen identifikator",
                "Bruk actor.identifier, og fjern reference.",
            )


def _organizations(one: Booking) -> list[Placed]:
    """What supportingInformation names as one, and the logical references that say no type but have a party's id."""
    return [
        (at, value)
        for at, kind, value in one.information
        if kind == "Organization" or (not kind and party_systems(value))
    ]


def _has_parent(one: Booking, organization: Any) -> bool:
    reference = organization.get("partOf")
    if not isinstance(reference, dict):
        return False
    _, parent = one.target(reference)
    outside = word(reference, "reference") and not word(reference, "reference").startswith("#")
    return bool(party_systems(parent) or outside)


def _parents(one: Booking) -> set[int]:
    """The objects that a contained organisation is part of."""
    references = (value.get("partOf") for _, value in one.contained("Organization"))
    return {id(one.target(reference)[1]) for reference in references if isinstance(reference, dict)}
