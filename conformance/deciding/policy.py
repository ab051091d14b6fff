"""The acceptance criteria of a municipality: what follows from a verdict, and what must be tried for a service."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from conformance.plans.book import PlanBook, UnknownPlan
from conformance.targets.file import Problem, TargetError, TargetFile, read
from conformance.verdicts import Verdict

SHIPPED: Final = Path(__file__).with_name("akseptansekriterier.toml")
"""The criteria that come with the test bench: a proposal."""
_CELLS: Final = tuple((level, severity_class) for level in ("skal", "bør", "kan") for severity_class in "ABC")
_NEVER_MILD: Final = ("failed", "not_verified", "blocked")
"""What may not be a mere remark at level skal in class A."""


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
        wanted = cell if cell in _CELLS else _CELLS[0]
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
    if wrong := tuple(_problems(source)):
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


def _problems(source: TargetFile) -> Iterator[Problem]:
    """What a schema cannot say."""
    yield from _cells(source)
    yield from _mild(source)
    yield from _services(source)


def _cells(source: TargetFile) -> Iterator[Problem]:
    rows = source.data["criteria"]
    written = Counter((row["level"], each) for row in rows for each in row["classes"])
    for level, severity_class in _CELLS:
        count = written[level, severity_class]
        if count != 1:
            where = source.line("criteria", len(rows) - 1) if not count else _second(source, level, severity_class)
            what = f"Nivå {level} i klasse {severity_class} {f'står {count} ganger' if count else 'mangler'}"
            fix = "Fjern den ene" if count else f'Legg til en [[criteria]] med level = "{level}"'
            yield Problem(where, what, "én [[criteria]] for hvert nivå og hver klasse", f"{count}", fix)


def _second(source: TargetFile, level: str, severity_class: str) -> int:
    rows = enumerate(source.data["criteria"])
    found = [number for number, row in rows if row["level"] == level and severity_class in row["classes"]]
    return source.line("criteria", found[1], "classes")


def _mild(source: TargetFile) -> Iterator[Problem]:
    for number, row in enumerate(source.data["criteria"]):
        if row["level"] != "skal" or "A" not in row["classes"]:
            continue
        for key in _NEVER_MILD:
            if row[key] == Consequence.REMARK:
                problem = f"{key} er for mild på nivå skal i klasse A"
                fix = "Det ville stoppet produksjonssetting. Krev minst at noen med navn aksepterer det"
                line = source.line("criteria", number, key)
                yield Problem(line, problem, "«stopper» eller «avvik»", f"«{row[key]}»", fix)


def _services(source: TargetFile) -> Iterator[Problem]:
    book, seen = PlanBook.load(), set()
    for number, row in enumerate(source.data["services"]):
        for plan in row["plans"]:
            try:
                book.find(plan)
            except UnknownPlan as unknown:
                line = source.line("services", number, "plans")
                yield Problem(line, "Planen finnes ikke", "en plan som epj plans viser", f"«{plan}»", unknown.hint)
        if row["id"] in seen:
            line = source.line("services", number, "id")
            yield Problem(line, f"Tjenesten {row['id']} står to ganger", "én av hver", "to", "Fjern den ene")
        seen.add(row["id"])


def _bad(path: Path, problems: tuple[Problem, ...]) -> BadPolicy:
    head = f"Akseptansekriteriene i {path} kan ikke brukes ({len(problems)} feil):"
    return BadPolicy("\n".join([head, *(f"  {problem}" for problem in problems)]))
