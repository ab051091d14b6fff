"""The keys that HelseID signs with, as an API gets them: over HTTP from its discovery, and again when one is new."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

import requests

from simulator.serving.refusals import Refusal
from standards.errors import Problem
from wire import jose

DISCOVERY: Final = "/.well-known/openid-configuration"
SECONDS_KEPT: Final = 300.0
MOST_LOOKS, SECONDS_BETWEEN = 5, 10.0
"""How often an unknown key may make us ask again: so many times in so many seconds."""
_TIMEOUT: Final = (2.0, 5.0)
_MOST_KEYS: Final = 100


class IssuerUnreachable(Refusal):
    """HelseID does not answer, or not with keys, so that no token can be judged."""

    status = 503
    headers = (("Retry-After", "5"),)


class IssuerKeys:
    """The keys of one issuer. Thread-safe; `version` changes when they have been fetched anew.

    They are fetched when first needed, after five minutes, and when a key is unknown, that a few times only, so that
    tokens with invented keys cannot make us knock without end. Proxies of the environment are not used.
    """

    def __init__(self, issuer: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._keys: Mapping[str, jose.Key] = {}
        self._fetched_at: float | None = None
        self._looks: deque[float] = deque(maxlen=MOST_LOOKS)
        self._session = requests.Session()
        self._session.trust_env = False
        self.version = 0

    def find(self, kid: str) -> jose.Key | None:
        """The key with that id, or None; raises `IssuerUnreachable` when there is nothing to go by."""
        self._keep_fresh()
        found = self._keys.get(kid)
        if found is None:
            before = self.version
            with self._lock:
                if self.version == before and self._may_look():
                    self._fetch()
            found = self._keys.get(kid)
        return found

    def _keep_fresh(self) -> None:
        at = self._fetched_at
        if at is not None and self._monotonic() - at < SECONDS_KEPT:
            return
        with self._lock:
            if self._fetched_at != at:
                return
            try:
                self._fetch()
            except IssuerUnreachable:
                if at is None:
                    raise
                self._fetched_at = self._monotonic()  # those we have will do until next time

    def _may_look(self) -> bool:
        now = self._monotonic()
        if len(self._looks) == MOST_LOOKS and now - self._looks[0] < SECONDS_BETWEEN:
            return False
        self._looks.append(now)
        return True

    def _fetch(self) -> None:
        told = self._get(f"{self._issuer}{DISCOVERY}")
        if told.get("issuer") != self._issuer:
            raise _unreachable(self._issuer, f"utstederen {ascii(told.get('issuer'))[:120]}")
        listed = self._get(str(told.get("jwks_uri"))).get("keys")
        keys: dict[str, jose.Key] = {}
        for one in listed[:_MOST_KEYS] if isinstance(listed, list) else []:
            key = _usable(one)
            if key is not None and key.kid:
                keys[key.kid] = key
        self._keys, self._fetched_at = keys, self._monotonic()
        self.version += 1

    def _get(self, url: str) -> dict[str, Any]:
        try:
            answer = self._session.get(url, timeout=_TIMEOUT, allow_redirects=False)
            told = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise _unreachable(url, type(error).__name__) from error
        if answer.status_code != 200 or not isinstance(told, dict):
            raise _unreachable(url, f"status {answer.status_code}")
        return told


def _usable(jwk: object) -> jose.Key | None:
    """A key of a kind that we do not know is passed over, as RFC 7517 has it."""
    try:
        return jose.public_key(jwk)
    except Problem:
        return None


def _unreachable(url: str, found: str) -> IssuerUnreachable:
    return IssuerUnreachable(
        "Tokenet kan ikke kontrolleres: HelseID svarer ikke.",
        expected=f"nøklene fra {url[:200]}",
        found=found,
        fix="Sjekk at den simulerte HelseID er i gang, og prøv igjen.",
    )
