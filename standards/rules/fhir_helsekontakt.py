"""FH-06: the helsekontakt of a citizen as an EpisodeOfCare; its page was read at second hand, so only remarks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Final

from standards.fhir import Breach
from standards.rules.fhir_appointment import YOUTH, birth_date, years_between
from standards.rules.fhir_elements import ACCESS_CODES
from standards.rules.fhir_structure import FHIR_KINDS
from standards.rules.fhir_view import FEW, Values, access_codes, broken, inner, objects_at, word
from standards.rules.model import Mark
from standards.rules.register import Judgement, Kind, rule
from standards.rules.view import Message, node, text

PROCESS: Final = "NOTIFIKASJON_INNBYGGER_HELSEKONTAKT"


@rule(
    "FH-06",
    clause="Helsenorge, Helsekontakt (lest i annen hånd)",
    title="En helsekontakt er en EpisodeOfCare med et behandlingsteam i seg, og sier hvem som får se den",
    mark=Mark.INFERRED,
    on=FHIR_KINDS,
    about=("resource",),
)
def helsekontakt(message: Message) -> Iterator[Judgement]:
    """Judged where an EpisodeOfCare comes, and where the process says that one should."""
    values = message.resource
    if values is None:
        return
    if values.get("resourceType") != "EpisodeOfCare":
        if message.type == PROCESS:
            yield broken(message, _other(values))
        return
    for breach in islice(chain(_team(values), _access(values), _age(message, values)), FEW):
        yield broken(message, breach)


def _other(values: Values) -> Breach:
    kind = str(values.get("resourceType"))[:60]
    return Breach(
        "", "Meldingen har en annen ressurs enn en helsekontakt.", "EpisodeOfCare", kind, "Send EpisodeOfCare."
    )


def _team(values: Values) -> Iterator[Breach]:
    teams = [(at, one) for at, one in objects_at(values, "contained") if word(one, "resourceType") == "CareTeam"]
    if not teams:
        yield Breach(
            "",
            "Helsekontakten har ikke noe innebygd behandlingsteam.",
            "en CareTeam i contained, som team viser til",
            "ingen CareTeam",
            "Ta med teamet.",
        )
    for at, team in teams:
        for where, participant in objects_at(team, "participant", at):
            if "role" not in participant:
                yield Breach(
                    where,
                    "Deltakeren i teamet har ingen rolle, så innbyggeren får ingen dialogkategori av den.",
                    "role på hver deltaker",
                    "ingen role",
                    "Ta med rollen.",
                )


def _access(values: Values) -> Iterator[Breach]:
    for at, coding in access_codes(values):
        if word(coding, "code") not in ACCESS_CODES:
            yield Breach(
                at,
                "Koden for tilgangsbegrensning er ikke en av dem helsekontakter har.",
                ", ".join(ACCESS_CODES),
                word(coding, "code")[:60] or "ingen kode",
                "Bruk en av kodene.",
            )


def _age(message: Message, values: Values) -> Iterator[Breach]:
    born, on = birth_date(inner(values, "patient")), _day(message, values)
    if born is None or on is None or access_codes(values):
        return
    years = years_between(born, on)
    if YOUTH[0] <= years < YOUTH[1]:
        yield Breach(
            "/meta",
            f"Pasienten er {years} år, og helsekontakten sier ikke hvem som får se den.",
            "meta.security med 9603: N, NORN_FORANS eller NORN_UNGDOM",
            "ingen kode fra 9603",
            "Ta stilling til foreldrenes innsyn, og si det med 9603.",
        )


def _day(message: Message, values: Values) -> date | None:
    """The day it was sent, or the day the contact began."""
    generated = node(message.root, "mh:MsgInfo/mh:GenDate") if message.kind is Kind.HODEMELDING else None
    written = text(generated) or word(inner(values, "meta"), "lastUpdated") or word(inner(values, "period"), "start")
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
