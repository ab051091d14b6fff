"""Deviations that somebody has accepted: a file of their own beside the target file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from conformance.targets.file import Problem, TargetFile, read


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
    return target.with_name(f"{target.stem}.avvik.toml")


def read_beside(target: Path, problems: list[Problem]) -> tuple[Deviation, ...]:
    """What lies beside a target file, if anything; dates that cannot be are added to the problems.

    Raises `TargetError` for a file that cannot be read or does not follow the schema.
    """
    path = path_beside(target)
    if not path.exists():
        return ()
    source = read(path, "deviations")
    wrong = list(_bad_dates(source))
    problems += wrong
    return () if wrong else tuple(_deviation(one) for one in source.data["deviations"])


def _deviation(values: Mapping[str, Any]) -> Deviation:
    days = {name: date.fromisoformat(values[name]) for name in ("issued", "expires")}
    return Deviation(**{**values, **days})


def _bad_dates(source: TargetFile) -> Iterator[Problem]:
    for number, row in enumerate(source.data["deviations"]):
        for key in ("issued", "expires"):
            try:
                date.fromisoformat(row[key])
            except ValueError:
                problem = f"{key} er ikke en dato i {source.path.name}, linje {source.line('deviations', number, key)}"
                yield Problem(0, problem, "en dato som finnes", row[key], "Rett datoen")
