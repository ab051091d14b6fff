"""`epj coverage`: which rule or scenario holds each demand and each official case, and why the rest are not held."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import click

from epj.options import Choice
from standards.coverage import Clause, clauses, gaps
from standards.official import PREFIXES, Case, cases, holes
from standards.rules.model import Mark

FORMS: Final = ("table", "json", "csv")
HEADS: Final = ("id", "krav", "merke", "regler", "scenarioer", "hvorfor_ikke")
_WIDTH: Final = 110


@click.command(name="coverage", short_help="Vis hva som dekker hvert krav i kildene.")
@click.option("--format", "form", type=Choice(FORMS), default="table", help="table (standard), json eller csv.")
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """Vis hvert krav og hver offisielle prøve med det som dekker den, eller grunnen til at ingenting gjør det.

    Avslutter med 0 når registeret er helt, og 1 når et krav med merke V eller en offisiell prøve verken er dekket
    eller forklart, eller når registeret viser til noe som ikke finnes.
    """
    try:
        whole = Register(clauses(), cases(), _scenarios())
    except ValueError as error:
        click.echo(f"Feil: registeret kan ikke leses. {error}", err=True)
        ctx.exit(1)
    missing = whole.gaps()
    click.echo(_FORMS[form](whole, missing), nl=False)
    for gap in missing if form != "json" else ():
        click.echo(f"Hull: {gap}", err=True)
    ctx.exit(1 if missing else 0)


@dataclass(frozen=True)
class Register:
    """The demands, the official cases, and the sources that each scenario names."""

    demands: tuple[Clause, ...]
    cases: tuple[Case, ...]
    sources: Mapping[str, tuple[str, ...]]
    """Scenario → its sources."""

    @property
    def official(self) -> dict[str, tuple[str, ...]]:
        """Official number → the scenarios tagged with it."""
        found: dict[str, tuple[str, ...]] = {}
        for scenario, sources in self.sources.items():
            for source in sources:
                if source.startswith(PREFIXES):
                    found[source] = (*found.get(source, ()), scenario)
        return found

    def gaps(self) -> tuple[str, ...]:
        """What is wrong, one sentence (bokmål) each."""
        return (*gaps(self.demands, self.sources.keys()), *holes(self.cases, self.official))


def _scenarios() -> dict[str, tuple[str, ...]]:
    from conformance.run import FEATURES  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner.lint import read_features  # noqa: PLC0415

    return {scenario.id: scenario.sources for scenario in read_features(FEATURES).scenarios}


def totals(register: tuple[Clause, ...]) -> dict[str, int]:
    """How many demands there are, and how they are held."""
    return {
        "krav": len(register),
        "dekket": sum(clause.covered for clause in register),
        "av_regel": sum(bool(clause.rules) for clause in register),
        "av_scenario": sum(bool(clause.scenarios) for clause in register),
        "forklart": sum(not clause.covered and bool(clause.reason) for clause in register),
        "slutninger_uten_dekning": sum(
            not clause.covered and not clause.reason and clause.mark is Mark.INFERRED for clause in register
        ),
    }


def _as_table(whole: Register, missing: tuple[str, ...]) -> str:
    parts = [*_rows(whole.demands), "", *_official(whole), "", *_sums(whole, missing)]
    return "\n".join(parts) + "\n"


def _official(whole: Register) -> Iterator[str]:
    width, tagged = max(len(case.number) for case in whole.cases), whole.official
    yield "Offisielle prøver og sekvenser"
    for case in whole.cases:
        yield f"{case.number:<{width}}  {case.what}"
        told = textwrap.wrap(f"→ {_held_case(case, tagged)}", _WIDTH - width - 2, subsequent_indent="  ")
        yield from (f"{'':<{width}}  {line}" for line in told)


def _held_case(case: Case, tagged: Mapping[str, tuple[str, ...]]) -> str:
    parts = [f"regel {', '.join(case.rules)}"] if case.rules else []
    parts += [f"scenario {', '.join(tagged[case.number])}"] if case.number in tagged else []
    return "; ".join(parts) or (f"ikke prøvd: {case.reason}" if case.reason else "ikke prøvd")


def _rows(register: tuple[Clause, ...]) -> Iterator[str]:
    width = max([len(clause.id) for clause in register] or [2])
    yield f"{'Id':<{width}}  M  Krav"
    for clause in register:
        first, *rest = textwrap.wrap(clause.demand, _WIDTH - width - 5) or [""]
        yield f"{clause.id:<{width}}  {clause.mark}  {first}"
        lines = [*rest, *textwrap.wrap(f"→ {_held(clause)}", _WIDTH - width - 5, subsequent_indent="  ")]
        yield from (f"{'':<{width}}     {line}" for line in lines)


def _held(clause: Clause) -> str:
    parts = [f"regel {', '.join(clause.rules)}"] if clause.rules else []
    parts += [f"scenario {', '.join(clause.scenarios)}"] if clause.scenarios else []
    return "; ".join(parts) or (f"ikke prøvd: {clause.reason}" if clause.reason else "ikke prøvd")


def _sums(whole: Register, missing: tuple[str, ...]) -> Iterator[str]:
    sums, tagged = totals(whole.demands), whole.official
    held = f"{sums['av_regel']} av regel, {sums['av_scenario']} av scenario"
    yield f"{sums['krav']} krav: {sums['dekket']} dekket ({held}),"
    yield f"  {sums['forklart']} ikke prøvd med grunn, {sums['slutninger_uten_dekning']} slutninger (I) uten dekning."
    by_scenario = sum(case.number in tagged for case in whole.cases)
    by_rule = sum(bool(case.rules) and case.number not in tagged for case in whole.cases)
    left = len(whole.cases) - by_scenario - by_rule
    held = f"{by_scenario} med scenario, {by_rule} av regel alene"
    yield f"{len(whole.cases)} offisielle prøver: {held}, {left} ikke prøvd."
    yield f"Hull: {len(missing)}" if missing else "Ingen hull: hvert krav med merke V er dekket eller forklart."


def _as_json(whole: Register, missing: tuple[str, ...]) -> str:
    register, tagged = whole.demands, whole.official
    rows = [
        {
            "id": clause.id,
            "demand": clause.demand,
            "mark": str(clause.mark),
            "rules": list(clause.rules),
            "scenarios": list(clause.scenarios),
            "reason": clause.reason,
        }
        for clause in register
    ]
    official = [
        {
            "number": case.number,
            "what": case.what,
            "rules": list(case.rules),
            "scenarios": list(tagged.get(case.number, ())),
            "reason": case.reason,
        }
        for case in whole.cases
    ]
    data = {"clauses": rows, "official": official, "totals": totals(register), "gaps": list(missing)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_csv(whole: Register, missing: tuple[str, ...]) -> str:
    tagged = whole.official
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADS)
    for clause in whole.demands:
        held = (" ".join(clause.rules), " ".join(clause.scenarios))
        writer.writerow([clause.id, clause.demand, clause.mark, *held, clause.reason])
    for case in whole.cases:
        held = (" ".join(case.rules), " ".join(tagged.get(case.number, ())))
        writer.writerow([case.number, case.what, "", *held, case.reason])
    return out.getvalue()


_FORMS: Mapping[str, Callable[[Register, tuple[str, ...]], str]] = MappingProxyType(
    {"table": _as_table, "json": _as_json, "csv": _as_csv}
)
