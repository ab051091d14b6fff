"""Our side of the log-in believes only what ID-porten has signed for it; and what is said when nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey

from simulator.app import Server
from simulator.clock import ManualClock
from simulator.national.innbygger.neighbours import Neighbours, NoAnswer
from simulator.national.innbygger.portal import Portal
from simulator.national.innbygger.signing_in import LOGIN_SECONDS, LoginFailed, SignIn
from simulator.national.innbygger.tables import SCHEMA
from simulator.store.database import MEMORY, Database

NOW = datetime(2027, 10, 5, 8, tzinfo=UTC)
KEY, OTHER = (RSAKey.generate_key(2048, {"kid": "k"}) for _ in range(2))
PID = "14709000099"


class Issuer:
    """An ID-porten that says what a test wants."""

    def __init__(self) -> None:
        self.pushed: dict[str, str] = {}
        self.changes: dict[str, Any] = {}
        self.key, self.status, self.url = KEY, 200, ""

    def app(self) -> Flask:
        app = Flask("issuer")

        @app.post("/par")
        def par() -> tuple[Response, int]:
            self.pushed = request.form.to_dict()
            return jsonify(request_uri="urn:x"), 201

        @app.post("/token")
        def token() -> tuple[Response, int]:
            now = int(NOW.timestamp())
            claims = {
                "iss": self.url, "aud": "helsenorge", "nonce": self.pushed["nonce"], "exp": now + 120, "pid": PID,
                "acr": "idporten-loa-high", **self.changes,
            }  # fmt: skip
            signed = jwt.encode(
                {"alg": "RS256", "kid": "k"}, {k: v for k, v in claims.items() if v is not None}, self.key
            )
            return jsonify(id_token=signed, error_description="Nei"), self.status

        @app.get("/jwks.json")
        def jwks() -> Response:
            return jsonify(keys=[KEY.as_dict(private=False)])

        return app


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    with Server(made.app(), threads=2) as server:
        made.url = server.url
        yield made


class Here:
    """An area with its clock."""

    def __init__(self, issuer: str) -> None:
        self.clock = ManualClock(NOW)
        self.portal = Portal(Database(MEMORY, SCHEMA), self.clock)
        self.sign_in = SignIn(self.portal, issuer, "http://her/retur", "http://her/")


@pytest.fixture
def here(issuer: Issuer) -> Iterator[Here]:
    made = Here(issuer.url)
    yield made
    made.portal.close()


def back(here: Here, issuer: Issuer, browser: str = "b", **changes: str) -> str:
    """Begin, and come back with the state that was pushed."""
    place = here.sign_in.begin("b")
    assert parse_qs(urlsplit(place).query) == {"client_id": ["helsenorge"], "request_uri": ["urn:x"]}
    given = {"code": "c", "state": issuer.pushed["state"], "iss": issuer.url, **changes}
    return here.sign_in.finish(given, browser)


def test_who_has_logged_in_is_known_until_the_time_is_up(here: Here, issuer: Issuer) -> None:
    key = back(here, issuer)
    login = here.sign_in.login(key)
    assert login is not None and (login.pid, login.high) == (PID, True)
    assert issuer.pushed["code_challenge_method"] == "S256" and issuer.pushed["client_assertion"]
    assert here.sign_in.login("annen") is None and here.sign_in.login("") is None
    here.portal.shift_clock(here.portal.now() - NOW)
    here.clock.advance(datetime.fromtimestamp(LOGIN_SECONDS + 1, UTC) - datetime.fromtimestamp(0, UTC))
    assert here.sign_in.login(key) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "annen"}, {"nonce": None}, {"aud": "annen"}, {"iss": "http://annen"}, {"exp": 1}, {"exp": None},
        {"exp": "snart"}, {"pid": None}, {"acr": None},
    ],
)  # fmt: skip
def test_an_id_token_that_is_not_for_this_log_in(here: Here, issuer: Issuer, changes: dict[str, Any]) -> None:
    issuer.changes = changes
    with pytest.raises(LoginFailed):
        back(here, issuer)
    assert here.portal.rows("SELECT 1 FROM login") == []


def test_an_id_token_that_somebody_else_has_signed(here: Here, issuer: Issuer) -> None:
    issuer.key = OTHER
    with pytest.raises(LoginFailed, match="lyktes ikke"):
        back(here, issuer)


@pytest.mark.parametrize("changes", [{"state": "x"}, {"iss": "http://annen"}, {"browser": "annen"}])
def test_one_who_comes_back_from_elsewhere(here: Here, issuer: Issuer, changes: dict[str, str]) -> None:
    with pytest.raises(LoginFailed):
        back(here, issuer, **changes)


def test_no_from_id_porten_and_no_answer(here: Here, issuer: Issuer) -> None:
    issuer.status = 400
    with pytest.raises(LoginFailed):
        back(here, issuer)
    alone = Here("http://127.0.0.1:9")
    with pytest.raises(NoAnswer):
        alone.sign_in.begin("b")
    alone.portal.close()


def test_an_attempt_is_used_once_and_runs_out(here: Here, issuer: Issuer) -> None:
    back(here, issuer)
    with pytest.raises(LoginFailed):
        here.sign_in.finish({"code": "c", "state": issuer.pushed["state"], "iss": issuer.url}, "b")
    here.sign_in.begin("b")
    here.clock.advance(datetime.fromtimestamp(1801, UTC) - datetime.fromtimestamp(0, UTC))
    with pytest.raises(LoginFailed):
        here.sign_in.finish({"code": "c", "state": issuer.pushed["state"], "iss": issuer.url}, "b")


def test_neighbours_that_are_not_there_or_say_something_odd(issuer: Issuer) -> None:
    alone = Neighbours("a", lambda name, area: "")
    with pytest.raises(NoAnswer):
        alone.acting(PID)
    assert alone.notices(PID) == [] and alone.tell({}) is None
    for base in ("http://127.0.0.1:9", issuer.url):
        with pytest.raises(NoAnswer):
            Neighbours("a", lambda name, area, base=base: base).is_active(PID)  # type: ignore[misc]
