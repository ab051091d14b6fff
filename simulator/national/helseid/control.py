"""The control that only HelseID has: clients of an area and their keys, rotation, and how long tokens live."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from simulator.national.helseid.area import READY, HelseId, make_ready
from simulator.serving import reading
from simulator.serving.areas import Areas
from simulator.serving.refusals import faulty
from simulator.serving.service import Surroundings
from wire import jose

MOST_SECONDS: Final = 24 * 3600


def blueprint(areas: Areas[HelseId], surroundings: Surroundings) -> Blueprint:
    """The routes under /_sim."""
    control = Blueprint("helseid-control", __name__, url_prefix="/_sim/areas/<area>")

    def ready(area: str) -> HelseId:
        found = areas.get(area)
        make_ready(found, surroundings, area)
        return found

    @control.get("/clients")
    def show(area: str) -> Response:
        return jsonify(clients=[client.to_json() for client in ready(area).clients()])

    @control.post("/clients")
    def register(area: str) -> tuple[Response, int]:
        client, made = areas.get(area).register(reading.json_object(request))
        return jsonify({**client.to_json(), **({} if made is None else {"private_jwk": jose.hidden(made)})}), 201

    @control.delete("/clients/<client_id>")
    def remove(area: str, client_id: str) -> Response:
        areas.get(area).remove(client_id)
        return Response(status=204)

    @control.get("/clients/<client_id>/key")
    def private_key(area: str, client_id: str) -> Response:
        """Of the ready clients, and of those that were registered without keys: this is a test service."""
        found = ready(area) if client_id in READY else areas.get(area)
        return jsonify(found.private_key(client_id))

    @control.post("/rotate")
    def rotate(area: str) -> Response:
        found = areas.get(area)
        return jsonify(kid=found.keys.rotate(found.now().timestamp()))

    @control.post("/settings")
    def settings(area: str) -> Response:
        found = areas.get(area)
        found.live(_seconds(reading.json_object(request).get("token_seconds")))
        return jsonify(token_seconds=found.token_seconds)

    return control


def _seconds(given: Any) -> int:
    if type(given) is not int or not 1 <= given <= MOST_SECONDS:
        raise faulty(f"token_seconds som et helt tall fra 1 til {MOST_SECONDS}", ascii(given)[:40])
    return given
