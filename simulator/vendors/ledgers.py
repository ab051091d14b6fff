"""Fidelity ledgers: what a product's own file says of its choices, and what one file says of the engine they share."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.journal.profile import Profile

ENGINE = "engine.toml"
"""The ledger of what the journal engine does whatever the product."""
_FOLDER = Path(__file__).parent
Row = dict[str, str]


@dataclass(frozen=True)
class Shared:
    """One row of the shared ledger; `code` is the module that does it, `needs` what a product must have for it."""

    told: Row
    code: str = ""
    needs: tuple[str, ...] = ()

    def concerns(self, profile: Profile) -> bool:
        """Whether the product does it at all."""
        return not self.needs or any(_has(profile, need) for need in self.needs)


@lru_cache(maxsize=1)
def shared() -> tuple[Shared, ...]:
    """The rows of the shared ledger."""
    rows = tomllib.loads((_FOLDER / ENGINE).read_text("utf-8"))["choice"]
    return tuple(Shared(_told(row), row.pop("code", ""), tuple(row.pop("needs", ()))) for row in map(dict, rows))


def read(path: Path, profile: Profile) -> tuple[Row, ...]:
    """The rows of a product: its own, and those of the shared ledger that concern it, when its file points there.

    What the product has a row of its own for, the shared ledger says nothing of.
    """
    content = tomllib.loads(path.read_text("utf-8"))
    own = [_told(row) for row in content["choice"]]
    keys = {row["key"] for row in own if "key" in row}
    if content.get("shared") != ENGINE:
        return tuple(own)
    return (*own, *(row.told for row in shared() if row.concerns(profile) and row.told.get("key") not in keys))


def _told(row: dict[str, Any]) -> Row:
    return {name: str(value) for name, value in row.items() if name not in ("code", "needs")}


def _has(profile: Profile, need: str) -> bool:
    """Whether the profile has a process, a choice that is on, or one with that value."""
    name, is_value, value = need.partition("=")
    if name in profile.processes:
        return True
    chosen = getattr(profile, name, False)
    return bool(chosen == value) if is_value else chosen is True
