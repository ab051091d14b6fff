"""How things are answered: OAuth errors to clients, pages to people, the four fields to who controls the service."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Response, jsonify, request

from simulator.national.idporten.refusals import OAuthRefusal, Over
from simulator.serving.answers import four_fields
from simulator.serving.paper import Paper, led_to
from standards.errors import Problem

PAPER: Final = Paper("simulator.national.idporten")
_FOR_PEOPLE: Final = ("/authorize", "/logout")
_CODES: Final = {401: "invalid_client", 500: "server_error", 502: "temporarily_unavailable"}
_NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def said(content: dict[str, Any], status: int = 200) -> Response:
    """JSON that nobody may keep."""
    answer = jsonify(content)
    answer.status_code = status
    answer.headers.update(_NO_STORE)
    return answer


def shape(problem: Problem, status: int) -> Response:
    """Why it was refused, in the form that who asked can read."""
    if "/idporten/" not in request.path:
        return four_fields(problem, status)
    if request.path.endswith(_FOR_PEOPLE) or "/logg-inn/" in request.path:
        return PAPER.page("error.html.j2", status=status, problem=problem, over=isinstance(problem, Over))
    code = problem.code if isinstance(problem, OAuthRefusal) else _CODES.get(status, "invalid_request")
    return said({"error": code, "error_description": str(problem)}, status)


def back(place: str, **values: str) -> Response:
    """Lead the browser to a registered place of a client with these values behind the question mark."""
    parts = urlsplit(place)
    query = "&".join(part for part in (parts.query, urlencode({k: v for k, v in values.items() if v})) if part)
    return led_to(urlunsplit(parts._replace(query=query)))
