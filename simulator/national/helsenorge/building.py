"""Puts Helsenorge's parts together."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from flask import Flask

from simulator.national.helsenorge.access import Check, by_helseid
from simulator.national.helsenorge.activity_web import activity
from simulator.national.helsenorge.areas import KEEP, Areas
from simulator.national.helsenorge.citizens import HttpRegistry, Registry
from simulator.national.helsenorge.control_web import citizens
from simulator.national.helsenorge.faults import CATALOGUE
from simulator.national.helsenorge.helsenorge import Helsenorge
from simulator.national.helsenorge.notices_web import notices
from simulator.serving import app, control, paper
from simulator.serving import faults as switches
from simulator.serving.service import Surroundings
from simulator.serving.waiting import Parking

MAX_BODY_BYTES: Final = 256 * 1024
THREADS: Final = 24


def build(
    surroundings: Surroundings,
    *,
    registry: Registry | None = None,
    check: Check | None = None,
    keep: int = KEEP,
    threads: int = THREADS,
    monotonic: Callable[[], float] = time.monotonic,
) -> tuple[Flask, Areas]:
    """The app and its areas; call `areas.close()` when the server stops. Raises `DirectoryTaken`, `StoreUnusable`.

    `registry` is where citizens are looked up, the folkeregister beside it unless another is given, and `check` who
    may call.
    """
    asked = registry or HttpRegistry(lambda area: surroundings.address("folkeregister", area))
    areas = Areas(surroundings.data_dir, surroundings.clock, asked, surroundings.known, keep=keep, monotonic=monotonic)
    made = app.create_app(
        "helsenorge",
        "Helsenorge",
        [
            activity(areas, check or by_helseid(surroundings.address)),
            notices(areas, Parking(threads)),
            citizens(areas),
            control.blueprint("helsenorge", areas, lambda area, given: areas.make(area), _described),
            switches.blueprint(areas, lambda found: found.faults, CATALOGUE),
        ],
        max_request_bytes=MAX_BODY_BYTES,
        openapi=Path(__file__).with_name("openapi.json"),
    )
    paper.assets(made)
    return made, areas


def _described(found: Helsenorge) -> dict[str, Any]:
    return {"notices": found.notices.outbox.last, "changes": found.consents.last}
