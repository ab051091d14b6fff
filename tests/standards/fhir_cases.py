"""Pairs for the rules of FHIR: R4, the appointment profile, REST and helsekontakt."""

from __future__ import annotations

from collections.abc import Callable

from standards import processes
from standards.exchange import Exchange, Http, Item
from tests.standards import good
from tests.standards.fhir_good import (
    HER_ID,
    HN,
    OID,
    ROLE_CODE,
    VIRTUAL,
    YOUTH,
    Change,
    Resource,
    as_json,
    as_xml,
    cancelled,
    coded,
    drop,
    episode,
    flag,
    home_visit,
    outcome,
    put,
    specialist,
    station,
    virtual,
    youth,
)
from tests.standards.good import EPJ
from tests.standards.rule_cases import ERROR, REMARK, Case, real_number
from tests.standards.test_processes import write

Maker = Callable[[], Resource]
URL = "https://eksternapi.example/timeavtaler/api/v1/Appointment/time-1"
ORG: Resource = {"resourceType": "Organization", "id": "to", "identifier": [{"system": HER_ID, "value": "8210012"}]}
OFFICE: Resource = {"resourceType": "Location", "id": "to", "type": [coded(ROLE_CODE, "OF")]}
SEE = put("/supportingInformation/-", {"reference": "#to"})
FH01, A29 = frozenset({"FH-01"}), frozenset({"A29"})

R4: tuple[tuple[str, Maker, tuple[Change, ...]], ...] = (
    ("ukjent element", station, (put("/reason", "x"),)),
    ("element fra R5", cancelled, (put("/cancellationReason", {"text": "x"}),)),
    ("kode fra R5", station, (put("/participant/0/required", "true"),)),
    ("feil type", station, (put("/minutesDuration", "30"),)),
    ("ikke en liste", station, (put("/participant", {"status": "accepted", "actor": {"display": "x"}}),)),
    ("to ganger", station, (put("/status", ["booked", "booked"]),)),
    ("tom liste", station, (put("/contained/0/type", []),)),
    ("tom tekst", station, (put("/description", ""),)),
    ("tomt objekt", station, (put("/created", {}),)),
    ("null", station, (put("/created", None),)),
    ("minutesDuration 0", station, (put("/minutesDuration", 0),)),
    ("ulovlig id", station, (put("/id", "æ 1"),)),
    ("ukjent kode", station, (put("/participant/0/status", "ja"),)),
    ("mangler påkrevd", station, (drop("/contained/2/subject"),)),
    ("ingen sone", station, (put("/created", "2026-11-21T10:00:00"),)),
    ("ikke en dato", station, (put("/created", "2026-02-30"),)),
    ("ukjent ressurs", station, (put("/contained/1/resourceType", "Sted"), drop("/participant/1"))),
    ("to verdier", virtual, (put("/extension/0/valueString", "x"),)),
    ("utvidelse uten verdi", virtual, (drop("/extension/0/valueUrl"),)),
    ("innebygd uten referanse", station, (put("/contained/-", {"resourceType": "Patient", "id": "x"}),)),
    ("referanse til ingenting", station, (put("/supportingInformation/-", {"reference": "#ingen"}),)),
    ("deltaker uten alt", specialist, (put("/participant/-", {"status": "accepted"}),)),
    ("bare start", station, (drop("/end"),)),
    ("grunn uten avlysning", station, (put("/cancelationReason", coded(f"{OID}.1.7621", "AAT")),)),
    ("perioden baklengs", home_visit, (put("/requestedPeriod/0/end", "2026-12-01T07:00:00+01:00"),)),
    ("utfall uten grad", outcome, (drop("/issue/0/severity"),)),
    ("utfall uten noe", outcome, (drop("/issue"),)),
    ("helsekontakt uten status", episode, (drop("/status"),)),
    ("helsekontakt uten pasient", episode, (drop("/patient"),)),
    ("helsekontakt med ukjent status", episode, (put("/status", "aktiv"),)),
)
ONLY_JSON = frozenset({"feil type", "ikke en liste", "tom liste", "null", "ukjent ressurs"})
R4_ALSO = {"deltaker uten alt": frozenset({"FH-03"}), "ukjent ressurs": A29}


def cases(
    rule: str, name: str, make: Maker, *changes: Change, also: frozenset[str] = frozenset(), remark: bool = False
) -> list[Case]:
    """The same pair in JSON and in XML."""
    severity = REMARK if remark else ERROR
    return [
        Case(rule, f"{name} ({form.__name__[3:]})", form(make), form(make, *changes), severity, also=also)
        for form in (as_json, as_xml)
    ]


def sent(
    *changes: Change, url: str = URL, make: Maker = station, status: int | None = 201, method: str = "PUT"
) -> Item:
    """An appointment sent over REST."""
    return Item(EPJ, as_json(make, *changes)(), http=Http(method, url, status))


def rest(*items: Item) -> Callable[[], Exchange]:
    """An exchange of calls."""
    return lambda: Exchange(items)


def answered(body: bytes) -> Callable[[], Exchange]:
    """A call that Helsenorge refused with a body."""
    return lambda: Exchange((sent(status=400), Item(good.HN, body, http=Http(status=400))))


def notified(*changes: Change) -> Callable[[], bytes]:
    """A helsekontakt in its hodemelding."""

    def build() -> bytes:
        raw = write(processes.HELSEKONTAKT, processes.HELSEKONTAKT.steps[0]).decode()
        start, end = raw.index("<EpisodeOfCare"), raw.index("</EpisodeOfCare>") + len("</EpisodeOfCare>")
        inner = as_xml(episode, put("/patient/identifier/value", good.CHILD), *changes)().decode()
        return (raw[:start] + inner.partition("?>")[2].strip() + raw[end:]).encode()

    return build


INVARIANTS: dict[str, list[Case]] = {
    "cancelationReason-inv": cases("A29", "ingen grunn", cancelled, drop("/cancelationReason")),
    "start-required-inv": [
        *cases("A29", "ingen start", cancelled, drop("/start"), drop("/end"), drop("/minutesDuration")),
        *cases("A29", "satt opp uten start", station, drop("/start"), drop("/end"), also=FH01),
    ],
    "hn-app-proposed-only-servicecategory-7": cases(
        "A29",
        "foreslått av helsestasjon",
        home_visit,
        put("/serviceCategory/0/coding/0/code", "3"),
        also=frozenset({"FH-03"}),
    ),
    "hn-app-reqperiod-1": [
        *cases(
            "A29",
            "foreslått uten periode",
            home_visit,
            drop("/requestedPeriod"),
            put("/start", "2026-12-01T08:00:00+01:00"),
            put("/end", "2026-12-01T10:00:00+01:00"),
        ),
        *cases("A29", "periode uten slutt", home_visit, drop("/requestedPeriod/0/end")),
    ],
    "hn-app-reqperiod-2": cases(
        "A29",
        "periode på en satt time",
        home_visit,
        put("/status", "booked"),
        put("/start", "2026-12-01T08:00:00+01:00"),
        put("/end", "2026-12-01T10:00:00+01:00"),
    ),
    "hn-app-entered-in-error-requires-start-and-end": cases(
        "A29", "feilført uten tid", home_visit, put("/status", "entered-in-error"), also=FH01
    ),
    "hn-app-primary-2": cases("A29", "basedOn", station, put("/basedOn", [{"display": "henvisning"}])),
    "hn-app-primary-4": cases(
        "A29",
        "partOf",
        station,
        put("/extension/-", {"url": f"{HN}/no-basis-partof", "valueReference": {"display": "x"}}),
    ),
    "hn-app-primary-5": cases(
        "A29",
        "postponementReason",
        station,
        put("/extension/-", {"url": f"{HN}/hn-postponement-reason", "valueCodeableConcept": {"text": "x"}}),
    ),
    "virtualservice-or-location-required": cases(
        "A29", "ingen steder", station, drop("/contained/1"), drop("/participant/1")
    ),
    "community-services-location-requires-ptres-or-of": cases(
        "A29", "sted uten type", station, drop("/contained/1/type")
    ),
    "community-services-location-not-both-ptres-and-of": cases(
        "A29",
        "to slags sted",
        home_visit,
        put("/contained/-", OFFICE),
        put("/participant/-", {"actor": {"reference": "#to"}, "status": "accepted"}),
    ),
    "community-services-no-dialog-flags": cases(
        "A29", "dialogflagg", station, put("/contained/2", flag("avlyse", "canInitiateDialog"))
    ),
    "contained-flag-allowed-codes": [
        *cases("A29", "ukjent flagg", station, put("/contained/2", flag("avlyse", "kanAlt"))),
        *cases("A29", "samme flagg igjen", station, put("/contained/-", flag("to", "cancelWithComment")), SEE),
    ],
    "community-services-requires-kommunikasjonspart-organization": [
        *cases("A29", "ingen HER-id", station, put("/contained/0/identifier/0/system", "urn:x:y")),
        *cases("A29", "ingen organisasjon", station, drop("/supportingInformation/0")),
    ],
    "supportinginformation-organization-partof": [
        *cases("A29", "en til uten nivå 1", station, put("/contained/-", ORG), SEE),
        *cases("A29", "en til uten HER-id", station, put("/contained/-", {**ORG, "identifier": [{"value": "x"}]}), SEE),
    ],
    "must-be-max-1000-chars": [
        *cases("A29", "for lang tekst", station, put("/description", "x" * 1001)),
        *cases("A29", "for lang veiledning", station, put("/patientInstruction", "x" * 1001)),
    ],
    "inv-4": cases("A29", "kode uten system", station, put("/meta/tag/-", {"code": "x"})),
    "appointment-participant-actor-patient": [
        *cases(
            "A29", "pasient med referanse", station, put("/participant/0/actor/reference", "Patient/1"), remark=True
        ),
        *cases("A29", "pasient uten id", station, put("/participant/0/actor", {"type": "Patient"}), remark=True),
    ],
}

HOME_VISIT = (
    put("/meta/tag/-", {"system": f"{HN}/varsling", "code": "1"}),
    put("/meta/tag/-", {"system": f"{HN}/paminnelse", "code": "1"}),
)

CASES = [
    *(
        Case("FH-01", f"{name} (json)", as_json(make), as_json(make, *changes), also=R4_ALSO.get(name, frozenset()))
        for name, make, changes in R4
    ),
    *(
        Case("FH-01", f"{name} (xml)", as_xml(make), as_xml(make, *changes), also=R4_ALSO.get(name, frozenset()))
        for name, make, changes in R4
        if name not in ONLY_JSON
    ),
    *(case for listed in INVARIANTS.values() for case in listed),
    *cases("FH-02", "baklengs", station, put("/end", "2026-12-01T09:30:00+01:00"), remark=True),
    *(
        one
        for name in ("implicitRules", "language", "comment")
        for one in cases("FH-03", f"forbudt {name}", station, put(f"/{name}", "nb"))
    ),
    *cases("FH-03", "forbudt priority", station, put("/priority", 1)),
    *cases("FH-03", "forbudt slot", station, put("/slot", [{"display": "x"}])),
    *(
        one
        for name in ("serviceType", "specialty", "reasonCode")
        for one in cases("FH-03", f"forbudt {name}", station, put(f"/{name}", [{"text": "x"}]))
    ),
    *cases("FH-03", "forbudt reasonReference", station, put("/reasonReference", [{"display": "x"}])),
    *cases(
        "FH-03",
        "forbudt text",
        station,
        put("/text", {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">x</div>'}),
    ),
    *cases(
        "FH-03", "consultationType", station, put("/extension/-", {"url": f"{HN}/consultationType", "valueCode": "x"})
    ),
    *cases("FH-03", "ingen lastUpdated", station, drop("/meta/lastUpdated")),
    *cases("FH-03", "to tilgangskoder", station, put("/meta/security/-", {"system": f"{OID}.1.9603", "code": "N"})),
    *cases("FH-03", "ukjent tilgangskode", station, put("/meta/security/0/code", "ALLE")),
    *cases("FH-03", "tilgangskode fra resten av 9603", station, put("/meta/security/0/code", "NORS"), remark=True),
    *cases("FH-03", "ukjent påminnelse", station, put("/meta/tag/0/code", "2")),
    *cases("FH-03", "to påminnelser", station, put("/meta/tag/-", {"system": f"{HN}/paminnelse", "code": "1"})),
    *cases("FH-03", "ukjent varsling", station, put("/meta/tag/-", {"system": f"{HN}/varsling", "code": "2"})),
    *cases("FH-03", "ingen identifikator", station, drop("/identifier")),
    *cases("FH-03", "identifikator uten utsteder", station, drop("/identifier/0/assigner")),
    *cases("FH-03", "status utenfor profilen", station, put("/status", "arrived")),
    *cases("FH-03", "ingen tjeneste", station, drop("/serviceCategory")),
    *cases("FH-03", "ukjent tjeneste", station, put("/serviceCategory/0/coding/0/code", "99")),
    *cases("FH-03", "to tjenester", station, put("/serviceCategory/-", coded(f"{OID}.1.7619", "3"))),
    *cases("FH-03", "ingen type", station, drop("/appointmentType")),
    *cases("FH-03", "ukjent kontakttype", station, put("/appointmentType", coded(f"{OID}.1.8432", "99")), remark=True),
    *cases("FH-03", "ukjent type time", station, put("/appointmentType", coded(f"{OID}.1.7617", "Tur")), remark=True),
    *cases(
        "FH-03",
        "to ønskede perioder",
        home_visit,
        put("/requestedPeriod/-", {"start": "2026-12-02T08:00:00+01:00", "end": "2026-12-02T10:00:00+01:00"}),
    ),
    *cases(
        "FH-03",
        "deltaker uten actor",
        station,
        put("/participant/1", {"type": [{"text": "x"}], "status": "accepted"}),
        drop("/contained/1"),
        also=A29,
    ),
    *cases(
        "FH-03",
        "organisasjon som deltaker",
        station,
        put("/participant/-", {"actor": {"reference": "#org"}, "status": "accepted"}),
    ),
    *cases("FH-03", "ingen pasient", station, drop("/participant/0"), remark=True),
    *cases(
        "FH-03",
        "gjentas på en annen måte",
        station,
        put("/extension/-", {"url": f"{HN}/recurring", "valueString": "ja"}),
    ),
    *cases(
        "FH-04", "organisasjonsnummer", station, put("/contained/0/identifier/0/system", f"{OID}.4.101"), remark=True
    ),
    *cases("FH-04", "RESH-id", station, put("/contained/0/identifier/0/system", f"{OID}.4.102"), remark=True),
    *cases(
        "FH-04",
        "adressen fra uttrykkene",
        virtual,
        put("/extension/0/url", VIRTUAL.replace("hl7.no/fhir", "helsenorge.no/fhir").replace("no-basis", "hn-basis")),
        remark=True,
    ),
    *cases(
        "FH-04",
        "annen versjon",
        station,
        put("/meta/profile/0", f"{HN}/StructureDefinition/hn-basis-appointment|2.4"),
        remark=True,
    ),
    *cases("A31", "bare tekst", cancelled, put("/cancelationReason", {"text": "Syk"})),
    *cases("A31", "kode for sykehus", cancelled, put("/cancelationReason", coded(f"{OID}.1.8445", "1"))),
    *cases("A31", "ukjent kode", cancelled, put("/cancelationReason", coded(f"{OID}.1.7621", "XX"))),
    *cases("A32", "ikke tatt stilling", youth, drop("/meta/security"), remark=True),
    *(one for tag in HOME_VISIT for one in cases("A33", "merke", home_visit, tag)),
    *cases("A34", "ingen sone", station, put("/start", "2026-12-01T10:00:00")),
    *cases("FH-06", "ingen team", episode, drop("/contained"), drop("/team"), remark=True),
    *cases("FH-06", "ingen rolle", episode, drop("/contained/0/participant/0/role"), remark=True),
    *cases("FH-06", "ikke tatt stilling", episode, drop("/meta"), remark=True),
    *cases("FH-06", "ukjent tilgangskode", episode, put("/meta/security/0/code", "ALLE"), remark=True),
    Case(
        "FH-06",
        "ungdom i en melding",
        notified(),
        notified(put("/patient/identifier/value", YOUTH), drop("/meta")),
        REMARK,
        EPJ,
    ),
    *cases("ID-01", "ekte nummer", station, put("/participant/0/actor/identifier/value", real_number()), remark=True),
    Case("FH-01", "i en melding", notified(), notified(put("/status", "aktiv")), sender=EPJ),
    Case("A30", "annen id", rest(sent()), rest(sent(put("/id", "time-2")))),
    Case("A30", "ingen id", rest(sent()), rest(sent(drop("/id")))),
    Case("A30", "ingen id i adressen", rest(sent()), rest(sent(url=URL.rpartition("/")[0])), REMARK),
    Case("A30", "annen ressurs", rest(sent()), rest(sent(url=URL.replace("Appointment", "Slot")))),
    Case("A30", "ingen identifikator", rest(sent()), rest(sent(drop("/identifier")))),
    Case("A30", "ikke https", rest(sent()), rest(sent(url=URL.replace("https", "http")))),
    Case(
        "A30",
        "ny identifikator",
        rest(sent(), sent(put("/status", "noshow"))),
        rest(sent(), sent(put("/identifier/0/value", "A-2"))),
    ),
    Case(
        "A30",
        "ny id",
        rest(sent(), sent(make=cancelled)),
        rest(sent(), sent(put("/id", "time-2"), url=URL.replace("time-1", "time-2"))),
    ),
    Case("FH-05", "noe annet", answered(as_json(outcome)()), answered(as_json(station)())),
    Case("FH-05", "ikke FHIR", answered(as_xml(outcome)()), answered(b"")),
]
