"""Schemathesis against every OpenAPI description that is published, in this process or over HTTP.

`python -m tests.simulator.openapi_cases [--cases 2000] [--live] [SERVICE …]` prints a line for each service and a
total. The seed is fixed: the same code gets the same cases.
"""

from __future__ import annotations

import argparse
import copy
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import schemathesis
from flask import Flask
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events

from simulator.app import Server
from tests.simulator.openapi_apps import PUBLISHED, Published, published

SEED: Final = 20261201
CASES: Final = 2000
OFF: Final[Mapping[str, str]] = {
    "positive_data_acceptance": "JSON Schema cannot say that a form is signed, a certificate known or a date in order",
    "ignored_auth": "the areas stand without HelseID here and are open, as the descriptions say; see attack_table",
    "object_level_authorization": "needs two users; see attack_table",
    "use_after_free": "no published call deletes what another published call reads",
    "ensure_resource_availability": "what is posted is read under an id of its own by others than who posted",
}
"""Checks of schemathesis that are not made, and why."""

_ASKED_WRONGLY: Final = "Query string is defined in the path and as an argument"
"""What werkzeug's client says to a question mark in a path, before the service is asked; over HTTP it is."""


@dataclass
class Tally:
    """What became of a service."""

    name: str
    cases: int = 0
    calls: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def line(self) -> str:
        """For the terminal."""
        got = " ".join(f"{status}×{times}" for status, times in sorted(self.statuses.items()))
        return f"{self.name:<17}{self.cases:>7}{self.calls:>7}{len(self.failures):>6}  {got}"


def run(one: Published, each: int, *, live: bool = False, quick: bool = False) -> Tally:
    """Every phase of schemathesis but that of states, with about `each` random cases for each operation.

    A `quick` run leaves out the phase that goes through every boundary of every schema.
    """
    tally = Tally(one.name)
    with _schema(one, each, live=live, quick=quick) as schema:
        for event in engine.from_schema(schema).execute():
            _take(tally, event)
    return tally


def _take(tally: Tally, event: events.EngineEvent) -> None:
    if isinstance(event, events.ScenarioFinished):
        tally.cases += len(event.recorder.cases)
        for interaction in event.recorder.interactions.values():
            tally.calls += 1
            status = interaction.response.status_code if interaction.response is not None else 0
            tally.statuses[status] = tally.statuses.get(status, 0) + 1
        tally.failures += _failures(event)
    elif isinstance(event, events.NonFatalError) and _ASKED_WRONGLY in str(event.value):
        pass
    elif isinstance(event, events.NonFatalError):
        tally.failures.append(f"{event.label}: {event.value!r}")
    elif isinstance(event, events.FatalError):
        tally.failures.append(f"{event.exception!r}")


def _failures(event: events.ScenarioFinished) -> Iterator[str]:
    """One for each kind of failure of an operation, with the first call that shows it."""
    seen = set()
    for checks in event.recorder.checks.values():
        for check in checks:
            found = check.failure_info
            if found is None or (check.name, found.failure.message) in seen:
                continue
            seen.add((check.name, found.failure.message))
            yield f"{event.recorder.label}: {check.name}: {found.failure.message[:600]}\n{found.code_sample[:600]}"


@contextmanager
def _schema(one: Published, each: int, *, live: bool, quick: bool) -> Iterator[Any]:
    with ExitStack() as running:
        described = _narrowed(_described(one.app, one.path), one.known)
        base = running.enter_context(Server(one.app, threads=8)).url if live else "http://localhost"
        schema = schemathesis.openapi.from_dict(described, config=_config(one, each, base, quick=quick))
        if not live:
            schema.app = one.app
        yield schema


def _described(app: Flask, path: str) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get(path).get_json()
    return found


def _narrowed(described: Mapping[str, Any], known: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The description with values that exist for what is asked by name: else nearly all would be an unknown area."""
    narrowed = copy.deepcopy(dict(described))
    for parameter in _parameters(narrowed):
        values = known.get(parameter.get("name", ""))
        if values is not None:
            parameter["schema"] = {"enum": list(values)}
            parameter.pop("examples", None)
            parameter.pop("example", None)
    if areas := known.get("area"):
        _name_areas(narrowed, areas)
    return narrowed


def _name_areas(described: dict[str, Any], areas: Sequence[Any]) -> None:
    """Let nobody make new test areas: a case that is wrong because its area is unknown would be right after it."""
    made = described["paths"].get("/_sim/areas", {}).get("post")
    if made is not None:
        schema = made["requestBody"]["content"]["application/json"]["schema"]
        named = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        named["properties"]["area"] = {"enum": list(areas)}


def _parameters(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "in" in node and "name" in node and "schema" in node:
            yield node
        for inner in node.values():
            yield from _parameters(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _parameters(inner)


def _config(one: Published, each: int, base: str, *, quick: bool) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "base-url": base,
            "headers": dict(one.headers),
            "continue-on-failure": True,
            "workers": 1,
            "generation": {"max-examples": each, "database": "none", "deterministic": True},
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": not quick}},
            "checks": {name: {"enabled": False} for name in OFF},
        }
    )


def whole(cases: int, *, live: bool = False, names: Sequence[str] = ()) -> Iterator[Tally]:
    """All of them, with at least as many cases together."""
    with published() as found:
        wanted = [one for one in found if not names or one.name in names]
        operations = sum(one.operations() for one in wanted)
        each = max(2, -(-cases // operations))
        for one in wanted:
            yield run(one, each, live=live)


def main(arguments: Sequence[str]) -> int:
    """Run and print; 1 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--live", action="store_true")
    parser.add_argument("names", nargs="*", choices=[[], *PUBLISHED], metavar="SERVICE")
    chosen = parser.parse_args(arguments)
    print(f"{'service':<17}{'cases':>7}{'calls':>7}{'fail':>6}  answers, seed {SEED}")
    total = Tally("total")
    for tally in whole(chosen.cases, live=chosen.live, names=chosen.names):
        print(tally.line(), flush=True)
        for failure in tally.failures:
            print("    " + failure.replace("\n", "\n    "))
        total.cases += tally.cases
        total.calls += tally.calls
        total.failures += tally.failures
    print(total.line())
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
