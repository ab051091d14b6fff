"""Two known clients of MSH v2, played call by call from data over plain HTTP: every call is answered as they expect."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import time
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from standards.xml import parse
from tests.simulator.meldingstjener_world import message
from tests.simulator.msh_town import CLIENTS, Town, town

PROFILES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("meldingstjener_clients.toml").read_text("utf-8"))
HER_IDS = {"sender": 8230101, "receiver": 8230201}
MESSAGE_FIELDS = {
    "id",
    "contentType",
    "receiverHerId",
    "senderHerId",
    "businessDocumentId",
    "businessDocumentGenDate",
    "isAppRec",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(method: str, url: str, headers: dict[str, str], body: str | None = None) -> Answer:
    """One call with these headers, and none that a library adds but Host and Content-Length."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, None if body is None else body.encode(), headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def signed(key: RSAKey | ECKey, header: dict[str, Any], claims: dict[str, Any]) -> str:
    return jws.serialize_compact(header, json.dumps(claims), key, algorithms=[header["alg"]])


@dataclass
class Client:
    """One party with a key and a token of its own."""

    name: str
    habits: dict[str, Any]
    issuer: str
    key: RSAKey
    proof_key: RSAKey | ECKey
    token: str = ""
    known: dict[str, Any] = field(default_factory=dict)

    def proof(self, method: str, url: str, **more: str) -> str:
        """`htu` is the address without its query."""
        header = {"typ": "dpop+jwt", "alg": self.habits["proof_alg"], "jwk": self.proof_key.as_dict(private=False)}
        claims = {"jti": str(uuid.uuid4()), "htm": method, "htu": url.partition("?")[0], "iat": int(time.time())}
        return signed(self.proof_key, header, {**claims, **more})

    def assertion(self) -> str:
        habit, now = self.habits["assertion"], int(time.time())
        claims = {"iss": self.name, "sub": self.name, "aud": self.issuer, "jti": str(uuid.uuid4()), "iat": now}
        claims |= {"exp": now + habit["seconds"], **({"nbf": now} if habit["nbf"] else {})}
        return signed(self.key, {"alg": habit["alg"], "typ": habit["typ"], "kid": self.key.kid}, claims)

    def get_token(self) -> None:
        url = json.loads(ask("GET", f"{self.issuer}/.well-known/openid-configuration", {}).body)["token_endpoint"]
        first = self._ask_for_token(url)
        if self.habits["demands_nonce_step"]:
            assert (first.status, first.json["error"]) == (400, "use_dpop_nonce")
        told = first
        if first.status == 400:
            told = self._ask_for_token(url, nonce=first.headers["DPoP-Nonce"])
        assert told.status == 200, told.body
        assert not [name for name in self.habits["demanded_fields"] if name not in told.json]
        self.token = told.json["access_token"]

    def _ask_for_token(self, url: str, **nonce: str) -> Answer:
        form = {
            "client_id": self.name,
            "client_assertion": self.assertion(),
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "grant_type": "client_credentials",
        }
        if self.habits["scope"]:
            form["scope"] = self.habits["scope"]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "DPoP": self.proof("POST", url, **nonce)}
        return ask("POST", url, headers, urlencode(form))

    def call(self, method: str, url: str, headers: dict[str, str], body: str | None) -> Answer:
        ath = base64.urlsafe_b64encode(hashlib.sha256(self.token.encode()).digest()).rstrip(b"=").decode()
        proof = self.proof(method, url, ath=ath)
        return ask(method, url, {**headers, "Authorization": f"DPoP {self.token}", "DPoP": proof}, body)


@pytest.fixture(scope="module")
def running() -> Iterator[Town]:
    with town() as made:
        yield made


def client(running: Town, profile: str, who: str) -> Client:
    habits = PROFILES[profile]["token"]
    key = RSAKey.generate_key(2048, {"kid": f"{profile}-{who}"}, private=True)
    proof_key = ECKey.generate_key("P-256", private=True) if habits["proof_alg"] == "ES256" else key
    name = f"{profile}-{who}"
    running.register(name, CLIENTS[who], key.as_dict(private=False))
    made = Client(name, habits, running.issuer, key, proof_key)
    made.get_token()
    return made


@pytest.mark.parametrize("profile", list(PROFILES))
def test_every_call_is_answered_as_the_client_expects(running: Town, profile: str) -> None:
    clients = {who: client(running, profile, who) for who in CLIENTS}
    document = message().to_xml()
    filled = {name: str(value) for name, value in HER_IDS.items()}
    filled["document"] = base64.b64encode(document).decode()
    for call in PROFILES[profile]["call"]:
        headers = {"api-version": "2", "nhn-source-system": PROFILES[profile]["source"], **call["headers"]}
        url, body = fill(running.msh + call["path"], filled), call.get("body")
        answer = clients[call["who"]].call(call["method"], url, headers, None if body is None else fill(body, filled))
        assert answer.status == call["status"], (call, answer.body)
        found = READS[call.get("reads", "nothing")](answer, document, filled)
        if "keep" in call:
            filled[call["keep"]] = found
        if "finds" in call:
            assert filled[call["finds"]] in [one["id"] for one in found]
        for name, value in call.get("says", {}).items():
            assert [one[name] for one in found] == [value]


def fill(text: str, filled: dict[str, str]) -> str:
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def bare_text(answer: Answer, *_: object) -> str:
    return str(uuid.UUID(answer.body.decode().replace('"', "")))


def quoted(answer: Answer, *_: object) -> str:
    found = str(uuid.UUID(answer.json))
    assert answer.headers["Location"].endswith(f"/msh/Messages/{found}")
    return found


def messages(answer: Answer, *_: object) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = answer.json
    for one in listed:
        assert set(one) == MESSAGE_FIELDS
        assert datetime.fromisoformat(one["businessDocumentGenDate"]).tzinfo
    return listed


def ids_alone(answer: Answer, *_: object) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = answer.json
    assert listed and all(set(one) == {"id", "receiverHerId"} for one in listed)
    return listed


def business_document(answer: Answer, document: bytes, *_: object) -> None:
    told = answer.json
    assert (told["contentType"], told["contentTransferEncoding"]) == ("application/xml", "base64")
    assert base64.b64decode(told["businessDocument"]) == document
    assert parse(document).tag.endswith("MsgHead")


def statuses(answer: Answer, *_: object) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = answer.json
    assert all(set(one) == {"receiverHerId", "transportDeliveryState", "appRecStatus"} for one in listed)
    return listed


def receipts(answer: Answer, *_: object) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = answer.json
    assert all(set(one) == {"receiverHerId", "appRecStatus", "appRecErrorList"} for one in listed)
    return listed


def error(answer: Answer, *_: object) -> None:
    """Read without regard to case, as one of them spells the names with a capital letter."""
    told = {name.casefold(): value for name, value in answer.json.items()}
    assert told["error"] and told["requestid"] and told["stacktrace"] is None


READS: dict[str, Any] = {
    "nothing": lambda *_: None,
    "text without quotes": bare_text,
    "quoted UUID and Location": quoted,
    "messages": messages,
    "ids alone": ids_alone,
    "document": business_document,
    "statuses": statuses,
    "receipts": receipts,
    "error": error,
}
