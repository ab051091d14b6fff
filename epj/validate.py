"""`epj validate`: judge files and folders by schema and rules, and say in bokmål what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from epj.validate_report import Report, WrongUse
from epj.validate_text import render
from standards.errors import StandardsError
from standards.exchange import Role
from standards.schema import SchemaPack

FORMATS = ("text", "json")


class Choice(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """One of a few words, with a bokmål error."""

    name = "valg"

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words with bars between."""
        return f"[{'|'.join(self.choices)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse other words."""
        if value in self.choices:
            return str(value)
        option = "valget" if param is None else param.opts[0]
        raise WrongUse(f"{option} kan ikke være «{value}». Velg {' eller '.join(self.choices)}.")


@click.command(
    name="validate",
    help="Sjekk meldingsfiler mot skjema og regler. Avslutter med 0 uten feil, 1 med feil, 2 ved feil bruk.",
)
@click.argument("paths", nargs=-1, metavar="FIL|MAPPE…")
@click.option("--format", "form", type=Choice(FORMATS), default="text", help="text (standard) eller json.")
@click.option(
    "--schemas", metavar="MAPPE", default=None, help="Bruk skjemaene i mappen (bundle.xsd) i stedet for våre."
)
@click.option("--role", type=Choice(tuple(Role)), default=None, help="Hvem som sendte, når kodene ikke viser det.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, schemas: str | None, role: str | None) -> None:
    """Read, judge, print."""
    if not paths:
        raise WrongUse("Oppgi minst én fil eller mappe. Eksempel: epj validate melding.xml")
    report = Report(_pack(schemas), Role(role) if role else None, schemas)
    for path in paths:
        report.take(Path(path))
    data = report.to_json()
    if form == "json":
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif data["files"]:
        click.echo(render(data))
    for unread in data["unread"]:
        click.echo(f"Feil: {unread['file']}: {unread['reason']}", err=True)
    ctx.exit(2 if data["unread"] else 0 if data["summary"]["ok"] else 1)


def _pack(schemas: str | None) -> SchemaPack:
    if schemas is None:
        return SchemaPack.own()
    try:
        if not Path(schemas).is_dir():
            raise WrongUse(f"--schemas {schemas}: mappen finnes ikke. Oppgi en mappe med bundle.xsd og skjemaene.")
        return SchemaPack.from_folder(schemas)
    except (StandardsError, OSError) as error:
        raise WrongUse(f"--schemas {schemas}: {error}") from error
