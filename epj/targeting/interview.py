"""Asks the questions in their order and gathers the answers; whoever does not know writes a question mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from epj.targeting import questions as q
from epj.targeting.questions import UNKNOWN, YES_OR_NO, Question
from standards.identifiers import has_check_digits, is_synthetic
from standards.processes import CATALOGUE, TIMERESERVASJON

Answers = dict[str, str]
_HOME_CARE = "hjemmetjeneste"


@dataclass
class Interview:
    """Everything answered, table by table."""

    target: Answers = field(default_factory=dict)
    transport: Answers = field(default_factory=dict)
    helsenorge: Answers = field(default_factory=dict)
    parties: list[Answers] = field(default_factory=list)
    processes: Answers = field(default_factory=dict)
    settings: Answers = field(default_factory=dict)
    staff: Answers = field(default_factory=dict)
    persons: list[Answers] = field(default_factory=list)


class Asker(Protocol):
    """Somebody who answers."""

    def ask(self, question: Question) -> str:
        """An answer that has the form of the question, or the question mark."""
        ...

    def tell(self, text: str) -> None:
        """Say something in between."""
        ...


def interview(asker: Asker, suggested: Callable[[], list[Answers]]) -> Interview:
    """Ask everything; `suggested` are test persons to offer, the same in every municipality."""
    asker.tell("Svar på hvert spørsmål og trykk Enter. Det som står i hakeparentes, gjelder uten svar.")
    asker.tell(f"Vet du ikke svaret, skriv {UNKNOWN}. Filen sier da hvem som må fylle det ut.")
    found = Interview()
    asker.tell("\nInstallasjonen")
    found.target = _all(asker, q.TARGET)
    asker.tell("\nMeldingsbussen og Helsenorge")
    found.transport = _all(asker, q.TRANSPORT)
    found.transport["queue_exclusive"] = "true" if found.target["topology"] == "own_bus" else "false"
    found.helsenorge = _all(asker, q.HELSENORGE)
    found.helsenorge["secret"] = asker.ask(_about(q.SECRET, what="den parten"))
    asker.tell("\nTjenestene i kommunen")
    found.parties = list(_services(asker))
    asker.tell("\nHva EPJ-en støtter")
    found.processes = dict(_processes(asker))
    asked = (*q.SETTINGS, q.FREE_SLOTS) if TIMERESERVASJON.code in found.processes else q.SETTINGS
    found.settings = _all(asker, asked)
    if found.settings.get(q.FREE_SLOTS.key) == "ja":
        found.settings |= _all(asker, q.SLOTS)
    found.target["plan"] = asker.ask(_plan([party["role"] for party in found.parties]))
    asker.tell("\nDe ansatte")
    found.staff = _staff(asker)
    asker.tell("\nTestpersonene: bare syntetiske, og de må være registrert i EPJ-en")
    found.persons = _persons(asker, suggested)
    return found


def _all(asker: Asker, asked: tuple[Question, ...], **words: str) -> Answers:
    return {question.key: asker.ask(_about(question, **words)) for question in asked}


def _about(question: Question, **words: str) -> Question:
    return replace(question, text=question.text.format(**words)) if words else question


def _yes(asker: Asker, text: str, usual: str = "nei") -> bool:
    return asker.ask(Question("", text, "kommunen", usual=usual, choices=YES_OR_NO)) == "ja"


def _services(asker: Asker) -> Iterator[Answers]:
    above = _all(asker, q.MUNICIPALITY)
    count = 0
    while not count:
        for role, name in q.ROLES.items():
            if _yes(asker, f"Skal {name} være med?", "ja" if role == "helsestasjon" else "nei"):
                count += 1
                yield {"role": role, **_all(asker, q.SERVICE, service=name), **above}
        if not count:
            asker.tell("Minst én tjeneste må være med.")


def _processes(asker: Asker) -> Iterator[tuple[str, str]]:
    usual = ("_EKONTAKT", "_AVTALEUTSENDING", "_AVTALEAVBESTILLING", "_DIGITALBRUKER")
    count = 0
    while not count:
        for code, process in CATALOGUE.items():
            if _yes(asker, f"Støtter EPJ-en {process.name}?", "ja" if code.endswith(usual) else "nei"):
                count += 1
                versions = {version: version for version in process.versions}
                text = f"Hvilken versjon av {process.name}?"
                newest = process.versions[-1]
                yield code, asker.ask(Question(code, text, "leverandøren", usual=newest, choices=versions))
        if not count:
            asker.tell("Minst én prosess må støttes, ellers er det ingenting å prøve.")


def _plan(roles: Sequence[str]) -> Question:
    """The plans that are shown, with the one for these services suggested."""
    from conformance.plans.book import PlanBook  # noqa: PLC0415  read only where it is asked

    book = PlanBook.load()
    usual = next((plan for needed, plan in q.PLAN_OF if set(roles) <= needed), book.whole.id)
    return replace(q.PLAN, usual=usual, choices={plan.id: plan.name for plan in book.plans if plan.shown})


def _staff(asker: Asker) -> Answers:
    found = _all(asker, q.STAFF)
    if found["kind"] != "http":
        return found
    found["address"] = asker.ask(q.STAFF_ADDRESS)
    found["settle"] = {"ja": "true", "nei": "false"}.get(asker.ask(q.SETTLE), "false")
    found["secret"] = asker.ask(_about(q.SECRET, what="adapteren"))
    return found


def _persons(asker: Asker, suggested: Callable[[], list[Answers]]) -> list[Answers]:
    if _yes(asker, "Vil du bruke testfamiliene som følger med? De må registreres i EPJ-en.", "ja"):
        return suggested()
    found: list[Answers] = []
    while not found or _yes(asker, "En person til?"):
        found.append(_person(asker, [one["id"] for one in found]))
    return found


def _person(asker: Asker, others: list[str]) -> Answers:
    person = _all(asker, q.PERSON)
    while why := _why_not(person["ident"]):
        asker.tell(why)
        person["ident"] = asker.ask(q.PERSON[1])
    person["traits"] = asker.ask(q.TRAITS).replace(" ", "")
    has_home_care = _HOME_CARE in person["traits"].split(",")
    if has_home_care or person["kind"] in {"barn", "ungdom"}:
        guardians = [name.strip() for name in asker.ask(q.GUARDIANS).split(",") if name.strip()]
        while unknown := [name for name in guardians if name not in others]:
            asker.tell(f"{', '.join(unknown)} er ikke lagt inn. Lagt inn er {', '.join(others) or 'ingen'}.")
            guardians = [name.strip() for name in asker.ask(q.GUARDIANS).split(",") if name.strip()]
        person["guardians"] = ",".join(guardians)
        person["relation"] = "FU" if has_home_care else "FO"
    return person


def _why_not(ident: str) -> str:
    if ident == UNKNOWN:
        return ""
    if not has_check_digits(ident):
        return "De to siste sifrene stemmer ikke som kontrollsiffer. Skriv av nummeret på nytt."
    if not is_synthetic(ident):
        return "Nummeret er ikke syntetisk (måned + 65 eller + 80). Virkelige personer skal aldri brukes i en test."
    return ""


def tables(found: Interview) -> Iterator[tuple[str, Answers]]:
    """Every table with its name, in the order of the file."""
    yield from (("target", found.target), ("transport", found.transport), ("helsenorge", found.helsenorge))
    yield from (("parties", party) for party in found.parties)
    yield from (("processes", found.processes), ("settings", found.settings), ("staff", found.staff))
    yield from (("persons", person) for person in found.persons)


def unknown(found: Interview) -> Mapping[str, int]:
    """Whom to ask → how many answers are missing."""
    return Counter(
        knows(name, key) for name, table in tables(found) for key, value in table.items() if value == UNKNOWN
    )


def knows(table: str, key: str) -> str:
    """Who knows the answer to a question."""
    return next((one.who for one in _ASKED.get(table, ()) if one.key == key), "leverandøren")


_ASKED: Mapping[str, tuple[Question, ...]] = {
    "target": (*q.TARGET, q.PLAN),
    "transport": q.TRANSPORT,
    "helsenorge": (*q.HELSENORGE, q.SECRET),
    "parties": (*q.SERVICE, *q.MUNICIPALITY),
    "settings": (*q.SETTINGS, q.FREE_SLOTS, *q.SLOTS),
    "staff": (*q.STAFF, q.STAFF_ADDRESS, q.SETTLE, q.SECRET),
    "persons": (*q.PERSON, q.TRAITS, q.GUARDIANS),
}
