"""Who may call the activity check: anybody where the area has no HelseID, else who has a token for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Request

from simulator.clock import Clock
from simulator.serving.tokens import Guards, url_of

AUDIENCE: Final = "nhn:helsenorge.eksternapi"
SCOPES: Final = frozenset({"nhn:helsenorge.eksternapi/helsenorgeaktivsjekken"})
"""Our guess, after the pattern of other scopes; the sources name only its last word."""
Check = Callable[[str, Clock, Request], None]
"""Takes the area, its clock and the request; raises a `Refusal` with 401 or 403."""


def by_helseid(address: Callable[[str, str], str]) -> Check:
    """By a token of the HelseID of the area, also one that is not bound to a key; `address` says where HelseID is."""
    guards = Guards(address, audience=AUDIENCE, scopes=SCOPES, bearer_allowed=True)

    def check(area: str, clock: Clock, request: Request) -> None:
        guard = guards.of(area, clock)
        if guard is not None:
            headers = request.headers
            guard.admit(request.method, url_of(request), headers.get("Authorization"), headers.get("DPoP"))

    return check
