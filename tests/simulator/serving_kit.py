"""What the tests of simulated services share."""

from __future__ import annotations

from types import ModuleType

from simulator.serving import refusals
from simulator.serving.answers import STATUS
from simulator.serving.refusals import Refusal


def statuses(own: ModuleType) -> set[int]:
    """Every status that a service with these refusals can answer an error with."""
    kinds = [*vars(refusals).values(), *vars(own).values()]
    refused = {kind.status for kind in kinds if isinstance(kind, type) and issubclass(kind, Refusal)}
    return {405, 500} | refused | set(STATUS.values())
