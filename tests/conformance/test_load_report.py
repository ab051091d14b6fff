"""How a load is told: the table, the reasons, the exit code, and the same as data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conformance.load.kinds import Timed
from conformance.load.report import Report
from conformance.load.tally import Tally
from conformance.targets.model import Deadlines, LoadTerms
from conformance.verdicts import ExitCode
from standards.identifiers import is_real_range
from tests.conformance.bench_world import make_target

LIVING = next(number for last in range(100) if is_real_range(number := f"010180000{last:02}"))
BEGAN = datetime(2026, 12, 1, 8, tzinfo=UTC)
DEADLINES = Deadlines(message_seconds=10, apprec_seconds=2, answer_seconds=10, staff_seconds=10)


@dataclass
class Order:
    """As the command asks for it."""

    users: int = 4
    seconds: float = 10
    workers: int = 2
    pause: float = 0.5


@dataclass
class Measured:
    """As the master gives it."""

    tally: Tally
    seconds: float = 10.0
    html: str = "<html></html>"
    remarks: list[str] = field(default_factory=list)
    before: int = 0


def report(tally: Tally, *, target: dict[str, Any] | None = None, **more: Any) -> Report:
    made = make_target(deadlines=DEADLINES, **(target or {}))
    return Report(made, Order(), Measured(tally, **more), BEGAN)  # type: ignore[arg-type]


def tally(waits: list[int], timed: Timed = Timed.RECEIPT, **wrong: int) -> Tally:
    made = Tally()
    row = made.row(timed, "P")
    row.waits += waits
    for name, count in wrong.items():
        setattr(row, name, count)
    return made


def test_within_the_limits_is_green_and_says_so() -> None:
    told = report(tally([100, 200, 2000]))
    text = "\n".join(told.text())
    assert told.exit_code is ExitCode.PASSED and not told.reasons()
    assert "Alt innenfor fristene." in text and "omtrent 0,5 s mellom" in text and "Målt mot en simulert" in text
    lines = text.splitlines()
    heads = next(line for line in lines if line.startswith("Hva"))
    row = next(line for line in lines if line.startswith("kvittering"))
    assert row.split()[:7] == ["kvittering", "P", "3", "0,3", "200", "2000", "2000"]
    assert "Dobbelt" not in heads and row.index("0,3") + 3 == heads.index("Per s") + 5


def test_it_is_told_whether_messages_were_signed_and_encrypted() -> None:
    plain, closed = ("\n".join(report(tally([100]), target=target).text()) for target in ({}, {"protection": object()}))
    assert "Transport: http." in plain and "Transport: http, signert og kryptert." in closed


@pytest.mark.parametrize(
    ("found", "percent", "says"),
    [
        (tally([100, 2001]), 0, "P: 1 av 2 brukte mer enn 2 s (kvittering)."),
        (tally([100, 2001]), 49.9, "1 av 2"),
        (tally([100, 2001]), 50, ""),
        (tally([100], missing=1), 100, "P: 1 kom ikke (kvittering)."),
        (tally([100], twice=2), 100, "P: 2 kom en gang til (kvittering)."),
        (tally([100], refused=1), 100, "P: 1 ble avvist (kvittering)."),
        (tally([100], failed=1), 100, "P: 1 endte på feilkøen"),
        (tally([], Timed.SENT, failed=3), 100, "P: 3 kom ikke fram til bussen (sendt)."),
        (tally([99_000], Timed.SENT), 0, ""),
        (tally([15_001], Timed.AT_ONCE), 0, "brukte mer enn 15 s"),
        (Tally(), 100, "Ingenting ble målt."),
    ],
)
def test_what_is_outside_is_red_with_the_reason(found: Tally, percent: float, says: str) -> None:
    told = report(found, target={"load": LoadTerms(allow=True, over_percent=percent)})
    assert told.exit_code is (ExitCode.NOT_PASSED if says else ExitCode.PASSED)
    assert (says in " ".join(told.reasons())) if says else not told.reasons()
    assert ("Alt innenfor" in "\n".join(told.text())) is not bool(says)


def test_a_fault_of_ours_is_never_green() -> None:
    found = tally([100])
    found.fault("ToolFault: noe")
    told = report(found)
    assert told.exit_code is ExitCode.TOOL_FAULT and not told.plain()["passed"]
    assert "Feil i testverktøyet: ToolFault: noe" in "\n".join(told.text())
    assert "Alt innenfor" not in "\n".join(told.text())


def test_problems_are_few_on_the_screen_and_all_in_the_data_and_nothing_real_leaves(tmp_path: Path) -> None:
    found = tally([100], missing=12)
    for number in range(12):
        found.problem(f"Melding {number} om {LIVING} kom ikke")
    told = report(found, remarks=["Maskinen var full."], before=1)
    told.write(tmp_path)
    text = (tmp_path / "ytelse.txt").read_text("utf-8")
    assert text.count("  - Melding") == 10 and "Flere står i ytelse.json." in text
    assert "Merk: Maskinen var full." in text and "Merk: 1 melding lå i køene" in text
    data = json.loads((tmp_path / "ytelse.json").read_text("utf-8"))
    assert len(data["problems"]) == 12 and (data["before"], data["users"], data["seconds"]) == (1, 4, 10)
    assert data["rows"][0] | {"count": 1, "missing": 12, "limit_seconds": 2, "p99_ms": 100} == data["rows"][0]
    assert LIVING not in text + (tmp_path / "ytelse.json").read_text("utf-8")
    assert (tmp_path / "locust.html").read_text("utf-8") == "<html></html>"
