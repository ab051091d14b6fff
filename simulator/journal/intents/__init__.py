"""What staff can be asked to do: the closed list of intents, each one function from parameters to data.

One module per subject with its `INTENTS`, found by looking. `standards/schemas/intents.json` has the same names.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from simulator.journal.intents.kinds import Data, Intent

__all__ = ["INTENTS", "MOVING_TIME", "READING", "Data", "Intent"]


def _found() -> Mapping[str, Intent]:
    found: dict[str, Intent] = {}
    for info in pkgutil.iter_modules(__path__):
        offered: Mapping[str, Intent] = getattr(importlib.import_module(f"{__name__}.{info.name}"), "INTENTS", {})
        if twice := found.keys() & offered.keys():
            raise ValueError(f"Two modules have the intent {min(twice)}.")
        found |= offered
    return MappingProxyType(found)


INTENTS = _found()
"""Name → what the journal does. `settle` is not here: it is about the connection, not the journal."""

READING = frozenset(name for name in INTENTS if name.startswith("read_"))
"""Intents that change nothing but the access log."""

MOVING_TIME = frozenset({"pass_time"})
"""Intents that set the clock."""
