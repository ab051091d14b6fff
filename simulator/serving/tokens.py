"""The API side of HelseID: who may call with which token, checked as NHN's sample does (infrastructure 5.3 and 5.4).

A service makes `guards = Guards(surroundings.address, audience="nhn:msh", scopes={"nhn:msh/api"})` once, and asks for
each call `guard = guards.of(area, found)`, where None means that no HelseID stands beside it. Then

    guard.admit(request.method, url_of(request), request.headers.get("Authorization"), request.headers.get("DPoP"))

gives the `Caller`, or raises a refusal that has its status, a WWW-Authenticate, and a text of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Request

from simulator.clock import Clock
from simulator.serving import proofs
from simulator.serving.challenges import NotAllowed, NotAuthenticated, Scheme, refused, too_narrow
from simulator.serving.issuer import IssuerKeys
from simulator.serving.replay import ReplayCache
from wire import jose

__all__ = ["HER_IDS", "Caller", "Guards", "NotAllowed", "NotAuthenticated", "TokenGuard", "url_of"]
TOKEN_TYPES: Final = frozenset({"at+jwt", "application/at+jwt"})
CLIENT: Final = "helseid://claims/client/claims/"
HER_IDS: Final = "simulert://claims/client/her_ids"
"""Ours, and no claim of HelseID: the HER-ids that a client of a test area is held to."""
SECONDS_OF_SKEW: Final = 5
SECONDS_REMEMBERED: Final = 11
"""How long a proof is remembered: as long as its `iat` can be accepted (infrastructure 5.3)."""
_MOST_TOKENS: Final = 2000


@dataclass(frozen=True)
class Caller:
    """Who calls, as the token has it; `her_ids` None means that the client is held to none."""

    client_id: str
    organisation_number: str
    sub_organisation_number: str
    scopes: frozenset[str]
    her_ids: frozenset[str] | None = None


@dataclass(frozen=True)
class _Call:
    method: str
    url: str
    authorization: str
    proof: str


@dataclass(frozen=True)
class _Known:
    """A token whose signature has been checked, by that version of the keys."""

    caller: Caller
    issuer: object
    audiences: frozenset[str]
    begins: float
    ends: float
    jkt: str
    version: int


class TokenGuard:
    """Admits calls to one API of one test area. Thread-safe.

    The clock is that of the area. A token without DPoP is taken only with `bearer_allowed`, and one that is bound to a
    key never as Bearer. Any of the `scopes` is enough.
    """

    def __init__(
        self,
        keys: IssuerKeys,
        issuer: str,
        audience: str,
        scopes: Iterable[str],
        clock: Clock,
        *,
        bearer_allowed: bool = False,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._scopes = frozenset(scopes)
        self._clock = clock
        self._bearer_allowed = bearer_allowed
        self._proofs = ReplayCache()
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def admit(
        self,
        method: str,
        url: str,
        authorization: str | None,
        proof: str | None,
        *,
        scopes: Iterable[str] | None = None,
    ) -> Caller:
        """The caller; `proof` is the header DPoP, and `scopes` are others than usual, any of which is enough.

        Raises `NotAuthenticated`, `NotAllowed`, `IssuerUnreachable`.
        """
        call = _Call(method, url, authorization or "", proof or "")
        scheme, token = self._given(call)
        now = self._clock.now().timestamp()
        known = self._checked(token, now, scheme)
        if scheme == "DPoP":
            self._require_proof(call, token, known.jkt, now)
        wanted = self._scopes if scopes is None else frozenset(scopes)
        if wanted and known.caller.scopes.isdisjoint(wanted):
            raise too_narrow(wanted, known.caller.scopes)
        return known.caller

    def _given(self, call: _Call) -> tuple[Scheme, str]:
        scheme, _, token = call.authorization.strip().partition(" ")
        token = token.strip()
        wanted = "Authorization: DPoP og et token, og et bevis i headeren DPoP"
        if scheme.casefold() not in ("dpop", "bearer") or not token:
            raise refused("missing", wanted, scheme[:40] if call.authorization else "ingen Authorization")
        if scheme.casefold() == "dpop":
            if not call.proof:
                raise refused("no_proof", wanted, "ingen header DPoP")
            return "DPoP", token
        if not self._bearer_allowed:
            raise refused("bearer", wanted, "Authorization: Bearer")
        return "Bearer", token

    def _checked(self, token: str, now: float, scheme: Scheme) -> _Known:
        """The token with signature, issuer, audience and time right, and bound to a key if it should be."""
        known = self._known.get(token)
        if known is None or known.version != self._keys.version:
            known = self._verified(token, scheme)
            self._remember(token, known)
        if known.issuer != self._issuer:
            raise refused("issuer", f"iss {self._issuer}", known.issuer, scheme)
        if self._audience not in known.audiences:
            raise refused("audience", f"aud {self._audience}", " ".join(sorted(known.audiences)) or "ingen aud", scheme)
        if now >= known.ends + SECONDS_OF_SKEW:
            raise refused("expired", f"exp etter {now:.0f}", f"exp {known.ends:.0f}", scheme)
        if known.begins > now + SECONDS_OF_SKEW:
            raise refused("too_early", f"nbf og iat høyst {now:.0f}", f"{known.begins:.0f}", scheme)
        if known.jkt and scheme == "Bearer":
            raise refused("downgrade", "Authorization: DPoP", "Authorization: Bearer")
        if not known.jkt and scheme == "DPoP":
            raise refused("unbound", "cnf med jkt i tokenet", "ingen cnf")
        return known

    def _verified(self, token: str, scheme: Scheme) -> _Known:
        try:
            read = jose.read(token)
            _ = read.algorithm
        except jose.UnreadableToken as error:
            raise refused("unreadable", error.expected, error.found, scheme) from error
        except jose.WrongAlgorithm as error:
            raise refused("algorithm", error.expected, error.found, scheme) from error
        if str(read.header.get("typ")).casefold() not in TOKEN_TYPES:
            raise refused("type", "typ at+jwt", read.header.get("typ"), scheme)
        kid = read.header.get("kid")
        key = self._keys.find(kid) if isinstance(kid, str) else None
        if key is None:
            raise refused("unknown_key", "en kid som HelseID har publisert", kid, scheme)
        version = self._keys.version
        if not jose.verifies(read, key):
            raise refused("signature", "tokenet slik HelseID signerte det", "en annen signatur", scheme)
        return _known(read.claims, version)

    def _remember(self, token: str, known: _Known) -> None:
        with self._lock:
            self._known[token] = known
            if len(self._known) > _MOST_TOKENS:
                self._known.popitem(last=False)

    def _require_proof(self, call: _Call, token: str, jkt: str, now: float) -> None:
        try:
            given = proofs.check(
                call.proof, method=call.method, url=call.url, now=now, window=proofs.AT_API, jkt=jkt, token=token
            )
            if not self._proofs.is_new((given.thumbprint, given.jti), now, now + SECONDS_REMEMBERED):
                raise proofs.replayed()
        except proofs.ProofFault as error:
            # A token in the hands of another key is the token's fault, and not the proof's.
            code = "invalid_token" if error.check == "jkt" else "invalid_dpop_proof"
            raise NotAuthenticated(error, error.check, code) from error


class Guards:
    """The guards of one service, one for each test area that a HelseID stands beside."""

    def __init__(
        self,
        address: Callable[[str, str], str],
        *,
        audience: str,
        scopes: Iterable[str],
        bearer_allowed: bool = False,
    ) -> None:
        self._address = address
        self._audience = audience
        self._scopes = frozenset(scopes)
        self._bearer_allowed = bearer_allowed
        self._guards: dict[tuple[str, str], TokenGuard] = {}
        self._lock = threading.Lock()

    def of(self, area: str, clock: Clock) -> TokenGuard | None:
        """The guard of an area, whose clock is given (an `Area` is one); None when there is no HelseID."""
        base = self._address("helseid", area)
        if not base:
            return None
        issuer = f"{base}/helseid"
        with self._lock:
            found = self._guards.get((area, issuer))
            if found is None:
                keys = IssuerKeys(issuer)
                found = TokenGuard(
                    keys, issuer, self._audience, self._scopes, clock, bearer_allowed=self._bearer_allowed
                )
                self._guards[area, issuer] = found
        return found


def url_of(request: Request) -> str:
    """The address of a call, as its proof should have it."""
    return f"{request.scheme}://{request.host}{request.path}"


def _known(claims: Mapping[str, Any], version: int) -> _Known:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    cnf = claims.get("cnf")
    jkt = cnf.get("jkt") if isinstance(cnf, dict) else None
    begins = max(jose.moment(claims, "nbf") or 0.0, jose.moment(claims, "iat") or 0.0)
    return _Known(
        _caller(claims),
        claims.get("iss"),
        frozenset(one for one in audiences if isinstance(one, str)),
        begins,
        jose.moment(claims, "exp") or 0.0,
        jkt if isinstance(jkt, str) else "",
        version,
    )


def _caller(claims: Mapping[str, Any]) -> Caller:
    scope, her_ids = claims.get("scope"), claims.get(HER_IDS)
    listed = scope if isinstance(scope, list) else str(scope or "").split()
    return Caller(
        str(claims.get("client_id") or ""),
        str(claims.get(f"{CLIENT}orgnr_parent") or ""),
        str(claims.get(f"{CLIENT}orgnr_child") or ""),
        frozenset(str(one) for one in listed),
        frozenset(str(one) for one in her_ids) if isinstance(her_ids, list) else None,
    )
