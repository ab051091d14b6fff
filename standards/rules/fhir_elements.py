"""FH-03 and FH-04: the elements of hn-basis-appointment, and the ways of writing it that sources disagree on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from standards.fhir import Breach
from standards.fhir.definitions import codes
from standards.kodeverk import find
from standards.kodeverk.k7619 import K7619
from standards.kodeverk.k9603 import K9603
from standards.processes.sources import APPOINTMENT_254
from standards.rules.fhir_appointment import PROFILE
from standards.rules.fhir_structure import FHIR_KINDS
from standards.rules.fhir_view import (
    FEW,
    HER_ID,
    MUNICIPAL,
    NOTIFY,
    OID,
    REMIND,
    SPECIALIST,
    Booking,
    Placed,
    booking,
    broken,
    codings,
    extension_name,
    fault,
    has,
    inner,
    objects_at,
    party_systems,
    shown,
    word,
)
from standards.rules.model import Level
from standards.rules.register import Fault, Judgement, rule
from standards.rules.view import Message

PROHIBITED: Final = (
    *("implicitRules", "language", "text", "serviceType", "specialty", "reasonCode", "reasonReference"),
    *("priority", "slot", "comment"),
)
STATUSES: Final = ("booked", "fulfilled", "cancelled", "noshow", "entered-in-error", "proposed")
ACCESS_CODES: Final = ("N", "NORN_FORANS", "NORN_UNGDOM")
ACTORS: Final = ("Patient", "Practitioner", "PractitionerRole", "Location")
CARE_WORDS: Final = ("Poliklinisktime", "Innleggelse", "Dagbehandling", "Konsultasjon", "Bildediagnostikk")
TYPES: Final = (8406, 7617, 8432)
VIRTUAL: Final = "http://hl7.no/fhir/StructureDefinition/no-basis-virtual-service"


@rule(
    "FH-03",
    clause=PROFILE,
    title="Timen i FHIR har elementene og kodene som Helsenorges profil sier",
    on=FHIR_KINDS,
    about=("resource",),
    since=APPOINTMENT_254,
)
def elements(message: Message) -> Iterator[Judgement]:
    """Prohibited and required elements, how many, and the code lists."""
    one = booking(message)
    if not isinstance(one, Booking):
        return
    for check in (_prohibited, _meta, _identifier, _status, _category, _type, _information, _actors, _extensions):
        yield from islice(check(message, one), FEW)


@rule(
    "FH-04",
    clause=PROFILE,
    title="Timen i FHIR er skrevet på den måten profilen har av dem som kildene lar gjelde",
    level=Level.KAN,
    on=FHIR_KINDS,
    about=("resource",),
    since=APPOINTMENT_254,
)
def variants(message: Message) -> Iterator[Judgement]:
    """Never more than a remark: the published profile says one thing in words and another in its expressions."""
    one = booking(message)
    if not isinstance(one, Booking):
        return
    for at, kind, value in one.information[:FEW]:
        systems = party_systems(value)
        if kind in {"Organization", ""} and systems and HER_ID not in systems:
            yield fault(
                message,
                at,
                "Organisasjonen er identifisert med noe annet enn HER-id; profilens uttrykk godtar det.",
                expected=f"HER-id under {HER_ID}, som profilens tekst sier",
                found=", ".join(systems),
                fix="Bruk HER-id for å være sikker på begge lesemåter.",
            )
    for at, extension in one.extensions("virtualservice")[:FEW]:
        if word(extension, "url") != VIRTUAL:
            yield fault(
                message,
                at,
                "Utvidelsen virtualService har en annen adresse enn den profilen arver.",
                expected=VIRTUAL,
                found=word(extension, "url")[:120],
                fix="Begge er i bruk i profilen; den arvede er den sikre.",
            )
    if one.declared and one.declared != PROFILE.rpartition(" ")[2]:
        yield fault(
            message,
            "/meta/profile",
            "Timen sier at den følger en annen versjon av profilen enn den den er vurdert mot.",
            expected=PROFILE,
            found=one.declared,
            fix="Si fra hvis avtalen gjelder en annen versjon.",
        )


def _prohibited(message: Message, one: Booking) -> Iterator[Judgement]:
    for name in PROHIBITED:
        if has(one.values, name):
            yield broken(
                message, Breach(f"/{name}", f"Profilen har ikke {name}.", f"ikke {name}", name, f"Fjern {name}.")
            )
    for at, _ in one.extensions("consultationtype"):
        yield broken(
            message,
            Breach(
                at, "Profilen har ikke consultationType.", "ikke consultationType", "consultationType", "Fjern den."
            ),
        )


def _meta(message: Message, one: Booking) -> Iterator[Judgement]:
    if "lastUpdated" not in inner(one.values, "meta"):
        yield _missing(message, "/meta", "meta.lastUpdated")
    yield from _at_most_one(message, one.access, "kode fra 9603")
    yield from _at_most_one(message, one.tags(REMIND), "merke for påminnelse")
    for at, coding in one.access:
        code = word(coding, "code")
        if code not in ACCESS_CODES:
            yield _code(message, at, code, ACCESS_CODES, "9603", remark=K9603.knows(code))
    for at, coding in (*one.tags(NOTIFY), *one.tags(REMIND)):
        if word(coding, "code") not in {"1", "9"}:
            yield _code(message, at, word(coding, "code"), ("1", "9"), word(coding, "system"))


def _identifier(message: Message, one: Booking) -> Iterator[Judgement]:
    found = objects_at(one.values, "identifier")
    if not found:
        yield _missing(message, "", "identifier")
    yield from _at_most_one(message, found, "identifier")
    for at, identifier in found[:1]:
        for name in ("system", "value", "assigner"):
            if not has(identifier, name):
                yield _missing(message, at, f"identifier.{name}")


def _status(message: Message, one: Booking) -> Iterator[Judgement]:
    if one.status in codes("appointmentstatus") and one.status not in STATUSES:
        yield _code(message, "/status", one.status, STATUSES, "status")


def _category(message: Message, one: Booking) -> Iterator[Judgement]:
    concepts = objects_at(one.values, "serviceCategory")
    if not concepts:
        yield _missing(message, "", "serviceCategory")
    yield from _at_most_one(message, concepts, "serviceCategory")
    for at, concept in concepts:
        found = codings(concept, at)
        if not found:
            yield _missing(message, at, "serviceCategory.coding")
        unknown = [one for one in found if not _is_service(one)]
        for where, coding in unknown:
            if word(coding, "system") == MUNICIPAL or len(unknown) == len(found):
                yield broken(
                    message,
                    Breach(
                        where,
                        "Tjenesten er ikke en av dem profilen har.",
                        f"{MUNICIPAL} og en av {', '.join(K7619.codes)}, eller {SPECIALIST} og 27 eller 30",
                        shown(coding),
                        "Bruk koden for tjenesten.",
                    ),
                )


def _is_service(placed: Placed) -> bool:
    legal = {MUNICIPAL: tuple(K7619.codes), SPECIALIST: ("27", "30")}
    return word(placed[1], "code") in legal.get(word(placed[1], "system"), ())


def _type(message: Message, one: Booking) -> Iterator[Judgement]:
    concept = inner(one.values, "appointmentType")
    if "appointmentType" not in one.values:
        yield _missing(message, "", "appointmentType")
    for at, coding in codings(concept, "/appointmentType"):
        number = next((number for number in TYPES if word(coding, "system") == f"{OID}.1.{number}"), None)
        kodeverk = None if number is None else find(number)
        code = word(coding, "code")
        if kodeverk is not None and not kodeverk.knows(code) and code not in CARE_WORDS:
            yield _code(message, at, code, tuple(kodeverk.codes), str(number), remark=not kodeverk.closed)


def _information(message: Message, one: Booking) -> Iterator[Judgement]:
    documents = [(at, value) for at, kind, value in one.information if kind == "DocumentReference"]
    yield from _at_most_one(message, documents, "DocumentReference")
    flags = one.contained("Flag")
    if len(flags) > 4:
        yield broken(
            message,
            Breach(flags[4][0], "Timen har for mange flagg.", "høyst fire flagg", f"{len(flags)} flagg", "Fjern noen."),
        )
    periods = objects_at(one.values, "requestedPeriod")
    yield from _at_most_one(message, periods, "requestedPeriod")
    if periods and one.categories and not one.home_care:
        yield broken(
            message,
            Breach(
                periods[0][0],
                "Bare hjemmetjenester bruker ønsket periode.",
                "requestedPeriod bare med serviceCategory 7",
                ", ".join(shown(coding) for _, coding in one.categories),
                "Fjern requestedPeriod.",
            ),
            remark=True,
        )


def _actors(message: Message, one: Booking) -> Iterator[Judgement]:
    for at, participant in objects_at(one.values, "participant"):
        if "actor" not in participant:
            yield _missing(message, at, "participant.actor")
    for at, kind, _ in one.actors:
        if kind and kind not in ACTORS:
            yield broken(
                message,
                Breach(
                    at, "Deltakeren er av en type profilen ikke har.", ", ".join(ACTORS), kind, "Bruk en av typene."
                ),
            )
    kinds = {kind for _, kind, _ in one.actors}
    if one.actors and not {"Patient", ""} & kinds:
        yield broken(
            message,
            Breach(
                "/participant",
                "Ingen av deltakerne er pasient.",
                "en deltaker av typen Patient",
                ", ".join(sorted(kinds)),
                "Ta med pasienten, med fødselsnummer eller D-nummer.",
            ),
            remark=True,
        )


def _extensions(message: Message, one: Booking) -> Iterator[Judgement]:
    found = [placed for placed in objects_at(one.values, "extension") if _is_recurring(placed)]
    yield from _at_most_one(message, found, "recurring")
    for at, extension in found:
        if not has(extension, "valueBoolean"):
            yield broken(
                message,
                Breach(
                    at, "Utvidelsen recurring er ikke ja eller nei.", "valueBoolean", "noe annet", "Bruk valueBoolean."
                ),
            )


def _is_recurring(placed: Placed) -> bool:
    return extension_name(word(placed[1], "url")).endswith("recurring")


def _at_most_one(message: Message, found: list[Placed], what: str) -> Iterator[Fault]:
    for at, _ in found[1:2]:
        yield broken(
            message, Breach(at, f"Timen har mer enn én {what}.", "høyst én", str(len(found)), "Behold den ene.")
        )


def _missing(message: Message, at: str, name: str) -> Fault:
    return broken(
        message,
        Breach(at, f"Elementet {name} mangler.", f"{name} nøyaktig én gang", "ikke til stede", f"Ta med {name}."),
    )


def _code(message: Message, at: str, code: str, legal: tuple[str, ...], what: str, *, remark: bool = False) -> Fault:
    return broken(
        message,
        Breach(
            at,
            f"Koden {code[:40] or '(ingen)'} er ikke blant dem profilen har av {what}.",
            ", ".join(legal),
            code[:60] or "ingen kode",
            "Bruk en av kodene.",
        ),
        remark=remark,
    )
