"""What a national service does and does not do, told in the `operations.toml` of its folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

MARKS: Final = ("V", "V-sec", "T", "I")
"""Read in a source, read in somebody's notes about one, seen in a sample, inferred: an inferred one fails nobody."""


@dataclass(frozen=True)
class Operation:
    """One call that is answered: its address as a client writes it, what it does, and where that is known from."""

    method: str
    path: str
    does: str
    source: str
    mark: Literal["V", "V-sec", "T", "I"]


@dataclass(frozen=True)
class NotDone:
    """What the real service does and ours does not, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Account:
    """The whole of it."""

    operations: tuple[Operation, ...]
    not_done: tuple[NotDone, ...]


def read(folder: Path) -> Account:
    """What the service in the folder says of itself; raises `ValueError` where it does not say enough."""
    found: dict[str, Any] = tomllib.loads((folder / "operations.toml").read_text("utf-8"))
    operations = tuple(Operation(**one) for one in found.get("operation", []))
    for one in operations:
        if one.mark not in MARKS or not one.does or not one.source:
            raise ValueError(f"{folder.name}: {one.method} {one.path} needs does, source and a mark of {MARKS}")
    if not operations:
        raise ValueError(f"{folder.name}: no operation is told")
    return Account(operations, tuple(NotDone(**one) for one in found.get("not_done", [])))
