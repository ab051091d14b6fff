"""The registry as a web app."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from flask import Flask

from simulator.national.adresseregister import access, answers, changes, rest
from simulator.national.adresseregister.areas import Registries, set_credentials
from simulator.national.adresseregister.faults import CATALOGUE
from simulator.national.adresseregister.registry import Registry
from simulator.national.adresseregister.soap import web as soap
from simulator.serving import app, control, faults, reading
from simulator.serving.service import Surroundings

MAX_BODY_BYTES: Final = 256 * 1024
NAME, TITLE = "adresseregister", "Adresseregisteret"


def build(surroundings: Surroundings) -> tuple[Flask, Registries]:
    """The app and its areas; call `areas.close()` when the server stops. Raises `DirectoryTaken`, `StoreUnusable`."""
    areas = Registries(surroundings)

    def ensure(area: str, given: Mapping[str, Any]) -> bool:
        user, password = reading.text(given, "user"), reading.text(given, "password")
        return areas.make(area, lambda found: set_credentials(found, user, password) if user else None)

    made = app.create_app(
        NAME,
        TITLE,
        [
            soap.blueprint(areas),
            rest.newer(areas, access.newer(surroundings)),
            rest.as_read(areas, access.older(surroundings)),
            rest.older(areas, access.older(surroundings)),
            changes.blueprint(areas),
            control.blueprint(NAME, areas, ensure, _described),
            faults.blueprint(areas, lambda found: found.faults, CATALOGUE),
        ],
        max_request_bytes=MAX_BODY_BYTES,
        shape=answers.shape,
        openapi=Path(__file__).with_name("openapi.json"),
    )
    return made, areas


def _described(found: Registry) -> dict[str, Any]:
    return {"parties": len(found.all()), "last_number": found.last_number}
