"""The order in which scenarios spare the people who are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from conformance.runner.catalogue import PlannedScenario
from conformance.targets.model import CHANGEABLE, Target

SWITCHED: Final = frozenset({"cancel_approval"})
"""What a person switches back and forth during a run; the other settings say what the EPJ is."""


def in_order(scenarios: Sequence[PlannedScenario], target: Target) -> tuple[PlannedScenario, ...]:
    """As they are written; where people switch settings by hand, those that need the same stand together."""
    if target.staff.kind != "manual":
        return tuple(scenarios)
    first: dict[object, int] = {}
    places = {}
    for place, scenario in enumerate(scenarios):
        switched = frozenset(
            need
            for need in scenario.requires.items()
            if need[0] in SWITCHED and target.settings.get(need[0], CHANGEABLE) == CHANGEABLE
        )
        places[scenario.id] = (first.setdefault(switched, place) if switched else place, place)
    return tuple(sorted(scenarios, key=lambda one: places[one.id]))
