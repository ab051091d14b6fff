"""The one table from what went wrong in a journal server to what is answered."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from simulator.journal.area import UnknownArea
from simulator.journal.refusals import FaultyParams, KeyReused, UnknownIntent
from simulator.store.database import StoreFull, StoreUnusable
from standards.errors import Problem
from wire.bus import BusError

STATUS: dict[type[Problem], int] = {
    FaultyParams: 400,
    UnknownIntent: 404,
    UnknownArea: 404,
    KeyReused: 409,
    StoreUnusable: 503,
    StoreFull: 507,
}


def install(app: Flask, more: dict[type[Problem], int]) -> None:
    """Make the app answer every error in JSON; `more` adds the problems of an adapter."""
    table = {**STATUS, **more}
    app.register_error_handler(Problem, lambda problem: _answer(problem, _status(problem, table)))
    app.register_error_handler(BusError, _bus)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda error: _unexpected(app, error))


def _status(problem: Problem, table: dict[type[Problem], int]) -> int:
    return next((status for kind, status in table.items() if isinstance(problem, kind)), 500)


def _answer(problem: Problem, status: int) -> Response:
    response = jsonify(problem.to_json())
    response.status_code = status
    return response


def _bus(error: BusError) -> Response:
    return _answer(Problem(error.problem, expected=error.expected, found=error.found, fix=error.fix), 502)


def _http(error: HTTPException) -> Response:
    problem = Problem(
        "Adressen eller metoden finnes ikke, eller forespørselen er for stor.",
        expected="en adresse fra docs/contract.md, del 2",
        found=f"{error.code} {error.name}",
        fix="Rett forespørselen.",
    )
    return _answer(problem, error.code or 500)


def _unexpected(app: Flask, error: Exception) -> Response:
    app.logger.error("Unexpected error", exc_info=error)
    problem = Problem(
        "Feil i den simulerte journalen.",
        expected="et svar",
        found="et unntak; se loggen til simulatoren",
        fix="Meld feilen med loggen. Ingenting er halvveis lagret.",
    )
    return _answer(problem, 500)
