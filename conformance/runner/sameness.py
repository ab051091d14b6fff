"""What must be the same for a run to be taken up: the scenarios, what is tested, and what judges it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance.runner.catalogue import PlannedScenario
from conformance.runner.house import HOUSE, sources

_WEIGHS_NOTHING: Final = frozenset({"deviations", "hints", "retention_days"})
"""What of a target may change while a run is stopped: no verdict is moved by it."""


def of_scenarios(scenarios: Iterable[PlannedScenario]) -> str:
    """The same for the same scenarios, and for no others."""
    text = json.dumps([[one.id, one.name, one.tags, [str(step) for step in one.steps]] for one in scenarios])
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def of_code(modules: tuple[str, ...]) -> str:
    """The same for the same source of all that plays and judges, steps included; what only tells of it is left out."""
    digest = hashlib.sha256()
    own = (Path(str(sys.modules[name].__file__)) for name in modules if name in sys.modules)
    for path in sorted({*(path for _, path in sources()), *own}):
        digest.update(path.relative_to(HOUSE).as_posix().encode() if path.is_relative_to(HOUSE) else b"")
        digest.update(path.read_bytes())
    return digest.hexdigest()


def plain(target: Mapping[str, Any], *, weighing: bool = False) -> Any:
    """A description of a target as the evidence keeps it; `weighing` leaves out what no verdict rests on."""
    kept = {key: value for key, value in target.items() if not (weighing and key in _WEIGHS_NOTHING)}
    return json.loads(json.dumps(kept, default=str, sort_keys=True))
