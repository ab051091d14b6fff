"""How v3 tells what goes wrong: problem details, with its own fields beside those of the standard."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from flask import Response, request

from simulator.clock import iso
from simulator.national.meldingstjener.answers import said
from simulator.national.meldingstjener.refusals import Invalid
from simulator.national.meldingstjener.v3.refusals import code_of
from simulator.serving.answers import Shape
from standards.errors import Problem

MEDIA: Final = "application/problem+json"
_FACE: Final = re.compile(r"/w/[^/]+/msh/(?:messages|notifications|mshconfigurations)(?:/|$)")
_SECTIONS: Final[Mapping[int, str]] = MappingProxyType(
    {400: "15.5.1", 401: "15.5.2", 403: "15.5.4", 404: "15.5.5", 405: "15.5.6", 413: "15.5.14", 415: "15.5.16"}
    | {500: "15.6.1", 503: "15.6.4"}
)
"""Where RFC 9110 tells of a status."""


def either(other: Shape, new_id: Callable[[], str], now: Callable[[], datetime]) -> Shape:
    """Problem details where v3 is, and another shape everywhere else."""

    def shape(problem: Problem, status: int) -> Response:
        if not _FACE.match(request.path):
            return other(problem, status)
        return said(_details(problem, status, new_id(), now()), status, MEDIA)

    return shape


def _details(problem: Problem, status: int, request_id: str, at: datetime) -> dict[str, object]:
    section = _SECTIONS.get(status)
    return {
        "type": f"https://tools.ietf.org/html/rfc9110#section-{section}" if section else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(problem),
        "instance": request.path,
        "errorCode": code_of(problem),
        "requestId": request_id,
        "validationErrors": list(problem.errors) if isinstance(problem, Invalid) else None,
        "stackTrace": None,
        "timestamp": iso(at),
    }
