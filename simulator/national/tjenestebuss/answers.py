"""The one table from what went wrong to what is answered; every error body has the same four fields."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from simulator.national.tjenestebuss import refusals
from simulator.store.database import StoreFull, StoreUnusable
from standards.errors import Problem

STATUS: dict[type[Problem], int] = {
    refusals.FaultyRequest: 400,
    refusals.WrongPassword: 401,
    refusals.SomebodyElses: 403,
    refusals.UnknownArea: 404,
    refusals.UnknownQueue: 404,
    refusals.LockGone: 410,
    refusals.TooLarge: 413,
    refusals.NotJson: 415,
    StoreUnusable: 503,
    StoreFull: 507,
}

_PLAIN: dict[int, tuple[str, str, str]] = {
    404: ("Adressen finnes ikke.", "en adresse fra docs/contract.md", "Rett adressen."),
    405: ("Adressen tar ikke imot denne metoden.", "en av metodene i Allow", "Bruk en av dem."),
    413: ("Forespørselen er for stor for bussen.", "en melding under grensen", "Gjør vedleggene mindre."),
}
_UNEXPECTED = Problem(
    "Feil i den simulerte bussen.",
    expected="et svar",
    found="et unntak; se loggen til bussen",
    fix="Meld feilen med loggen. Det som er kvittert for, er lagret.",
)


def install(app: Flask) -> None:
    """Make the app answer every error in JSON."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, lambda error: _unexpected(app, error))


def _problem(problem: Problem) -> Response:
    answer = jsonify(problem.to_json())
    answer.status_code = next((code for kind, code in STATUS.items() if isinstance(problem, kind)), 500)
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="tjenestebuss", charset="UTF-8"'
    return answer


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    text, expected, fix = _PLAIN.get(
        code, ("Forespørselen ble ikke forstått.", "en forespørsel etter kontrakten", "Rett den.")
    )
    answer = jsonify(Problem(text, expected=expected, found=f"{code} {error.name}", fix=fix).to_json())
    answer.status_code = code
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _unexpected(app: Flask, error: Exception) -> Response:
    app.logger.error("Unexpected error", exc_info=error)
    return _problem(_UNEXPECTED)
