"""How a measurement is told: a table in bokmål, the same as JSON, and locust's own page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conformance.load.kinds import PLAN, Limits, Timed
from conformance.load.permission import SIMULATED
from conformance.load.talks import left_out
from conformance.verdicts import ExitCode
from conformance.writing.helsenorge import OSLO
from standards.masking import mask

if TYPE_CHECKING:
    from conformance.load.master import Measured, Order
    from conformance.load.tally import Row
    from conformance.targets.model import Target

TEXT: Final = "ytelse.txt"
DATA: Final = "ytelse.json"
PAGE: Final = "locust.html"
SCHEMA: Final = 1
_PERCENTS: Final = (50, 95, 99)
_HEADS: Final = ("Hva", "Prosess", "Antall", "Per s", "p50 ms", "p95 ms", "p99 ms", "Frist", "Over", "Mangler")
_MORE: Final = ("Dobbelt", "Avvist", "Feil")
_LEFT_COLUMNS: Final = 2
_SHOWN: Final = 10
_ABOUT_SIMULATED: Final = (
    "Målt mot en simulert journal: tallene sier hva testbenken og denne maskinen klarer, ikke hva et produkt klarer."
)


@dataclass(frozen=True)
class Report:
    """A measurement, and what it was of."""

    target: Target
    order: Order
    measured: Measured
    began: datetime

    @property
    def limits(self) -> Limits:
        """What it is held against."""
        return Limits.of(self.target)

    @property
    def exit_code(self) -> ExitCode:
        """0 within the limits, 1 outside them or with nothing measured, 3 where the test bench itself went wrong."""
        if self.measured.tally.faults:
            return ExitCode.TOOL_FAULT
        return ExitCode.PASSED if not self.reasons() and self._rows() else ExitCode.NOT_PASSED

    def reasons(self) -> tuple[str, ...]:
        """Why it is red (bokmål); none when it is green."""
        found = [reason for row in self._rows() for reason in self._wrong(row)]
        return tuple(found) if self._rows() else ("Ingenting ble målt.",)

    def write(self, folder: Path) -> None:
        """All three files; raises `OSError`."""
        (folder / TEXT).write_text("\n".join(self.text()) + "\n", "utf-8")
        (folder / DATA).write_text(mask(json.dumps(self.plain(), ensure_ascii=False, indent=1)) + "\n", "utf-8")
        (folder / PAGE).write_text(mask(self.measured.html), "utf-8")

    def text(self) -> Iterator[str]:
        """For people."""
        order, measured = self.order, self.measured
        at = self.began.astimezone(OSLO)
        yield mask(f"{PLAN}: {self.target.name}, {at:%d.%m.%Y kl. %H.%M}")
        kept = ", signert og kryptert" if self.target.protection else ""
        yield (
            f"{order.users} brukere i {measured.seconds:.0f} s fra {order.workers} prosess{'er' * (order.workers > 1)},"
            f" omtrent {_number(order.pause)} s mellom hvert ærend. Transport: {self.target.transport.kind}{kept}."
        )
        if self.target.environment == SIMULATED:
            yield _ABOUT_SIMULATED
        yield ""
        yield from table(self._rows(), self.limits, measured.seconds)
        yield ""
        for line in left_out(self.target):
            yield f"Ikke prøvd: {line}."
        for line in measured.remarks:
            yield f"Merk: {line}"
        if measured.before:
            yield f"Merk: {_messages(measured.before)} lå i køene våre fra før. Det er tatt bort, og telles ikke."
        yield from self._end()

    def plain(self) -> dict[str, Any]:
        """For programs."""
        measured = self.measured
        return {
            "schema": SCHEMA,
            "plan": PLAN,
            "target": self.target.name,
            "product": self.target.product,
            "simulated": self.target.environment == SIMULATED,
            "transport": self.target.transport.kind,
            "protected": self.target.protection is not None,
            "began": self.began.isoformat(timespec="seconds"),
            "seconds": round(measured.seconds, 2),
            "users": self.order.users,
            "workers": self.order.workers,
            "pause_seconds": self.order.pause,
            "over_percent": self.limits.over_percent,
            "passed": self.exit_code is ExitCode.PASSED,
            "rows": [self._row(row) for row in self._rows()],
            "reasons": list(self.reasons()),
            "left_out": list(left_out(self.target)),
            "remarks": measured.remarks,
            "before": measured.before,
            "problems": measured.tally.problems,
            "faults": measured.tally.faults,
        }

    def _end(self) -> Iterator[str]:
        tally = self.measured.tally
        reasons = self.reasons()
        if tally.faults:
            yield from (mask(f"Feil i testverktøyet: {fault}") for fault in tally.faults)
        elif not reasons:
            yield "Alt innenfor fristene. Ingenting mangler, og ingenting kom to ganger."
        if reasons:
            yield "Ikke i orden:"
        yield from (f"  {reason}" for reason in reasons)
        for problem in tally.problems[:_SHOWN]:
            yield mask(f"  - {problem}")
        if len(tally.problems) > _SHOWN:
            yield f"  Flere står i {DATA}."

    def _rows(self) -> Sequence[Row]:
        return self.measured.tally.in_order()

    def _wrong(self, row: Row) -> Iterator[str]:
        limit = self.limits.seconds.get(row.timed)
        if (over := row.over(limit)) and 100 * over / len(row.waits) > self.limits.over_percent:
            share = f"{over} av {len(row.waits)}"
            yield f"{row.process}: {share} brukte mer enn {_number(limit or 0)} s ({row.timed})."
        failed = "kom ikke fram til bussen" if row.timed is Timed.SENT else "endte på feilkøen, eller gikk ikke"
        told = ((row.missing, "kom ikke"), (row.twice, "kom en gang til"), (row.refused, "ble avvist"))
        for count, what in (*told, (row.failed, failed)):
            if count:
                yield f"{row.process}: {count} {what} ({row.timed})."

    def _row(self, row: Row) -> dict[str, Any]:
        limit = self.limits.seconds.get(row.timed)
        return {
            "timed": row.timed.value,
            "process": row.process,
            "count": len(row.waits),
            "per_second": round(len(row.waits) / self.measured.seconds, 2),
            **{f"p{percent}_ms": row.percentile(percent) for percent in _PERCENTS},
            "max_ms": row.percentile(100),
            "limit_seconds": limit,
            "over": row.over(limit),
            "missing": row.missing,
            "twice": row.twice,
            "refused": row.refused,
            "failed": row.failed,
        }


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _messages(count: int) -> str:
    return "1 melding" if count == 1 else f"{count} meldinger"


def table(rows: Sequence[Row], limits: Limits, seconds: float) -> Iterator[str]:
    """One line a row, under heads; columns for what went wrong only where something did."""
    wrong = any(row.twice or row.refused or row.failed for row in rows)
    lines = [(*_HEADS, *(_MORE if wrong else ())), *(_cells(row, limits, seconds, wrong=wrong) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    for line in lines:
        cells = (
            cell.ljust(width) if place < _LEFT_COLUMNS else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def _cells(row: Row, limits: Limits, seconds: float, *, wrong: bool) -> tuple[str, ...]:
    limit = limits.seconds.get(row.timed)
    share = f"{100 * row.over(limit) / len(row.waits):.1f} %".replace(".", ",") if row.waits and limit else "–"
    times = tuple("–" if (found := row.percentile(percent)) is None else str(found) for percent in _PERCENTS)
    first = (row.timed.value, row.process, str(len(row.waits)), f"{len(row.waits) / seconds:.1f}".replace(".", ","))
    missing = str(row.missing) if row.timed is not Timed.SENT else "–"
    more = (str(row.twice), str(row.refused), str(row.failed)) if wrong else ()
    return (*first, *times, f"{_number(limit)} s" if limit else "–", share, missing, *more)
