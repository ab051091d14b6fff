"""Puts ID-porten together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.national.idporten import answers, clients, endpoints, pages_of_login
from simulator.national.idporten.login import SCHEMA, Login
from simulator.national.idporten.people import Register
from simulator.serving import control, paper, reading
from simulator.serving.app import create_app
from simulator.serving.areas import Areas
from simulator.serving.service import Surroundings
from simulator.store.database import Database

MAX_BODY_BYTES = 64 * 1024


def build(surroundings: Surroundings) -> tuple[Flask, Areas[Login]]:
    """The app and its areas; raises `DirectoryTaken`, `StoreUnusable`."""
    folder = None if surroundings.data_dir is None else surroundings.data_dir / "idporten"
    areas = Areas(folder, lambda path: Login(Database(path, SCHEMA), surroundings.clock), surroundings.known)
    register = Register(lambda area: surroundings.address("folkeregister", area), surroundings.place)

    def issuer(area: str) -> str:
        """As discovery tells it; where nobody knows our address, the one that was asked for."""
        base = surroundings.address("idporten", area) or f"{request.host_url}w/{area}"
        return f"{base}/idporten"

    made = control.blueprint("idporten", areas, lambda area, given: _ensure(areas, area, given), _told)
    app = create_app(
        "idporten",
        "ID-porten",
        [endpoints.blueprint(areas, issuer), pages_of_login.blueprint(areas, register, issuer), _clients(areas), made],
        max_request_bytes=MAX_BODY_BYTES,
        shape=answers.shape,
        openapi=Path(__file__).with_name("openapi.json"),
    )
    paper.assets(app)
    return app, areas


def _ensure(areas: Areas[Login], area: str, given: Mapping[str, Any]) -> bool:
    listed = given.get("clients", [])
    found = [clients.read(reading.json_value(one, "clients[]")) for one in listed] if isinstance(listed, list) else []

    def prepare(login: Login) -> None:
        for client in found:
            login.register(client)

    return areas.make(area, prepare)


def _told(login: Login) -> dict[str, Any]:
    return {"clients": login.clients()}


def _clients(areas: Areas[Login]) -> Blueprint:
    registering = Blueprint("clients", __name__, url_prefix="/_sim/areas/<area>")

    @registering.post("/clients")
    def register(area: str) -> tuple[Response, int]:
        client = clients.read(reading.json_object(request))
        is_new = areas.get(area).register(client)
        return jsonify(client_id=client.client_id), 201 if is_new else 200

    return registering
