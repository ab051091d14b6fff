"""How things are answered: pages to people, and the four fields to who controls the service."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Response, g, request

from simulator.serving.answers import four_fields
from simulator.serving.paper import Paper
from standards.errors import Problem

PAPER: Final = Paper("simulator.national.innbygger")


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page with what stands on all of them: who is logged in, at whose page, and what has just been done."""
    room, login, acting = (getattr(g, name, None) for name in ("room", "login", "acting"))
    told = {"here": "", "me": "", "notice": getattr(g, "notice", ""), "new_key": lambda: str(uuid.uuid4()), **values}
    issuer = room.sign_in.issuer if room is not None else ""
    return PAPER.page(
        template,
        status=status,
        leads_to=(issuer,) if issuer else (),
        room=room,
        login=login,
        acting=acting,
        **told,
    )


def shape(problem: Problem, status: int) -> Response:
    """Why it was refused."""
    if request.path.startswith("/_sim"):
        return four_fields(problem, status)
    return page("error.html.j2", status=status, problem=problem)
