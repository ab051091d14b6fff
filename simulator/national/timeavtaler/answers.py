"""How things are answered: OperationOutcome to a journal, the four fields to everybody else."""

from __future__ import annotations

from flask import Response, request

from simulator.national.timeavtaler.content import answer_type, is_xml
from simulator.national.timeavtaler.issues import Issue, of_problem, outcome, written
from simulator.serving.answers import four_fields
from standards.errors import Problem

_API = "/timeavtaler/api/"


def said(issues: tuple[Issue, ...], status: int) -> Response:
    """An OperationOutcome in the media type that the client wants."""
    media = answer_type(request)
    body = written(outcome(issues), as_xml=is_xml(media))
    return Response(body, status=status, content_type=f"{media}; charset=utf-8")


def shape(problem: Problem, status: int) -> Response:
    """Why the call was refused."""
    return said((of_problem(problem, status),), status) if _API in request.path else four_fields(problem, status)
