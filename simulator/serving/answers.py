"""How what goes wrong is answered: one table of statuses, in a shape that the service chooses, and SIMULERT on all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.serving import reading
from simulator.serving.refusals import Refusal
from simulator.store.database import StoreFull, StoreUnusable
from standards.errors import Problem

Shape = Callable[[Problem, int], Response]
"""Writes a problem as an answer with that status."""
HEADER: Final = "SIMULERT"
"""On every response; its value is what is simulated."""
STATUS: Final[Mapping[type[Problem], int]] = MappingProxyType({StoreUnusable: 503, StoreFull: 507})
"""Beside the refusals, which have their own."""
_PLACE: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def four_fields(problem: Problem, status: int) -> Response:
    """The error body of docs/contract.md; half a surrogate pair in what is told of becomes a question mark."""
    told = problem.to_json()
    answer = jsonify({name: text.encode("utf-8", "replace").decode() for name, text in told.items()})
    answer.status_code = status
    return answer


def install(
    app: Flask,
    simulated: str,
    shape: Shape = four_fields,
    hidden: Iterable[str] = (),
    more: Mapping[type[Problem], int] = STATUS,
) -> None:
    """Make the app answer every error in `shape`, and say in every response what is `simulated`.

    `hidden` are addresses to suggest behind a route that takes all, `more` problems that are no refusals.
    """
    suggested, table = tuple(hidden), {**STATUS, **more}
    told = simulated.encode("latin-1", "replace").decode("latin-1")
    app.register_error_handler(Problem, lambda problem: _answer(problem, shape, table))
    app.register_error_handler(HTTPException, lambda error: _http(error, shape, suggested))
    app.register_error_handler(Exception, lambda error: _unexpected(app, error, shape))

    @app.after_request
    def stamp(response: Response) -> Response:
        response.headers[HEADER] = told
        return response


def nearest(path: str, hidden: Iterable[str] = ()) -> str:
    """The addresses of the running app that are most like a path."""
    rules = {rule.rule for rule in current_app.url_map.iter_rules() if "<path:" not in rule.rule}
    known = [*hidden, *sorted((_PLACE.sub(r"{\1}", rule) for rule in rules), reverse=True)]
    return ", ".join(get_close_matches(path[:200], known, n=3, cutoff=0.3) or known[:2])


def _answer(problem: Problem, shape: Shape, table: Mapping[type[Problem], int]) -> Response:
    if not isinstance(problem, Refusal):
        return shape(problem, next((status for kind, status in table.items() if isinstance(problem, kind)), 500))
    answer = shape(problem, problem.status)
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
        413: reading.too_large(request),
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
