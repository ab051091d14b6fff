"""What has had no receipt in four days is not shown to staff."""

from __future__ import annotations

from typing import Any

from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook


def _strike(case: Case, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    left = [item for item in value if item["kind"] != "uten_kvittering"]
    return left if len(left) < len(value) else value


FAULT = Fault(
    id="forgets_what_is_unanswered",
    title="Ingen ser at kvitteringen mangler",
    noticed="Forelderen har aldri fått beskjed om timen, og ingen oppdager det.",
    caught_by=("TIME-F01", "TL-04"),
    hook=Hook.FOLLOW_UP,
    act=_strike,
)
