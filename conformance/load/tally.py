"""What has been measured: every time it took, and everything that went wrong, for each process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from conformance.load.kinds import Timed

MOST_PROBLEMS: Final = 50
"""So many things that went wrong are told one by one; all are counted."""


@dataclass
class Row:
    """One process, and one thing that is timed in it; `waits` are milliseconds."""

    timed: Timed
    process: str
    waits: list[int] = field(default_factory=list)
    missing: int = 0
    """Never came."""
    twice: int = 0
    """Came once more than it should."""
    refused: int = 0
    """Came, and said no."""
    failed: int = 0
    """Could not be done, or ended in a message on the error queue."""

    @property
    def wrong(self) -> int:
        """How many went wrong, however long they took."""
        return self.missing + self.twice + self.refused + self.failed

    def percentile(self, percent: float) -> int | None:
        """Milliseconds that so many of a hundred keep within; None where nothing was timed."""
        if not self.waits:
            return None
        ordered = sorted(self.waits)
        return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1]

    def over(self, seconds: float | None) -> int:
        """How many took longer."""
        return 0 if seconds is None else sum(wait > seconds * 1000 for wait in self.waits)


@dataclass
class Tally:
    """Rows by process; `problems` are told one by one (bokmål), `faults` are those of the test bench itself."""

    rows: dict[tuple[Timed, str], Row] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def row(self, timed: Timed, process: str) -> Row:
        """The row, made where there is none."""
        return self.rows.setdefault((timed, process), Row(timed, process))

    def problem(self, text: str) -> None:
        """Tell one thing that went wrong, once, and while there is room."""
        if text not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(text)

    def fault(self, text: str) -> None:
        """Tell what is wrong with the test bench, once."""
        if text not in self.faults:
            self.faults.append(text)

    def in_order(self) -> list[Row]:
        """The rows as they are shown."""
        order = list(Timed)
        return sorted(self.rows.values(), key=lambda row: (order.index(row.timed), row.process))

    def to_plain(self) -> dict[str, Any]:
        """As it goes from one process to another."""
        return {
            "rows": [{**vars(row), "timed": row.timed.value} for row in self.rows.values()],
            "problems": self.problems,
            "faults": self.faults,
        }


def of_plain(data: Mapping[str, Any]) -> Tally:
    """What `to_plain` gave."""
    rows = [Row(**{**row, "timed": Timed(row["timed"])}) for row in data["rows"]]
    return Tally({(row.timed, row.process): row for row in rows}, list(data["problems"]), list(data["faults"]))


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of several."""
    whole = Tally()
    for tally in tallies:
        for row in tally.rows.values():
            into = whole.row(row.timed, row.process)
            into.waits += row.waits
            into.missing += row.missing
            into.twice += row.twice
            into.refused += row.refused
            into.failed += row.failed
        for problem in tally.problems:
            whole.problem(problem)
        for fault in tally.faults:
            whole.fault(fault)
    return whole
