"""Every national service in this process, in test areas `a` and `b`; only the register can be asked by the others."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Final

from flask import Flask

from simulator import national
from simulator.app import Server
from simulator.clock import Clock, ManualClock
from simulator.landscape.national import services
from simulator.landscape.registered import parties_of
from simulator.national.timeavtaler import build_timeavtaler
from simulator.national.tjenestebuss import build_bus
from simulator.serving.service import Place, Surroundings
from simulator.vendors import find_profile

FOLDERS: Final = sorted(module.name for module in pkgutil.iter_modules(national.__path__))
AREAS: Final = ("a", "b")
NOW: Final = datetime(2026, 12, 1, 8, tzinfo=UTC)


@contextmanager
def apps(clock: Clock | None = None) -> Iterator[Mapping[str, Flask]]:
    """The app of each, by the name of its folder, until the block ends."""
    time = clock or ManualClock(NOW)
    parties = parties_of(find_profile("visma_hspro"))
    beside: dict[str, str] = {}

    def address(name: str, area: str) -> str:
        return f"{beside[name]}/w/{area}" if name in beside else ""

    told = Surroundings(None, time, AREAS, address, lambda area: Place(1, "familier", parties))
    built = {service.name: service.build(told) for service in services()}
    built["tjenestebuss"] = build_bus(None, time)
    built["timeavtaler"] = build_timeavtaler(None, time)
    with ExitStack() as closing:
        for name, (_, areas) in built.items():
            closing.callback(areas.close)
            if name in ("tjenestebuss", "timeavtaler"):
                for area in AREAS:
                    areas.make(area)
        beside["folkeregister"] = closing.enter_context(Server(built["folkeregister"][0], threads=4)).url
        yield {name: app for name, (app, _) in built.items()}
