"""HelseID over HTTP: discovery, keys, tokens and test tokens, and the control beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, Response, jsonify, request

from simulator.national.helseid import answers, made_to_order, token_endpoint
from simulator.national.helseid.area import READY, HelseId, make_ready
from simulator.national.helseid.clients import GRANT
from simulator.national.helseid.control import blueprint as own_control
from simulator.national.helseid.faults import CATALOGUE
from simulator.national.helseid.token_endpoint import TokenCall
from simulator.serving import app, control, faults, reading
from simulator.serving.areas import Areas
from simulator.serving.issuer import DISCOVERY
from simulator.serving.service import Surroundings
from simulator.serving.tokens import url_of
from wire import jose

MAX_BODY_BYTES: Final = 128 * 1024
FORM: Final = "application/x-www-form-urlencoded"
JWKS: Final = f"{DISCOVERY}/jwks"


def create_app(areas: Areas[HelseId], surroundings: Surroundings) -> Flask:
    """The WSGI app."""

    def ensure(area: str, _: Mapping[str, Any]) -> bool:
        return areas.make(area)

    return app.create_app(
        "helseid",
        "HelseID",
        [
            _service(areas, surroundings),
            control.blueprint("helseid", areas, ensure, _described),
            faults.blueprint(areas, lambda area: area.faults, CATALOGUE),
            own_control(areas, surroundings),
        ],
        max_request_bytes=MAX_BODY_BYTES,
        shape=answers.shape,
        openapi=Path(__file__).with_name("openapi.json"),
    )


def _described(found: HelseId) -> dict[str, Any]:
    return {
        "clients": len(found.clients()),
        "ready": list(READY),
        "token_seconds": found.token_seconds,
        "test_token_key": found.test_token_key,
    }


def _service(areas: Areas[HelseId], surroundings: Surroundings) -> Blueprint:
    service = Blueprint("service", __name__, url_prefix="/w/<area>/helseid")

    def issuer_of(area: str) -> str:
        return f"{surroundings.address('helseid', area) or f'{request.host_url}w/{area}'}/helseid"

    @service.get(DISCOVERY)
    def discovery(area: str) -> Response:
        areas.get(area)
        return jsonify(_metadata(issuer_of(area)))

    @service.get(JWKS)
    def keys(area: str) -> Response:
        found = areas.get(area)
        return jsonify(keys=found.keys.published(found.now().timestamp()))

    @service.post(token_endpoint.PATH)
    def token(area: str) -> Response:
        found = areas.get(area)
        body = reading.body(request) if request.mimetype == FORM else b""
        call = TokenCall(body, url_of(request), request.headers.get("DPoP", ""), issuer_of(area))
        told = token_endpoint.answer(
            found, call, lambda: make_ready(found, surroundings, area), partial(surroundings.let_in, area)
        )
        answer = jsonify(told)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @service.post(made_to_order.PATH)
    def test_token(area: str) -> Response:
        found = areas.get(area)
        found.require_test_token_key(request.headers.get("X-Auth-Key", ""))
        make_ready(found, surroundings, area)
        return jsonify(made_to_order.make(found, reading.json_object(request), issuer_of(area)).to_json())

    return service


def _metadata(issuer: str) -> dict[str, Any]:
    """What clients of the sheets read, and what RFC 8414 wants; the login of persons is not here."""
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}{JWKS}",
        "token_endpoint": f"{issuer}{token_endpoint.PATH}",
        "grant_types_supported": [GRANT],
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(jose.ALGORITHMS),
        "dpop_signing_alg_values_supported": list(jose.ALGORITHMS),
    }
