"""The folder that `epj repro` makes: calls, messages, versions, and a player that needs nothing but Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from string import Template
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from conformance.evidence.origin import SIMULATED, origin_of_records
from conformance.evidence.records import RunRecord, ScenarioRecord
from conformance.evidence.store import Evidence
from conformance.packing.scanning import Scanner
from conformance.reproducing.seeing import findings
from conformance.reproducing.sequence import MESSAGES, own_values, steps

SCHEMA: Final = 1
_SCANNER: Final = Scanner()
"""Stars out numbers of living people, and what looks like a secret; all else is byte for byte as it was."""
_PLAYER: Final = "avspiller"
_KEPT: Final = (
    "name",
    "product",
    "vendor",
    "version",
    "environment",
    "topology",
    "processes",
    "settings",
    "persons",
    "protection",
)
_SHOWN: Final = ("transport", "helsenorge", "parties", "deadlines", "services")


def files(evidence: Evidence, scenario_id: str) -> dict[str, bytes]:
    """Path in the folder → content; raises `KeyError` for a scenario that the run does not have."""
    writer = evidence.writer(scenario_id)
    scenario, run, exchange = writer.record(), evidence.run(), writer.exchange()
    bodies = {f"{MESSAGES}/{name}": _SCANNER.cleaned(content) for name, content in exchange.to_files().items()}
    ordered = steps(scenario, exchange)
    recorded = {
        "schema": SCHEMA,
        "scenario": _scenario(scenario),
        "own": own_values(ordered, bodies),
        "steps": ordered,
        "findings": findings(scenario, exchange),
    }
    found = {
        "forloep.json": _json(recorded),
        "testobjekt.json": _json(target(run.info.get("target", {}))),
        "versjoner.json": _json(versions(run, scenario)),
        "LESMEG.md": _SCANNER.cleaned(_readme(scenario, run, recorded).encode()),
        **bodies,
    }
    return {**found, **dict(_program())}


def target(public: Mapping[str, Any]) -> dict[str, Any]:
    """The target without secrets, without names of those who answer for anything, and without what is in addresses."""
    kept = {name: public[name] for name in _KEPT if name in public}
    kept |= {name: _without_users(public.get(name, {})) for name in _SHOWN}
    staff = public.get("staff", {})
    kept["staff"] = _without_users({name: staff.get(name) for name in ("kind", "address", "settle")})
    return kept


def versions(run: RunRecord, scenario: ScenarioRecord) -> dict[str, Any]:
    """What it was recorded with, and by which clock; nothing in a scenario is drawn by lot, so there is no seed."""
    info, tested = run.info, run.info.get("target", {})
    moved = [dict(intent.params) for intent in scenario.intents if intent.name == "pass_time"]
    return {
        "test_bench": info.get("tool", ""),
        "suite_sha256": info.get("suite", ""),
        "code_sha256": info.get("code", ""),
        "python": info.get("python", ""),
        "product": tested.get("product", ""),
        "product_version": tested.get("version", ""),
        "environment": tested.get("environment", ""),
        "processes": tested.get("processes", {}),
        "clock": {"started_at": _iso(scenario.started_at), "finished_at": _iso(scenario.finished_at), "moved": moved},
        "seed": info.get("seed"),
    }


def _scenario(scenario: ScenarioRecord) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "name": scenario.name,
        "feature": scenario.feature,
        "level": scenario.level,
        "severity_class": scenario.severity_class,
        "verdict": scenario.verdict.value,
        "green": scenario.verdict.is_green,
        "reason": scenario.reason,
        "fix": scenario.fix,
        "started_at": _iso(scenario.started_at),
        "finished_at": _iso(scenario.finished_at or scenario.started_at),
        "steps": [f"{step.keyword} {step.text}: {step.status}" for step in scenario.steps],
    }


def _program() -> Iterator[tuple[str, bytes]]:
    here = resources.files(__package__)
    yield "kjoer.py", here.joinpath("pages", "kjoer.py.txt").read_bytes()
    for module in sorted(here.joinpath("player").iterdir(), key=lambda entry: entry.name):
        if module.name.endswith(".py"):
            yield f"{_PLAYER}/{module.name}", module.read_bytes()


def _readme(scenario: ScenarioRecord, run: RunRecord, recorded: Mapping[str, Any]) -> str:
    text = resources.files(__package__).joinpath("pages", "LESMEG.md").read_text("utf-8")
    tested = run.info.get("target", {})
    found = [f"* {one['rule'] or scenario.verdict.value}: {one['problem']}" for one in recorded["findings"]]
    words = {
        "id": scenario.id,
        "name": scenario.name,
        "verdict": scenario.verdict.value,
        "reason": scenario.reason or "–",
        "target": f"{tested.get('name', '')} ({tested.get('product', '')} {tested.get('version', '')})",
        "her_id": tested.get("helsenorge", {}).get("her_id", ""),
        "findings": "\n".join(found) or "* Ingen funn.",
        "simulated": "\n**SIMULERT**: spilt inn mot en simulert journal.\n" if _simulated(scenario, tested) else "",
        "transport": tested.get("transport", {}).get("kind", ""),
    }
    return Template(text).substitute(words)


def _simulated(scenario: ScenarioRecord, tested: Mapping[str, Any]) -> bool:
    """By what the EPJ sent, and not only by what the target says."""
    return origin_of_records(scenario.messages, tested) == SIMULATED


def _without_users(value: Any) -> Any:
    """Addresses without the name and the password that may stand in them."""
    if isinstance(value, Mapping):
        return {key: _without_users(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_users(each) for each in value]
    if not isinstance(value, str) or "@" not in value or "://" not in value:
        return value
    parts = urlsplit(value)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _json(value: Any) -> bytes:
    return _SCANNER.cleaned(json.dumps(value, ensure_ascii=False, indent=1).encode()) + b"\n"


def _iso(moment: Any) -> str:
    return moment.isoformat() if moment is not None else ""
