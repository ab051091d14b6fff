"""The service bus of a test environment, over HTTP: `build_bus` makes one, `simulator.app.Server` serves it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from simulator.clock import Clock
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.broker import BusSettings
from simulator.national.tjenestebuss.web import create_app
from simulator.serving.waiting import Parking

BUS_THREADS = 64

__all__ = ["BUS_THREADS", "Areas", "BusSettings", "build_bus"]


def build_bus(
    data_dir: Path | None,
    clock: Clock,
    *,
    settings: BusSettings | None = None,
    threads: int = BUS_THREADS,
    monotonic: Callable[[], float] = time.monotonic,
) -> tuple[Flask, Areas]:
    """The app and its areas. Serve with as many `threads`, and call `areas.close()` when the server stops.

    With `data_dir` None everything is in memory. Raises `DirectoryTaken`, `StoreUnusable`.
    """
    chosen = settings or BusSettings()
    areas = Areas(data_dir, clock, chosen, monotonic)
    return create_app(areas, max_body_bytes=chosen.max_body_bytes, parking=Parking(threads)), areas
