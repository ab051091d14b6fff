"""Which finding somebody means: by scenario, by rule, or by both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.evidence.records import FindingRecord, ScenarioRecord


@dataclass(frozen=True)
class Chosen:
    """One finding of a run; `others` are the other ones that were meant as well."""

    scenario: ScenarioRecord
    record: FindingRecord
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: `CANCEL-N01/A21`."""
        return named(self.scenario, self.record)


class NoSuchFinding(Exception):
    """Nothing of that name was found in the run; `near` are those there are."""

    def __init__(self, near: tuple[str, ...]) -> None:
        super().__init__(", ".join(near))
        self.near = near


def choose(scenarios: Iterable[ScenarioRecord], wanted: str) -> Chosen:
    """The first finding that fits, errors before remarks; raises `NoSuchFinding`."""
    every = [(one, record) for one in scenarios for record in (*one.errors, *one.remarks)]
    words = [word for word in wanted.upper().split("/") if word]
    fitting = [(one, record) for one, record in every if words and all(_fits(one, record, word) for word in words)]
    if not fitting:
        raise NoSuchFinding(tuple(dict.fromkeys(named(one, record) for one, record in every))[:8])
    (scenario, record), *more = fitting
    others = dict.fromkeys(named(one, other) for one, other in more)
    others.pop(named(scenario, record), None)
    return Chosen(scenario, record, tuple(others))


def named(scenario: ScenarioRecord, record: FindingRecord) -> str:
    """Scenario and rule."""
    return f"{scenario.id}/{record.finding.rule}"


def _fits(scenario: ScenarioRecord, record: FindingRecord, word: str) -> bool:
    return word in (scenario.id.upper(), record.finding.rule.upper())
