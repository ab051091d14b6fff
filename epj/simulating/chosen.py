"""Starts the journals that were named, with a bus unless one runs already."""

from __future__ import annotations

import shlex
import threading
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from epj.simulating.plan import Plan
from epj.simulating.speech import say

if TYPE_CHECKING:
    from simulator.landscape import RunningJournal, RunningTimeavtaler
    from simulator.landscape.actors import Actors
    from simulator.serving.service import Surroundings


def start(plan: Plan, running: ExitStack, stop: threading.Event, usual: str) -> dict[str, object]:
    """Start and tell; gives what the ready line says. A receiver without journals has an area named `usual`."""
    from simulator.clock import SystemClock  # noqa: PLC0415 - Flask is slow to load for other commands
    from simulator.landscape import (  # noqa: PLC0415
        open_wallets,
        over,
        start_journal,
        start_timeavtaler,
        surroundings,
    )
    from simulator.landscape.actors import NEEDED, Actors  # noqa: PLC0415
    from simulator.landscape.beside import new_key  # noqa: PLC0415
    from simulator.landscape.citizen import CitizenAreas  # noqa: PLC0415
    from simulator.landscape.stopping import at_once  # noqa: PLC0415
    from simulator.vendors import find_profile  # noqa: PLC0415

    clock = SystemClock()
    receiver_url, receiver = plan.timeavtaler_url, None
    wallets = open_wallets(plan.data, clock, running) if plan.cms else None
    chosen = over.running_bus(plan.over, plan.bus_url)
    if plan.own_bus:
        chosen = over.own_bus(plan.over, plan.data, clock, running, port=plan.port_of(0), amqp_port=plan.last_port)
        say(f"SIMULERT tjenestebuss: {chosen.url}")
        if chosen.also:
            say(f"  Over AMQP 1.0: {chosen.also}?vhost=TESTOMRÅDE")
        if chosen.login:
            say(f"  Styringsside: {chosen.page}. Brukernavn og passord står i {chosen.login}")
    if plan.own_timeavtaler:
        receiver = start_timeavtaler(plan.data, clock, port=plan.port_of(plan.own_bus + len(plan.profiles)))
        running.callback(receiver.stop)
        receiver_url = receiver.url
    started: list[RunningJournal] = []
    actors = Actors(lambda: started)
    running.callback(lambda: at_once(journal.stop for journal in started))
    told = []
    for place, profile in enumerate(plan.profiles, start=int(plan.own_bus)):
        if stop.is_set():
            break
        journal = start_journal(
            profile,
            chosen.bus,
            plan.data,
            clock,
            port=plan.port_of(place),
            seed=plan.seed,
            timeavtaler_url=receiver_url,
            reach=actors.reach if set(NEEDED) <= set(plan.services) else None,
            wallets=wallets,
        )
        started.append(journal)
        told.append(_tell(journal, plan))
    ready: dict[str, object] = {"bus": chosen.url, "journals": told}
    ready |= {"amqp": chosen.also} if chosen.also else {}
    areas = {journal.area: journal.profile for journal in started} or {usual: find_profile(usual)}
    ready |= _tell_receiver(receiver, list(areas)) if receiver is not None else {}
    citizens = CitizenAreas(lambda: started, chosen.bus, plan.seed)
    if plan.services:
        around = surroundings.around(areas, plan.seed, plan.data, clock, key := new_key(), wallets=wallets)
        around = replace(citizens.told(around), let_in=actors.let_in)
        ready |= _start_services(plan, around, started, running, key=key, actors=actors)
    return ready


def _start_services(
    plan: Plan,
    told: Surroundings,
    journals: list[RunningJournal],
    running: ExitStack,
    *,
    key: str,
    actors: Actors,
) -> dict[str, object]:
    from simulator.landscape import national  # noqa: PLC0415
    from simulator.landscape.beside import beside  # noqa: PLC0415

    wanted = [national.find(name) for name in plan.services]
    first = plan.own_bus + len(plan.profiles) + plan.own_timeavtaler
    started = national.start_services(
        wanted,
        told,
        running,
        port_of=lambda place: plan.port_of(first + place),
        elsewhere=plan.elsewhere,
    )
    for journal in journals:
        nearby = beside(started, journal.area, key)
        journal.write_target(plan.targets, nearby)
        if (target := actors.write_target(journal, plan.targets, nearby)) is not None:
            say(f"Testobjekt der testen spiller fastlegen: {target}")
    for one in started:
        say(f"SIMULERT {one.service.title}: {one.url}")
        say(f"  Brukes til: {one.service.what}")
        for area in told.known:
            if setup := one.service.setup(one.address(area)):
                say(f"  Adresse å sette opp: {setup}")
    return {"services": {one.service.name: one.url for one in started}}


def _tell(journal: RunningJournal, plan: Plan) -> dict[str, str]:
    stored = journal.areas.find(journal.area).config.seed
    if stored != plan.seed:
        say(f"Datamappen har folk fra --seed {stored}; de beholdes.")
    target = journal.write_target(plan.targets)
    say(f"{journal.profile.name}: {journal.url}")
    say(f"  Arbeidsbenk: {journal.workbench}")
    say(f"  Testobjekt: {target}")
    say(f"  Kjør testen: epj accept --target {shlex.quote(str(target))}")
    return describe(journal, str(target.resolve()))


def describe(journal: RunningJournal, target: str) -> dict[str, str]:
    """What the ready line says of a journal."""
    return {
        "product": journal.profile.product,
        "url": journal.url,
        "workbench": journal.workbench,
        "target": target,
    }


def _tell_receiver(receiver: RunningTimeavtaler, areas: list[str]) -> dict[str, object]:
    addresses = {area: receiver.address(area) for area in areas}
    say(f"SIMULERT mottak av timer (Helsenorge): {receiver.url}")
    for address in addresses.values():
        say(f"  Send timer til: {address}/timeavtaler/api/v1/Appointment/ID med PUT")
    return {"timeavtaler": {"url": receiver.url, "areas": addresses}}
