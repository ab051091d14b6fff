"""Deviations that somebody has accepted: a file of their own beside the target file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Deviation:
    """A deviation that somebody has accepted: shown, never weighed here."""

    scenario: str
    owner: str
    approver: str
    reason: str
    issued: date
    expires: date
    scope: str


def deviation(values: Mapping[str, Any]) -> Deviation:
    """From what the file says, its dates already judged."""
    texts = {name: str(values.get(name, "")) for name in ("scenario", "owner", "approver", "reason", "scope")}
    return Deviation(issued=as_date(values["issued"]), expires=as_date(values["expires"]), **texts)


def as_date(text: str) -> date:
    """The date; the first of all days for what is none, which somebody else has reported."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min
