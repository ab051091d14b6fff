"""How many scenarios ended as what, by level and by kind, and why some were not applicable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.evidence.records import ScenarioRecord
from conformance.verdicts import LADDER, Verdict

_STEP: Final = re.compile(r"^I steget «[^»]*»: ")
LEVELS: Final = ("skal", "bør", "kan")
KINDS: Final = ("normal", "feil")
"""What is as usual, and what goes wrong on the way."""


def kind(scenario_id: str) -> str:
    """One of `KINDS`, which the id tells."""
    return "feil" if scenario_id.partition("-")[2].startswith("F") else "normal"


def counts(
    scenarios: Iterable[ScenarioRecord], *, level: str | None = None, of_kind: str | None = None
) -> dict[str, int]:
    """Verdict → how many ended so, of one level and kind or of all."""
    chosen = [one.verdict for one in scenarios if level in (None, one.level) and of_kind in (None, kind(one.id))]
    return {verdict.value: chosen.count(verdict) for verdict in (*LADDER, Verdict.NOT_APPLICABLE)}


@dataclass(frozen=True)
class LeftOut:
    """Scenarios that do not apply, with the declaration it follows from (bokmål)."""

    reason: str
    ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.ids)


def declaration(reason: str) -> str:
    """Why something does not apply, without the step that found it out: the same for all that it is true of."""
    return _STEP.sub("", reason)


def left_out(scenarios: Iterable[ScenarioRecord]) -> tuple[LeftOut, ...]:
    """What does not apply, grouped by why, the largest group first."""
    grouped: dict[str, list[str]] = {}
    for one in scenarios:
        if one.verdict is Verdict.NOT_APPLICABLE:
            grouped.setdefault(declaration(one.reason), []).append(one.id)
    groups = [LeftOut(reason, tuple(ids)) for reason, ids in grouped.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.ids)))


def plan_of(info: Mapping[str, Any]) -> dict[str, Any]:
    """The plan that a run was made by: id, name, about, scenarios; empty texts for a run from before there were any."""
    kept = info.get("plan") or {}
    return {
        **{key: str(kept.get(key, "")) for key in ("id", "name", "about")},
        "scenarios": int(kept.get("scenarios", info.get("written", 0))),
    }
