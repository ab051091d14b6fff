"""A29, A31, A32 and A33: an Appointment by the profile hn-basis-appointment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from standards.fhir import Breach
from standards.fhir.primitives import moment
from standards.identifiers import classify
from standards.kodeverk.k7621 import K7621
from standards.processes.sources import APPOINTMENT_254
from standards.rules.fhir_invariants import INVARIANTS
from standards.rules.fhir_places import CANCEL_FLAGS
from standards.rules.fhir_structure import FHIR_KINDS
from standards.rules.fhir_view import (
    FEW,
    NOTIFY,
    OID,
    REMIND,
    Booking,
    Values,
    booking,
    broken,
    codings,
    fault,
    inner,
    shown,
    word,
)
from standards.rules.model import Mark
from standards.rules.register import Judgement, Silent, rule
from standards.rules.view import Message

PROFILE: Final = "hn-basis-appointment 2.5.5"
REASONS: Final = f"{OID}.1.7621"
YOUTH: Final = (12, 16)
_CANCELLED = "hn-app-community-cancelation-reason"
_HOME_VISIT = "serviceCategory-7-ptres-no-varsling-or-paminnelse"


@rule(
    "A29",
    clause=PROFILE,
    title="Timen i FHIR følger invariantene i Helsenorges profil",
    on=FHIR_KINDS,
    about=("resource",),
    since=APPOINTMENT_254,
)
def profile(message: Message) -> Iterator[Judgement]:
    """Each invariant under its own name in the clause; A31 and A33 have the ones that are theirs."""
    one = booking(message)
    if isinstance(one, Silent):
        yield one
    if not isinstance(one, Booking):
        return
    for invariant in INVARIANTS.values():
        if invariant.id != _HOME_VISIT:
            for breach in islice(invariant.check(one), FEW):
                yield broken(message, breach, remark=invariant.remark, clause=f"{PROFILE}, {invariant.id}")
    yield from _older(message, one)


@rule(
    "A31",
    clause=f"{PROFILE}, {_CANCELLED}",
    title="En avlyst kommunal time i FHIR har avlysningsgrunn fra kodeverk 7621",
    on=FHIR_KINDS,
    about=("resource",),
    since=APPOINTMENT_254,
)
def cancelled(message: Message) -> Iterator[Judgement]:
    """That there is a reason at all is of A29."""
    one = booking(message)
    if not isinstance(one, Booking) or one.status != "cancelled" or one.specialist or not one.categories:
        return
    reason = inner(one.values, "cancelationReason")
    found = codings(reason, "/cancelationReason")
    if "cancelationReason" not in one.values or any(
        word(coding, "system") == REASONS and K7621.knows(word(coding, "code")) for _, coding in found
    ):
        return
    yield broken(
        message,
        Breach(
            found[0][0] if found else "/cancelationReason",
            "Avlysningsgrunnen er ikke en kode fra 7621.",
            f"{REASONS} og en av {', '.join(K7621.codes)}",
            ", ".join(shown(coding) for _, coding in found)[:120] or "bare tekst",
            "Kod grunnen med 7621.",
        ),
    )


@rule(
    "A32",
    clause=f"{PROFILE}, meta.security",
    title="En time for en ungdom sier hvem som får se den (9603)",
    mark=Mark.INFERRED,
    on=FHIR_KINDS,
    about=("resource",),
    since=APPOINTMENT_254,
)
def for_the_youth(message: Message) -> Iterator[Judgement]:
    """Only the service knows which appointment is for the youth alone; at 12 to 15 it must have thought of it."""
    one = booking(message)
    if not isinstance(one, Booking) or not one.municipal or one.access:
        return
    at = next((moment(one.values[name]) for name in ("start", "end") if name in one.values), None)
    years = None if at is None else _age(one, at.date())
    if years is not None and YOUTH[0] <= years < YOUTH[1]:
        yield fault(
            message,
            "/meta",
            f"Pasienten er {years} år, og timen sier ikke hvem som får se den.",
            expected="meta.security med 9603: N, NORN_FORANS når bare ungdommen skal se timen, eller NORN_UNGDOM",
            found="ingen kode fra 9603",
            fix="Ta stilling til foreldrenes innsyn, og si det med 9603.",
        )


@rule(
    "A33",
    clause=f"{PROFILE}, {_HOME_VISIT}",
    title="Et hjemmebesøk i FHIR har verken merke for varsling eller påminnelse",
    on=FHIR_KINDS,
    about=("resource",),
    since=APPOINTMENT_254,
)
def home_visit(message: Message) -> Iterator[Judgement]:
    """Home care in the citizen's home."""
    one = booking(message)
    for breach in islice(INVARIANTS[_HOME_VISIT].check(one), FEW) if isinstance(one, Booking) else ():
        yield broken(message, breach)


def is_older(version: str) -> bool:
    """Whether a version of the profile came before home care could have cancel flags and tags."""
    return bool(version) and tuple(int(part) for part in version.split(".")) < (2, 5, 5)


def _older(message: Message, one: Booking) -> Iterator[Judgement]:
    """What 2.5.4 and earlier did not let home care have, when one judges by them or the resource names them."""
    asked = message.profile == APPOINTMENT_254
    if not one.home_care or not (asked or is_older(one.declared)):
        return
    flags = [(at, word(coding, "code")) for at, coding in one.flags if word(coding, "code") in CANCEL_FLAGS]
    tags = [(at, shown(coding)) for at, coding in (*one.tags(NOTIFY), *one.tags(REMIND))]
    for at, found in (*flags, *tags)[:FEW]:
        yield fault(
            message,
            at,
            "Hjemmetjenester hadde ikke dette før versjon 2.5.5 av profilen.",
            expected="verken avbestillingsflagg, varsling eller påminnelse for hjemmetjenester før 2.5.5",
            found=found,
            fix="Fjern det, eller følg 2.5.5.",
            remark=not asked,
            clause="hn-basis-appointment 2.5.4",
        )


def _age(one: Booking, on: date) -> int | None:
    for _, kind, reference in one.actors:
        if kind in {"Patient", ""} and (born := birth_date(reference)) is not None:
            return years_between(born, on)
    return None


def birth_date(reference: Values) -> date | None:
    """When the person that a logical reference names was born, as far as the number tells."""
    number = classify(word(inner(reference, "identifier"), "value"))
    return None if number is None else number.birth_date


def years_between(born: date, on: date) -> int:
    """Full years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
