"""The one table from what went wrong in a journal server to what is answered."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.journal.area import UnknownArea
from simulator.journal.refusals import FaultyParams, KeyReused, UnknownIntent
from simulator.store.database import StoreFull, StoreUnusable
from simulator.store.snapshots import SnapshotRefused, UnknownSnapshot
from standards.errors import Problem
from wire.bus import BusError

HEADER: Final = "SIMULERT"
"""The header on every response; its value is who is simulated."""
_NEAREST = 3
STATUS: dict[type[Problem], int] = {
    FaultyParams: 400,
    UnknownIntent: 404,
    UnknownArea: 404,
    UnknownSnapshot: 404,
    SnapshotRefused: 400,
    KeyReused: 409,
    StoreUnusable: 503,
    StoreFull: 507,
}


def install(app: Flask, more: dict[type[Problem], int], simulated: str) -> None:
    """Make the app answer every error in JSON, and say in each answer who is `simulated`.

    `more` adds the problems of an adapter.
    """
    table = {**STATUS, **more}
    app.register_error_handler(Problem, lambda problem: _answer(problem, _status(problem, table)))
    app.register_error_handler(BusError, _bus)
    app.register_error_handler(HTTPException, lambda error: _http(app, error))
    app.register_error_handler(Exception, lambda error: _unexpected(app, error))
    told = simulated.encode("latin-1", "replace").decode("latin-1")

    @app.after_request
    def stamp(response: Response) -> Response:
        response.headers[HEADER] = told
        return response


def _status(problem: Problem, table: dict[type[Problem], int]) -> int:
    return next((status for kind, status in table.items() if isinstance(problem, kind)), 500)


def _answer(problem: Problem, status: int) -> Response:
    response = jsonify(problem.to_json())
    response.status_code = status
    return response


def _bus(error: BusError) -> Response:
    return _answer(Problem(error.problem, expected=error.expected, found=error.found, fix=error.fix), 502)


def _http(app: Flask, error: HTTPException) -> Response:
    code = error.code or 500
    asked = f"{request.method} {request.path}"[:120]
    plain = {
        404: Problem("Adressen finnes ikke.", expected=nearest(app, request.path), found=asked, fix="Rett adressen."),
        405: Problem(
            "Adressen tar ikke imot denne metoden.",
            expected=", ".join(sorted(getattr(error, "valid_methods", None) or ())) or "en annen metode",
            found=asked,
            fix="Bruk en av dem.",
        ),
        413: Problem(
            "Forespørselen er for stor.",
            expected=f"høyst {app.config['MAX_CONTENT_LENGTH']} byte",
            found=f"{request.content_length or 'flere'} byte",
            fix="Send mindre.",
        ),
    }
    other = Problem(
        "Forespørselen ble ikke forstått.",
        expected="en forespørsel etter docs/contract.md",
        found=f"{code} {error.name}",
        fix="Rett den.",
    )
    answer = _answer(plain.get(code, other), code)
    if code == 405:
        answer.headers["Allow"] = plain[code].expected
    return answer


def nearest(app: Flask, path: str) -> str:
    """The known addresses that are most like a path."""
    known = sorted({re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()})
    own = [address for address in known if not address.endswith("/{rest}")]
    return ", ".join(get_close_matches(path[:200], own, n=_NEAREST, cutoff=0.3) or own[:_NEAREST])


def _unexpected(app: Flask, error: Exception) -> Response:
    app.logger.error("Unexpected error", exc_info=error)
    problem = Problem(
        "Feil i den simulerte journalen.",
        expected="et svar",
        found="et unntak; se loggen til simulatoren",
        fix="Meld feilen med loggen. Ingenting er halvveis lagret.",
    )
    return _answer(problem, 500)
