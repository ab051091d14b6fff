"""A whole town in one process: a bus, the national services, and a journal of every product."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.app import Server
from simulator.clock import Clock
from simulator.journal.profile import Profile
from simulator.landscape import index, over
from simulator.landscape.actors import Actors
from simulator.landscape.beside import beside, new_key
from simulator.landscape.citizen import CitizenAreas
from simulator.landscape.index import Listed
from simulator.landscape.national import RunningService, services, start_services
from simulator.landscape.over import Chosen
from simulator.landscape.stopping import at_once
from simulator.landscape.surroundings import around
from simulator.landscape.timeavtaler import start_timeavtaler
from simulator.landscape.wallets import open_wallets
from simulator.landscape.world import RunningJournal, start_journal
from simulator.serving.service import Surroundings

if TYPE_CHECKING:
    from simulator.landscape.protection import Wallets

_INDEX_THREADS = 2
_PLACES = 3
"""The index, the bus and the receiver stand before the journals, also where one of them is somebody else's."""


@dataclass(frozen=True)
class Plan:
    """What to start; an address in `bus_url`, `timeavtaler_url` or `elsewhere` is used instead of a service of ours."""

    profiles: Sequence[Profile]
    bus_url: str
    timeavtaler_url: str
    port: int
    data: Path | None
    targets: Path
    seed: int
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """National services that run already, by name."""
    over: str = over.HTTP
    """What the journals send their messages over."""
    cms: bool = False
    """Whether messages are signed and encrypted."""

    def port_of(self, place: int) -> int:
        """The port of the n-th service; with port 0 every one takes a free one."""
        return self.port + place if self.port else 0


@dataclass(frozen=True)
class Town:
    """What runs, in the order of the ports."""

    url: str
    bus_url: str
    timeavtaler_url: str
    journals: tuple[RunningJournal, ...]
    services: tuple[RunningService, ...]
    listed: tuple[Listed, ...]


def start_town(plan: Plan, clock: Clock, running: ExitStack, stopping: Callable[[], bool] = lambda: False) -> Town:
    """Start everything and write the target files; what was started is stopped by `running`, journals side by side.

    `stopping` tells that nobody wants it any more. Raises as `own_bus`, `start_timeavtaler` and `start_journal` do,
    and `OSError`.
    """
    listed: list[Listed] = []
    wallets = open_wallets(plan.data, clock, running) if plan.cms else None
    chosen = _bus(plan, clock, running, listed)
    timeavtaler_url = _timeavtaler(plan, clock, running, listed)
    journals: list[RunningJournal] = []
    running.callback(lambda: at_once(journal.stop for journal in journals))
    actors = Actors(lambda: journals)
    for place, profile in enumerate(plan.profiles, start=_PLACES):
        if stopping():
            break
        port = plan.port_of(place)
        journal = start_journal(
            profile,
            chosen.bus,
            plan.data,
            clock,
            port=port,
            seed=plan.seed,
            timeavtaler_url=timeavtaler_url,
            reach=actors.reach,
            wallets=wallets,
        )
        journals.append(journal)
        target = journal.write_target(plan.targets)
        what = f"journal for {', '.join(profile.services)}"
        listed.append(Listed(profile.name, journal.url, what, journal.workbench, str(target)))
    citizens = CitizenAreas(lambda: journals, chosen.bus, plan.seed)
    key = new_key()
    told = _around(plan, clock, key, wallets)
    national = _services(plan, running, listed, replace(citizens.told(told), let_in=actors.let_in))
    for journal in journals:
        nearby = beside(national, journal.profile.product, key)
        journal.write_target(plan.targets, nearby)
        actors.write_target(journal, plan.targets, nearby)
    server = Server(index.build_app(listed), port=plan.port_of(0), threads=_INDEX_THREADS)
    running.callback(server.stop)
    return Town(server.url, chosen.url, timeavtaler_url, tuple(journals), national, tuple(listed))


def _around(plan: Plan, clock: Clock, key: str, wallets: Wallets | None) -> Surroundings:
    """A test area for each product."""
    return around(
        {profile.product: profile for profile in plan.profiles}, plan.seed, plan.data, clock, key, wallets=wallets
    )


def _services(plan: Plan, running: ExitStack, listed: list[Listed], told: Surroundings) -> tuple[RunningService, ...]:
    """The others, on the ports behind the journals."""
    first = _PLACES + len(plan.profiles)
    started = start_services(
        services(),
        told,
        running,
        port_of=lambda place: plan.port_of(first + place),
        elsewhere=plan.elsewhere,
    )
    for one in started:
        service = one.service
        what, page = (service.what, f"{one.url}{service.page}") if one.ours else ("kjørte fra før", "")
        setup = service.setup(one.address(index.AREA)) if one.ours else ""
        listed.append(Listed(service.title, one.url, what, page, setup=setup))
    return started


def _bus(plan: Plan, clock: Clock, running: ExitStack, listed: list[Listed]) -> Chosen:
    if plan.bus_url:
        found = over.running_bus(plan.over, plan.bus_url)
    else:
        last = plan.port_of(_PLACES + len(plan.profiles) + len(services()))
        found = over.own_bus(plan.over, plan.data, clock, running, port=plan.port_of(1), amqp_port=last)
    setup = f"{found.also}?vhost={index.AREA}" if found.also else ""
    listed.append(Listed("Tjenestebuss", found.url, found.title, found.page, setup=setup))
    return found


def _timeavtaler(plan: Plan, clock: Clock, running: ExitStack, listed: list[Listed]) -> str:
    """With a test area for each journal under the name of its product, also for those that do not push FHIR."""
    name = "Timeavtaler (Helsenorge)"
    if plan.timeavtaler_url:
        listed.append(Listed(name, plan.timeavtaler_url, "mottak av timer som alt var i gang"))
        return plan.timeavtaler_url
    areas = [profile.product for profile in plan.profiles]
    service = start_timeavtaler(plan.data, clock, port=plan.port_of(2), areas=areas)
    running.callback(service.stop)
    listed.append(Listed(name, service.url, "simulert mottak av timer over REST", f"{service.url}/_sim/areas"))
    return service.url
