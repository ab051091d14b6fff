"""HelseID: `SERVICE` says how it is started. What it is made of is imported when it is built."""

from __future__ import annotations

from typing import Any

from flask import Flask

from simulator.serving.areas import Areas
from simulator.serving.service import Service, Surroundings

THREADS = 8


def build(surroundings: Surroundings) -> tuple[Flask, Areas[Any]]:
    """The app and its areas. Raises `DirectoryTaken`, `StoreUnusable`."""
    # What signs is imported with the first call, since it takes its time.
    from simulator.national.helseid.area import open_areas  # noqa: PLC0415
    from simulator.national.helseid.web import create_app  # noqa: PLC0415

    areas = open_areas(surroundings)
    return create_app(areas, surroundings), areas


SERVICE = Service(
    "helseid",
    "HelseID",
    build,
    THREADS,
    what="tilgangstoken med DPoP for systemer; utsteder og token-endepunkt",
    path="/helseid",
)
