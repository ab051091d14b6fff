"""The municipality that a target belongs to, as reports and packs name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_SIMULATED_NAME: Final = re.compile(r"\s*\(simulert\)\s*$", re.IGNORECASE)
_PLACE: Final = re.compile(r"\s+kommune$", re.IGNORECASE)


def municipality_of(target: Mapping[str, Any]) -> str:
    """The municipality that the parties of a target, as `Target.public` tells it, belong to; empty for none."""
    names = (str(party.get("parent_name", "")) for party in target.get("parties", ()))
    first = next((name for name in names if name), "")
    return _PLACE.sub("", _SIMULATED_NAME.sub("", first)).strip()
