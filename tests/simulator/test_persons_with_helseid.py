"""Register and activity check behind a real HelseID of the area: tokens open what their scopes are for, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import urllib3

from simulator.clock import SystemClock
from simulator.landscape.national import start_services
from simulator.national.folkeregister import SERVICE as REGISTER
from simulator.national.helseid import SERVICE as HELSEID
from simulator.national.helsenorge import SERVICE as HELSENORGE
from simulator.serving.service import Place, Surroundings
from tests.simulator.persons_world import SEED
from wire.helseid import Credentials, TokenSource

LEGAL = "nhn:hgd-persontjenesten-api/read-with-legal-basis"
NO_LEGAL = "nhn:hgd-persontjenesten-api/read-no-legal-basis"
ACTIVITY = "nhn:helsenorge.eksternapi/helsenorgeaktivsjekken"


def call(method: str, url: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    sent = None if body is None else json.dumps(body)
    answer = urllib3.request(method, url, body=sent, headers={"Content-Type": "application/json", **(headers or {})})
    return answer.status, json.loads(answer.data)


class Town:
    """The three services, and a client that HelseID knows."""

    def __init__(self, running: ExitStack) -> None:
        around = Surroundings(None, SystemClock(), ("a",), place=lambda area: Place(SEED, "familier"))
        helseid, self.register, self.helsenorge = start_services([HELSEID, REGISTER, HELSENORGE], around, running)
        scopes = [LEGAL, NO_LEGAL, ACTIVITY]
        made = call("POST", f"{helseid.url}/_sim/areas/a/clients", {"client_id": "journal", "scopes": scopes})[1]
        credentials = Credentials.of_jwk("journal", made["private_jwk"])
        self.tokens = TokenSource(f"{helseid.url}/w/a/helseid", credentials, now=SystemClock().now)
        running.callback(self.tokens.close)
        told = call("GET", f"{self.register.url}/_sim/areas/a/personer")[1]["personer"]
        self.numbers = {one["id"]: one["nummer"] for one in told}

    def post(self, url: str, body: object, scope: str) -> int:
        return call("POST", url, body, self.tokens.headers("POST", url, scope))[0]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with ExitStack() as running:
        yield Town(running)


@pytest.mark.parametrize(
    ("basis", "scope", "status"),
    [
        ("legal-basis", LEGAL, 200),
        ("no-legal-basis", NO_LEGAL, 200),
        ("legal-basis", NO_LEGAL, 403),
        ("legal-basis", ACTIVITY, 401),
    ],
)
def test_persontjenesten_wants_the_scope_of_the_basis(town: Town, basis: str, scope: str, status: int) -> None:
    url = f"{town.register.url}/w/a/persontjenesten/api/{basis}/person/get-by-nin"
    assert town.post(url, {"nin": town.numbers["kari"]}, scope) == status


@pytest.mark.parametrize(("scope", "status"), [(ACTIVITY, 200), (LEGAL, 401)])
def test_the_activity_check_wants_its_own(town: Town, scope: str, status: int) -> None:
    url = f"{town.helsenorge.url}/w/a/digitaltaktiv/helsenorgeaktivsjekken/v1"
    assert town.post(url, {"fnrListe": [town.numbers["emil"]], "omraade": "Helsehjelp"}, scope) == status


def test_a_proof_for_another_address_is_refused(town: Town) -> None:
    url = f"{town.helsenorge.url}/w/a/digitaltaktiv/helsenorgeaktivsjekken/v1"
    headers = town.tokens.headers("POST", f"{url}x", ACTIVITY)
    assert call("POST", url, {"fnrListe": [town.numbers["emil"]], "omraade": "Helsehjelp"}, headers)[0] == 401


def test_helsenorges_own_parts_need_none(town: Town) -> None:
    event = {"hendelse": "melding", "person": town.numbers["emil"]}
    status, told = call("POST", f"{town.helsenorge.url}/w/a/varsel/hendelser", event)
    assert status == 201 and len(told["varsler"]) == 2
