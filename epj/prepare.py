"""`epj prepare`: what people do before the acceptance test, as one list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from standards.errors import in_words

if TYPE_CHECKING:
    from conformance.preparing.listing import Preparation

WRONG_USE = 2
TOOL_FAULT = 3


@click.command(name="prepare", short_help="Vis hva som må gjøres klart før akseptansetesten.")
@click.option(
    "--target", "target", type=click.Path(path_type=Path), metavar="FIL", required=True, help="Testobjektfil (TOML)."
)
@click.option("--plan", default="", metavar="NAVN", help="Bare for denne planen; epj plans viser dem.")
@click.option("--only", multiple=True, metavar="ID", help="Bare for dette scenarioet eller området; kan gjentas.")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FIL", help="Skriv listen som en A4-side.")
@click.option("--done", is_flag=True, help="Noter at listen er gjort; epj accept viser hvem som sa det, og når.")
@click.option("--by", "name", metavar="NAVN", help="Hvem som har gjort det, sammen med --done.")
def command(*, target: Path, plan: str, only: tuple[str, ...], page: Path | None, done: bool, name: str | None) -> int:
    """Vis alt som må gjøres klart før testen: personer, kontoer og innstillinger, én gang hver.

    Skriv ut listen med --html og gi den til den som har journalen, så holder det med én økt.
    """
    from conformance.outcomes import ToolFault  # noqa: PLC0415  slow to load for `--help`
    from conformance.preparing.reading import CannotPrepare, read  # noqa: PLC0415

    if name and not done:
        raise click.UsageError("--by brukes sammen med --done.")
    try:
        found = read(target, only, plan=plan)
    except CannotPrepare as problem:
        click.echo(str(problem), err=True)
        return WRONG_USE
    except ToolFault as fault:
        click.echo(f"Feil i testverktøyet: {fault}", err=True)
        return TOOL_FAULT
    if done:
        return _done(found, target, name or click.prompt("Hvem har gjort det? Navn"))
    return _show(found, page)


def _show(found: Preparation, page: Path | None) -> int:
    from conformance.preparing import writing  # noqa: PLC0415  slow to load for `--help`

    if page is None:
        click.echo(writing.text(found), nl=False)
        return 0
    try:
        page.write_text(writing.page(found), "utf-8")
    except OSError as error:
        click.echo(f"Får ikke skrevet {page}. Fant: {in_words(error)}. Gjør dette: velg en annen fil.", err=True)
        return WRONG_USE
    click.echo(f"Skrev {page}. Åpne den i nettleseren og skriv den ut.")
    return 0


def _done(found: Preparation, target: Path, name: str) -> int:
    from conformance.clock import SystemClock  # noqa: PLC0415  slow to load for `--help`
    from conformance.preparing.done import Done  # noqa: PLC0415

    name = " ".join(name.split())
    if not any(letter.isalpha() for letter in name):
        click.echo("Skriv navnet på den som har gjort det: --done --by NAVN.", err=True)
        return WRONG_USE
    try:
        place = Done(name, SystemClock().now().astimezone(), found.fingerprint).write(target)
    except OSError as error:
        click.echo(f"Får ikke skrevet ved siden av {target}. Fant: {in_words(error)}.", err=True)
        return WRONG_USE
    click.echo(f"Notert i {place}: {name} har gjort klargjøringen.")
    return 0
