"""Deviations that somebody has accepted: a file of their own beside the target file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from conformance.targets.file import DEVIATIONS, Problem, TargetError, TargetFile, read


@dataclass(frozen=True)
class Deviation:
    """A deviation that somebody has accepted: shown, never weighed here; an empty rule means the whole scenario."""

    scenario: str
    owner: str
    approver: str
    reason: str
    issued: date
    expires: date
    scope: str
    rule: str = ""


def path_beside(target: Path) -> Path:
    """Where the deviations of a target file lie: `hspro.toml` has them in `hspro.avvik.toml`."""
    return target.with_name(f"{target.stem}{DEVIATIONS}")


def read_beside(target: Path) -> tuple[Deviation, ...]:
    """What lies beside a target file, if anything.

    Raises `TargetError`, which names that file, when it cannot be read or does not follow the schema.
    """
    path = path_beside(target)
    if not path.exists():
        return ()
    source = read(path, "deviations")
    if wrong := tuple(_bad_dates(source)):
        raise TargetError(path, wrong)
    return tuple(_deviation(one) for one in source.data["deviations"])


def _deviation(values: Mapping[str, Any]) -> Deviation:
    days = {name: date.fromisoformat(values[name]) for name in ("issued", "expires")}
    return Deviation(**{**values, **days})


def _bad_dates(source: TargetFile) -> Iterator[Problem]:
    for number, row in enumerate(source.data["deviations"]):
        for key in ("issued", "expires"):
            try:
                date.fromisoformat(row[key])
            except ValueError:
                line = source.line("deviations", number, key)
                yield Problem(line, f"{key} er ikke en dato", "en dato som finnes", row[key], "Rett datoen")
