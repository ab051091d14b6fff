"""Starts servers: a bus, and journals that connect to a bus."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from simulator.app import Server
from simulator.clock import Clock
from simulator.control import answers, faults
from simulator.control import web as control
from simulator.journal.profile import Profile
from simulator.landscape.areas import JournalAreas, Reach
from simulator.landscape.beside import NOTHING, Beside
from simulator.landscape.buses import AmqpBus, Bus, HttpBus, over
from simulator.landscape.config import write_private
from simulator.national.tjenestebuss import BUS_THREADS, build_bus, start_amqp
from simulator.serving.lazy_rule import LazyRule
from simulator.staff import web as staff
from simulator.workbench import PATH
from simulator.workbench import web as workbench
from simulator.workbench.sessions import PageSessions

if TYPE_CHECKING:
    from simulator.landscape.protection import Wallets

JOURNAL_THREADS = 8
MAX_INTENT_BYTES = 1024 * 1024
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class RunningBus:
    """A bus that answers, over AMQP too when it was asked to."""

    server: Server
    amqp: str = ""
    """Its address over AMQP."""

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url

    @property
    def bus(self) -> Bus:
        """What journals connect to: AMQP if it speaks that."""
        return AmqpBus(self.url) if self.amqp else HttpBus(self.url)

    def stop(self) -> None:
        """Stop it."""
        self.server.stop()


@dataclass(frozen=True)
class RunningJournal:
    """A journal server that answers, with its areas connected to the bus."""

    profile: Profile
    server: Server
    areas: JournalAreas
    area: str
    """The area it was started with; the control API may make more."""

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url

    @property
    def workbench(self) -> str:
        """Where a tester plays staff."""
        return f"{self.url}/w/{self.area}/{PATH}/"

    def write_target(self, directory: Path, nearby: Beside = NOTHING) -> Path:
        """Write the target file (0600), and the key of our client at HelseID beside it; raises `OSError`."""
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{self.profile.product}.toml"
        key = path.with_suffix(".helseid.jwk")
        if nearby.key:
            write_private(key, nearby.key)
        write_private(path, self.areas.target(self.area, self.url, nearby, key.name, keys=path.with_suffix(".cms")))
        return path

    def stop(self) -> None:
        """Stop answering, receiving and sending."""
        self.server.stop()


def start_bus(data_dir: Path | None, clock: Clock, *, port: int, amqp_port: int | None = None) -> RunningBus:
    """Start a bus, over AMQP too with `amqp_port` (0 for a free one).

    Raises `PortTaken`, `DirectoryTaken`, `StoreUnusable`, `AmqpNotInstalled`.
    """
    app, areas = build_bus(data_dir, clock)
    with ExitStack() as started:
        started.callback(areas.close)
        if amqp_port is not None:
            face = start_amqp(areas, port=amqp_port)
            started.callback(face.stop)
            areas.amqp_url = face.url
        stop = started.pop_all()
        try:
            server = Server(app, port=port, threads=BUS_THREADS, on_stop=stop.close)
        except BaseException:
            stop.close()
            raise
    return RunningBus(server, areas.amqp_url)


def start_journal(
    profile: Profile,
    bus: str | Bus,
    data_dir: Path | None,
    clock: Clock,
    *,
    port: int,
    seed: int,
    timeavtaler_url: str = "",
    reach: Reach | None = None,
    wallets: Wallets | None = None,
) -> RunningJournal:
    """Start a journal on a running bus, with the area it had or a new one; raises as `JournalAreas` and `Server` do.

    `bus` may be the address of one over HTTP. A product that tells of appointments over REST puts them at
    `timeavtaler_url`; without one they wait. With `reach` it exchanges messages with other health actors too; with
    `wallets` messages are signed and encrypted.
    """
    areas = JournalAreas(profile, bus, data_dir, clock, timeavtaler_url=timeavtaler_url, reach=reach, wallets=wallets)
    try:
        known = sorted(areas.ids(), key=lambda name: name != profile.product)
        area = known[0] if known else free_name(profile.product, over(bus).areas())
        areas.ensure(area, seed)
        server = Server(build_app(areas), port=port, threads=JOURNAL_THREADS, on_stop=areas.close)
    except BaseException:
        areas.close()
        raise
    return RunningJournal(profile, server, areas, area)


def free_name(product: str, taken: frozenset[str]) -> str:
    """An area of our own: two journals that share one would take each other's messages and passwords."""
    numbered = (f"{product}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([product], numbered) if name not in taken)


def build_app(areas: JournalAreas, host: str = LOOPBACK[0]) -> Flask:
    """The app of a journal server; `host` is where it listens."""
    app = Flask("journal", static_folder=None)
    app.url_rule_class = LazyRule
    app.config["MAX_CONTENT_LENGTH"] = MAX_INTENT_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    answers.install(app, {staff.WrongSecret: 401}, areas.profile.name)
    app.register_blueprint(staff.blueprint(areas.find), url_prefix="/w/<area>/staff")
    app.register_blueprint(control.blueprint(areas), url_prefix="/_sim")
    app.register_blueprint(faults.blueprint(areas.find), url_prefix="/_sim")
    app.session_interface = PageSessions()
    workbench.install(app, areas, local=host in LOOPBACK)
    return app
