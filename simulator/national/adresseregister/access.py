"""Who may read over REST: by tokens of the area's HelseID, and open where there is none."""

from __future__ import annotations

from collections.abc import Callable

from flask import Request

from simulator.national.adresseregister.registry import Registry
from simulator.serving.service import Surroundings
from simulator.serving.tokens import Guards, url_of

Check = Callable[[str, Registry, Request], None]
"""Takes the area and the call; raises refusals of 401 and 403."""


def newer(surroundings: Surroundings) -> Check:
    """Of the CommunicationParty API: DPoP only."""
    return _by(Guards(surroundings.address, audience="nhn:cp-api", scopes=("nhn:cp-api/access-v2-dpop",)))


def older(surroundings: Surroundings) -> Check:
    """Of the addresses before it; the audience is inferred from the scope, and Bearer goes too."""
    scopes = ("nhn:communicationparty/read",)
    return _by(Guards(surroundings.address, audience="nhn:communicationparty", scopes=scopes, bearer_allowed=True))


def _by(guards: Guards) -> Check:
    def check(area: str, registry: Registry, request: Request) -> None:
        guard = guards.of(area, registry)
        if guard is not None:
            headers = request.headers
            guard.admit(request.method, url_of(request), headers.get("Authorization"), headers.get("DPoP"))

    return check
