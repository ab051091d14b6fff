"""Invariants of hn-basis-appointment on where the appointment is and what the citizen may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from standards.fhir.faults import Breach
from standards.kodeverk.k7619 import K7619
from standards.rules.fhir_invariant import invariant
from standards.rules.fhir_view import HOME, NOTIFY, OFFICE, REMIND, Booking, shown, word

DIALOG_FLAGS: Final = ("canAcknowledge", "canChangeAppointmentDialog", "canHaveAppointmentDetails", "canInitiateDialog")
CANCEL_FLAGS: Final = ("cancel", "cancelWithComment")
FLAGS: Final = (*CANCEL_FLAGS, "canChangeAppointment", "canCancelServiceRequest", *DIALOG_FLAGS)


@invariant("virtualservice-or-location-required", "Timen har et sted eller er virtuell")
def _somewhere(one: Booking) -> Iterator[Breach]:
    if not one.extensions("virtualservice") and not one.contained("Location"):
        yield Breach(
            "",
            "Timen har verken sted eller virtuell tjeneste.",
            "en innebygd Location, eller utvidelsen virtualService",
            "ingen av dem",
            "Ta med stedet der timen er.",
        )


@invariant("community-services-location-requires-ptres-or-of", "Stedet er hjemme (PTRES) eller et kontor (OF)")
def _typed_place(one: Booking) -> Iterator[Breach]:
    places = one.contained("Location")
    if K7619.knows(one.municipal) and not one.extensions("virtualservice") and places and not one.places:
        yield Breach(
            places[0][0],
            "Stedet sier ikke om timen er hjemme eller på et kontor.",
            f"type {HOME} eller {OFFICE} fra v3-RoleCode",
            "ingen av dem",
            "Sett Location.type.",
        )


@invariant("community-services-location-not-both-ptres-and-of", "Timen er ikke både hjemme og på et kontor")
def _one_place(one: Booking) -> Iterator[Breach]:
    if K7619.knows(one.municipal) and one.places == {HOME, OFFICE}:
        yield Breach(
            one.contained("Location")[0][0],
            "Timen er både hjemme og på et kontor.",
            f"{HOME} eller {OFFICE}",
            f"{HOME} og {OFFICE}",
            "Behold ett av stedene.",
        )


@invariant("community-services-no-dialog-flags", "Kommunale tjenester har ikke flagg for dialog om timen")
def _dialog_flags(one: Booking) -> Iterator[Breach]:
    for at, coding in one.flags if K7619.knows(one.municipal) else ():
        if word(coding, "code") in DIALOG_FLAGS:
            yield Breach(
                at,
                f"Flagget {word(coding, 'code')} gjelder ikke kommunale tjenester.",
                ", ".join(flag for flag in FLAGS if flag not in DIALOG_FLAGS),
                word(coding, "code"),
                "Fjern flagget.",
            )


@invariant("contained-flag-allowed-codes", "Flaggene er blant dem profilen har, hvert høyst én gang")
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


@invariant("serviceCategory-7-ptres-no-varsling-or-paminnelse", "Hjemmebesøk har verken varsling eller påminnelse")
def _home_visit(one: Booking) -> Iterator[Breach]:
    for at, coding in (*one.tags(NOTIFY), *one.tags(REMIND)) if one.home_visit else ():
        yield Breach(
            at,
            "Hjemmebesøket har merke for varsling eller påminnelse; Helsenorge varsler ikke om hjemmebesøk.",
            "ingen slike merker på et hjemmebesøk",
            shown(coding),
            "Fjern merket.",
        )
