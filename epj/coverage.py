"""`epj coverage`: which rule or scenario holds each demand of the sources, and why the rest are not held."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import click

from epj.options import Choice
from standards.coverage import Clause, clauses, gaps
from standards.rules.model import Mark

FORMS: Final = ("table", "json", "csv")
HEADS: Final = ("id", "krav", "merke", "regler", "scenarioer", "hvorfor_ikke")
_WIDTH: Final = 110


@click.command(name="coverage", short_help="Vis hva som dekker hvert krav i kildene.")
@click.option("--format", "form", type=Choice(FORMS), default="table", help="table (standard), json eller csv.")
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """Vis hvert krav med regelen eller scenarioet som dekker det, eller grunnen til at ingenting gjør det.

    Avslutter med 0 når registeret er helt, og 1 når et krav med merke V verken er dekket eller forklart, eller når
    registeret viser til noe som ikke finnes.
    """
    try:
        register = clauses()
    except ValueError as error:
        click.echo(f"Feil: registeret kan ikke leses. {error}", err=True)
        ctx.exit(1)
    missing = gaps(register, _scenarios())
    click.echo(_FORMS[form](register, missing), nl=False)
    for gap in missing if form != "json" else ():
        click.echo(f"Hull: {gap}", err=True)
    ctx.exit(1 if missing else 0)


def _scenarios() -> frozenset[str]:
    from conformance.run import FEATURES  # noqa: PLC0415  slow to load for `--help`
    from conformance.runner.lint import read_features  # noqa: PLC0415

    return frozenset(scenario.id for scenario in read_features(FEATURES).scenarios)


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


def _as_table(register: tuple[Clause, ...], missing: tuple[str, ...]) -> str:
    return "\n".join([*_rows(register), "", *_sums(register, missing)]) + "\n"


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


def _sums(register: tuple[Clause, ...], missing: tuple[str, ...]) -> Iterator[str]:
    sums = totals(register)
    held = f"{sums['av_regel']} av regel, {sums['av_scenario']} av scenario"
    yield f"{sums['krav']} krav: {sums['dekket']} dekket ({held}),"
    yield f"  {sums['forklart']} ikke prøvd med grunn, {sums['slutninger_uten_dekning']} slutninger (I) uten dekning."
    yield f"Hull: {len(missing)}" if missing else "Ingen hull: hvert krav med merke V er dekket eller forklart."


def _as_json(register: tuple[Clause, ...], missing: tuple[str, ...]) -> str:
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
    data = {"clauses": rows, "totals": totals(register), "gaps": list(missing)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _as_csv(register: tuple[Clause, ...], missing: tuple[str, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADS)
    for clause in register:
        held = (" ".join(clause.rules), " ".join(clause.scenarios))
        writer.writerow([clause.id, clause.demand, clause.mark, *held, clause.reason])
    return out.getvalue()


_FORMS: Mapping[str, Callable[[tuple[Clause, ...], tuple[str, ...]], str]] = MappingProxyType(
    {"table": _as_table, "json": _as_json, "csv": _as_csv}
)
