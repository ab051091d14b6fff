"""What is told of a matrix: a page for the docs, and the lines for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from simulator.faults.catalogue import kinds
from simulator.faults.fault import Fate
from tests.detect.matrix import Matrix, Row

MOST: Final = 8
_KINDS: Final = {"transport": "Transport", "protocol": "Protokoll", "domain": "Fag"}


def page(matrix: Matrix, day: date) -> str:
    """The page in Markdown; `day` is when it was run."""
    return "\n".join([*_head(matrix, day), *_tables(matrix), *_scenarios(matrix)]) + "\n"


def summary(matrix: Matrix) -> Iterator[str]:
    """The last lines in a terminal."""
    yield f"{len(matrix.rows)} feil, {len(matrix.wanted)} av dem skal fanges. {_caught(matrix)}"
    yield f"Ikke fanget: {', '.join(row.fault.id for row in matrix.missed) or 'ingen'}."
    yield f"Falske alarmer på {len(matrix.honest)} ærlige journaler: {_alarms(matrix)}"


def _caught(matrix: Matrix) -> str:
    return f"{len(matrix.wanted) - len(matrix.missed)} er fanget ({matrix.share:.0%})."


def _alarms(matrix: Matrix) -> str:
    return "; ".join(f"{name} ({said})" for name, said in matrix.false_alarms) or "ingen."


def _head(matrix: Matrix, day: date) -> Iterator[str]:
    yield "# What the suite sees"
    yield ""
    yield (
        "Each fault that a simulated journal can make was turned on alone, from start to end, and the plan below run "
        "against it with the scenarios that the fault names itself. The honest journals ran the whole suite. Made by "
        "`make detect`, which is too slow for every change; CI runs the scenarios that each fault names."
    )
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Run on | {day.isoformat()} |"
    yield f"| Plan | {matrix.plan} |"
    yield f"| Faults | {len(matrix.rows)}, of which {len(matrix.wanted)} should be caught |"
    yield f"| Caught | {len(matrix.wanted) - len(matrix.missed)} ({matrix.share:.1%}) |"
    yield f"| Missed | {', '.join(f'`{row.fault.id}`' for row in matrix.missed) or 'none'} |"
    yield f"| Honest journals | {', '.join(f'`{name}`' for name in matrix.honest)} |"
    yield f"| False alarms | {_alarms(matrix) if matrix.false_alarms else 'none'} |"
    yield ""


def _tables(matrix: Matrix) -> Iterator[str]:
    for kind, title in _KINDS.items():
        yield f"## {title}"
        yield ""
        yield "| Fault | On | Scenarios that fail | Remarks | Stopped |"
        yield "|---|---|---|---|---|"
        yield from (_row(row) for row in matrix.rows if kinds()[row.fault.id] == kind)
        yield ""


def _row(row: Row) -> str:
    fault, seen = row.fault, row.seen
    borne = f"none: {fault.why}" if fault.fate is Fate.BORNE and not seen.caught else ""
    failed = borne or _some(seen.caught) or seen.problem or "none"
    cells = (f"`{fault.id}`: {fault.title}", fault.product, failed, _some(seen.remarked), str(len(seen.stopped) or ""))
    return "| " + " | ".join(cells) + " |"


def _some(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - MOST} more" if len(ids) > MOST else ""
    return " ".join(ids[:MOST]) + more


def _scenarios(matrix: Matrix) -> Iterator[str]:
    failed = Counter(scenario for row in matrix.wanted for scenario in row.seen.caught)
    every = sorted({scenario for seen in matrix.honest.values() for scenario in seen.verdicts})
    yield "## Scenarios"
    yield ""
    yield (
        "How many of the faults fail each. Where it is none, a tiny wrong EPJ of `tests/miniatures/wrong` fails it, or "
        "it is no part of the plan."
    )
    yield ""
    yield ", ".join(f"{scenario} {failed[scenario]}" for scenario in every) + "."
