"""The scenarios as they are written: what each asks, how binding it is, and for which targets it applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from conformance.dialogs import DIALOG, declared
from conformance.reports.processes import spoken
from conformance.targets.model import CHANGEABLE, PROTECTION, SETTINGS, Target
from standards.processes import EKONTAKT, HELSEPERSONELL

PROCESS_PREFIX = "DIALOG_INNBYGGER_"


@dataclass(frozen=True)
class PlannedStep:
    """One step as written; `keyword` is the word in the file, `line` where it stands."""

    keyword: str
    text: str
    line: int


@dataclass(frozen=True)
class PlannedScenario:
    """One scenario as written, with what its tags say."""

    id: str
    name: str
    feature: str
    path: Path
    file: str
    line: int
    tags: tuple[str, ...]
    level: str
    severity_class: str
    processes: tuple[str, ...] = ()
    requires: Mapping[str, str] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    """Roles of parties that the target must have."""
    sources: tuple[str, ...] = ()
    description: str = ""
    steps: tuple[PlannedStep, ...] = ()

    def meta(self) -> dict[str, Any]:
        """What the evidence keeps beside name, feature and tags."""
        return {
            "level": self.level,
            "severity_class": self.severity_class,
            "processes": list(self.processes),
            "requires": dict(self.requires),
            "services": list(self.services),
            "sources": list(self.sources),
            "description": self.description,
            "file": self.file,
            "line": self.line,
        }


class UnknownScenario(ValueError):
    """Somebody asked for a scenario that does not exist; says what was asked and what is near (bokmål)."""


def full_process(name: str) -> str:
    """The code in kodeverk 8279 for the short name used in tags."""
    return name if name.startswith(("DIALOG_", "NOTIFIKASJON_")) else f"{PROCESS_PREFIX}{name}"


def why_not_applicable(scenario: PlannedScenario, target: Target) -> str:
    """Why a scenario does not apply to a target (bokmål); empty when it does.

    A setting that the target is silent about does not excuse it: the scenario runs, and shows what can be shown.
    """
    missing = [process for process in scenario.processes if not _declares(target, process)]
    if missing:
        return f"Testobjektet oppgir ikke prosessen {', '.join(_spoken(process) for process in missing)}."
    roles = {party.role for party in target.parties}
    if absent := [service for service in scenario.services if service not in roles]:
        return f"Testobjektet har ingen part med rollen {', '.join(absent)}."
    for setting, needed in scenario.requires.items():
        has = target.setting(setting)
        if has not in (needed, CHANGEABLE):
            told = {**SETTINGS, **PROTECTION}
            about = f" ({told[setting]})" if setting in told else ""
            return f"Testobjektet er satt opp med {setting} = {has}{about}, og scenarioet gjelder {setting} = {needed}."
    return ""


def _declares(target: Target, process: str) -> bool:
    return bool(declared(target.processes)) if process == DIALOG else full_process(process) in target.processes


def _spoken(process: str) -> str:
    codes = (EKONTAKT.code, HELSEPERSONELL.code) if process == DIALOG else (full_process(process),)
    return " eller ".join(f"{spoken(code, '').name} ({code})" for code in codes)


def select(scenarios: Sequence[PlannedScenario], only: Iterable[str]) -> tuple[PlannedScenario, ...]:
    """Those asked for by id or by area (`CANCEL`), in the order they are written; raises `UnknownScenario`."""
    wanted = [word.strip().upper() for entry in only for word in entry.split(",") if word.strip()]
    if not wanted:
        return tuple(scenarios)
    ids = [scenario.id for scenario in scenarios]
    areas = sorted({name.partition("-")[0] for name in ids})
    for word in wanted:
        if word not in ids and word not in areas:
            near = get_close_matches(word, [*ids, *areas], n=3)
            hint = f"Mente du {', '.join(near)}?" if near else f"Områdene er {', '.join(areas)}; epj list viser alle."
            raise UnknownScenario(f"Det finnes ikke noe scenario som heter {word}. {hint}")
    return tuple(scenario for scenario in scenarios if {scenario.id, scenario.id.partition("-")[0]} & set(wanted))
