"""The acceptance criteria of a municipality: what follows from a verdict, and what must be tried for a service."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from conformance.deciding.policy_form import CELLS, problems
from conformance.plans.book import PlanBook
from conformance.targets.file import Problem, TargetError, TargetFile, read
from conformance.verdicts import Verdict

SHIPPED: Final = Path(__file__).with_name("akseptansekriterier.toml")
"""The criteria that come with the test bench: a proposal."""


class Consequence(StrEnum):
    """What follows from a verdict, in the words of the file."""

    STOPS = "stopper"
    NEEDS_DEVIATION = "avvik"
    REMARK = "merknad"


_HARDER: Final = (Consequence.REMARK, Consequence.NEEDS_DEVIATION, Consequence.STOPS)


class BadPolicy(Exception):
    """The criteria cannot be used; says everything that is wrong with them (bokmål)."""


@dataclass(frozen=True)
class Criterion:
    """What follows at one level, for some classes; `max_days` is how long a deviation may last from its issue."""

    level: str
    classes: tuple[str, ...]
    failed: Consequence
    not_verified: Consequence
    blocked: Consequence
    remark: Consequence
    unreviewed: Consequence
    max_days: int

    def of(self, verdict: Verdict, *, is_reviewed: bool = True) -> Consequence | None:
        """What follows from a verdict; None when nothing does. `is_reviewed` is False for a person's word alone.

        A fault of the test bench says nothing of the EPJ, so nobody can accept it.
        """
        after = {
            Verdict.FAILED: self.failed,
            Verdict.NOT_VERIFIED: self.not_verified,
            Verdict.BLOCKED: self.blocked,
            Verdict.TOOL_FAULT: Consequence.STOPS,
            Verdict.PASSED_WITH_REMARK: self.remark,
        }.get(verdict)
        if is_reviewed or not verdict.is_green:
            return after
        return max((after or Consequence.REMARK, self.unreviewed), key=_HARDER.index)


@dataclass(frozen=True)
class Service:
    """A service and what must be tried for it: plans by id, its own last, and areas where something must apply.

    `roles` are the parts of a municipality that have it.
    """

    id: str
    name: str
    plans: tuple[str, ...]
    areas: tuple[str, ...]
    roles: tuple[str, ...] = ()


ANY_SERVICE: Final = Service("", "Ingen tjeneste", (), ())
"""What is asked about when nobody named a service and no pack is about one."""


@dataclass(frozen=True)
class Policy:
    """The criteria; empty `keys` and `approvers` stand for anybody."""

    name: str
    run_days: int
    same_suite: bool
    keys: tuple[str, ...]
    approvers: tuple[str, ...]
    four_eyes: bool
    criteria: tuple[Criterion, ...]
    services: tuple[Service, ...]
    sha256: str
    """Of the file, so that an answer can say which criteria it follows."""
    is_shipped: bool = False

    def criterion(self, level: str, severity_class: str) -> Criterion:
        """What follows at a level and class; what has neither is weighed as the strictest."""
        cell = (level, severity_class)
        wanted = cell if cell in CELLS else CELLS[0]
        return next(one for one in self.criteria if one.level == wanted[0] and wanted[1] in one.classes)

    def service(self, asked: str) -> Service | None:
        """The service with that id or name, however it is written."""
        wanted = asked.casefold().strip()
        return next((one for one in self.services if wanted in (one.id, one.name.casefold())), None)


def load(path: Path = SHIPPED) -> Policy:
    """Read the criteria; raises `BadPolicy` with everything that is wrong."""
    try:
        source = read(path, "policy")
    except TargetError as error:
        raise _bad(path, error.problems) from error
    if wrong := tuple(problems(source)):
        raise _bad(path, wrong)
    return _policy(source)


def _policy(source: TargetFile) -> Policy:
    data = source.data
    return Policy(
        name=data["name"],
        run_days=data["freshness"]["run_days"],
        same_suite=data["freshness"]["same_suite"],
        keys=tuple(data["signature"]["keys"]),
        approvers=tuple(data["deviations"]["approvers"]),
        four_eyes=data["deviations"]["four_eyes"],
        criteria=tuple(_criterion(row) for row in data["criteria"]),
        services=tuple(_service(row) for row in data["services"]),
        sha256=hashlib.sha256(source.path.read_bytes()).hexdigest(),
        is_shipped=source.path.resolve() == SHIPPED.resolve(),
    )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    words = {key: Consequence(value) for key, value in row.items() if key not in ("level", "classes", "max_days")}
    return Criterion(level=row["level"], classes=tuple(row["classes"]), max_days=row["max_days"], **words)


def _service(row: Mapping[str, Any]) -> Service:
    book = PlanBook.load()
    plans = tuple(book.find(plan).id for plan in row["plans"])
    return Service(row["id"], row["name"], plans, tuple(row["areas"]), tuple(row["roles"]))


def _bad(path: Path, problems: tuple[Problem, ...]) -> BadPolicy:
    head = f"Akseptansekriteriene i {path} kan ikke brukes ({len(problems)} feil):"
    return BadPolicy("\n".join([head, *(f"  {problem}" for problem in problems)]))
