"""The questions of the wizard, as data: what is asked, who knows the answer, and what an answer must look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

UNKNOWN: Final = "?"
"""What is answered by who does not know; the file keeps it, and says whom to ask."""
YES_OR_NO: Final[Mapping[str, str]] = {"ja": "ja", "nei": "nei"}


@dataclass(frozen=True)
class Question:
    """One question; with `choices` one of them is the answer, else a text of that form. `who` knows it."""

    key: str
    text: str
    who: str
    form: str = r".+"
    expected: str = "en tekst"
    usual: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Answer → what it means."""
    may_be_empty: bool = False

    def problem(self, answer: str) -> str:
        """Why an answer will not do (bokmål), or an empty text."""
        if not answer.isprintable():
            return "Svaret har tegn som ikke kan leses. Skriv det på nytt; terminalen må stå på UTF-8."
        if answer == UNKNOWN or (self.may_be_empty and not answer):
            return ""
        if self.choices:
            return "" if answer in self.choices else f"Velg en av {', '.join(self.choices)}."
        return "" if re.fullmatch(self.form, answer) else f"Ventet {self.expected}."


HER_ID: Final = r"[1-9][0-9]{0,9}"
ADDRESS: Final = r"[a-z][a-z0-9+.-]*://\S+"
_BUS: Final = "den som drifter bussen (NHN eller IT)"
_VENDOR: Final = "leverandøren"
_OURS: Final = "kommunen"

TARGET: Final = (
    Question("name", "Hva skal installasjonen hete i rapporten?", _OURS, usual="EPJ i testmiljøet"),
    Question("vendor", "Hvem er leverandøren?", _OURS),
    Question(
        "product",
        "Hva heter produktet, med små bokstaver og understrek?",
        _VENDOR,
        r"[a-z0-9_]+",
        "små bokstaver, tall og understrek, som visma_hspro",
    ),
    Question("version", "Hvilken versjon av produktet?", _VENDOR),
    Question(
        "environment",
        "Hva slags miljø er det?",
        _OURS,
        usual="test",
        choices={"test": "et testmiljø med en ekte EPJ", "simulert": "en simulert journal"},
    ),
    Question(
        "topology",
        "Hvordan er EPJ-en koblet til?",
        "IT",
        usual="test_actor",
        choices={
            "own_bus": "EPJ-en er koblet til testbenkens egen buss",
            "test_actor": "testbenken er en egen part på en delt testbuss",
        },
    ),
)
TRANSPORT: Final = (
    Question("kind", "Hvilken transport går meldingene over?", _BUS, r"[a-z0-9_]+", "et navn som http", "http"),
    Question("address", "Hva er adressen til meldingsbussen?", _BUS, ADDRESS, "en adresse som http://maskin:port/w/1"),
)
HELSENORGE: Final = (
    Question("her_id", "Hvilken HER-id har parten som testbenken spiller (Helsenorge)?", _BUS, HER_ID, "bare siffer"),
    Question("name", "Hva heter den parten?", _BUS, usual="Digital dialog"),
    Question("parent_her_id", "Hvilken HER-id har virksomheten over den?", _BUS, HER_ID, "bare siffer"),
    Question("parent_name", "Hva heter den virksomheten?", _BUS, usual="Helsenorge"),
)
MUNICIPALITY: Final = (
    Question("parent_name", "Hva heter kommunen i Adresseregisteret?", _OURS),
    Question("parent_her_id", "Hvilken HER-id har kommunen?", "IT", HER_ID, "bare siffer"),
)
ROLES: Final[Mapping[str, str]] = {
    "helsestasjon": "helsestasjonen",
    "skolehelsetjeneste": "skolehelsetjenesten",
    "jordmor": "jordmortjenesten",
    "ungdom": "helsestasjon for ungdom",
    "hjemmetjeneste": "hjemmetjenesten",
}
SERVICE: Final = (
    Question("her_id", "Hvilken HER-id har {service}?", _VENDOR, HER_ID, "bare siffer"),
    Question("name", "Hva heter {service} i Adresseregisteret?", "IT"),
    Question(
        "level2",
        "Er HER-id-en registrert som en tjeneste eller en person?",
        _VENDOR,
        usual="service",
        choices={"service": "en tjeneste", "person": "en behandler"},
    ),
)
STAFF: Final = (
    Question(
        "kind",
        "Hvem gjør det ansatte skal gjøre?",
        _VENDOR,
        usual="manual",
        choices={"manual": "en ansatt, som blir spurt underveis", "http": "EPJ-en selv, over en adapter"},
    ),
)
STAFF_ADDRESS: Final = Question("address", "Hva er adressen til adapteren?", _VENDOR, ADDRESS, "en adresse")
SETTLE: Final = Question(
    "settle", "Kan adapteren si fra når alt er behandlet (settle)?", _VENDOR, usual="ja", choices=YES_OR_NO
)
APPROVAL: Final = Question(
    "cancel_approval",
    "Må en ansatt godkjenne at innbyggeren avbestiller?",
    _OURS,
    usual="nei",
    choices={"ja": "ja", "nei": "nei", "kan_byttes": "testen skal prøve begge"},
)
FREE_SLOTS: Final = Question(
    "free_slots",
    "Kan innbyggeren søke etter ledige timer og bestille en selv?",
    _OURS,
    usual="nei",
    choices=YES_OR_NO,
)
SLOTS: Final = (
    Question(
        "slot_approval",
        "Kan en ansatt måtte godkjenne en time som innbyggeren har bestilt selv?",
        _OURS,
        usual="nei",
        choices=YES_OR_NO,
    ),
    Question(
        "slot_by_phone",
        "Kan en ledig time vises for innbyggeren, men bare bestilles på telefon?",
        _OURS,
        usual="nei",
        choices=YES_OR_NO,
    ),
)
"""Asked where there are free times at all."""
SETTINGS: Final = (
    APPROVAL,
    Question(
        "downtime",
        "Kan mottaket av meldinger i testmiljøet stanses og startes igjen, som ved planlagt nedetid?",
        _VENDOR,
        usual="nei",
        choices=YES_OR_NO,
    ),
    Question(
        "exempt",
        "Kan en time merkes så foreldrene ikke får se den (unntatt foreldreinnsyn)?",
        _VENDOR,
        usual="ja",
        choices=YES_OR_NO,
    ),
    Question(
        "rest_push",
        "Legger EPJ-en timer hos Helsenorge over REST, i stedet for på meldingsbussen?",
        _VENDOR,
        usual="nei",
        choices=YES_OR_NO,
    ),
    Question(
        "test_clock",
        "Kan klokken i testmiljøet flyttes, så testen slipper å vente i dagevis?",
        _VENDOR,
        usual="nei",
        choices=YES_OR_NO,
    ),
)
PLAN: Final = Question("plan", "Hvilken testplan skal brukes når ingen annen er valgt?", _OURS)
"""Its choices are the plans that are shown."""
PLAN_OF: Final = (
    (frozenset({"hjemmetjeneste"}), "digihelse"),
    (frozenset({"ungdom"}), "digihelsestasjon-ungdom"),
    (frozenset({"helsestasjon", "skolehelsetjeneste", "jordmor", "ungdom"}), "digihelsestasjon"),
)
"""Which is suggested where there are no other services than these; else everything is."""
PERSON: Final = (
    Question("id", "Kort navn på personen i denne filen?", _OURS, r"[a-zæøå0-9_-]+", "små bokstaver og tall"),
    Question("ident", "Syntetisk fødselsnummer?", _OURS, r"[0-9]{11}", "11 siffer"),
    Question("family", "Etternavn?", _OURS),
    Question("given", "Fornavn?", _OURS),
    Question(
        "birth_date",
        "Fødselsdato?",
        _OURS,
        r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        "en dato som 2020-03-01",
    ),
    Question(
        "kind",
        "Hvem er det?",
        _OURS,
        choices={
            "barn": "et barn",
            "ungdom": "en ungdom",
            "forelder": "en forelder eller fullmektig",
            "voksen": "en annen voksen",
        },
    ),
)
TRAITS: Final = Question(
    "traits",
    "Er noe av dette sant: gravid, hjemmetjeneste? Skriv ordet, eller bare trykk Enter.",
    _OURS,
    r"(gravid|hjemmetjeneste)(, ?(gravid|hjemmetjeneste))*",
    "gravid eller hjemmetjeneste",
    may_be_empty=True,
)
GUARDIANS: Final = Question(
    "guardians", "Hvem er foreldre eller fullmektiger (korte navn, med komma mellom)?", _OURS, may_be_empty=True
)
SECRET: Final = Question(
    "secret",
    "I hvilken miljøvariabel ligger passordet til {what}?",
    "IT",
    r"[A-Za-z_][A-Za-z0-9_]*",
    "navnet på en miljøvariabel; selve passordet skal ikke stå i filen",
)
