"""The target: one EPJ installation to be tested, as its TOML file describes it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from conformance.targets.file import Problem, TargetError, TargetFile, read
from standards.errors import in_words, not_utf8
from standards.identifiers import has_check_digits
from standards.processes import KNOWN_CODES

__all__ = ["Problem", "Target", "TargetError", "load"]

DEFAULT_SECONDS = 10.0
DEFAULT_QUIET_SECONDS = 3.0

CHANGEABLE = "kan_byttes"
"""The value of a setting that may be changed during the test."""


@dataclass(frozen=True)
class Transport:
    """How the bus is reached; without `settle`, `quiet_seconds` of silence count as proof of absence."""

    kind: str
    address: str
    queue_exclusive: bool
    quiet_seconds: float


@dataclass(frozen=True)
class Helsenorge:
    """The party that we play."""

    her_id: str
    name: str
    parent_her_id: str
    parent_name: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class TargetParty:
    """One service of the municipality; `level2` is "service" or "person"."""

    role: str
    her_id: str
    name: str
    parent_her_id: str
    parent_name: str
    level2: str


@dataclass(frozen=True)
class Staff:
    """How staff is asked to do things: `kind` names the adapter; `settle` whether it can prove absence."""

    kind: str
    address: str
    settle: bool
    secret: str = field(repr=False, default="")


@dataclass(frozen=True)
class TestPerson:
    """A synthetic person that the EPJ knows; `guardians` are ids of other persons."""

    __test__ = False  # the name begins with Test, and pytest would try to collect it

    id: str
    ident: str
    family: str
    given: str
    birth_date: date
    kind: str
    guardians: tuple[str, ...]
    relation: str
    digitally_active: bool


@dataclass(frozen=True)
class Deadlines:
    """How long we wait, in seconds."""

    message_seconds: float
    apprec_seconds: float
    answer_seconds: float
    staff_seconds: float


@dataclass(frozen=True)
class Deviation:
    """A deviation that somebody has accepted: shown, never weighed here."""

    scenario: str
    owner: str
    approver: str
    reason: str
    issued: date
    expires: date
    scope: str


@dataclass(frozen=True)
class Target:
    """One EPJ installation; `environment` is "simulert" or "test", `topology` "own_bus" or "test_actor"."""

    name: str
    product: str
    vendor: str
    version: str
    environment: str
    topology: str
    transport: Transport
    helsenorge: Helsenorge
    parties: tuple[TargetParty, ...]
    processes: Mapping[str, str]
    settings: Mapping[str, str]
    staff: Staff
    persons: tuple[TestPerson, ...]
    deadlines: Deadlines
    deviations: tuple[Deviation, ...] = ()
    file: TargetFile | None = field(default=None, repr=False, compare=False)

    def party(self, role: str) -> TargetParty | None:
        """The first party with a role."""
        return next((party for party in self.parties if party.role == role), None)

    def person(self, person_id: str) -> TestPerson | None:
        """The person with an id of the file."""
        return next((person for person in self.persons if person.id == person_id), None)

    def line(self, *path: str | int) -> int:
        """The line in the file of a key; 0 when there is no file."""
        return self.file.line(*path) if self.file else 0

    def public(self) -> dict[str, Any]:
        """What the evidence keeps about the target: everything but the secrets."""
        return {
            **{key: getattr(self, key) for key in ("name", "product", "vendor", "version", "environment", "topology")},
            "transport": dict(vars(self.transport)),
            "helsenorge": {key: value for key, value in vars(self.helsenorge).items() if key != "secret"},
            "parties": [dict(vars(party)) for party in self.parties],
            "processes": dict(self.processes),
            "settings": dict(self.settings),
            "staff": {key: value for key, value in vars(self.staff).items() if key != "secret"},
            "persons": [dict(vars(person)) for person in self.persons],
            "deadlines": dict(vars(self.deadlines)),
            "deviations": [dict(vars(deviation)) for deviation in self.deviations],
        }


def load(path: Path | str, *, environ: Mapping[str, str] | None = None) -> Target:
    """Read a target file; raises `TargetError` with every problem found, each with line and fix."""
    source = read(Path(path))
    problems = list(_inconsistent(source))
    secrets = _Secrets(source, os.environ if environ is None else environ, problems)
    target = _target(source, secrets)
    if problems:
        raise TargetError(source.path, tuple(sorted(problems, key=lambda problem: problem.line)))
    return target


def _target(source: TargetFile, secrets: _Secrets) -> Target:
    data = source.data
    about, transport, staff = data["target"], data["transport"], data["staff"]
    return Target(
        **{key: about[key] for key in ("name", "product", "vendor", "environment", "topology")},
        version=about.get("version", ""),
        transport=Transport(
            transport["kind"],
            transport["address"].rstrip("/"),
            transport.get("queue_exclusive", False),
            float(transport.get("quiet_seconds", DEFAULT_QUIET_SECONDS)),
        ),
        helsenorge=Helsenorge(**{**data["helsenorge"], "secret": secrets.get("helsenorge")}),
        parties=tuple(TargetParty(**{"level2": "service", **party}) for party in data["parties"]),
        processes=dict(data["processes"]),
        settings=dict(data.get("settings", {})),
        staff=Staff(
            staff["kind"], staff.get("address", "").rstrip("/"), staff.get("settle", False), secrets.get("staff")
        ),
        persons=tuple(_person(person) for person in data["persons"]),
        deadlines=_deadlines(data.get("deadlines", {})),
        deviations=tuple(_deviation(deviation) for deviation in data.get("deviations", [])),
        file=source,
    )


def _person(values: Mapping[str, Any]) -> TestPerson:
    return TestPerson(
        **{key: values[key] for key in ("id", "ident", "family", "given", "kind")},
        birth_date=_date(values["birth_date"]),
        guardians=tuple(values.get("guardians", ())),
        relation=values.get("relation", ""),
        digitally_active=values.get("digitally_active", True),
    )


def _deadlines(values: Mapping[str, float]) -> Deadlines:
    message = float(values.get("message_seconds", DEFAULT_SECONDS))
    return Deadlines(
        message_seconds=message,
        apprec_seconds=float(values.get("apprec_seconds", message)),
        answer_seconds=float(values.get("answer_seconds", message)),
        staff_seconds=float(values.get("staff_seconds", DEFAULT_SECONDS)),
    )


def _deviation(values: Mapping[str, str]) -> Deviation:
    texts = {key: values.get(key, "") for key in ("scenario", "owner", "approver", "reason", "scope")}
    return Deviation(issued=_date(values["issued"]), expires=_date(values["expires"]), **texts)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:  # reported by _inconsistent, so the value is never used
        return date.min


class _Secrets:
    """Finds secrets: written straight in, in an environment variable, or in a file beside the target file."""

    def __init__(self, source: TargetFile, environ: Mapping[str, str], problems: list[Problem]) -> None:
        self._source = source
        self._environ = environ
        self._problems = problems

    def get(self, table: str) -> str:
        """The secret of a table, or an empty text; what goes wrong is added to the problems."""
        value = self._source.data[table].get("secret", "")
        if isinstance(value, str):
            return value
        return self._of_environment(table, value["env"]) if "env" in value else self._of_file(table, value["file"])

    def _of_environment(self, table: str, name: str) -> str:
        found = self._environ.get(name, "")
        if not found:
            self._add(table, f"passordet i miljøvariabelen {name}", "den er ikke satt", f"Sett {name} før kjøringen")
        return found

    def _of_file(self, table: str, name: str) -> str:
        path = self._source.path.parent / name
        try:
            found = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            found = f"filen {in_words(error)}" if isinstance(error, OSError) else not_utf8(error)
            self._add(table, f"passordet i filen {path}", found, "Lag filen, eller rett navnet")
            return ""
        if not found:
            self._add(table, f"passordet i filen {path}", "en tom fil", "Skriv passordet i filen")
        return found

    def _add(self, table: str, expected: str, found: str, fix: str) -> None:
        line = self._source.line(table, "secret")
        self._problems.append(Problem(line, f"Passordet i [{table}] mangler", expected, found, fix))


def _inconsistent(source: TargetFile) -> Iterator[Problem]:
    yield from _twice(source, "persons", "id")
    yield from _twice(source, "persons", "ident")
    yield from _twice(source, "parties", "her_id")
    yield from _bad_persons(source)
    yield from _bad_dates(source)
    yield from _misspelt_processes(source)
    for number, party in enumerate(source.data["parties"]):
        if party["her_id"] == source.data["helsenorge"]["her_id"]:
            line = source.line("parties", number, "her_id")
            expected = "tjenestens egen HER-id"
            yield Problem(line, "Parten har samme HER-id som Helsenorge", expected, party["her_id"], "Rett HER-id-en")


def _twice(source: TargetFile, table: str, key: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, row in enumerate(source.data[table]):
        line = source.line(table, number, key)
        if row[key] in seen:
            expected = f"en {key} som bare brukes én gang"
            found = f"«{row[key]}», som også står på linje {seen[row[key]]}"
            yield Problem(line, f"{key} står to ganger i [[{table}]]", expected, found, "Endre den ene")
        seen.setdefault(row[key], line)


def _bad_persons(source: TargetFile) -> Iterator[Problem]:
    ids = [person["id"] for person in source.data["persons"]]
    for number, person in enumerate(source.data["persons"]):
        if not has_check_digits(person["ident"]):
            line = source.line("persons", number, "ident")
            expected = "11 siffer der de to siste stemmer som kontrollsiffer"
            fix = "Skriv av nummeret på nytt"
            yield Problem(line, f"ident til {person['id']} har feil kontrollsiffer", expected, person["ident"], fix)
        for guardian in person.get("guardians", ()):
            if guardian not in ids:
                near = get_close_matches(guardian, ids, n=1)
                fix = f"Mente du {near[0]}?" if near else "Legg inn personen, eller fjern id-en"
                line = source.line("persons", number, "guardians")
                yield Problem(line, f"Foresatt til {person['id']} finnes ikke", ", ".join(ids), guardian, fix)


def _bad_dates(source: TargetFile) -> Iterator[Problem]:
    for table, keys in (("persons", ("birth_date",)), ("deviations", ("issued", "expires"))):
        for number, row in enumerate(source.data.get(table, ())):
            for key in keys:
                try:
                    date.fromisoformat(row[key])
                except ValueError:
                    line = source.line(table, number, key)
                    yield Problem(line, f"{key} er ikke en dato", "en dato som finnes", row[key], "Rett datoen")


def _misspelt_processes(source: TargetFile) -> Iterator[Problem]:
    known = sorted(KNOWN_CODES)
    for code in source.data["processes"]:
        near = get_close_matches(code, known, n=1, cutoff=0.9)
        if code not in known and near:
            line = source.line("processes", code)
            yield Problem(line, "Ukjent prosess", "en prosess fra kodeverk 8279", code, f"Mente du {near[0]}?")
