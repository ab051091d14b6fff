"""Helsenorge's side of REST Timenotifikasjon: `build_timeavtaler` makes it, `simulator.app.Server` serves it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from simulator.clock import Clock
from simulator.national.timeavtaler.access import Check, by_token
from simulator.national.timeavtaler.areas import KEEP, Areas
from simulator.national.timeavtaler.web import create_app
from simulator.serving.waiting import Parking

MAX_BODY_BYTES = 1024 * 1024
THREADS = 16

__all__ = ["MAX_BODY_BYTES", "THREADS", "Areas", "Check", "build_timeavtaler"]


def build_timeavtaler(
    data_dir: Path | None,
    clock: Clock,
    *,
    check: Check | None = None,
    keep: int = KEEP,
    max_body_bytes: int = MAX_BODY_BYTES,
    threads: int = THREADS,
    monotonic: Callable[[], float] = time.monotonic,
) -> tuple[Flask, Areas]:
    """The app and its areas. Serve with as many `threads`, and call `areas.close()` when the server stops.

    `check` says who may call; the token of the area unless another is given. With `data_dir` None everything is in
    memory. Raises `DirectoryTaken`, `StoreUnusable`.
    """
    areas = Areas(data_dir, clock, keep=keep, monotonic=monotonic)
    chosen = check or by_token(areas.token_digest, areas.ids)
    return create_app(areas, chosen, max_body_bytes=max_body_bytes, parking=Parking(threads)), areas
