"""Every national service in this process, without the others beside it, in test areas `a` and `b`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Final

from flask import Flask

from simulator import national
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
    told = Surroundings(None, time, AREAS, place=lambda area: Place(1, "familier", parties))
    built = {service.name: service.build(told) for service in services()}
    built["tjenestebuss"] = build_bus(None, time)
    built["timeavtaler"] = build_timeavtaler(None, time)
    with ExitStack() as closing:
        for name, (_, areas) in built.items():
            closing.callback(areas.close)
            if name in ("tjenestebuss", "timeavtaler"):
                for area in AREAS:
                    areas.make(area)
        yield {name: app for name, (app, _) in built.items()}
