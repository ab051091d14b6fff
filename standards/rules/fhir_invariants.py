"""The invariants of hn-basis-appointment, each under the name it has there; A29, A31 and A33 judge by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from standards.fhir import walk
from standards.fhir.faults import Breach
from standards.rules.fhir_view import (
    HOME,
    NOTIFY,
    OFFICE,
    REMIND,
    Booking,
    Placed,
    objects_at,
    party_systems,
    shown,
    word,
)

DIALOG_FLAGS: Final = (
    *("canAcknowledge", "canChangeAppointmentDialog", "canHaveAppointmentDetails", "canInitiateDialog"),
)
CANCEL_FLAGS: Final = ("cancel", "cancelWithComment")
FLAGS: Final = (*CANCEL_FLAGS, "canChangeAppointment", "canCancelServiceRequest", *DIALOG_FLAGS)
COMMUNITY: Final = frozenset({*map(str, range(3, 11)), *map(str, range(16, 20))})
WISHED: Final = ("proposed", "cancelled", "entered-in-error")
LONGEST: Final = 1000

Check = Callable[[Booking], Iterator[Breach]]


@dataclass(frozen=True)
class Invariant:
    """One invariant of the profile, with a title (bokmål); `remark` says that its source calls it a warning."""

    id: str
    title: str
    check: Check
    remark: bool = False


INVARIANTS: dict[str, Invariant] = {}


def _invariant(id: str, title: str, *, remark: bool = False) -> Callable[[Check], Check]:
    def keep(check: Check) -> Check:
        INVARIANTS[id] = Invariant(id, title, check, remark)
        return check

    return keep


@_invariant("cancelationReason-inv", "En avlyst time har avlysningsgrunn")
def _reason(one: Booking) -> Iterator[Breach]:
    if one.status == "cancelled" and not one.extensions("partof") and "cancelationReason" not in one.values:
        yield Breach(
            "",
            "Timen er avlyst uten avlysningsgrunn.",
            "cancelationReason når status er cancelled",
            "ikke til stede",
            "Ta med grunnen; i kommunen er det en kode fra 7621.",
        )


@_invariant("start-required-inv", "Timen har start, unntatt når en ønsket periode står i stedet")
def _start(one: Booking) -> Iterator[Breach]:
    instead = "requestedPeriod" in one.values and one.status in WISHED
    if one.status and not instead and not {"start", "_start"} & set(one.values):
        yield Breach(
            "",
            "Timen mangler start.",
            "start, eller requestedPeriod når status er proposed, cancelled eller entered-in-error",
            "ingen start",
            "Ta med start.",
        )


@_invariant("hn-app-proposed-only-servicecategory-7", "Bare hjemmetjenester kan foreslå en time")
def _proposed(one: Booking) -> Iterator[Breach]:
    if one.status == "proposed" and one.categories and not one.home_care:
        yield Breach(
            "/status",
            "Timen er foreslått, men tjenesten er ikke hjemmetjenester.",
            "proposed bare med serviceCategory 7",
            _category(one),
            "Bruk booked når timen er tildelt.",
        )


@_invariant("hn-app-reqperiod-1", "En foreslått time har en ønsket periode med start og slutt")
def _period(one: Booking) -> Iterator[Breach]:
    if one.status == "proposed" and "requestedPeriod" not in one.values:
        yield Breach(
            "",
            "Timen er foreslått uten ønsket periode.",
            "requestedPeriod når status er proposed",
            "ikke til stede",
            "Ta med requestedPeriod med start og end.",
        )
    for at, period in objects_at(one.values, "requestedPeriod"):
        for name in ("start", "end"):
            if not {name, f"_{name}"} & set(period):
                yield Breach(
                    at, f"Den ønskede perioden mangler {name}.", "start og end", f"ingen {name}", f"Ta med {name}."
                )


@_invariant("hn-app-reqperiod-2", "Ønsket periode står bare når timen er foreslått, avlyst eller feilført")
def _period_status(one: Booking) -> Iterator[Breach]:
    if "requestedPeriod" in one.values and one.status and one.status not in WISHED:
        yield Breach(
            "/requestedPeriod",
            f"Timen har ønsket periode, men status {one.status}.",
            f"status {', '.join(WISHED)}",
            one.status,
            "Fjern requestedPeriod når timen er satt opp.",
        )


@_invariant("hn-app-entered-in-error-requires-start-and-end", "En feilført time har start og slutt")
def _entered_in_error(one: Booking) -> Iterator[Breach]:
    for name in ("start", "end") if one.status == "entered-in-error" else ():
        if not {name, f"_{name}"} & set(one.values):
            yield Breach("", f"Den feilførte timen mangler {name}.", "start og end", f"ingen {name}", f"Ta med {name}.")


@_invariant("hn-app-primary-2", "basedOn hører til spesialisthelsetjenesten")
def _based_on(one: Booking) -> Iterator[Breach]:
    if "basedOn" in one.values:
        yield from _specialist_only(one, "/basedOn", "basedOn")


@_invariant("hn-app-primary-4", "partOf hører til spesialisthelsetjenesten")
def _part_of(one: Booking) -> Iterator[Breach]:
    for at, _ in one.extensions("partof"):
        yield from _specialist_only(one, at, "partOf")


@_invariant("hn-app-primary-5", "postponementReason hører til spesialisthelsetjenesten")
def _postponed(one: Booking) -> Iterator[Breach]:
    for at, _ in one.extensions("postponementreason"):
        yield from _specialist_only(one, at, "postponementReason")


@_invariant("virtualservice-or-location-required", "Timen har et sted eller er virtuell")
def _somewhere(one: Booking) -> Iterator[Breach]:
    if not one.extensions("virtualservice") and not one.contained("Location"):
        yield Breach(
            "",
            "Timen har verken sted eller virtuell tjeneste.",
            "en innebygd Location, eller utvidelsen virtualService",
            "ingen av dem",
            "Ta med stedet der timen er.",
        )


@_invariant("community-services-location-requires-ptres-or-of", "Stedet er hjemme (PTRES) eller et kontor (OF)")
def _typed_place(one: Booking) -> Iterator[Breach]:
    places = one.contained("Location")
    if one.municipal in COMMUNITY and not one.extensions("virtualservice") and places and not one.places:
        yield Breach(
            places[0][0],
            "Stedet sier ikke om timen er hjemme eller på et kontor.",
            f"type {HOME} eller {OFFICE} fra v3-RoleCode",
            "ingen av dem",
            "Sett Location.type.",
        )


@_invariant("community-services-location-not-both-ptres-and-of", "Timen er ikke både hjemme og på et kontor")
def _one_place(one: Booking) -> Iterator[Breach]:
    if one.municipal in COMMUNITY and one.places == {HOME, OFFICE}:
        yield Breach(
            one.contained("Location")[0][0],
            "Timen er både hjemme og på et kontor.",
            f"{HOME} eller {OFFICE}",
            f"{HOME} og {OFFICE}",
            "Behold ett av stedene.",
        )


@_invariant("community-services-no-dialog-flags", "Kommunale tjenester har ikke flagg for dialog om timen")
def _dialog_flags(one: Booking) -> Iterator[Breach]:
    for at, coding in one.flags if one.municipal in COMMUNITY else ():
        if word(coding, "code") in DIALOG_FLAGS:
            yield Breach(
                at,
                f"Flagget {word(coding, 'code')} gjelder ikke kommunale tjenester.",
                ", ".join(flag for flag in FLAGS if flag not in DIALOG_FLAGS),
                word(coding, "code"),
                "Fjern flagget.",
            )


@_invariant("contained-flag-allowed-codes", "Flaggene er blant dem profilen har, hvert høyst én gang")
def _known_flags(one: Booking) -> Iterator[Breach]:
    seen: set[str] = set()
    for at, coding in one.flags:
        code = word(coding, "code")
        if code not in FLAGS:
            yield Breach(
                at, f"Profilen har ikke flagget {code[:60]}.", ", ".join(FLAGS), code[:60], "Bruk et av flaggene."
            )
        elif code in seen:
            yield Breach(at, f"Flagget {code} står flere ganger.", f"{code} høyst én gang", "flere", "Behold det ene.")
        seen.add(code)


@_invariant("serviceCategory-7-ptres-no-varsling-or-paminnelse", "Hjemmebesøk har verken varsling eller påminnelse")
def _home_visit(one: Booking) -> Iterator[Breach]:
    for at, coding in (*one.tags(NOTIFY), *one.tags(REMIND)) if one.home_visit else ():
        yield Breach(
            at,
            "Hjemmebesøket har merke for varsling eller påminnelse; Helsenorge varsler ikke om hjemmebesøk.",
            "ingen slike merker på et hjemmebesøk",
            shown(coding),
            "Fjern merket.",
        )


@_invariant("community-services-requires-kommunikasjonspart-organization", "Timen har en kommunikasjonspart med HER-id")
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


@_invariant("supportinginformation-organization-partof", "Andre organisasjoner har HER-id på to nivåer")
def _other_parties(one: Booking) -> Iterator[Breach]:
    named = [(at, value) for at, value in _organizations(one) if "resourceType" in value]
    whole = [(at, value) for at, value in named if party_systems(value)]
    loose = [(at, value) for at, value in whole if not _has_parent(one, value)]
    for at, value in (*((at, value) for at, value in named if not party_systems(value)), *loose[1:]):
        if whole and not _is_parent(one, value):
            yield Breach(
                at,
                "En annen organisasjon enn kommunikasjonsparten mangler HER-id på ett av nivåene.",
                "HER-id på nivå 2, og partOf en Organization med HER-id på nivå 1",
                word(value, "name") or "en Organization uten dem",
                "Ta med begge nivåene, eller fjern organisasjonen.",
            )


@_invariant("must-be-max-1000-chars", "description og patientInstruction er høyst 1000 tegn")
def _length(one: Booking) -> Iterator[Breach]:
    for name in ("description", "patientInstruction"):
        if (length := len(word(one.values, name))) > LONGEST:
            yield Breach(
                f"/{name}",
                f"Teksten {name} er for lang.",
                f"høyst {LONGEST} tegn",
                f"{length} tegn",
                "Forkort teksten.",
            )


@_invariant("inv-4", "En kode har alltid kodesystem")
def _system(one: Booking) -> Iterator[Breach]:
    for at, value in walk(one.values):
        if _is_coding(at, value) and "code" in value and "system" not in value:
            yield Breach(at, "Koden mangler kodesystem.", "system sammen med code", shown(value), "Ta med system.")


@_invariant(
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


def _specialist_only(one: Booking, at: str, name: str) -> Iterator[Breach]:
    if one.categories and not one.specialist:
        yield Breach(
            at,
            f"Elementet {name} gjelder bare spesialisthelsetjenesten.",
            f"{name} bare med serviceCategory 27 eller 30",
            _category(one),
            f"Fjern {name}.",
        )


def _category(one: Booking) -> str:
    return "serviceCategory " + ", ".join(word(coding, "code") or "uten kode" for _, coding in one.categories)


def _organizations(one: Booking) -> list[Placed]:
    named = [(at, value) for at, kind, value in one.information if kind == "Organization"]
    known = [value for _, value in named]
    logical = [
        (at, value) for at, kind, value in one.information if not kind and party_systems(value) and value not in known
    ]
    return [*named, *logical]


def _has_parent(one: Booking, organization: Any) -> bool:
    reference = organization.get("partOf")
    if not isinstance(reference, dict):
        return False
    _, parent = one.target(reference)
    outside = word(reference, "reference") and not word(reference, "reference").startswith("#")
    return bool(party_systems(parent) or outside)


def _is_parent(one: Booking, organization: Any) -> bool:
    children = [value.get("partOf") for _, value in one.contained("Organization")]
    return any(isinstance(ref, dict) and one.target(ref)[1] is organization for ref in children)


def _is_coding(at: str, value: Any) -> bool:
    steps = at.split("/")
    listed = len(steps) > 2 and steps[-2] in {"coding", "security", "tag"}
    return isinstance(value, dict) and (listed or steps[-1] == "valueCoding")
