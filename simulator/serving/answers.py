"""How what goes wrong is answered: one table of statuses, in a shape that the service chooses, and SIMULERT on all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.serving.refusals import Refusal
from simulator.store.database import StoreFull, StoreUnusable
from standards.errors import Problem

Shape = Callable[[Problem, int], Response]
"""Writes a problem as an answer with that status."""
STATUS: Final[Mapping[type[Problem], int]] = MappingProxyType({StoreUnusable: 503, StoreFull: 507})
"""Beside the refusals, which have their own."""
_PLACE: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def four_fields(problem: Problem, status: int) -> Response:
    """The error body of docs/contract.md."""
    answer = jsonify(problem.to_json())
    answer.status_code = status
    return answer


def install(app: Flask, simulated: str, shape: Shape = four_fields, hidden: Iterable[str] = ()) -> None:
    """Make the app answer every error in `shape`, and say in every response that it is a simulator.

    `hidden` are addresses to suggest that stand behind a route that takes all.
    """
    suggested = tuple(hidden)
    app.register_error_handler(Problem, lambda problem: _answer(problem, shape))
    app.register_error_handler(HTTPException, lambda error: _http(error, shape, suggested))
    app.register_error_handler(Exception, lambda error: _unexpected(app, error, shape))

    @app.after_request
    def stamp(response: Response) -> Response:
        response.headers["SIMULERT"] = simulated
        return response


def nearest(path: str, hidden: Iterable[str] = ()) -> str:
    """The addresses of the running app that are most like a path."""
    rules = {rule.rule for rule in current_app.url_map.iter_rules() if "<path:" not in rule.rule}
    known = [*hidden, *sorted((_PLACE.sub(r"{\1}", rule) for rule in rules), reverse=True)]
    return ", ".join(get_close_matches(path[:200], known, n=3, cutoff=0.3) or known[:2])


def status_of(problem: Problem) -> int:
    """What the problem is answered with."""
    if isinstance(problem, Refusal):
        return problem.status
    return next((status for kind, status in STATUS.items() if isinstance(problem, kind)), 500)


def _answer(problem: Problem, shape: Shape) -> Response:
    answer = shape(problem, status_of(problem))
    if isinstance(problem, Refusal):
        answer.headers.update(problem.headers)
    return answer


def _http(error: HTTPException, shape: Shape, hidden: tuple[str, ...]) -> Response:
    code = error.code or 500
    asked = f"{request.method} {request.path}"[:120]
    allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    near = nearest(request.path, hidden)
    known = {
        404: Problem("Adressen finnes ikke.", expected=near, found=asked, fix="Rett adressen."),
        405: Problem("Adressen tar ikke imot denne metoden.", expected=allowed, found=asked, fix="Bruk en av dem."),
    }
    other = Problem(
        "Forespørselen ble ikke forstått.",
        expected="en forespørsel etter docs/contract.md",
        found=f"{code} {error.name}",
        fix="Rett den.",
    )
    answer = shape(known.get(code, other), code)
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def _unexpected(app: Flask, error: Exception, shape: Shape) -> Response:
    app.logger.error("Unexpected error", exc_info=error)
    fault = Problem(
        "Feil i den simulerte tjenesten.",
        expected="et svar",
        found="et unntak; se loggen til simulatoren",
        fix="Meld feilen med loggen. Det som er kvittert for, er lagret.",
    )
    return shape(fault, 500)
