"""HelseID and Meldingstjener beside each other over HTTP, with a client registered for each party, for the tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from simulator.clock import SystemClock
from simulator.landscape.national import find, start_services
from simulator.serving.service import Place, Registered, Surroundings
from tests.simulator.meldingstjener_world import DOCTORS, MUNICIPALITY, PARTIES
from wire import jose

CLIENTS = {"sender": MUNICIPALITY, "receiver": DOCTORS}
"""Who plays which part, by organisation number."""


@dataclass(frozen=True)
class Town:
    """Where the two services are."""

    issuer: str
    msh: str
    control: str
    """HelseID's control of the test area."""

    def register(self, client_id: str, organisation: str, jwk: dict[str, Any]) -> None:
        """Let a client with that public key act for an organisation."""
        content = {"client_id": client_id, "organisation_number": organisation, "jwks": {"keys": [jwk]}}
        answer = requests.post(f"{self.control}/clients", json=content, timeout=30)
        assert answer.status_code == 201, answer.text

    def secret(self, client_id: str, organisation: str) -> str:
        """What a client of ours is told: a new one that acts for an organisation."""
        key = jose.rsa_key(client_id)
        self.register(client_id, organisation, jose.shown(key))
        return json.dumps({"issuer": self.issuer, "client_id": client_id, "key": jose.hidden(key)})


@contextmanager
def town(parties: tuple[Registered, ...] = PARTIES) -> Iterator[Town]:
    """Both services with test area `a`, by the machine's own clock, as others' clients use it."""
    around = Surroundings(None, SystemClock(), ("a",), place=lambda _: Place(1, parties=parties))
    with ExitStack() as running:
        helseid, msh = start_services([find("helseid"), find("meldingstjener")], around, running)
        yield Town(f"{helseid.url}/w/a/helseid", f"{msh.url}/w/a/msh", f"{helseid.url}/_sim/areas/a")
