"""The tables that a national approval asks for: requirements, processes and APIs, and the points before production."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

from conformance.evidence.records import REST, ScenarioRecord
from conformance.plans.book import Plan
from conformance.reports.counting import kind
from conformance.reports.facts import Facts
from conformance.reports.processes import spoken
from conformance.verdicts import Verdict, of_run
from standards.exchange import Role
from standards.masking import mask

POINTS: Final = Path(__file__).with_name("points.toml")
MUST: Final[Mapping[str, str]] = {"skal": "må", "bør": "bør", "kan": "kan"}
"""Our levels in the words of NHN's tables."""
NOT_TRIED: Final = "ikke prøvd"
_TRANSPORTS: Final[Mapping[str, str]] = {
    "http": "Meldingsbuss over HTTP",
    "amqp": "Meldingsbuss over AMQP 1.0",
    "msh": "Meldingstjener (EDI 2.0)",
}
_TYPES: Final[Mapping[str, str]] = {"normal": "Funksjon", "feil": "Feilsituasjon"}
_APIS: Final[Mapping[str, str]] = {
    "adresseregister": "Adresseregisteret",
    "cppa": "Samhandlingsavtaler (CPP/CPA)",
    "helseid": "HelseID",
    "helsenorge": "HelsenorgeAktivSjekken",
    "meldingstjener": "Meldingstjener (EDI 2.0)",
    "timenotifikasjon": "Timenotifikasjon (REST)",
}
_SAFE: Final = ("=", "+", "-", "@", "\t")
"""What would make a cell of a CSV file a formula."""


@dataclass(frozen=True)
class Requirement:
    """One row of the table of requirements, with the columns of the tables of kjernejournal."""

    id: str
    type: str
    integration: str
    api: str
    requirement: str
    clauses: str
    must: str
    comment: str
    method: str
    result: str


@dataclass(frozen=True)
class Interface:
    """One process or API: what is declared, what was tried, how it went, and where the evidence is."""

    name: str
    code: str
    declared: str
    tried: int
    sent: int
    """Messages from the EPJ."""
    received: int
    """Messages to the EPJ."""
    result: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """One of the points before production, the scenarios that show it, and how they ended."""

    text: str
    tried: int
    result: str
    evidence: tuple[str, ...]


REQUIREMENT_HEADS: Final = (
    "Id", "Type", "Integrasjonstype", "API/prosess", "Krav", "Kilde", "Må/bør", "Kommentar", "Metode", "Resultat",
)  # fmt: skip
INTERFACE_HEADS: Final = (
    "Prosess/API",
    "Kode",
    "Oppgitt",
    "Prøvd",
    "Fra journalen",
    "Til journalen",
    "Resultat",
    "Bevis",
)


def requirements(facts: Facts) -> tuple[Requirement, ...]:
    """A row for each scenario, in the order of the run."""
    return tuple(_requirement(one, facts) for one in facts.scenarios)


def interfaces(facts: Facts) -> tuple[Interface, ...]:
    """A row for each process that is declared or was tried, and one for each national API."""
    tried: dict[str, list[ScenarioRecord]] = {code: [] for code in facts.versions}
    for one in facts.scenarios:
        for process in facts.processes(one):
            tried.setdefault(process.code, []).append(one)
    rows = [_process(code, found, facts) for code, found in tried.items()]
    return (*rows, *_apis(facts))


def points(facts: Facts) -> tuple[Point, ...]:
    """NHN's points before production, by the scenarios that show them."""
    listed = tomllib.loads(POINTS.read_text("utf-8"))["points"]
    return tuple(_point(row, facts.scenarios) for row in listed)


def as_csv(heads: Sequence[str], rows: Iterable[Requirement | Interface]) -> bytes:
    """A table that a Norwegian spreadsheet opens as it is: semicolons, UTF-8 with its mark, no formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in astuple(row)] for row in rows)
    return b"\xef\xbb\xbf" + mask(text.getvalue()).encode()


def _cell(value: object) -> str:
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_SAFE) else text


def _requirement(one: ScenarioRecord, facts: Facts) -> Requirement:
    spoken_of = facts.processes(one)
    return Requirement(
        id=one.id,
        type=_TYPES[kind(one.id)],
        integration=_integration(one, facts.target),
        api=", ".join(process.in_words for process in spoken_of) or "Alle prosesser",
        requirement=one.name,
        clauses=", ".join(str(source) for source in one.meta.get("sources", ())),
        must=MUST.get(one.level, one.level),
        comment=" ".join(_comments(one, facts)),
        method=_method(one),
        result=one.verdict.value,
    )


def _integration(one: ScenarioRecord, target: Mapping[str, Any]) -> str:
    transport = target.get("transport")
    name = str(transport.get("kind", "")) if isinstance(transport, Mapping) else ""
    ways = [_TRANSPORTS.get(name, name or "Melding")]
    if any(message.queue == REST for message in one.messages):
        ways.append("REST (FHIR)")
    return " og ".join(ways)


def _comments(one: ScenarioRecord, facts: Facts) -> Iterator[str]:
    if one.reason:
        yield one.reason
    elif one.errors or one.remarks:
        found = (one.errors or one.remarks)[0].finding
        yield f"{found.rule}: {found.problem}"
    for deviation in facts.deviations:
        if deviation.scenario == one.id:
            values = deviation.values
            yield f"Akseptert avvik til {values['expires']}, godkjent av {values['approver']}: {values['reason']}"


def _method(one: ScenarioRecord) -> str:
    if one.verdict is Verdict.NOT_APPLICABLE:
        return "–"
    if one.stopped:
        return "Ikke kjørt"
    if not one.confirmed_by_person:
        return "Automatisk prøve"
    reviewed = any(intent.reviewer for intent in one.intents if intent.by == "person")
    return f"Bekreftet av person{', sett over av en annen' if reviewed else ''}"


def _process(code: str, found: Sequence[ScenarioRecord], facts: Facts) -> Interface:
    applying = [one for one in found if one.verdict is not Verdict.NOT_APPLICABLE]
    messages = [message for one in applying for message in one.messages if message.envelope.subject == code]
    ours = sum(message.sender is Role.HELSENORGE for message in messages)
    version = facts.versions.get(code, "")
    name = spoken(code, version).name
    told = f"ja, {version}" if code in facts.versions else "nei"
    return Interface(
        name[:1].upper() + name[1:],
        code,
        told,
        len(applying),
        len(messages) - ours,
        ours,
        _worst(applying),
        tuple(one.id for one in applying if one.messages),
    )


def _apis(facts: Facts) -> Iterator[Interface]:
    services = facts.target.get("services", {})
    puts = [one for one in facts.scenarios if any(message.queue == REST for message in one.messages)]
    for key, name in _APIS.items():
        told = "ja" if services.get(key) else "nei"
        tried = puts if key == "timenotifikasjon" else []
        sent = sum(message.queue == REST for one in tried for message in one.messages)
        yield Interface(name, "", told, len(tried), sent, 0, _worst(tried), tuple(one.id for one in tried))


def _worst(found: Sequence[ScenarioRecord]) -> str:
    return of_run(one.verdict for one in found).value if found else NOT_TRIED


@dataclass(frozen=True)
class _Written:
    """What a choice looks at in a scenario of the evidence."""

    id: str
    file: str
    tags: tuple[str, ...]
    record: ScenarioRecord


def _point(row: Mapping[str, Any], scenarios: Iterable[ScenarioRecord]) -> Point:
    text = str(row["text"])
    files = tuple(one for one in row["choose"] if one.endswith(".feature"))
    chosen = Plan("punkt", text, "", "", tuple(one for one in row["choose"] if one not in files))
    written = [_Written(one.id, str(one.meta.get("file", "")), one.tags, one) for one in scenarios]
    found = [one.record for one in written if chosen.has(one) or one.file in files]
    tried = [one for one in found if one.verdict is not Verdict.NOT_APPLICABLE]
    return Point(text, len(tried), _worst(tried), tuple(one.id for one in tried))
