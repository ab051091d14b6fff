"""What intents and their fields are called in bokmål. One that has no words here is shown by its own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Words:
    """Title of a page, text of its button, and what is said when it is done."""

    title: str
    button: str
    done: str


INTENTS: Mapping[str, Words] = MappingProxyType(
    {
        "create_appointment": Words("Ny time", "Sett opp timen", "Timen er satt opp."),
        "change_appointment": Words("Flytt timen", "Flytt timen", "Timen er flyttet."),
        "cancel_appointment": Words("Avlys timen", "Avlys timen", "Timen er avlyst."),
        "register_no_show": Words("Ikke møtt", "Registrer ikke møtt", "Det er registrert at pasienten ikke møtte."),
        "accept_cancellation": Words("Godta avbestillingen", "Godta avbestillingen", "Avbestillingen er godtatt."),
        "refuse_cancellation": Words("Avslå avbestillingen", "Avslå avbestillingen", "Avbestillingen er avslått."),
        "correct_patient": Words("Flytt timen til riktig pasient", "Rett pasienten", "Timen har fått riktig pasient."),
        "register_death": Words("Registrer dødsfall", "Registrer dødsfall", "Dødsfallet er registrert."),
        "correct_death": Words("Rett dødsfall", "Rett registreringen", "Registreringen er rettet."),
        "end_pregnancy": Words("Svangerskapet er avsluttet", "Avslutt svangerskapet", "Svangerskapet er avsluttet."),
        "start_dialog": Words("Ny melding til innbygger", "Send meldingen", "Meldingen er sendt."),
        "answer_dialog": Words("Svar innbyggeren", "Send svaret", "Svaret er sendt."),
        "change_setting": Words("Endre innstilling", "Lagre innstillingen", "Innstillingen er lagret."),
        "pass_time": Words("Flytt klokken", "Flytt klokken", "Klokken er flyttet."),
        "grant_wish": Words("Innfri ønske om time", "Sett opp timen", "Ønsket er innfridd, og timen er satt opp."),
        "decline_wish": Words("Avslå ønske om time", "Avslå ønsket", "Ønsket er avslått."),
        "open_slot": Words("Ny ledig time", "Legg ut timen", "Den ledige timen er lagt ut."),
        "close_slot": Words("Ta bort ledig time", "Ta bort timen", "Timen kan ikke lenger bestilles."),
        "accept_booking": Words("Godta bestilling", "Godta bestillingen", "Bestillingen er godtatt."),
        "refuse_booking": Words("Avslå bestilling", "Avslå bestillingen", "Bestillingen er avslått."),
        "check_inbox": Words("Se over mottatte meldinger", "Send kvitteringene", "Kvitteringene er sendt."),
        "close_follow_up": Words("Merk som fulgt opp", "Fulgt opp", "Meldingen er fulgt opp."),
        "test_line": Words("Prøv forbindelsen", "Prøv nå", "Sendt. Transportloggen viser om noen svarte."),
        "start_contact": Words("Ny helsekontakt", "Start helsekontakten", "Helsekontakten er startet."),
        "end_contact": Words("Avslutt helsekontakt", "Avslutt helsekontakten", "Helsekontakten er avsluttet."),
        "plan_visits": Words("Ny plan for hjemmebesøk", "Lagre planen", "Planen er lagret."),
        "end_visits": Words("Avslutt planen", "Avslutt planen", "Planen er avsluttet."),
        "pause_visits": Words("Sett hjemmebesøk på pause", "Sett på pause", "Hjemmebesøkene er satt på pause."),
        "resume_visits": Words("Start hjemmebesøk igjen", "Start igjen", "Hjemmebesøkene begynner igjen."),
        "confirm_visit": Words("Bekreft besøket", "Bekreft besøket", "Besøket er bekreftet."),
        "change_employees": Words("Bytt hvem som kommer", "Lagre", "Det er byttet hvem som kommer."),
        "complete_visit": Words("Besøket er utført", "Registrer som utført", "Besøket er registrert som utført."),
        "cancel_visit": Words("Avlys besøket", "Avlys besøket", "Besøket er avlyst."),
    }
)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "appointment": "Time",
        "attachments": "Vedlegg",
        "answerable": "Innbyggeren kan svare",
        "approval": "En ansatt må godkjenne bestillingen",
        "arrival": "Kommer klokken",
        "back": "Tilbake, ikke fram",
        "bookable_from": "Kan bestilles fra",
        "booking": "Bestilling",
        "category": "Type time",
        "contact": "Helsekontakt",
        "count": "Antall besøk",
        "days": "Ukedager",
        "employees": "Hvem som kommer",
        "end": "Slutter",
        "every": "Hvor ofte",
        "exempt": "Unntatt foreldreinnsyn",
        "first": "Første dag",
        "frequency": "Gjentas",
        "hours": "Antall timer",
        "last": "Siste dag",
        "location": "Sted",
        "minutes": "Varer i minutter",
        "msg_id": "Melding",
        "must_call": "Må bestilles på telefon",
        "outcome": "Utfall",
        "patient": "Pasient",
        "plan": "Plan",
        "practitioner": "Behandler",
        "reason": "Årsak",
        "setting": "Innstilling",
        "slot": "Ledig time",
        "start": "Begynner",
        "subject": "Emne",
        "summary": "Hva timen gjelder",
        "text": "Tekst til innbyggeren",
        "thread": "Dialog",
        "value": "Verdi",
        "wish": "Ønske",
    }
)

OWN_FIELDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("plan_visits", "summary"): "Hva besøkene gjelder",
        ("plan_visits", "start"): "Det første besøket begynner",
        ("plan_visits", "end"): "Det første besøket slutter",
        ("confirm_visit", "start"): "Besøket som er planlagt",
        ("cancel_visit", "start"): "Besøket som er planlagt",
        ("change_appointment", "start"): "Ny tid begynner",
        ("change_appointment", "end"): "Ny tid slutter",
        ("correct_patient", "patient"): "Riktig pasient",
        ("cancel_appointment", "reason"): "Hvorfor timen er avlyst",
        ("pause_visits", "reason"): "Hvorfor, som «innlagt på sykehus»",
        ("refuse_cancellation", "text"): "Begrunnelse til innbyggeren",
        ("refuse_booking", "text"): "Begrunnelse til innbyggeren",
        ("decline_wish", "text"): "Begrunnelse til innbyggeren",
        ("close_follow_up", "msg_id"): "Meldingens MsgId",
        ("resume_visits", "first"): "Første dag med besøk igjen",
        ("end_visits", "last"): "Siste dag med besøk",
        ("pause_visits", "first"): "Første dag uten besøk",
        ("pause_visits", "last"): "Siste dag uten besøk",
    }
)
"""Fields that one intent calls something else than the others do."""

_FROM = "Id-en til {0}. Den er fylt ut når du kommer hit fra {1}."
HINTS: Mapping[str, str] = MappingProxyType(
    {
        "appointment": _FROM.format("timen", "timeboken"),
        "booking": _FROM.format("bestillingen", "Ledige timer"),
        "contact": _FROM.format("helsekontakten", "pasientens journal"),
        "plan": _FROM.format("planen", "pasientens hjemmebesøk"),
        "slot": _FROM.format("den ledige timen", "Ledige timer"),
        "thread": _FROM.format("dialogen", "innboksen"),
        "wish": _FROM.format("ønsket", "Ønsker om time"),
        "employees": "Ett navn på hver linje.",
        "every": "1 er hver dag eller uke, 2 er annenhver. Tomt er 1.",
        "count": "Tomt når planen varer til siste dag, eller til noen avslutter den.",
        "exempt": "Foreldre ser ikke timen.",
        "attachments": "PDF, JPEG eller PNG. Må velges på nytt hvis skjemaet kommer tilbake.",
        "minutes": "Når tidene over er et tidsrom som besøket kan komme i.",
        "category": "Kode fra kodeverk 7617.",
    }
)

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "answer": "Svar",
        "close": "Svar og avslutt",
        "reject": "Avvis: kan ikke besvares",
        "no_access": "Innbyggeren har ikke tilgang",
        "cancel_approval": "En ansatt må godkjenne avbestillinger",
        "check_by_hand": "En ansatt må se over meldinger før de kvitteres",
        "receiving": "Mottaket av meldinger er i gang",
        "daily": "Daglig",
        "weekly": "Ukentlig",
        "ja": "Ja",
        "nei": "Nei",
        "MO": "Mandag",
        "TU": "Tirsdag",
        "WE": "Onsdag",
        "TH": "Torsdag",
        "FR": "Fredag",
        "SA": "Lørdag",
        "SU": "Søndag",
    }
)

STATUS: Mapping[str, str] = MappingProxyType(
    {
        "planned": "Avtalt",
        "cancelled": "Avlyst",
        "no_show": "Ikke møtt",
        "performed": "Utført",
    }
)
CANCELLATION: Mapping[str | None, str] = MappingProxyType(
    {
        None: "",
        "waiting": "Avbestilling venter på svar",
        "accepted": "Avbestilling godtatt",
        "refused": "Avbestilling avslått",
    }
)
ENTRIES: Mapping[str, str] = MappingProxyType(
    {
        "melding_inn": "Melding fra innbygger",
        "melding_ut": "Melding til innbygger",
        "avtale": "Time",
        "avbestilling": "Avbestilling fra innbygger",
    }
)
FILES: Mapping[str, str] = MappingProxyType(
    {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/jpg": "JPEG", "image/png": "PNG"}
)
DIGITAL: Mapping[str, str] = MappingProxyType(
    {
        "ukjent": "ikke kjent",
        "aktiv": "digitalt aktiv på Helsenorge",
        "inaktiv": "ikke digitalt aktiv på Helsenorge",
    }
)
DIRECTIONS: Mapping[str, str] = MappingProxyType({"inn": "Inn", "ut": "Ut"})
SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "helsestasjon": "Helsestasjon",
        "skolehelsetjeneste": "Skolehelsetjeneste",
        "jordmor": "Jordmor",
        "ungdom": "Helsestasjon for ungdom",
        "hjemmetjeneste": "Hjemmetjeneste",
    }
)


def of_intent(name: str) -> Words:
    """What an intent is called."""
    return INTENTS.get(name) or Words(name, "Utfør", "Utført.")
