"""`epj target`: make a target file by answering questions."""

from __future__ import annotations

import os
from pathlib import Path

import click

from epj.targeting.interview import Answers, interview, unknown
from epj.targeting.questions import UNKNOWN, Question
from epj.targeting.writing import text
from standards.errors import in_words

WRONG_USE = 2


@click.group(name="target", short_help="Lag en testobjektfil.")
def command() -> None:
    """Lag filen som sier hvilken EPJ-installasjon som skal testes, og hvordan den nås."""


@command.command(name="init", short_help="Svar på spørsmål og få en ferdig fil.")
@click.argument("path", type=click.Path(path_type=Path), metavar="[FIL]", default=Path("testobjekt.toml"))
@click.option("--force", is_flag=True, help="Skriv over en fil som finnes.")
def init(path: Path, force: bool) -> int:
    """Svar på spørsmål om installasjonen, og få en testobjektfil med merknader.

    Det du ikke vet, svarer du ? på; filen sier hvem som må fylle det ut.
    """
    if why := _why_not(path):
        click.echo(f"Får ikke skrevet {path}. Fant: {why}. Gjør dette: velg et annet filnavn.", err=True)
        return WRONG_USE
    if path.exists() and not force:
        click.echo(f"{path} finnes. Gjør dette: velg et annet navn, eller skriv over den med --force.", err=True)
        return WRONG_USE
    try:
        found = interview(_Terminal(), _families)
    except click.Abort:
        click.echo("\nAvbrutt. Ingen fil er skrevet.", err=True)
        return WRONG_USE
    try:
        path.write_text(text(found), "utf-8")
    except OSError as error:
        click.echo(f"Får ikke skrevet {path}. Fant: {in_words(error)}. Gjør dette: velg en annen mappe.", err=True)
        return WRONG_USE
    click.echo(f"\nSkrev {path}")
    for who, count in unknown(found).items():
        click.echo(f"  {count} svar mangler, og {who} vet {'det' if count == 1 else 'dem'}. Søk etter FYLL UT i filen.")
    click.echo(f"Neste: epj check --target {path}")
    return 0


def _why_not(path: Path) -> str:
    """Why a file cannot be written there, before anybody has answered a single question; else empty."""
    if path.is_dir():
        return "det er en mappe"
    if not path.parent.is_dir():
        return f"mappen {path.parent} finnes ikke"
    place = path if path.exists() else path.parent
    return "" if os.access(place, os.W_OK) else "det er ikke lov å skrive der"


class _Terminal:
    """Whoever sits at standard input."""

    def ask(self, question: Question) -> str:
        """Ask until the answer has its form."""
        choices = question.choices
        text = f"{question.text} ({'/'.join(choices)})" if choices else question.text
        for value, told in choices.items():
            if told != value:
                click.echo(f"  {value}: {told}")
        while True:
            usual = question.usual
            answer = str(click.prompt(text, default=usual, show_default=bool(usual), prompt_suffix=" ")).strip()
            why = question.problem(answer)
            if not why:
                return answer
            click.echo(f"  {why} Vet du det ikke, skriv {UNKNOWN}.")

    def tell(self, text: str) -> None:
        """Print it."""
        click.echo(text)


def _families() -> list[Answers]:
    """The persons that every simulated journal has too."""
    from simulator.people import population  # noqa: PLC0415 - slow to load for other commands

    return [
        {
            "id": person.id,
            "ident": person.ident,
            "family": person.family,
            "given": person.given,
            "birth_date": person.birth_date.isoformat(),
            "kind": person.kind,
            **({"guardians": ",".join(person.guardians), "relation": person.relation} if person.guardians else {}),
            **({} if person.digitally_active else {"digitally_active": "false"}),
            **({"traits": ",".join(person.traits)} if person.traits else {}),
        }
        for person in population(1, families=0)
        if person.ident
    ]
