"""How things are answered: a SOAP fault, problem details to REST, and the four fields to who controls."""

from __future__ import annotations

from uuid import uuid4

from flask import Response, jsonify, request

from simulator.national.adresseregister.soap import web as soap
from simulator.serving.answers import four_fields
from standards.errors import Problem

PROBLEM = "application/problem+json"


def shape(problem: Problem, status: int) -> Response:
    """Why the call was refused."""
    if soap.version_at(request.path):
        return soap.shape(problem, status)
    if not request.path.startswith("/w/"):
        return four_fields(problem, status)
    answer = jsonify(
        type="about:blank",
        title=problem.problem,
        status=status,
        detail=str(problem),
        instance=request.path[:200],
        requestId=str(uuid4()),
    )
    answer.status_code = status
    answer.content_type = PROBLEM
    return answer
