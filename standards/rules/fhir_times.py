"""Invariants of hn-basis-appointment on status, times, texts and codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from standards.fhir import walk
from standards.fhir.faults import Breach
from standards.rules.fhir_invariant import invariant
from standards.rules.fhir_view import Booking, has, objects_at, shown, word

WISHED: Final = ("proposed", "cancelled", "entered-in-error")
LONGEST: Final = 1000


@invariant("cancelationReason-inv", "En avlyst time har avlysningsgrunn")
def _reason(one: Booking) -> Iterator[Breach]:
    if one.status == "cancelled" and not one.extensions("partof") and "cancelationReason" not in one.values:
        yield Breach(
            "",
            "Timen er avlyst uten avlysningsgrunn.",
            "cancelationReason når status er cancelled",
            "ikke til stede",
            "Ta med grunnen; i kommunen er det en kode fra 7621.",
        )


@invariant("start-required-inv", "Timen har start, unntatt når en ønsket periode står i stedet")
def _start(one: Booking) -> Iterator[Breach]:
    instead = "requestedPeriod" in one.values and one.status in WISHED
    if one.status and not instead and not has(one.values, "start"):
        yield Breach(
            "",
            "Timen mangler start.",
            "start, eller requestedPeriod når status er proposed, cancelled eller entered-in-error",
            "ingen start",
            "Ta med start.",
        )


@invariant("hn-app-proposed-only-servicecategory-7", "Bare hjemmetjenester kan foreslå en time")
def _proposed(one: Booking) -> Iterator[Breach]:
    if one.status == "proposed" and one.categories and not one.home_care:
        yield Breach(
            "/status",
            "Timen er foreslått, men tjenesten er ikke hjemmetjenester.",
            "proposed bare med serviceCategory 7",
            _category(one),
            "Bruk booked når timen er tildelt.",
        )


@invariant("hn-app-reqperiod-1", "En foreslått time har en ønsket periode med start og slutt")
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
            if not has(period, name):
                yield Breach(
                    at, f"Den ønskede perioden mangler {name}.", "start og end", f"ingen {name}", f"Ta med {name}."
                )


@invariant("hn-app-reqperiod-2", "Ønsket periode står bare når timen er foreslått, avlyst eller feilført")
def _period_status(one: Booking) -> Iterator[Breach]:
    if "requestedPeriod" in one.values and one.status and one.status not in WISHED:
        yield Breach(
            "/requestedPeriod",
            f"Timen har ønsket periode, men status {one.status}.",
            f"status {', '.join(WISHED)}",
            one.status,
            "Fjern requestedPeriod når timen er satt opp.",
        )


@invariant("hn-app-entered-in-error-requires-start-and-end", "En feilført time har start og slutt")
def _entered_in_error(one: Booking) -> Iterator[Breach]:
    for name in ("start", "end") if one.status == "entered-in-error" else ():
        if not has(one.values, name):
            yield Breach("", f"Den feilførte timen mangler {name}.", "start og end", f"ingen {name}", f"Ta med {name}.")


@invariant("hn-app-primary-2", "basedOn hører til spesialisthelsetjenesten")
def _based_on(one: Booking) -> Iterator[Breach]:
    if "basedOn" in one.values:
        yield from _specialist_only(one, "/basedOn", "basedOn")


@invariant("hn-app-primary-4", "partOf hører til spesialisthelsetjenesten")
def _part_of(one: Booking) -> Iterator[Breach]:
    for at, _ in one.extensions("partof"):
        yield from _specialist_only(one, at, "partOf")


@invariant("hn-app-primary-5", "postponementReason hører til spesialisthelsetjenesten")
def _postponed(one: Booking) -> Iterator[Breach]:
    for at, _ in one.extensions("postponementreason"):
        yield from _specialist_only(one, at, "postponementReason")


@invariant("must-be-max-1000-chars", "description og patientInstruction er høyst 1000 tegn")
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


@invariant("inv-4", "En kode har alltid kodesystem")
def _system(one: Booking) -> Iterator[Breach]:
    for at, value in walk(one.values):
        if _is_coding(at, value) and has(value, "code") and not has(value, "system"):
            yield Breach(at, "Koden mangler kodesystem.", "system sammen med code", shown(value), "Ta med system.")


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


def _is_coding(at: str, value: Any) -> bool:
    steps = at.split("/")
    listed = len(steps) > 2 and steps[-2] in {"coding", "security", "tag"}
    return isinstance(value, dict) and (listed or steps[-1] == "valueCoding")
