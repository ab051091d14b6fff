"""What is wrong with a file of acceptance criteria that its schema cannot say (bokmål)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from conformance.plans.book import PlanBook, UnknownPlan
from conformance.targets.file import Problem, TargetFile

CELLS: Final = tuple((level, severity_class) for level in ("skal", "bør", "kan") for severity_class in "ABC")
"""Every level with every class."""
_NEVER_MILD: Final = ("failed", "not_verified", "blocked")
"""What may not be a mere remark at level skal in class A."""
_MILD: Final = "merknad"


def problems(source: TargetFile) -> Iterator[Problem]:
    """What a schema cannot say."""
    yield from _cells(source)
    yield from _mild(source)
    yield from _services(source)


def _cells(source: TargetFile) -> Iterator[Problem]:
    rows = source.data["criteria"]
    written = Counter((row["level"], each) for row in rows for each in row["classes"])
    for level, severity_class in CELLS:
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
            if row[key] == _MILD:
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
