"""How things are answered: OperationOutcome to a journal, the four fields to everybody else, SIMULERT on all."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.national.timeavtaler.content import answer_type, is_xml
from simulator.national.timeavtaler.issues import Issue, of_problem, outcome, written
from simulator.national.timeavtaler.refusals import NotAuthenticated, Refusal
from simulator.store.database import StoreFull, StoreUnusable
from standards.errors import Problem

SIMULATED: Final = ("SIMULERT", "Helsenorge, timeavtaler")
"""The header on every response."""
ADDRESSES: Final = (
    "/w/{id}/timeavtaler/api/v1/Appointment/{id}",
    "/w/{id}/timeavtaler/_inbox",
    "/_sim/health",
    "/_sim/areas",
    "/_sim/areas/{id}/reset",
    "/_sim/areas/{id}/clock",
    "/openapi.json",
)
_STORE: Final[dict[type[Problem], tuple[int, str]]] = {StoreFull: (507, "no-store"), StoreUnusable: (503, "transient")}
_API: Final = "/timeavtaler/api/"
_FAULT: Final = Problem(
    "Feil i den simulerte tjenesten.",
    expected="et svar",
    found="et unntak; se loggen til simulatoren",
    fix="Meld feilen med loggen. Det som er kvittert for, er lagret.",
)


def install(app: Flask) -> None:
    """Make the app answer every error in the form of the one who asks."""
    app.register_error_handler(Problem, problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda error: _unexpected(app, error))
    app.after_request(_stamp)


def said(issues: tuple[Issue, ...], status: int) -> Response:
    """An OperationOutcome in the media type that the client wants."""
    media = answer_type(request)
    body = written(outcome(issues), as_xml=is_xml(media))
    return Response(body, status=status, content_type=f"{media}; charset=utf-8")


def problem(error: Problem) -> Response:
    """Why the call was refused."""
    status, code = _classified(error)
    if _API in request.path:
        answer = said((of_problem(error, code),), status)
    else:
        answer = jsonify(error.to_json())
        answer.status_code = status
    if isinstance(error, NotAuthenticated):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="timeavtaler"'
    return answer


def nearest(path: str) -> str:
    """The known addresses that are most like a path."""
    near = get_close_matches(path[:200], ADDRESSES, n=3, cutoff=0.3)
    return ", ".join(near or ADDRESSES[:2])


def _classified(error: Problem) -> tuple[int, str]:
    if isinstance(error, Refusal):
        return error.status, error.issue
    return next((found for kind, found in _STORE.items() if isinstance(error, kind)), (500, "exception"))


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    plain = {
        404: ("Adressen finnes ikke.", nearest(request.path), "Rett adressen."),
        405: ("Adressen tar ikke imot denne metoden.", "en av metodene i Allow", "Bruk en av dem."),
    }
    text, expected, fix = plain.get(
        code, ("Forespørselen ble ikke forstått.", "en forespørsel etter docs/contract.md", "Rett den.")
    )
    found = f"{request.method} {request.path}"[:120] if code in plain else f"{code} {error.name}"
    answer = problem(Problem(text, expected=expected, found=found, fix=fix))
    answer.status_code = code
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _unexpected(app: Flask, error: Exception) -> Response:
    app.logger.error("Unexpected error", exc_info=error)
    return problem(_FAULT)


def _stamp(response: Response) -> Response:
    response.headers[SIMULATED[0]] = SIMULATED[1]
    return response
