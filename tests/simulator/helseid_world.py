"""A HelseID in one test area with a client of its own, and requests that are right until somebody spoils them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.clock import ManualClock
from simulator.national.helseid import build
from simulator.national.helseid.assertions import ASSERTION_TYPE
from simulator.national.helseid.web import FORM
from simulator.serving.service import Surroundings
from wire import jose

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
AREA, CLIENT_ID = "a", "klient"
ISSUER = f"http://localhost/w/{AREA}/helseid"
ENDPOINT = f"{ISSUER}/connect/token"
Content = dict[str, Any]
Spoil = Callable[["Draft"], None]


@cache
def client_key() -> jose.Key:
    """The client's; slow to make, and no test changes it."""
    return jose.rsa_key("klientnøkkel-1")


@cache
def other_key() -> jose.Key:
    """Somebody else's, under the same id."""
    return jose.rsa_key("klientnøkkel-1")


@cache
def proof_key() -> jose.Key:
    """What tokens are bound to."""
    return jose.ec_key()


class Draft:
    """A token request before it is sent: every part may be changed."""

    def __init__(self, now: datetime, nonce: str) -> None:
        seconds = int(now.timestamp())
        self.assertion_header: Content = {"typ": "client-authentication+jwt", "alg": "RS256", "kid": client_key().kid}
        self.assertion: Content = {
            "iss": CLIENT_ID,
            "sub": CLIENT_ID,
            "aud": ISSUER,
            "jti": str(uuid.uuid4()),
            "iat": seconds,
            "nbf": seconds,
            "exp": seconds + 60,
        }
        self.assertion_key = client_key()
        self.assertion_text: str | None = None
        self.proof_header: Content = {"typ": "dpop+jwt", "alg": "ES256", "jwk": jose.shown(proof_key())}
        self.proof: Content = {"jti": str(uuid.uuid4()), "htm": "POST", "htu": ENDPOINT, "iat": seconds, "nonce": nonce}
        self.proof_key = proof_key()
        self.proof_text: str | None = None
        self.form: Content = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_assertion_type": ASSERTION_TYPE,
        }
        self.body: str | None = None
        self.content_type = FORM

    def sent(self) -> tuple[str, dict[str, str]]:
        """Body and headers."""
        assertion = self.assertion_text
        if assertion is None:
            assertion = jose.sign(self.assertion_header, self.assertion, self.assertion_key)
        proof = self.proof_text
        if proof is None:
            proof = jose.sign(self.proof_header, self.proof, self.proof_key, "ES256")
        form = {"client_assertion": assertion, **self.form}
        body = urlencode({name: value for name, value in form.items() if value is not None}, doseq=True)
        return self.body or body, {"DPoP": proof} if proof else {}


class World:
    """HelseID and one who asks it."""

    def __init__(self, registered: Mapping[str, Any] | None = None, surroundings: Surroundings | None = None) -> None:
        self.clock = ManualClock(START)
        self.app, self.areas = build(surroundings or Surroundings(None, self.clock, known=(AREA, "b")))
        self.web: FlaskClient = self.app.test_client()
        self.register(**(registered or {}))

    def register(self, **more: Any) -> TestResponse:
        """The client, with more than its keys."""
        content = {
            "client_id": CLIENT_ID,
            "jwks": {"keys": [jose.shown(client_key())]},
            "scopes": ["nhn:msh/api", "nhn:cppa/access"],
            "organisation_number": "310000000",
            **more,
        }
        return self.control("clients", content)

    def control(self, path: str, content: Mapping[str, Any]) -> TestResponse:
        """A call to the control of the area."""
        return self.web.post(f"/_sim/areas/{AREA}/{path}", json=content)

    def nonce(self) -> str:
        """One that is good now."""
        return str(self.areas.get(AREA).nonces.make(self.clock.now().timestamp()))

    def draft(self) -> Draft:
        """A request that is right."""
        return Draft(self.clock.now(), self.nonce())

    def send(self, draft: Draft) -> TestResponse:
        """The answer to a request."""
        body, headers = draft.sent()
        return self.web.post(
            f"/w/{AREA}/helseid/connect/token", data=body, content_type=draft.content_type, headers=headers
        )

    def ask(self, *spoils: Spoil) -> TestResponse:
        """The answer to a request that was right before it was spoilt."""
        draft = self.draft()
        for spoil in spoils:
            spoil(draft)
        return self.send(draft)

    def token(self, *spoils: Spoil) -> Content:
        """What a good answer says."""
        answer = self.ask(*spoils)
        assert answer.status_code == 200, answer.get_json()
        found: Content = answer.get_json()
        return found

    def claims(self, *spoils: Spoil) -> Content:
        """The claims of a token."""
        return dict(jose.read(self.token(*spoils)["access_token"]).claims)


def claim(**changes: Any) -> Spoil:
    """Change claims of the assertion; None takes one away."""
    return lambda draft: _change(draft.assertion, changes)


def head(**changes: Any) -> Spoil:
    """Change the header of the assertion."""
    return lambda draft: _change(draft.assertion_header, changes)


def proof(**changes: Any) -> Spoil:
    """Change claims of the proof."""
    return lambda draft: _change(draft.proof, changes)


def proof_head(**changes: Any) -> Spoil:
    """Change the header of the proof."""
    return lambda draft: _change(draft.proof_header, changes)


def form(**changes: Any) -> Spoil:
    """Change fields of the form."""
    return lambda draft: draft.form.update(changes)


def set_(**changes: Any) -> Spoil:
    """Set parts of the draft."""
    return lambda draft: vars(draft).update(changes)


def details(value: object, system: str = "urn:oid:2.16.578.1.12.4.1.4.101", type_: str = "ENH") -> Content:
    """An `assertion_details`."""
    identifier = {"system": system, "type": type_, "value": value}
    return {"type": "helseid_authorization", "practitioner_role": {"organization": {"identifier": identifier}}}


def _change(content: Content, changes: Content) -> None:
    for name, value in changes.items():
        if value is None:
            content.pop(name, None)
        else:
            content[name] = value
