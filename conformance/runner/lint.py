"""Reads the feature files with the official Gherkin parser and tells every way they could make a report lie."""

from __future__ import annotations

import functools
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, ParserException
from gherkin.pickles.compiler import Compiler

from conformance.dialogs import DIALOG
from conformance.reports.written import parsed
from conformance.runner.catalogue import PlannedScenario, PlannedStep, full_process
from standards.processes import KNOWN_CODES

LANGUAGE = "no"
LEVELS = ("skal", "bør", "kan")
AREAS = ("BOOK", "CANCEL", "MSG", "JRN", "TRP", "ACC", "HOME", "YOUTH", "NOTE", "SEC", "TIME")

_ID = re.compile(rf"(?:{'|'.join(AREAS)})-[NF][0-9]{{2}}")
_CLASS = re.compile(r"klasse-([ABC])")
_REQUIRES = re.compile(r"krever:([a-z0-9_]+)=(ja|nei)")
_PROCESS = re.compile(r"prosess:([A-Z0-9_]+)")
_SERVICE = re.compile(r"tjeneste:([a-z0-9_]+)")
_SOURCE = re.compile(r"(?:kilde|krav|plan):(\S+)")
_LEVEL = re.compile("|".join(LEVELS))
_KINDS = (_ID, _LEVEL, _CLASS, _REQUIRES, _PROCESS, _SERVICE, _SOURCE)
_EXACTLY_ONE = ((_ID, "id"), (_LEVEL, "nivå (skal, bør, kan)"), (_CLASS, "klasse (A, B, C)"))
_FORMS = (
    "BOOK-N01",
    *LEVELS,
    "klasse-A",
    "prosess:EKONTAKT",
    "krever:cancel_approval=ja",
    "tjeneste:jordmor",
    "kilde:HITS1217-3.3",
)
_REWRITE = "Rett nøkkelordet, eller skriv om beskrivelsen."
_DIALECT = cast(Dialect, Dialect.for_name(LANGUAGE))
_STEP_KEYWORDS = tuple(
    keyword
    for keywords in (
        _DIALECT.given_keywords,
        _DIALECT.when_keywords,
        _DIALECT.then_keywords,
        _DIALECT.and_keywords,
        _DIALECT.but_keywords,
    )
    for keyword in keywords
)
_BLOCK_KEYWORDS = tuple(
    keyword.lower()
    for keywords in (
        _DIALECT.feature_keywords,
        _DIALECT.rule_keywords,
        _DIALECT.background_keywords,
        _DIALECT.scenario_keywords,
        _DIALECT.scenario_outline_keywords,
        _DIALECT.examples_keywords,
    )
    for keyword in keywords
)


@dataclass(frozen=True)
class Breach:
    """One way in which what is written would not be what is run; bokmål, with file and line."""

    file: str
    line: int
    problem: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.file}, linje {self.line}: {self.problem}" + (f" {self.fix}" if self.fix else "")


@dataclass(frozen=True)
class Reading:
    """The scenarios of a folder, and what is wrong with how they are written."""

    scenarios: tuple[PlannedScenario, ...]
    breaches: tuple[Breach, ...]


def read_features(folder: Path) -> Reading:
    """Read every `*.feature` below a folder."""
    scenarios: list[PlannedScenario] = []
    breaches: list[Breach] = []
    for path in sorted(folder.rglob("*.feature")):
        found, wrong = _read(path, path.relative_to(folder).as_posix())
        scenarios += found
        breaches += wrong
    if not scenarios and not breaches:
        breaches.append(Breach(str(folder), 0, "Fant ingen scenarioer.", "Pek på en mappe med .feature-filer."))
    breaches += _twice(scenarios)
    return Reading(tuple(sorted(scenarios, key=_order)), tuple(breaches))


def compare(planned: Iterable[PlannedScenario], collected: Iterable[tuple[Path, int, str]]) -> tuple[Breach, ...]:
    """Written against collected: `collected` holds file, line and name of every test that pytest-bdd made."""
    collected = tuple(collected)
    seen = [(os.path.realpath(path), line) for path, line, _ in collected]
    times = Counter(seen)
    written = {(os.path.realpath(scenario.path), scenario.line): scenario for scenario in planned}
    missing = [
        Breach(scenario.file, scenario.line, f"Scenarioet «{scenario.name}» er skrevet, men ville ikke blitt kjørt.")
        for place, scenario in written.items()
        if times[place] != 1
    ]
    extra = [
        Breach(str(path), line, f"«{name}» ville blitt kjørt uten å stå i listen.") for path, line, name in collected
    ]
    return (*missing, *(breach for breach, place in zip(extra, seen, strict=True) if place not in written))


def _read(path: Path, name: str) -> tuple[tuple[PlannedScenario, ...], tuple[Breach, ...]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return (), (Breach(name, 0, f"Filen kunne ikke leses som UTF-8: {error}.", "Lagre den som UTF-8."),)
    return _read_text(path, name, text)


@functools.lru_cache(maxsize=1024)
def _read_text(path: Path, name: str, text: str) -> tuple[tuple[PlannedScenario, ...], tuple[Breach, ...]]:
    file = _File(path, name)
    file.read(text)
    return tuple(file.scenarios), tuple(file.breaches)


class _File:
    """One feature file under reading; gathers scenarios and breaches."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.scenarios: list[PlannedScenario] = []
        self.breaches: list[Breach] = []

    def read(self, text: str) -> None:
        """Parse, check and plan."""
        try:
            document = parsed(text)
        except CompositeParserException as error:
            # What comes after the first is most often its echo.
            self._syntax(error.errors[0])
        except ParserException as error:
            self._syntax(error)
        else:
            self._document({**document, "uri": self.name})

    def _breach(self, line: int, problem: str, fix: str = "") -> None:
        self.breaches.append(Breach(self.name, line, problem, fix))

    def _syntax(self, error: ParserException) -> None:
        line = (getattr(error, "location", None) or {}).get("line", 0)
        text = re.sub(r"^\(\d+:\d+\): ", "", str(error))
        got = re.search(r", got '(.*)'$", text)
        what = f"«{got.group(1)}» kan ikke stå her" if got else text
        fix = "Se etter et nøkkelord som er feilskrevet, her eller rett over."
        self._breach(line, f"Dette er ikke Gherkin: {what}.", fix)

    def _document(self, document: Mapping[str, Any]) -> None:
        feature = document.get("feature")
        if not feature:
            self._breach(1, "Filen har ingen Egenskap.", "Begynn med «# language: no» og «Egenskap: …».")
            return
        if feature["language"] != LANGUAGE:
            self._breach(1, "Filen er ikke merket som norsk.", "Skriv «# language: no» på første linje.")
        nodes = list(_nodes(feature))
        for node in (feature, *nodes):
            self._description(node)
        by_id = {node["id"]: node for node in nodes}
        for pickle in Compiler().compile(cast(Any, document)):
            node = by_id[pickle["astNodeIds"][0]]
            tags = tuple(dict.fromkeys(tag["name"].removeprefix("@") for tag in pickle["tags"]))
            self._check(node, tags)
            self.scenarios.append(self._planned(feature["name"], node, tags, _steps(pickle, nodes)))

    def _description(self, node: Mapping[str, Any]) -> None:
        for offset, text in enumerate((node.get("description") or "").splitlines()):
            line = node["location"]["line"] + 1 + offset
            if text.strip().endswith(":"):
                self._breach(line, f"Beskrivelsen har en linje som slutter med kolon: «{text.strip()}».", _REWRITE)
            elif _looks_like_keyword(text.strip()):
                self._breach(line, f"Linjen leses som beskrivelse og blir ikke kjørt: «{text.strip()}».", _REWRITE)

    def _check(self, node: Mapping[str, Any], tags: tuple[str, ...]) -> None:
        line = node["location"]["line"]
        name = f"Scenarioet «{node['name']}»"
        if not node["name"].strip():
            self._breach(line, "Scenarioet har ikke noe navn.", "Skriv et navn etter kolon.")
        if not node["steps"]:
            self._breach(line, f"{name} har ingen steg.", "Skriv Gitt, Når og Så, eller fjern det.")
        if node["keyword"] in _DIALECT.scenario_outline_keywords or node.get("examples"):
            self._breach(line, f"{name} er en Scenariomal.", "Skriv ett scenario per id i stedet.")
        for pattern, what in _EXACTLY_ONE:
            found = [tag for tag in tags if pattern.fullmatch(tag)]
            if len(found) != 1:
                has = " og ".join(f"@{tag}" for tag in found) or "ingen"
                self._breach(line, f"{name} skal ha nøyaktig én merkelapp for {what}, men har {has}.")
        for tag in tags:
            self._check_tag(line, tag)

    def _check_tag(self, line: int, tag: str) -> None:
        if not any(pattern.fullmatch(tag) for pattern in _KINDS):
            near = get_close_matches(tag, _FORMS, n=1)
            fix = f"Mente du @{near[0]}?" if near else f"Disse finnes: {', '.join('@' + form for form in _FORMS)}."
            self._breach(line, f"Ukjent merkelapp @{tag}.", fix)
        process = _PROCESS.fullmatch(tag)
        if process and process.group(1) != DIALOG and full_process(process.group(1)) not in KNOWN_CODES:
            near = get_close_matches(full_process(process.group(1)), sorted(KNOWN_CODES), n=1)
            self._breach(line, f"Ukjent prosess i @{tag}.", f"Mente du {near[0]}?" if near else "Rett navnet.")

    def _planned(
        self, feature: str, node: Mapping[str, Any], tags: tuple[str, ...], steps: tuple[PlannedStep, ...]
    ) -> PlannedScenario:
        def values(pattern: re.Pattern[str]) -> list[tuple[str, ...]]:
            return [match.groups() or (match.group(),) for tag in tags if (match := pattern.fullmatch(tag))]

        description = " ".join(line.strip() for line in (node.get("description") or "").splitlines() if line.strip())
        return PlannedScenario(
            id=next((found for (found,) in values(_ID)), f"{self.name}:{node['location']['line']}"),
            name=node["name"],
            feature=feature,
            path=self.path,
            file=self.name,
            line=node["location"]["line"],
            tags=tags,
            level=next((found for (found,) in values(_LEVEL)), ""),
            severity_class=next((found for (found,) in values(_CLASS)), ""),
            processes=tuple(found for (found,) in values(_PROCESS)),
            requires={pair[0]: pair[1] for pair in values(_REQUIRES)},
            services=tuple(found for (found,) in values(_SERVICE)),
            sources=tuple(found for (found,) in values(_SOURCE)),
            description=description,
            steps=steps,
        )


def _nodes(parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every Bakgrunn, Regel, Scenario and Eksempler below a feature."""
    for child in parent.get("children", ()):
        for node in child.values():
            yield node
            yield from _nodes(node)
            yield from node.get("examples", ())


def _steps(pickle: Mapping[str, Any], nodes: Iterable[Mapping[str, Any]]) -> tuple[PlannedStep, ...]:
    written = {step["id"]: step for node in nodes for step in node.get("steps", ())}
    return tuple(
        PlannedStep(node["keyword"].strip(), step["text"], node["location"]["line"])
        for step in pickle["steps"]
        for node in (written[step["astNodeIds"][0]],)
    )


def _looks_like_keyword(text: str) -> bool:
    """Whether a line begins with a keyword or with what could be a misspelt one."""
    if any(text.startswith(keyword) for keyword in _STEP_KEYWORDS):
        return True
    first, colon, _ = text.partition(":")
    return bool(colon) and _like_a_block(first.strip().lower())


@functools.lru_cache(maxsize=1024)
def _like_a_block(word: str) -> bool:
    return bool(get_close_matches(word, _BLOCK_KEYWORDS, n=1, cutoff=0.7))


def _order(scenario: PlannedScenario) -> tuple[int, int, str]:
    """By area as the house lists them, the normal ones before the faults, then by number."""
    area, _, number = scenario.id.partition("-")
    return (AREAS.index(area) if area in AREAS else len(AREAS), 0 if number.startswith("N") else 1, number)


def _twice(scenarios: Iterable[PlannedScenario]) -> Iterator[Breach]:
    for what, key in (("id", "id"), ("navn", "name")):
        seen: dict[str, PlannedScenario] = {}
        for scenario in scenarios:
            value = getattr(scenario, key)
            first = seen.setdefault(value, scenario)
            if first is not scenario:
                problem = f"Scenarioet har samme {what} som på linje {first.line} i {first.file}: «{value}»."
                yield Breach(
                    scenario.file, scenario.line, problem, f"Gi det et eget {what}; bare det ene ville blitt kjørt."
                )
