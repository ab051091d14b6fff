"""Who may read the register: anybody where the area has no HelseID, else who has a token for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Request

from simulator.clock import Clock
from simulator.serving.tokens import Guards, url_of

AUDIENCE: Final = "nhn:hgd-persontjenesten-api"
_OF_BASIS: Final = {
    "legal-basis": frozenset({f"{AUDIENCE}/read-with-legal-basis"}),
    "no-legal-basis": frozenset({f"{AUDIENCE}/read-no-legal-basis"}),
}
SCOPES: Final = frozenset().union(*_OF_BASIS.values())
"""The audience is as published, the scopes a guess; at Folkeregisteret, which has others, we ask for the same."""
Check = Callable[[str, Clock, Request], None]
"""Takes the area, its clock and the request; raises a `Refusal` with 401 or 403."""


def by_helseid(address: Callable[[str, str], str]) -> Check:
    """By a token of the HelseID of the area; `address` says where HelseID is."""
    guards = Guards(address, audience=AUDIENCE, scopes=SCOPES)

    def check(area: str, clock: Clock, request: Request) -> None:
        guard = guards.of(area, clock)
        if guard is not None:
            headers, basis = request.headers, (request.view_args or {}).get("basis", "")
            given = headers.get("Authorization"), headers.get("DPoP")
            guard.admit(request.method, url_of(request), *given, scopes=_OF_BASIS.get(basis))

    return check
