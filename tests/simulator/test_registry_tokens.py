"""The two registries ask for tokens of the area's HelseID, each with scopes of its own; SOAP asks for a password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from simulator.app import Server
from simulator.clock import ManualClock
from simulator.national import adresseregister, cppa, helseid
from simulator.serving.late import LateApp
from tests.simulator.helseid_world import AREA, CLIENT_ID, client_key
from tests.simulator.registry_kit import HELSENORGE, NOW, STATION, few_keys, surroundings
from wire import jose
from wire.helseid import Credentials, TokenSource

ACCESS, DPOP = "nhn:cppa/access", "nhn:cppa/access-with-dpop"
NEWER, READ = "nhn:cp-api/access-v2-dpop", "nhn:communicationparty/read"
CALLS = (
    ("cppa", f"/Profiles/{STATION}", ACCESS),
    ("cppa", f"/v2/Agreements/HerIds/{STATION}/{HELSENORGE}", DPOP),
    ("adresseregister", "/communicationparty", NEWER),
    ("adresseregister", f"/api/v1/communicationparty/{STATION}", READ),
    ("adresseregister", "/CommunicationPartyEvents", READ),
)


@dataclass(frozen=True)
class Town:
    """The three services, and tokens for a client that is registered."""

    urls: dict[str, str]
    tokens: TokenSource
    session: requests.Session

    def get(self, service: str, path: str, scope: str, **more: str) -> requests.Response:
        """Ask with a token for a scope; `more` are headers that are other than they should be."""
        url = f"{self.urls[service]}/w/{AREA}{path}"
        headers = {**(self.tokens.headers("GET", url, scope) if scope else {}), **more}
        return self.session.get(url, headers=headers, timeout=30)


@pytest.fixture(scope="module", autouse=True)
def keys() -> Iterator[None]:
    with few_keys():
        yield


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    clock = ManualClock(NOW)
    urls: dict[str, str] = {}
    told = surroundings(clock, None, lambda service, area: f"{urls[service]}/w/{area}" if service in urls else "")
    services = (helseid.SERVICE, adresseregister.SERVICE, cppa.SERVICE)
    apps = {one.name: LateApp(one.name, one.title, lambda one=one: one.build(told)) for one in services}
    servers = {name: Server(app, threads=4, on_stop=app.close) for name, app in apps.items()}
    urls.update({name: server.url for name, server in servers.items()})
    session = requests.Session()
    session.trust_env = False
    content = {
        "client_id": CLIENT_ID,
        "jwks": {"keys": [jose.shown(client_key())]},
        "scopes": [ACCESS, DPOP, NEWER, READ],
        "organisation_number": "310820032",
    }
    made = session.post(f"{urls['helseid']}/_sim/areas/{AREA}/clients", json=content, timeout=30)
    assert made.ok, made.text
    issuer = f"{urls['helseid']}/w/{AREA}/helseid"
    yield Town(urls, TokenSource(issuer, Credentials(CLIENT_ID, client_key()), now=clock.now), session)
    for server in servers.values():
        server.stop()


@pytest.mark.parametrize(("service", "path", "scope"), CALLS)
def test_a_token_with_the_scope_is_admitted_and_others_are_not(town: Town, service: str, path: str, scope: str) -> None:
    assert town.get(service, path, scope).status_code == 200
    without = town.get(service, path, "")
    assert without.status_code == 401 and without.headers["WWW-Authenticate"].startswith("DPoP")
    assert town.get(service, path, scope, Authorization="DPoP x.y.z").status_code == 401
    foreign = NEWER if service == "cppa" else ACCESS
    assert town.get(service, path, foreign).status_code == 401, "an audience of another service"
    if service == "cppa":
        narrow = town.get(service, path, DPOP if scope == ACCESS else ACCESS)
        assert narrow.status_code == 403 and scope in narrow.headers["WWW-Authenticate"]


def test_the_agreements_reach_the_registry_without_a_token_and_soap_asks_for_none(town: Town) -> None:
    told = town.get("adresseregister", f"/api/v1/certificate/{STATION}/signing", READ).json()["certificateValue"]
    assert told in town.get("cppa", f"/Profiles/{STATION}", ACCESS).text
    described = town.get("adresseregister", "/v1/AR?wsdl", "")
    assert described.status_code == 200
    assert town.get("adresseregister", "/v1/AR/Basic?wsdl", "").status_code == 200
