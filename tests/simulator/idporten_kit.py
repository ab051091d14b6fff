"""ID-porten with a register of a few people beside it, and a client that logs people in."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, jsonify

from simulator.app import Server
from simulator.clock import ManualClock
from simulator.national.idporten import SERVICE
from simulator.national.idporten.keys import new_key
from simulator.serving.service import Surroundings
from standards.identifiers import make_fnr

NOW = datetime(2027, 10, 5, 8, tzinfo=UTC)
KARI = make_fnr(datetime(1990, 5, 14).date(), 42, series="nhn")
YOUTH = make_fnr(datetime(2012, 8, 23).date(), 540, series="nhn")
CHILD = make_fnr(datetime(2023, 9, 17).date(), 541, series="nhn")
DEAD = make_fnr(datetime(1950, 1, 1).date(), 43, series="nhn")
BACK, OUT = "http://klient.example/retur?fra=idporten", "http://klient.example/ute"
KEY = new_key("k-a")
"""Of area `a`: making one takes time."""
SECRET, VERIFIER = "hemmelig-æ", "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
BASE = "/w/a/idporten"
CLIENT = {
    "client_id": "helsenorge", "client_name": "Helsenorge", "client_secret": SECRET, "redirect_uris": [BACK],
    "post_logout_redirect_uris": [OUT],
}  # fmt: skip


def register() -> Flask:
    """A folkeregister that tells of four people."""
    app = Flask("register")
    people = [(KARI, "Kari Lie", "1990-05-14", None), (YOUTH, "Sol Lie", "2012-08-23", None),
              (CHILD, "Emil Lie", "2023-09-17", None), (DEAD, "Ola Lie", "1950-01-01", "2020-02-02"),
              (None, "Uten Nummer", "1970-01-01", None)]  # fmt: skip

    @app.get("/_sim/areas/<area>/personer")
    def show(area: str) -> Response:
        names = ("nummer", "navn", "foedselsdato", "doedsdato")
        return jsonify(personer=[dict(zip(names, one, strict=True)) for one in people])

    return app


class Idporten:
    """The service by its test client, as a browser and as a client; area `a` has one client with a secret."""

    def __init__(self, people: str, data: Path | None = None, clock: ManualClock | None = None) -> None:
        self.clock = clock or ManualClock(NOW)
        address = {"folkeregister": people}
        told = Surroundings(
            data, self.clock, address=lambda name, area: address[name] + f"/w/{area}" if name in address else ""
        )
        self.app, self.areas = SERVICE.build(told)
        self.http = self.app.test_client()
        self.post("/_sim/areas", json={"area": "a", "clients": [CLIENT]})
        if data is None:
            self.areas.get("a").set("key", KEY)

    @property
    def issuer(self) -> str:
        return f"http://localhost{BASE}"

    def post(self, path: str, **more: Any) -> Any:
        return self.http.post(path, **more)

    def authorize(self, **changes: str | None) -> Any:
        """Ask in the address; a parameter that is None is left out."""
        return self.http.get(f"{BASE}/authorize?{urlencode(parameters(**changes))}")

    def choose(self, page: str, person: str = KARI, method: str = "bankid", **more: str) -> Any:
        return self.http.post(page, data={"person": person, "metode": method, **more})

    def code(self, person: str = KARI, method: str = "bankid", **changes: str | None) -> str:
        """Log in; gives the code."""
        page = self.authorize(**changes).location
        return told(self.choose(page, person, method).location)["code"]

    def token(self, code: str, **changes: str | None) -> Any:
        """Redeem a code."""
        given = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER,
            "client_id": "helsenorge", "client_secret": SECRET, **changes,
        }  # fmt: skip
        return self.http.post(f"{BASE}/token", data={name: value for name, value in given.items() if value is not None})


def parameters(**changes: str | None) -> dict[str, str]:
    """A request in order, with changes."""
    given = {
        "client_id": "helsenorge", "redirect_uri": BACK, "response_type": "code", "scope": "openid profile",
        "state": "tilstand", "nonce": "engang", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
        "acr_values": "idporten-loa-substantial", **changes,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def told(place: str) -> dict[str, str]:
    """What stands behind the question mark."""
    return {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}


def text(answer: Any) -> str:
    """What a page says, white space as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@contextmanager
def people() -> Iterator[str]:
    """The register, running; gives its address."""
    with Server(register(), threads=2) as server:
        yield server.url
