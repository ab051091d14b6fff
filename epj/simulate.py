"""`epj simulate`: a simulated world on this machine, until it is stopped."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from standards.errors import Problem, in_words

if TYPE_CHECKING:
    from simulator.journal.profile import Profile

BUS = "bus"
DEFAULT_PRODUCT = "visma_hspro"
WRONG_USE = 2


@dataclass(frozen=True)
class Plan:
    """What to start."""

    profiles: tuple[Profile, ...]
    bus_url: str
    port: int
    data: Path | None
    targets: Path
    seed: int
    timeavtaler: bool = False
    """Whether to start Helsenorge's receiver of appointments over REST."""

    @property
    def own_bus(self) -> bool:
        """Whether the bus is ours to start."""
        return not self.bus_url

    def port_of(self, place: int) -> int:
        """The port of the n-th server; with port 0 every server takes a free one."""
        return self.port + place if self.port else 0


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
@click.argument("products", nargs=-1, metavar="[PRODUKT…|bus]")
@click.option("--bus", "bus_url", metavar="URL", default="", help="Koble til en buss som alt er i gang.")
@click.option(
    "--port",
    type=Port(),
    default=0,
    help="Bussens port; journalene får de neste. 0 gir ledige porter.",
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
@click.option("--timeavtaler", is_flag=True, help="Start også Helsenorges mottak av timer over REST (FHIR).")
@click.option("--ready-json", is_flag=True, help="Skriv én linje «KLAR {…}» når alt svarer.")
def command(  # noqa: PLR0917 - click passes by name
    products: tuple[str, ...],
    bus_url: str,
    port: int,
    data: Path | None,
    targets: Path,
    seed: int,
    timeavtaler: bool,
    ready_json: bool,
) -> None:
    """Start en simulert verden på denne maskinen.

    Uten PRODUKT startes profilen HsPro med en buss. «bus» alene starter bare bussen.
    Stopp med Ctrl-C.
    """
    from wire.bus import BusError  # noqa: PLC0415 - Flask and Faker are slow to load for other commands

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        plan = _plan(products, bus_url, port=port, data=data, targets=targets, seed=seed)
        with ExitStack() as running:
            ready = _start(replace(plan, timeavtaler=timeavtaler), running, stop)
            _say("Stopp med Ctrl-C.")
            if ready_json:
                _say(f"KLAR {json.dumps(ready, ensure_ascii=False)}")
            stop.wait()
    except (Problem, BusError) as problem:
        _fail(str(problem))
    except OSError as error:
        found = f"{error.filename or 'mappen'}: {in_words(error)}"
        _fail(f"Får ikke skrevet. Ventet: en mappe med skrivetilgang. Fant: {found}. Gjør dette: velg en annen mappe.")


def _plan(products: tuple[str, ...], bus_url: str, *, port: int, data: Path | None, targets: Path, seed: int) -> Plan:
    from simulator.vendors import find_profile  # noqa: PLC0415

    if BUS in products and bus_url:
        _fail("«bus» starter en egen buss og kan ikke brukes sammen med --bus. Gjør dette: velg én av dem.")
    if bus_url and not _is_address(bus_url):
        _fail(f"--bus er ikke en adresse. Ventet: http://maskin:port. Fant: {bus_url}. Gjør dette: rett adressen.")
    named = tuple(dict.fromkeys(name for name in products if name != BUS))
    if not products:
        named = (DEFAULT_PRODUCT,)
    return Plan(tuple(find_profile(name) for name in named), bus_url, port, data, targets, seed)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _start(plan: Plan, running: ExitStack, stop: threading.Event) -> dict[str, object]:
    from simulator.clock import SystemClock  # noqa: PLC0415
    from simulator.landscape import start_bus, start_journal  # noqa: PLC0415

    clock = SystemClock()
    if plan.profiles:
        _require_writable(plan.targets)
    bus_url = plan.bus_url.rstrip("/")
    if plan.own_bus:
        bus = start_bus(plan.data, clock, port=plan.port_of(0))
        running.callback(bus.stop)
        bus_url = bus.url
        _say(f"SIMULERT tjenestebuss: {bus_url}")
    journals = []
    for place, profile in enumerate(plan.profiles):
        if stop.is_set():
            break
        journal = start_journal(
            profile,
            bus_url,
            plan.data,
            clock,
            port=plan.port_of(place + plan.own_bus),
            seed=plan.seed,
        )
        running.callback(journal.stop)
        stored = journal.areas.find(journal.area).config.seed
        if stored != plan.seed:
            _say(f"Datamappen har folk fra --seed {stored}; de beholdes.")
        target = journal.write_target(plan.targets)
        _say(f"{profile.name}: {journal.url}")
        _say(f"  Arbeidsbenk: {journal.workbench}")
        _say(f"  Testobjekt: {target}")
        _say(f"  Kjør testen: epj accept --target {shlex.quote(str(target))}")
        journals.append(
            {
                "product": profile.product,
                "url": journal.url,
                "workbench": journal.workbench,
                "target": str(target.resolve()),
            }
        )
    ready: dict[str, object] = {"bus": bus_url, "journals": journals}
    return ready | (_start_timeavtaler(plan, running, journals) if plan.timeavtaler else {})


def _start_timeavtaler(plan: Plan, running: ExitStack, journals: list[dict[str, str]]) -> dict[str, object]:
    """Started last, with a test area for each journal under the name of its product."""
    from simulator.clock import SystemClock  # noqa: PLC0415
    from simulator.landscape import start_timeavtaler  # noqa: PLC0415

    port = plan.port_of(plan.own_bus + len(plan.profiles))
    areas = [journal["product"] for journal in journals] or [DEFAULT_PRODUCT]
    service = start_timeavtaler(plan.data, SystemClock(), port=port, areas=areas)
    running.callback(service.stop)
    addresses = {area: service.address(area) for area in areas}
    _say(f"SIMULERT mottak av timer (Helsenorge): {service.url}")
    for address in addresses.values():
        _say(f"  Send timer til: {address}/timeavtaler/api/v1/Appointment/ID med PUT")
    return {"timeavtaler": {"url": service.url, "areas": addresses}}


def _require_writable(directory: Path) -> None:
    """Find out before anything is started; raises `OSError`."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=directory):
        pass


def _say(text: str) -> None:
    """Print at once; nobody may be reading any more (`| head`), and what runs goes on all the same."""
    try:
        click.echo(text)
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115,PTH123  open until the end


def _fail(text: str) -> None:
    click.echo(text, err=True)
    raise SystemExit(WRONG_USE)
