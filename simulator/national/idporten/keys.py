"""The signatures of ID-porten: a key per test area, and the assertions that clients sign."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from simulator.national.idporten.refusals import InvalidClient, InvalidRequest

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
_BITS: Final = 2048
_LONGEST_SECONDS: Final = 120
_SKEW_SECONDS: Final = 10


def new_key(kid: str) -> str:
    """A new private key, as JSON."""
    key = RSAKey.generate_key(_BITS, {"kid": kid, "use": "sig", "alg": "RS256"}, private=True)
    return json.dumps(key.as_dict(private=True))


def public(key: str) -> dict[str, Any]:
    """The public half."""
    return dict(RSAKey.import_key(json.loads(key)).as_dict(private=False))


def sign(key: str, claims: Mapping[str, Any]) -> str:
    """A signed token, RS256."""
    private = RSAKey.import_key(json.loads(key))
    return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": private.kid}, dict(claims), private, algorithms=["RS256"])


def claims_of(key: str, token: str) -> dict[str, Any]:
    """The claims of a token of ours, expired or not; raises `InvalidRequest`."""
    try:
        return dict(jwt.decode(token, RSAKey.import_key(json.loads(key)), algorithms=["RS256"]).claims)
    except (JoseError, ValueError, TypeError) as error:
        raise InvalidRequest("id_token_hint er ikke et id_token herfra.") from error


def check_assertion(assertion: str, jwks: str, *, client_id: str, issuer: str, now: float) -> tuple[str, float]:
    """The jti of a client's assertion and when it expires; raises `InvalidClient` with what is wrong with it."""
    try:
        claims = dict(jwt.decode(assertion, KeySet.import_key_set(json.loads(jwks)), algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise InvalidClient("client_assertion er ikke signert med en av nøklene til klienten.") from error
    for wrong, told in (
        (claims.get("iss") != client_id or claims.get("sub") != client_id, "iss og sub må være client_id."),
        (claims.get("aud") not in (issuer, [issuer]), f"aud må være {issuer}."),
        (not isinstance(claims.get("jti"), str) or not claims["jti"], "jti mangler."),
        (not _is_number(claims.get("iat")) or not _is_number(claims.get("exp")), "iat og exp må være tall."),
    ):
        if wrong:
            raise InvalidClient(f"client_assertion: {told}")
    _check_times(float(claims["iat"]), float(claims["exp"]), now)
    return str(claims["jti"]), float(claims["exp"])


def unverified_subject(assertion: str) -> str:
    """Who an assertion says it is from, before anybody has looked at the signature; empty when it cannot be read."""
    try:
        payload = assertion.split(".")[1]
        subject = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]
    except (ValueError, IndexError, KeyError, TypeError, RecursionError):
        return ""
    return subject if isinstance(subject, str) else ""


def _check_times(issued: float, expires: float, now: float) -> None:
    if expires <= now - _SKEW_SECONDS:
        raise InvalidClient("client_assertion er utløpt.")
    if issued > now + _SKEW_SECONDS:
        raise InvalidClient("client_assertion er ikke utstedt ennå.")
    if expires - issued > _LONGEST_SECONDS:
        raise InvalidClient(f"client_assertion varer mer enn {_LONGEST_SECONDS} sekunder.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
