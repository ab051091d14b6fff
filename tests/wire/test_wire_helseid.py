"""Our client of HelseID against the simulated one over HTTP, and a client that is not ours against the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask, request
from requests_oauth2client import DPoPToken, OAuth2Client, PrivateKeyJwt

from simulator.app import Server
from simulator.clock import ManualClock, SystemClock
from simulator.national.helseid import build
from simulator.serving.challenges import NotAllowed, NotAuthenticated
from simulator.serving.service import Surroundings
from simulator.serving.tokens import CLIENT, Guards, url_of
from wire import helseid, jose
from wire.helseid import ActsFor, Credentials, Habits, HelseIdRefused, HelseIdUnreachable, TokenSource

START = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass
class Beside:
    """HelseID with its clock and the ready client."""

    url: str
    clock: ManualClock
    credentials: Credentials

    @property
    def issuer(self) -> str:
        return f"{self.url}/w/a/helseid"

    def source(self, habits: Habits = helseid.PLAIN, **more: Any) -> TokenSource:
        return TokenSource(self.issuer, self.credentials, habits=habits, now=self.clock.now, **more)

    def fault(self, name: str, times: int = 1) -> None:
        url = f"{self.url}/_sim/areas/a/faults"
        assert requests.post(url, json={"id": name, "next": times}, timeout=30).status_code == 201


@pytest.fixture(scope="module")
def running() -> Iterator[Beside]:
    clock = ManualClock(START)
    app, areas = build(Surroundings(None, clock, ("a",)))
    with Server(app, threads=4, on_stop=areas.close) as server:
        jwk = requests.get(f"{server.url}/_sim/areas/a/clients/testklient/key", timeout=30).json()
        yield Beside(server.url, clock, Credentials.of_jwk("testklient", jwk))


@pytest.fixture
def beside(running: Beside) -> Iterator[Beside]:
    yield running
    requests.delete(f"{running.url}/_sim/areas/a/faults", timeout=30)


def claims(token: helseid.AccessToken) -> dict[str, Any]:
    return dict(jose.read(token.value).claims)


@pytest.mark.parametrize("habits", [helseid.KS, helseid.NAV, helseid.PLAIN], ids=lambda habits: habits.name)
def test_each_habit_gets_a_token(beside: Beside, habits: Habits) -> None:
    token = beside.source(habits).token()
    assert token.kind == "DPoP"
    assert token.scope.split()[0] == "nhn:msh/api"
    assert (token.scope == "nhn:msh/api") == (habits.scope == "nhn:msh/api")


@pytest.mark.parametrize("change", [{"assertion_type": "JWT"}, {"assertion_seconds": 5}, {"algorithm": "PS256"}])
def test_other_habits_that_are_legal(beside: Beside, change: dict[str, Any]) -> None:
    assert beside.source(replace(helseid.KS, **change)).token().kind == "DPoP"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"audience": "token_endpoint"}, "token-endepunktet"),
        ({"assertion_seconds": 120}, "varer for lenge"),
        ({"assertion_type": "jwt+x"}, "feil type"),
        ({"scope": "nhn:annet/api"}, "invalid_scope"),
    ],
)
def test_habits_that_are_refused(beside: Beside, change: dict[str, Any], told: str) -> None:
    with pytest.raises(HelseIdRefused) as refused:
        beside.source(replace(helseid.PLAIN, **change)).token()
    assert refused.value.status == 400
    assert told in str(refused.value)


def test_whom_it_acts_for(beside: Beside) -> None:
    one = claims(beside.source(acts_for=ActsFor(child="310000018")).token())
    assert one[f"{CLIENT}orgnr_child"] == "310000018"
    many = replace(beside, credentials=replace(beside.credentials, client_id="testklient-flere"))
    found = claims(many.source(acts_for=ActsFor("310000026", "310000018", many=True)).token())
    assert (found[f"{CLIENT}orgnr_parent"], found[f"{CLIENT}orgnr_child"]) == ("310000026", "310000018")
    with pytest.raises(HelseIdRefused, match="HID-1002"):
        many.source().token()


def test_a_token_is_kept_until_it_is_nearly_out(beside: Beside) -> None:
    source = beside.source()
    first = source.token()
    beside.clock.advance(timedelta(seconds=49))
    assert source.token() is first
    beside.clock.advance(timedelta(seconds=1))
    assert source.token() is not first
    assert source.token("nhn:msh/api") is not source.token()


def test_a_key_of_rsa_may_prove(beside: Beside) -> None:
    key = jose.rsa_key()
    assert claims(beside.source(proof_key=key).token())["cnf"]["jkt"] == key.thumbprint()


def test_what_ks_refuses_and_nav_takes(beside: Beside) -> None:
    beside.fault("no_scope_in_answer", 2)
    with pytest.raises(HelseIdRefused, match="scope"):
        beside.source(helseid.KS).token()
    assert beside.source(helseid.NAV).token().kind == "DPoP"
    beside.fault("no_nonce_demanded", 2)
    with pytest.raises(HelseIdRefused, match="use_dpop_nonce"):
        beside.source(helseid.KS).token()
    assert beside.source(helseid.NAV).token().kind == "DPoP"


def test_a_nonce_that_is_never_taken_ends_in_an_error(beside: Beside) -> None:
    beside.fault("nonce_never_accepted", 5)
    with pytest.raises(HelseIdRefused) as refused:
        beside.source().token()
    assert refused.value.error == "use_dpop_nonce"


def test_a_clock_that_is_wrong_is_told(beside: Beside) -> None:
    source = TokenSource(beside.issuer, beside.credentials, now=lambda: beside.clock.now() + timedelta(minutes=5))
    with pytest.raises(HelseIdRefused, match="lokken"):
        source.token()


def test_nobody_there() -> None:
    with Server(Flask("gone")) as server:
        url = server.url
    with pytest.raises(HelseIdUnreachable) as refused:
        TokenSource(url, Credentials("x", jose.rsa_key("x")), now=SystemClock().now).token()
    assert url in str(refused.value)


def test_something_else_there() -> None:
    with Server(Flask("other")) as server, pytest.raises(HelseIdRefused, match="discovery"):
        TokenSource(server.url, Credentials("x", jose.rsa_key("x")), now=SystemClock().now).token()


def test_a_client_that_is_not_ours_gets_a_token_and_calls_an_api() -> None:
    """requests-oauth2client: discovery, private_key_jwt, DPoP with the nonce asked for, and proofs toward the API."""
    clock = SystemClock()
    app, areas = build(Surroundings(None, clock, ("a",)))
    with Server(app, threads=4, on_stop=areas.close) as server:
        guards = Guards(lambda name, area: f"{server.url}/w/{area}", audience="nhn:msh", scopes={"nhn:msh/api"})
        issuer = f"{server.url}/w/a/helseid"
        jwk = requests.get(f"{server.url}/_sim/areas/a/clients/testklient/key", timeout=30).json()
        client = OAuth2Client.from_discovery_endpoint(
            f"{issuer}/.well-known/openid-configuration",
            issuer=issuer,
            auth=PrivateKeyJwt("testklient", jwk, alg="RS256", aud=issuer),
            dpop_bound_access_tokens=True,
            testing=True,
        )
        token = client.client_credentials(scope="nhn:msh/api")
        assert isinstance(token, DPoPToken)
        assert token.scope == "nhn:msh/api"
        api = Flask("api")

        @api.post("/things")
        def things() -> tuple[dict[str, str], int]:
            guard = guards.of("a", clock)
            assert guard is not None
            headers = request.headers
            try:
                caller = guard.admit("POST", url_of(request), headers.get("Authorization"), headers.get("DPoP"))
            except (NotAuthenticated, NotAllowed) as error:
                return {"error": error.problem}, error.status
            return {"client": caller.client_id}, 200

        with Server(api, threads=2) as beside:
            answers = [requests.post(f"{beside.url}/things?x=1", auth=token, timeout=30) for _ in range(2)]
        assert [(one.status_code, one.json()) for one in answers] == [(200, {"client": "testklient"})] * 2
