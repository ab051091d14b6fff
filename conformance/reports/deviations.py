"""Accepted deviations beside the failures they concern; no verdict is moved by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from conformance.evidence.records import ScenarioRecord
from conformance.verdicts import Verdict

ACTIVE, EXPIRED, NOT_NEEDED = "gjelder", "utløpt", "trengs ikke lenger"


@dataclass(frozen=True)
class Shown:
    """One accepted deviation, and what has become of it in this run."""

    values: Mapping[str, Any]
    state: str
    """`gjelder`, `utløpt`, `trengs ikke lenger`; empty where its scenario was not run to its end."""

    @property
    def scenario(self) -> str:
        """The id of the scenario it concerns."""
        return str(self.values.get("scenario", ""))

    @property
    def finding(self) -> str:
        """What is wrong with the deviation itself (bokmål); empty when nothing is."""
        name = f"Det aksepterte avviket for {self.scenario}"
        owner = f"Eier: {self.values.get('owner', '–')}."
        if self.state == EXPIRED:
            return f"{name} gikk ut {_day(self.values['expires']):%d.%m.%Y}. {owner} Forny det, eller få feilen rettet."
        if self.state == NOT_NEEDED:
            rule = str(self.values.get("rule") or "")
            why = f"scenarioet brøt ikke regelen {rule}" if rule else "scenarioet er bestått"
            return f"{name} trengs ikke lenger: {why}. {owner} Fjern det."
        return ""


def shown(deviations: Iterable[Mapping[str, Any]], scenarios: Iterable[ScenarioRecord], today: date) -> list[Shown]:
    """Every accepted deviation of the target with its state."""
    by_id = {one.id: one for one in scenarios}
    return [Shown(each, _state(each, by_id.get(str(each.get("scenario"))), today)) for each in deviations]


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


def _state(values: Mapping[str, Any], item: ScenarioRecord | None, today: date) -> str:
    """What nobody needs is never expired: the decision says the same."""
    state = _needed(values, item)
    expired = _day(values["expires"]) < today
    return EXPIRED if expired and state != NOT_NEEDED else state


def _needed(values: Mapping[str, Any], item: ScenarioRecord | None) -> str:
    if item is None or item.verdict in (
        Verdict.NOT_VERIFIED,
        Verdict.BLOCKED,
        Verdict.TOOL_FAULT,
        Verdict.NOT_APPLICABLE,
    ):
        return ""
    rule = str(values.get("rule") or "")
    failed = {record.finding.rule for record in item.errors} if rule else {""} if not item.verdict.is_green else set()
    return ACTIVE if rule in failed else NOT_NEEDED
