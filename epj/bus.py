"""`epj bus`: see what lies on the message bus of a target, send to it, and put dead letters back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epj.accept import Seconds
from epj.busing.options import Count, at_the_bus, before

if TYPE_CHECKING:
    from epj.busing.reaching import Where

_DEFAULT_COUNT = 10


@click.group(name="bus", short_help="Se hva som ligger på meldingsbussen, send, og legg tilbake.")
@before
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Se hva som ligger på meldingsbussen til et testobjekt, send en melding, og legg tilbake døde meldinger.

    Vi er Helsenorge på bussen, og ser køene til Helsenorge. Ingen buss lar noen lese uten å låse: tail, peek og
    dead-letters låser det de viser, og legger det tilbake. Hver gang teller som én levering. Derfor går de ikke mens
    en kjøring er i gang. Numre som kan tilhøre virkelige personer, og passord, blir skjult.

    Avslutter med 0, 1 når noe ikke ble sendt eller lagt tilbake, og 2 ved feil bruk eller når bussen ikke svarer.
    """
    ctx.obj = given


@command.command(name="tail", short_help="Vis meldinger etter hvert som de kommer.")
@click.option("--queue", "queues", multiple=True, metavar="KØ", help="Bare denne køen; kan gjentas. Uten valget: alle.")
@click.option("--full", is_flag=True, help="Vis dokumentet også.")
@click.option("--seconds", type=Seconds(), help="Stopp etter så lenge.")
@at_the_bus
def tail(where: Where, *, queues: tuple[str, ...], full: bool, seconds: float | None) -> int:
    """Vis det som ligger på køene, og det som kommer, til noen trykker Ctrl-C. Ingenting blir tatt av bussen.

    Det som er vist, holdes låst til du stopper, og legges så tilbake. På en buss der låsen går ut, røres en melding
    ikke mer når den nærmer seg ti leveringer.
    """
    from epj.busing.commands import follow  # noqa: PLC0415  slow to load for `--help`

    return follow(where, queues, seconds=seconds, whole=full)


@command.command(name="peek", short_help="Vis de eldste meldingene på en kø.")
@click.argument("queue", metavar="KØ")
@click.option("-n", "count", type=Count(), default=_DEFAULT_COUNT, help="Så mange, høyst. Uten valget: 10.")
@click.option("--full", is_flag=True, help="Vis dokumentet også.")
@at_the_bus
def peek(where: Where, *, queue: str, count: int, full: bool) -> int:
    """Vis de eldste meldingene på en kø, og legg dem tilbake. KØ er async, sync, syncreply, error eller dl."""
    from epj.busing.commands import look  # noqa: PLC0415  slow to load for `--help`

    return look(where, queue, count, whole=full)


@command.command(name="send", short_help="Send en melding, sjekket først.")
@click.argument("path", type=click.Path(path_type=Path), metavar="FIL|MAPPE|-")
@click.option("--queue", default="", metavar="KØ", help="Køen den legges på. Uten valget: «to» i konvolutten.")
@click.option("--faulty", is_flag=True, help="Send den selv om reglene finner feil i den.")
@at_the_bus
def send(where: Where, *, path: Path, queue: str, faulty: bool) -> int:
    """Send en melding, eller alt vi er avsender av i en mappe med NN-helsenorge-epj.xml og NN.json.

    Konvolutten står i NN.json. Uten den blir den laget av dokumentet. Meldingen sjekkes først, og går ikke når reglene
    finner feil. Ingenting sendes om en person som ikke er syntetisk. Samme fil to ganger er et duplikat for mottakeren.
    """
    from epj.busing.commands import post  # noqa: PLC0415  slow to load for `--help`

    return post(where, path, queue, faulty=faulty)


@command.command(name="dead-letters", short_help="Vis døde meldinger, og legg dem tilbake.")
@click.option("--requeue", "ids", multiple=True, metavar="ID", help="Legg tilbake den med denne id-en; kan gjentas.")
@click.option("--all", "everything", is_flag=True, help="Legg tilbake alle.")
@click.option("--full", is_flag=True, help="Vis dokumentene også.")
@at_the_bus
def dead_letters(where: Where, *, ids: tuple[str, ...], everything: bool, full: bool) -> int:
    """Vis meldingene som ingen klarte å behandle, og legg dem tilbake på køen som står i «to».

    ID er message-id eller MsgId. En melding blir sendt før den døde blir fjernet, så ingenting kan gå tapt.
    """
    from epj.busing.commands import bring_back  # noqa: PLC0415  slow to load for `--help`

    return bring_back(where, ids, everything=everything, whole=full)
