"""How what goes wrong is answered: as OAuth has it, as the test token service has it, or with the four fields."""

from __future__ import annotations

from typing import Final

from flask import Response, jsonify, request

from simulator.national.helseid.made_to_order import PATH
from simulator.national.helseid.refusals import OAuthRefusal, OrganisationFault
from simulator.serving.answers import four_fields
from simulator.serving.challenges import in_ascii
from standards.errors import Problem

_PLAIN: Final = {404: "not_found", 405: "method_not_allowed", 413: "request_too_large", 415: "unsupported_media_type"}
"""Errors that OAuth has no word for; the words are ours."""


def shape(problem: Problem, status: int) -> Response:
    """Why the call was refused."""
    if not request.path.startswith("/w/"):
        return four_fields(problem, status)
    told = _as_test_service(problem) if request.path.endswith(PATH) else _as_oauth(problem, status)
    answer = jsonify(told)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _as_test_service(problem: Problem) -> dict[str, object]:
    told = {"errorMessage": str(problem), **problem.to_json()}
    return {"isError": True, "successResponse": None, "errorResponse": told}


def _as_oauth(problem: Problem, status: int) -> dict[str, str]:
    usual = _PLAIN.get(status, "server_error" if status >= 500 else "invalid_request")
    told = {
        "error": problem.error if isinstance(problem, OAuthRefusal) else usual,
        "error_description": in_ascii(problem.problem),
    }
    if isinstance(problem, OrganisationFault):
        told["error_id"] = problem.id
    rest = {name: value for name, value in problem.to_json().items() if name != "error"}
    return {**told, **rest}
