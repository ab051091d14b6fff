"""`epj simulate`: a simulated world on this machine, until it is stopped."""

from __future__ import annotations

import json
import signal
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from epj.options import Choice
from epj.simulating import asked
from epj.simulating.chosen import start
from epj.simulating.everything import start as start_all
from epj.simulating.plan import OVER, Plan
from epj.simulating.speech import say
from standards.errors import Problem, in_words

FIRST_PORT = 8700
"""Where the page of `--all` is found; the services have the next ports, in the order of the table."""


class WholeNumber(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """A whole number, with a bokmål error."""

    name = "TALL"
    lowest, highest = -(2**63), 2**63 - 1
    expected = "et heltall"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Refuse everything else."""
        try:
            number = int(str(value))
        except ValueError:
            number = None
        if number is None or not self.lowest <= number <= self.highest:
            self.fail(f"«{value}» er ikke {self.expected}.", param, ctx)
        return number


class Port(WholeNumber):
    """A port, with room above it for one port a journal."""

    lowest, highest = 0, 65500
    expected = "et heltall fra 0 til 65500"


@click.command(name="simulate", short_help="Start simulerte journaler og en simulert buss.")
@click.argument("products", nargs=-1, metavar="[PRODUKT…|bus|TJENESTE…]")
@click.option(
    "--bus",
    "bus_url",
    metavar="URL",
    default="",
    help="Koble til en buss som alt er i gang. Med --over rabbitmq: styringen av den, http://BRUKER:PASSORD@VERT:PORT.",
)
@click.option("--all", "everything", is_flag=True, help="Start alle produktene, bussen og de nasjonale tjenestene.")
@click.option(
    "--port",
    type=Port(),
    help="Første port; tjenestene får de neste. 0 gir ledige porter, og er det vanlige uten --all.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    help="Datamappe som overlever omstart. Uten den ligger alt i minnet.",
)
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="MAPPE",
    default=Path("targets"),
    show_default=True,
    help="Hvor testobjektfilene skrives.",
)
@click.option("--seed", type=WholeNumber(), default=1, show_default=True, help="Samme tall gir samme folk.")
@click.option(
    "--timeavtaler",
    metavar="[URL]",
    is_flag=False,
    flag_value=asked.START,
    default="",
    help="Start også Helsenorges mottak av timer over REST (FHIR). Med URL: bruk et mottak som alt er i gang.",
)
@click.option(
    "--service",
    "elsewhere",
    multiple=True,
    metavar="NAVN=URL",
    help="Bruk en nasjonal tjeneste som alt er i gang, som helseid=https://…; kan gjentas.",
)
@click.option(
    "--cms",
    is_flag=True,
    help="Signer og krypter meldingene, som i virkeligheten (CMS). Nøklene lages, og ligger ved testobjektfilen.",
)
@click.option(
    "--over",
    type=Choice(OVER),
    default=OVER[0],
    help="Hva meldingene går over: http, eller AMQP 1.0 som i virkeligheten med vår egen buss (amqp) eller RabbitMQ.",
)
@click.option("--ready-json", is_flag=True, help="Skriv én linje «KLAR {…}» når alt svarer.")
def command(  # noqa: PLR0917 - click passes by name
    products: tuple[str, ...],
    bus_url: str,
    everything: bool,
    port: int | None,
    data: Path | None,
    targets: Path,
    seed: int,
    timeavtaler: str,
    elsewhere: tuple[str, ...],
    over: str,
    cms: bool,
    ready_json: bool,
) -> None:
    """Start en simulert verden på denne maskinen.

    Uten PRODUKT startes profilen HsPro med en buss. «bus» alene starter bare bussen, og navnet på en nasjonal tjeneste
    starter den. --all starter alt, med en oversiktsside på den første porten. Stopp med Ctrl-C.
    """
    from wire.bus import BusError  # noqa: PLC0415 - Flask and Faker are slow to load for other commands

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        chosen_port = port if port is not None else FIRST_PORT if everything else 0
        named = asked.services(products)
        profiles = asked.profiles(
            tuple(name for name in products if name not in named), bus_url, everything, bool(named)
        )
        plan = Plan(
            profiles, asked.bus(bus_url, over), chosen_port, data, targets, seed, services=named, over=over, cms=cms
        )
        plan = replace(plan, timeavtaler=timeavtaler == asked.START, timeavtaler_url=asked.receiver(timeavtaler))
        plan = replace(plan, elsewhere=asked.elsewhere(elsewhere), bus=bool(profiles) or asked.BUS in products)
        if plan.profiles:
            _require_writable(plan.targets)
        with ExitStack() as running:
            ready = start_all(plan, running, stop) if everything else start(plan, running, stop, asked.DEFAULT_PRODUCT)
            say("Stopp med Ctrl-C.")
            if ready_json:
                say(f"KLAR {json.dumps(ready, ensure_ascii=False)}")
            stop.wait()
    except (Problem, BusError) as problem:
        asked.fail(str(problem))
    except OSError as error:
        found = f"{error.filename or 'mappen'}: {in_words(error)}"
        asked.fail(
            f"Får ikke skrevet. Ventet: en mappe med skrivetilgang. Fant: {found}. Gjør dette: velg en annen mappe."
        )


def _require_writable(directory: Path) -> None:
    """Find out before anything is started; raises `OSError`."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=directory):
        pass
