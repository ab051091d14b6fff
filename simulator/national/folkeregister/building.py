"""Puts the register together."""

from __future__ import annotations

from flask import Flask

from simulator.national.folkeregister.access import Check, by_helseid
from simulator.national.folkeregister.areas import Areas
from simulator.national.folkeregister.web import create_app
from simulator.serving.service import Surroundings


def build(surroundings: Surroundings, *, check: Check | None = None) -> tuple[Flask, Areas]:
    """The app and its areas; call `areas.close()` when the server stops. Raises `DirectoryTaken`, `StoreUnusable`."""
    areas = Areas(surroundings.data_dir, surroundings.clock, surroundings.place, surroundings.known)
    return create_app(areas, check or by_helseid(surroundings.address)), areas
