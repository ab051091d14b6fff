"""How things are answered: exact names to a client, ErrorMessage when it goes wrong, four fields to everybody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from flask import Response, g, request

from simulator.national.meldingstjener.refusals import INVALID, Invalid
from simulator.serving.answers import Shape, four_fields
from standards.errors import Problem

_API: Final = re.compile(r"/w/[^/]+/msh/")


def said(content: object, status: int = 200, media: str = "application/json; charset=utf-8") -> Response:
    """JSON with the names of the interface, unless a fault spells them otherwise."""
    return Response(json.dumps(_spelt(content), ensure_ascii=False), status=status, content_type=media)


def misspell() -> None:
    """From here on the answer has a capital first letter in its names."""
    g.capitals = True


def shaped(new_id: Callable[[], str]) -> Shape:
    """Writes a problem as ErrorMessage where the interface is, with a `requestId` of its own."""

    def shape(problem: Problem, status: int) -> Response:
        if not _API.match(request.path):
            return four_fields(problem, status)
        errors = list(problem.errors) if isinstance(problem, Invalid) else [str(problem)]
        invalid = status == 400
        return said(
            {
                "error": str(problem),
                "errorCode": INVALID if invalid else 0,
                "validationErrors": errors if invalid else None,
                "stackTrace": None,
                "requestId": new_id(),
            },
            status,
        )

    return shape


def _spelt(content: Any) -> Any:
    if not g.get("capitals", False):
        return content
    if isinstance(content, list):
        return [_spelt(one) for one in content]
    if isinstance(content, dict):
        return {name[:1].upper() + name[1:]: _spelt(value) for name, value in content.items()}
    return content
