"""Who may read: by tokens of the area's HelseID, and open where there is none."""

from __future__ import annotations

from collections.abc import Callable

from flask import Request

from simulator.serving.area import Area
from simulator.serving.service import Surroundings
from simulator.serving.tokens import Guards, url_of

AUDIENCE = "nhn:cppa"
"""Inferred from the scopes; the sources name only those."""
Check = Callable[[str, Area, Request], None]
"""Takes the area and the call; raises refusals of 401 and 403."""


def by_helseid(surroundings: Surroundings) -> Check:
    """Bearer on the first addresses, DPoP on those under /v2/."""
    first = Guards(surroundings.address, audience=AUDIENCE, scopes=("nhn:cppa/access",), bearer_allowed=True)
    second = Guards(surroundings.address, audience=AUDIENCE, scopes=("nhn:cppa/access-with-dpop",))

    def check(area: str, found: Area, request: Request) -> None:
        guard = (second if request.path.startswith(f"/w/{area}/v2/") else first).of(area, found)
        if guard is not None:
            headers = request.headers
            guard.admit(request.method, url_of(request), headers.get("Authorization"), headers.get("DPoP"))

    return check
