"""`epj key`: make the key that packs are signed with, and show what others need to trust it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epj.options import WrongUse

if TYPE_CHECKING:
    from conformance.packing.signature import PublicKey

DEFAULT = Path("epj-noekkel.pem")
PASSPHRASE = "EPJ_KEY_PASSPHRASE"  # noqa: S105  the name of a variable


@click.group(name="key", short_help="Lag og vis nøkkelen som pakker signeres med.")
def command() -> None:
    """Lag og vis nøkkelen som akseptansedokumentasjonen signeres med (Ed25519).

    Den private nøkkelen er din: legg den der bare du kommer til. Den offentlige gir du til dem som skal kontrollere
    pakkene.
    """


@command.command(name="new", short_help="Lag en ny nøkkel.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FIL",
    default=DEFAULT,
    show_default=True,
    help="Filen den lagres i.",
)
@click.option("--name", default="", metavar="NAVN", help="Hvem nøkkelen tilhører, for eksempel «Fjordvik kommune».")
@click.option("--passphrase", "ask", is_flag=True, help=f"Lås nøkkelen med et passord (spør, eller {PASSPHRASE}).")
def new(out: Path, name: str, *, ask: bool) -> int:
    """Lag en ny nøkkel. Filen kan bare leses av deg; ved siden av legges den offentlige nøkkelen (.pub)."""
    from conformance.packing.keys import BadKey, SigningKey  # noqa: PLC0415  slow to load for `--help`

    key = SigningKey.new(name.strip())
    try:
        public = key.keep(out, _new_passphrase() if ask else "")
    except BadKey as error:
        raise WrongUse(str(error)) from error
    click.echo(f"Privat nøkkel:     {out} (del den ikke med noen)")
    click.echo(f"Offentlig nøkkel:  {public} (gi den til dem som skal kontrollere pakkene)")
    click.echo(f"Nøkkel-id:         {key.public.id}")
    return 0


@command.command(name="show", short_help="Vis en nøkkel.")
@click.argument("file", type=click.Path(path_type=Path), metavar="[FIL]", default=DEFAULT)
def show(file: Path) -> int:
    """Vis navn, id og offentlig nøkkel for en nøkkelfil, privat eller offentlig."""
    from conformance.packing.keys import BadKey, public_line  # noqa: PLC0415  slow to load for `--help`

    try:
        key = _public(file)
    except BadKey as error:
        raise WrongUse(str(error)) from error
    click.echo(f"Navn:              {key.name or 'ikke oppgitt'}")
    click.echo(f"Nøkkel-id:         {key.id}")
    click.echo(f"Offentlig nøkkel:  {public_line(key)}")
    return 0


def _public(file: Path) -> PublicKey:
    from conformance.packing.keys import SigningKey, read_public  # noqa: PLC0415  slow to load for `--help`

    found = read_public(file)
    return found or SigningKey.read(file, passphrase(file)).public


def passphrase(file: Path) -> str:
    """The passphrase of a locked key, from the environment or by asking; empty for one that is not locked."""
    from conformance.packing.keys import is_locked  # noqa: PLC0415  slow to load for `--help`

    if not is_locked(file):
        return ""
    return os.environ.get(PASSPHRASE, "") or str(click.prompt(f"Passord for {file}", hide_input=True))


def _new_passphrase() -> str:
    found = os.environ.get(PASSPHRASE, "")
    while not found:
        found = str(click.prompt("Nytt passord", hide_input=True))
        if found != click.prompt("Samme passord en gang til", hide_input=True):
            click.echo("Passordene er ikke like. Prøv igjen.")
            found = ""
    return found
