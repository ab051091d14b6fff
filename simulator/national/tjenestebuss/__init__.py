"""The service bus of a test environment, over HTTP: `build_bus` makes one, `simulator.app.Server` serves it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from simulator.clock import Clock
from simulator.national.tjenestebuss.areas import Areas
from simulator.national.tjenestebuss.broker import BusSettings
from simulator.national.tjenestebuss.web import create_app
from simulator.serving.waiting import Parking
from wire.amqp.client import require_proton

if TYPE_CHECKING:
    import ssl

    from simulator.national.tjenestebuss.amqp.face import AmqpFace

BUS_THREADS = 64

__all__ = ["BUS_THREADS", "Areas", "BusSettings", "build_bus", "start_amqp"]


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


def start_amqp(
    areas: Areas, *, port: int = 0, settings: BusSettings | None = None, tls: ssl.SSLContext | None = None
) -> AmqpFace:
    """Let the areas be reached over AMQP 1.0 too, or amqps with `tls`; stop it before they are closed.

    Raises `PortTaken`, `AmqpNotInstalled`.
    """
    require_proton()
    from simulator.national.tjenestebuss.amqp.face import AmqpFace  # noqa: PLC0415 - an extra, and slow to load

    return AmqpFace(areas, settings=settings, port=port, tls=tls)
