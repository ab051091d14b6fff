"""What goes with a call to Meldingstjener: a token of HelseID with its proof, or the simple token of a test area."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests
from requests.auth import AuthBase

from standards.errors import Problem, not_json
from wire.helseid import ActsFor, Credentials, TokenSource
from wire.route import DIRECT, Route

SCOPE = "nhn:msh/api"


class UnusableAccess(Problem):
    """What is written about access cannot be used."""


class ByHelseId(AuthBase):
    """A token of HelseID, and a new proof for each call. A call raises `HelseIdUnreachable`, `HelseIdRefused`."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    def __call__(self, call: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add both headers."""
        call.headers.update(self._source.headers(call.method or "GET", call.url or "", SCOPE))
        return call


class ByToken(AuthBase):
    """Always the same token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, call: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add it."""
        call.headers["Authorization"] = f"Bearer {self._token}"
        return call


def of_secret(secret: str, now: Callable[[], datetime], route: Route = DIRECT) -> AuthBase | None:
    """From a secret: empty is open, a JSON object is a client of HelseID, anything else is a simple token.

    The object has `issuer`, `client_id` and `key` (a private JWK), and perhaps the numbers that a client of several
    acts for: `organisation_number` and `sub_organisation_number`. Raises `UnusableAccess`, `UnusableKey`.
    """
    text = secret.strip()
    if not text.startswith("{"):
        return ByToken(text) if text else None
    try:
        told: dict[str, Any] = json.loads(text)
        credentials = Credentials.of_jwk(str(told["client_id"]), told["key"])
        issuer = str(told["issuer"])
    except ValueError as error:
        raise _unusable(not_json(error)) from error
    except KeyError as error:
        raise _unusable(f"{error.args[0]} mangler") from error
    parent, child = str(told.get("organisation_number") or ""), str(told.get("sub_organisation_number") or "")
    acts_for = ActsFor(parent, child, many=bool(parent))
    return ByHelseId(TokenSource(issuer, credentials, now=now, acts_for=acts_for, route=route))


def _unusable(found: str) -> UnusableAccess:
    return UnusableAccess(
        "Tilgangen til Meldingstjener kan ikke brukes.",
        expected='{"issuer": "https://…", "client_id": "…", "key": {privat JWK}}, eller et enkelt token',
        found=found,
        fix="Rett hemmeligheten.",
    )
