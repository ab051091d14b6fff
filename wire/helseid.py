"""A client of HelseID: tokens by client_credentials with private_key_jwt, and DPoP proofs toward it and toward APIs.

`TokenSource(issuer, Credentials("testklient", key), now=clock.now).headers("GET", url)` gives what an API call needs,
and fetches a token when there is none that lasts. What known clients do differently is a `Habits`: `KS` and `NAV` are
ready.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

import requests

from standards.errors import Problem
from wire import jose
from wire.route import DIRECT, Route

DISCOVERY: Final = "/.well-known/openid-configuration"
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SINGLE_SYSTEM: Final = "urn:oid:2.16.578.1.12.4.1.4.101"
MULTI_SYSTEM: Final = "urn:oid:1.0.6523"
_TIMEOUT: Final = (5.0, 30.0)
_USUAL: Final = {"": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
"""The algorithm of a proof, by the curve of its key; none is RSA."""
_ANSWER_FIELDS: Final = ("access_token", "expires_in", "token_type", "scope")


class HelseIdError(Problem):
    """No token could be had."""


class HelseIdUnreachable(HelseIdError):
    """No answer from HelseID."""


class HelseIdRefused(HelseIdError):
    """HelseID answered no; `error` is that of OAuth, and `status` that of HTTP."""

    def __init__(self, problem: str, *, expected: str, found: str, fix: str, error: str, status: int) -> None:
        super().__init__(problem, expected=expected, found=found, fix=fix)
        self.error = error
        self.status = status


@dataclass(frozen=True)
class Habits:
    """What clients of HelseID do differently (infrastructure 5.2 and 5.3).

    `scope` empty sends none. `nonce_demanded` refuses a token that comes before a nonce was asked for.
    `seconds_before_end` is how long before it runs out that a token is not used any more, `every_field` that the answer
    must have all that the sources name. `audience` as `token_endpoint` is a known fault (infrastructure 7.2, no. 13).
    """

    name: str
    assertion_type: str = "client-authentication+jwt"
    algorithm: str = "RS256"
    assertion_seconds: int = 60
    not_before: bool = True
    scope: str = ""
    seconds_before_end: int = 10
    nonce_demanded: bool = False
    every_field: bool = False
    audience: Literal["issuer", "token_endpoint"] = "issuer"


KS: Final = Habits("KS", algorithm="PS512", nonce_demanded=True, every_field=True)
NAV: Final = Habits("NAV", algorithm="RS256", not_before=False, scope="nhn:msh/api")
PLAIN: Final = Habits("plain")


@dataclass(frozen=True)
class Credentials:
    """Who a client is: its id and private key, which must have the `kid` that HelseID knows it by."""

    client_id: str
    key: jose.Key = field(repr=False)

    @classmethod
    def of_jwk(cls, client_id: str, jwk: Mapping[str, Any]) -> Credentials:
        """From a private JWK; raises `UnusableKey`."""
        return cls(client_id, jose.private_key(jwk))


@dataclass(frozen=True)
class ActsFor:
    """The organisation that a client acts for; `many` for a client of several (multi-tenant)."""

    parent: str = ""
    child: str = ""
    many: bool = False

    def details(self) -> dict[str, Any] | None:
        """The `assertion_details`, or None when none are needed."""
        if not self.many and not self.child:
            return None
        value = ":".join(("NO:ORGNR", self.parent, *((self.child,) if self.child else ()))) if self.many else self.child
        identifier = {"system": MULTI_SYSTEM if self.many else SINGLE_SYSTEM, "type": "ENH", "value": value}
        return {"type": "helseid_authorization", "practitioner_role": {"organization": {"identifier": identifier}}}


@dataclass(frozen=True)
class AccessToken:
    """A token, and until when it is to be used, in seconds since 1970; `kind` is DPoP or Bearer."""

    value: str = field(repr=False)
    kind: str
    scope: str
    use_until: float


def dpop_proof(
    key: jose.Key, method: str, url: str, now: datetime, *, nonce: str = "", token: str = "", algorithm: str = ""
) -> str:
    """A proof that who calls has the key (RFC 9449): toward HelseID with its `nonce`, toward an API for the `token`."""
    public = _public(key)
    header = {"typ": "dpop+jwt", "alg": algorithm or _USUAL[public.get("crv", "")], "jwk": public}
    claims: dict[str, Any] = {
        "jti": str(uuid.uuid4()),
        "htm": method,
        "htu": url.partition("?")[0].partition("#")[0],
        "iat": int(now.timestamp()),
    }
    if nonce:
        claims["nonce"] = nonce
    if token:
        claims["ath"] = jose.digest(token)
    return jose.sign(header, claims, key)


class TokenSource:
    """Tokens from one HelseID for one client. Thread-safe; proxies of the environment are not used.

    `route` says whom to trust and by which proxy, `timeout` how many seconds to wait for contact and for an answer.
    `now` is the clock of the client: HelseID refuses one that is more than seconds away from its own.
    """

    def __init__(
        self,
        issuer: str,
        credentials: Credentials,
        *,
        now: Callable[[], datetime],
        acts_for: ActsFor | None = None,
        habits: Habits = PLAIN,
        proof_key: jose.Key | None = None,
        route: Route = DIRECT,
        timeout: tuple[float, float] = _TIMEOUT,
    ) -> None:
        self._issuer = issuer
        self._credentials = credentials
        self._details = (acts_for or ActsFor()).details()
        self._habits = habits
        self._proof_key = proof_key or jose.ec_key()
        self._now = now
        self._lock = threading.Lock()
        self._endpoint = ""
        self._tokens: dict[str, AccessToken] = {}
        self._timeout = timeout
        self._session = route.session()

    def token(self, scope: str | None = None) -> AccessToken:
        """A token that lasts; `scope` other than the habit. Raises `HelseIdUnreachable`, `HelseIdRefused`."""
        wanted = self._habits.scope if scope is None else scope
        with self._lock:
            found = self._tokens.get(wanted)
            if found is None or self._now().timestamp() >= found.use_until:
                found = self._tokens[wanted] = self._fetched(wanted)
        return found

    def headers(self, method: str, url: str, scope: str | None = None) -> dict[str, str]:
        """What goes with a call to an API: Authorization, and a new proof when the token is a DPoP one."""
        token = self.token(scope)
        found = {"Authorization": f"{token.kind} {token.value}"}
        if token.kind.casefold() == "dpop":
            found["DPoP"] = dpop_proof(self._proof_key, method, url, self._now(), token=token.value)
        return found

    def forget(self) -> None:
        """Fetch anew next time, as after a token was refused."""
        with self._lock:
            self._tokens.clear()
            self._endpoint = ""

    def close(self) -> None:
        """Drop the connections."""
        self._session.close()

    def _fetched(self, scope: str) -> AccessToken:
        """Without a nonce first, and then with the one that HelseID gives."""
        endpoint = self._endpoint = self._endpoint or self._discovered()
        answer = self._asked(endpoint, scope, "")
        nonce = answer.headers.get("DPoP-Nonce", "")
        if answer.status_code == 400 and nonce and _content(answer).get("error") == "use_dpop_nonce":
            answer = self._asked(endpoint, scope, nonce)
        elif answer.status_code == 200 and self._habits.nonce_demanded:
            raise _odd(answer, "400 med use_dpop_nonce på første kall, slik KS-klienten krever")
        if answer.status_code != 200:
            raise _refused(answer)
        return self._read(answer)

    def _asked(self, endpoint: str, scope: str, nonce: str) -> requests.Response:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(endpoint),
            **({"scope": scope} if scope else {}),
        }
        proof = dpop_proof(self._proof_key, "POST", endpoint, self._now(), nonce=nonce)
        return self._call("POST", endpoint, form, {"DPoP": proof})

    def _assertion(self, endpoint: str) -> str:
        habits, client = self._habits, self._credentials
        now = int(self._now().timestamp())
        header = {
            "typ": habits.assertion_type,
            "alg": habits.algorithm,
            "kid": client.key.kid or client.key.thumbprint(),
        }
        claims: dict[str, Any] = {
            "iss": client.client_id,
            "sub": client.client_id,
            "aud": self._issuer if habits.audience == "issuer" else endpoint,
            "jti": str(uuid.uuid4()),
            "iat": now,
            "exp": now + habits.assertion_seconds,
            **({"nbf": now} if habits.not_before else {}),
            **({"assertion_details": self._details} if self._details else {}),
        }
        return jose.sign(header, claims, client.key)

    def _discovered(self) -> str:
        answer = self._call("GET", f"{self._issuer}{DISCOVERY}")
        told = _content(answer)
        endpoint = told.get("token_endpoint")
        if answer.status_code != 200 or told.get("issuer") != self._issuer or not isinstance(endpoint, str):
            raise _odd(answer, f"discovery med issuer {self._issuer} og token_endpoint")
        return endpoint

    def _call(
        self, method: str, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        try:
            return self._session.request(
                method, url, data=form, headers=headers, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            raise HelseIdUnreachable(
                "Får ikke kontakt med HelseID.",
                expected=f"svar fra {url}",
                found=type(error).__name__,
                fix="Sjekk at HelseID er i gang, og at adressen til utstederen er riktig.",
            ) from error

    def _read(self, answer: requests.Response) -> AccessToken:
        told = _content(answer)
        lacking = [name for name in _ANSWER_FIELDS if name not in told]
        if not isinstance(told.get("access_token"), str) or (self._habits.every_field and lacking):
            raise _odd(answer, f"et svar med {', '.join(_ANSWER_FIELDS)}")
        lasts = told.get("expires_in")
        seconds = lasts if isinstance(lasts, int | float) else 0
        return AccessToken(
            told["access_token"],
            str(told.get("token_type", "Bearer")),
            str(told.get("scope", "")),
            self._now().timestamp() + seconds - self._habits.seconds_before_end,
        )


def _public(key: jose.Key) -> dict[str, Any]:
    """The parts of a public key that make it the key it is."""
    return {name: value for name, value in jose.shown(key).items() if name in ("kty", "crv", "x", "y", "n", "e")}


def _content(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refused(answer: requests.Response) -> HelseIdRefused:
    told = _content(answer)
    error = str(told.get("error", ""))
    description = str(told.get("error_description", ""))
    return HelseIdRefused(
        "HelseID gir ikke noe token.",
        expected=str(told.get("expected") or "et token"),
        found=f"{answer.status_code} {error} {description}".strip()[:300],
        fix=str(told.get("fix") or "Sjekk registreringen av klienten, nøkkelen og klokken."),
        error=error,
        status=answer.status_code,
    )


def _odd(answer: requests.Response, expected: str) -> HelseIdRefused:
    return HelseIdRefused(
        "HelseID svarte noe annet enn ventet.",
        expected=expected,
        found=f"{answer.status_code} {answer.reason}",
        fix="Sjekk at adressen peker på HelseID.",
        error="",
        status=answer.status_code,
    )
