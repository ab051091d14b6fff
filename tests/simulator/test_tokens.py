"""The attack table of an API behind HelseID: each negative case with its status, error and check."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask

from simulator.app import Server
from simulator.clock import ManualClock
from simulator.national.helseid import build
from simulator.national.helseid.broken_proofs import KINDS
from simulator.serving import issuer as issuers
from simulator.serving.challenges import NotAllowed, NotAuthenticated
from simulator.serving.issuer import IssuerKeys, IssuerUnreachable
from simulator.serving.replay import ReplayCache
from simulator.serving.service import Surroundings
from simulator.serving.tokens import CLIENT, HER_IDS, Caller, Guards, TokenGuard, url_of
from tests.standards.rule_cases import real_number
from wire import jose

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOW = int(START.timestamp())
ISSUER = "http://helseid.test/w/a/helseid"
URL = "http://api.test/w/a/messages"
SIGNING, FOREIGN, PROOF = jose.rsa_key("k1"), jose.rsa_key("k1"), jose.ec_key()


class Keys(IssuerKeys):
    """The keys of an issuer that is not asked."""

    def __init__(self, *keys: jose.Key) -> None:
        super().__init__(ISSUER)
        self.known = {str(key.kid): jose.public_key(jose.shown(key)) for key in keys}

    def find(self, kid: str) -> jose.Key | None:
        return self.known.get(kid)


@dataclass
class Draft:
    """A call before it is made; every part may be changed."""

    head: dict[str, Any] = field(default_factory=lambda: {"typ": "at+jwt", "alg": "RS256", "kid": "k1"})
    claims: dict[str, Any] = field(
        default_factory=lambda: {
            "iss": ISSUER,
            "aud": ["nhn:msh", "nhn:cppa"],
            "iat": NOW,
            "nbf": NOW,
            "exp": NOW + 60,
            "client_id": "klient",
            "scope": ["nhn:msh/api"],
            f"{CLIENT}orgnr_parent": "310000000",
            f"{CLIENT}orgnr_child": "310000018",
            "cnf": {"jkt": PROOF.thumbprint()},
        }
    )
    key: jose.Key = field(default_factory=lambda: SIGNING)
    token: str = ""
    scheme: str = "DPoP"
    authorization: str | None = None
    proof_head: dict[str, Any] = field(
        default_factory=lambda: {"typ": "dpop+jwt", "alg": "ES256", "jwk": jose.shown(PROOF)}
    )
    proof: dict[str, Any] = field(
        default_factory=lambda: {"jti": str(uuid.uuid4()), "htm": "GET", "htu": URL, "iat": NOW}
    )
    proof_key: jose.Key = field(default_factory=lambda: PROOF)
    proof_text: str | None = None
    method: str = "GET"
    url: str = URL

    def admitted(self, guard: TokenGuard) -> Caller:
        """Make the call."""
        token = self.token or jose.sign(self.head, self.claims, self.key)
        self.proof.setdefault("ath", jose.digest(token))
        proof = self.proof_text
        if proof is None:
            content = {name: value for name, value in self.proof.items() if value is not None}
            proof = jose.sign(self.proof_head, content, self.proof_key, "ES256")
        given = f"{self.scheme} {token}" if self.authorization is None else self.authorization
        return guard.admit(self.method, self.url, given, proof or None)


Spoil = Callable[[Draft], object]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def guard(clock: ManualClock) -> TokenGuard:
    return TokenGuard(Keys(SIGNING), ISSUER, "nhn:msh", {"nhn:msh/api"}, clock)


def claim(**changes: Any) -> Spoil:
    return lambda draft: draft.claims.update(changes)


def head(**changes: Any) -> Spoil:
    return lambda draft: draft.head.update(changes)


def proof(**changes: Any) -> Spoil:
    return lambda draft: draft.proof.update(changes)


def proof_head(**changes: Any) -> Spoil:
    return lambda draft: draft.proof_head.update(changes)


def made(**changes: Any) -> Spoil:
    return lambda draft: vars(draft).update(changes)


def part(content: object) -> str:
    return jose.encoded(json.dumps(content).encode())


def unsigned(draft: Draft) -> None:
    draft.token = f"{part({**draft.head, 'alg': 'none'})}.{part(draft.claims)}."


def shared_secret(draft: Draft) -> None:
    public = SIGNING.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({**draft.head, 'alg': 'HS256'})}.{part(draft.claims)}"
    draft.token = f"{signed}.{jose.encoded(hmac.digest(public, signed.encode(), hashlib.sha256))}"


def tampered(draft: Draft) -> None:
    start, _, signature = jose.sign(draft.head, draft.claims, draft.key).split(".")
    draft.token = f"{start}.{part({**draft.claims, 'scope': ['nhn:alt']})}.{signature}"


def stolen(draft: Draft) -> None:
    """The thief has a key of his own, and makes a good proof with it."""
    thief = jose.ec_key()
    draft.proof_key, draft.proof_head["jwk"] = thief, jose.shown(thief)


INVALID, PROVE = "invalid_token", "invalid_dpop_proof"
ATTACKS: dict[str, tuple[Spoil, str, str]] = {
    "no token": (made(authorization=""), "", "missing"),
    "no scheme": (made(authorization="abc"), "", "missing"),
    "password": (made(authorization="Basic abc"), "", "missing"),
    "scheme alone": (made(authorization="DPoP "), "", "missing"),
    "downgraded to Bearer": (made(scheme="Bearer"), INVALID, "bearer"),
    "no proof": (made(proof_text=""), PROVE, "no_proof"),
    "no JWT": (made(authorization="DPoP abc"), INVALID, "unreadable"),
    "alg none": (unsigned, INVALID, "algorithm"),
    "HS256 with the public key": (shared_secret, INVALID, "algorithm"),
    "another typ": (head(typ="JWT"), INVALID, "type"),
    "an unknown key": (head(kid="k2"), INVALID, "unknown_key"),
    "no kid": (head(kid=None), INVALID, "unknown_key"),
    "another key under the same id": (made(key=FOREIGN), INVALID, "signature"),
    "changed after signing": (tampered, INVALID, "signature"),
    "another issuer": (claim(iss="http://helseid.test/w/b/helseid"), INVALID, "issuer"),
    "no issuer": (claim(iss=None), INVALID, "issuer"),
    "another audience": (claim(aud="nhn:cppa"), INVALID, "audience"),
    "audience that begins alike": (claim(aud="nhn:msh2"), INVALID, "audience"),
    "no audience": (claim(aud=None), INVALID, "audience"),
    "expired": (claim(exp=NOW - 5), INVALID, "expired"),
    "no exp": (claim(exp=None), INVALID, "expired"),
    "exp as text": (claim(exp=str(NOW + 60)), INVALID, "expired"),
    "not yet": (claim(nbf=NOW + 6), INVALID, "too_early"),
    "bound to no key": (claim(cnf=None), INVALID, "unbound"),
    "bound to nonsense": (claim(cnf={"jkt": 7}), INVALID, "unbound"),
    "proof that is no JWT": (made(proof_text="abc"), PROVE, "form"),
    "proof of another typ": (proof_head(typ="JWT"), PROVE, "typ"),
    "proof with alg none": (proof_head(alg="none"), PROVE, "alg"),
    "proof with a shared secret": (proof_head(alg="HS256"), PROVE, "alg"),
    "proof without key": (proof_head(jwk=None), PROVE, "jwk"),
    "proof with its private key": (proof_head(jwk=jose.hidden(PROOF)), PROVE, "private"),
    "stolen": (stolen, INVALID, "jkt"),
    "proof signed by another": (made(proof_key=jose.ec_key()), PROVE, "signature"),
    "proof for another token": (proof(ath=jose.digest("x")), PROVE, "ath"),
    "proof without ath": (proof(ath=None), PROVE, "ath"),
    "proof without jti": (proof(jti=None), PROVE, "jti"),
    "proof for POST": (proof(htm="POST"), PROVE, "htm"),
    "proof in small letters": (proof(htm="get"), PROVE, "htm"),
    "proof for another host": (proof(htu=URL.replace("api.test", "api2.test")), PROVE, "htu"),
    "proof for another port": (proof(htu=URL.replace("api.test", "api.test:81")), PROVE, "htu"),
    "proof for another path": (proof(htu=f"{URL}/1"), PROVE, "htu"),
    "proof for https": (proof(htu=URL.replace("http:", "https:")), PROVE, "htu"),
    "proof without htu": (proof(htu=None), PROVE, "htu"),
    "old proof": (proof(iat=NOW - 7), PROVE, "iat"),
    "proof from the future": (proof(iat=NOW + 6), PROVE, "iat"),
    "proof without iat": (proof(iat=None), PROVE, "iat"),
    "proof at an endless time": (proof(iat=10**300), PROVE, "iat"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(guard: TokenGuard, name: str) -> None:
    spoil, error, check = ATTACKS[name]
    draft = Draft()
    spoil(draft)
    with pytest.raises(NotAuthenticated) as refused:
        draft.admitted(guard)
    assert (refused.value.status, refused.value.code, refused.value.reason) == (401, error, check)
    challenge = dict(refused.value.headers)["WWW-Authenticate"]
    assert challenge.isascii()
    assert challenge.startswith("DPoP ")
    assert (f'error="{error}"' in challenge) == bool(error)
    assert refused.value.problem
    assert refused.value.fix


def test_every_check_has_a_text_of_its_own(guard: TokenGuard) -> None:
    texts: dict[tuple[str, str], set[str]] = {}
    for spoil, error, check in ATTACKS.values():
        draft = Draft()
        spoil(draft)
        with pytest.raises(NotAuthenticated) as refused:
            draft.admitted(guard)
        texts.setdefault((error, check), set()).add(refused.value.problem)
    assert {check: found for check, found in texts.items() if len(found) > 1} == {}
    assert len(set.union(*texts.values())) == len(texts)


def test_the_caller(guard: TokenGuard) -> None:
    found = Draft().admitted(guard)
    assert found == Caller("klient", "310000000", "310000018", frozenset({"nhn:msh/api"}), None)
    limited = Draft()
    limited.claims |= {HER_IDS: ["1234"], "scope": "nhn:msh/api nhn:x"}
    found = limited.admitted(guard)
    assert (found.her_ids, found.scopes) == (frozenset({"1234"}), frozenset({"nhn:msh/api", "nhn:x"}))


@pytest.mark.parametrize(
    "spoil",
    [
        made(scheme="dpop"),
        head(typ="application/at+jwt"),
        claim(aud="nhn:msh"),
        claim(exp=NOW - 4),
        claim(nbf=NOW + 5),
        proof(htu=f"{URL}?id=1#x"),
        made(url=f"{URL}?id=1"),
        proof(htu=URL.replace("api.test", "API.test:80")),
        proof(iat=NOW - 6),
        proof(iat=NOW + 5),
    ],
)
def test_what_is_odd_but_legal_is_taken(guard: TokenGuard, spoil: Spoil) -> None:
    draft = Draft()
    spoil(draft)
    assert draft.admitted(guard).client_id == "klient"


def test_too_narrow_a_token_is_403(guard: TokenGuard) -> None:
    draft = Draft()
    draft.claims["scope"] = ["nhn:cppa/access"]
    with pytest.raises(NotAllowed) as refused:
        draft.admitted(guard)
    assert refused.value.status == 403
    assert 'error="insufficient_scope"' in refused.value.headers[0][1]


def test_a_proof_is_good_once_and_is_remembered_as_long_as_it_is_new(guard: TokenGuard, clock: ManualClock) -> None:
    draft = Draft()
    draft.proof["iat"] = NOW + 5
    draft.admitted(guard)
    clock.advance(timedelta(seconds=11))
    with pytest.raises(NotAuthenticated) as refused:
        draft.admitted(guard)
    assert refused.value.reason == "replay"
    replace(draft, proof={**draft.proof, "jti": "ny"}).admitted(guard)


def test_a_known_token_still_expires(guard: TokenGuard, clock: ManualClock) -> None:
    draft = Draft()
    draft.admitted(guard)
    clock.advance(timedelta(seconds=65))
    with pytest.raises(NotAuthenticated) as refused:
        draft.admitted(guard)
    assert refused.value.reason == "expired"


def test_bearer_where_it_is_allowed(clock: ManualClock) -> None:
    guard = TokenGuard(Keys(SIGNING), ISSUER, "nhn:msh", {"nhn:msh/api"}, clock, bearer_allowed=True)
    plain = Draft(scheme="Bearer", proof_text="")
    del plain.claims["cnf"]
    assert plain.admitted(guard).client_id == "klient"
    with pytest.raises(NotAuthenticated) as refused:
        Draft(scheme="Bearer").admitted(guard)
    assert refused.value.reason == "downgrade"


def test_the_cache_is_bounded_and_by_the_clock() -> None:
    cache = ReplayCache(most=3)
    assert all(cache.is_new(n, 0, 10) for n in range(5))
    assert len(cache) == 3
    assert not cache.is_new(4, 10, 20)
    assert cache.is_new(4, 11, 20)
    assert len(cache) == 1


# with keys over HTTP


class Issuer:
    """A small issuer over HTTP, whose keys may be changed and which counts how often it is asked."""

    def __init__(self) -> None:
        self.keys: list[jose.Key] = [SIGNING]
        self.asked = 0
        self.status = 200
        app = Flask("issuer")
        app.get("/.well-known/openid-configuration")(
            lambda: ({"issuer": self.server.url, "jwks_uri": f"{self.server.url}/keys"}, self.status)
        )
        app.get("/keys")(self._told)
        self.server = Server(app, threads=2)

    def _told(self) -> dict[str, Any]:
        self.asked += 1
        return {"keys": [{"kty": "OKP"}, *(jose.shown(key) for key in self.keys)]}


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    found = Issuer()
    with found.server:
        yield found


def test_an_unknown_key_is_asked_for_but_not_without_end(issuer: Issuer) -> None:
    seconds = [0.0]
    keys = IssuerKeys(issuer.server.url, monotonic=lambda: seconds[0])
    assert keys.find("k1") is not None
    assert keys.find("k1") is not None
    assert issuer.asked == 1
    newer = jose.ec_key("k2")
    issuer.keys.append(newer)
    assert keys.find("k2") is not None
    assert issuer.asked == 2
    for number in range(50):
        assert keys.find(f"invented-{number}") is None
    assert issuer.asked <= 2 + issuers.MOST_LOOKS
    seconds[0] += issuers.SECONDS_BETWEEN + 1
    assert keys.find("invented") is None
    assert issuer.asked <= 3 + issuers.MOST_LOOKS


def test_old_keys_are_let_go_and_kept_when_nobody_answers(issuer: Issuer) -> None:
    seconds = [0.0]
    keys = IssuerKeys(issuer.server.url, monotonic=lambda: seconds[0])
    assert keys.find("k1") is not None
    issuer.status = 500
    seconds[0] += issuers.SECONDS_KEPT + 1
    assert keys.find("k1") is not None
    issuer.status, issuer.keys = 200, []
    seconds[0] += issuers.SECONDS_KEPT + 1
    assert keys.find("k1") is None


def test_nobody_answers() -> None:
    with Server(Flask("gone")) as server:
        keys = IssuerKeys(server.url)
        with pytest.raises(IssuerUnreachable) as refused:
            keys.find("k1")
    assert refused.value.status == 503
    assert "HelseID" in refused.value.problem
    with pytest.raises(IssuerUnreachable):
        keys.find("k1")


def test_another_issuer_than_it_says(issuer: Issuer) -> None:
    keys = IssuerKeys(f"{issuer.server.url}/")
    with pytest.raises(IssuerUnreachable):
        keys.find("k1")


# the whole way: test tokens of HelseID, over HTTP, against a guarded API


@dataclass
class Town:
    """HelseID and an API beside it."""

    helseid: Server
    api: Server
    key: str
    clock: ManualClock

    def ordered(self, **order: Any) -> dict[str, Any]:
        """A test token."""
        answer = requests.post(
            f"{self.helseid.url}/w/a/helseid/v2/create-test-token-with-key",
            json={"audience": "nhn:msh", "clientClaimsParameters": {"scope": "nhn:msh/api"}, **order},
            headers={"X-Auth-Key": self.key},
            timeout=30,
        )
        found: dict[str, Any] = answer.json()
        assert found["isError"] is (answer.status_code != 200)
        return found

    def call(self, scheme: str = "DPoP", **order: Any) -> requests.Response:
        """A call to the API with a test token."""
        proof = {"htuClaimValue": f"{self.api.url}/w/a/things", "htmClaimValue": "GET"}
        wanted = {"createDPoPTokenWithDPoPProof": True, "dPoPProofParameters": proof, **order}
        made = self.ordered(**wanted)["successResponse"]
        headers = {"Authorization": f"{scheme} {made['accessTokenJwt']}", "DPoP": made["dPoPProof"] or ""}
        return requests.get(f"{self.api.url}/w/a/things?page=1", headers=headers, timeout=30)


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    clock = ManualClock(START)
    app, areas = build(Surroundings(None, clock, ("a",)))
    with Server(app, threads=4, on_stop=areas.close) as helseid:
        guards = Guards(lambda name, area: f"{helseid.url}/w/{area}", audience="nhn:msh", scopes={"nhn:msh/api"})
        api = Flask("api")

        @api.get("/w/<area>/things")
        def things(area: str) -> tuple[dict[str, Any], int, dict[str, str]]:
            from flask import request

            guard = guards.of(area, clock)
            assert guard is not None
            assert guards.of(area, clock) is guard
            try:
                caller = guard.admit(
                    request.method, url_of(request), request.headers.get("Authorization"), request.headers.get("DPoP")
                )
            except (NotAuthenticated, NotAllowed) as error:
                return {"error": error.problem}, error.status, dict(error.headers)
            return {"client": caller.client_id, "organisation": caller.organisation_number}, 200, {}

        with Server(api, threads=4) as server:
            yield Town(helseid, server, areas.get("a").test_token_key, clock)


def test_no_guard_where_there_is_no_helseid(clock: ManualClock) -> None:
    assert Guards(lambda name, area: "", audience="x", scopes=()).of("a", clock) is None


def test_a_right_test_token_is_admitted(town: Town) -> None:
    answer = town.call()
    assert (answer.status_code, answer.json()) == (200, {"client": "testklient", "organisation": "310000000"})


@pytest.mark.parametrize("kind", KINDS)
def test_each_invalid_proof_is_refused_by_its_check(town: Town, kind: int) -> None:
    proof = {"htuClaimValue": f"{town.api.url}/w/a/things", "htmClaimValue": "GET", "invalidDPoPProofParameters": kind}
    answer = town.call(dPoPProofParameters=proof)
    assert answer.status_code == 401
    assert 'error="invalid_dpop_proof"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("order", "status", "error"),
    [
        ({"signJwtWithInvalidSigningKey": True}, 401, "invalid_token"),
        ({"setInvalidIssuer": True}, 401, "invalid_token"),
        ({"setInvalidAudience": True}, 401, "invalid_token"),
        ({"expirationParameters": {"setExpirationTimeAsExpired": True}}, 401, "invalid_token"),
        ({"headerParameters": {"typ": "JWT"}}, 401, "invalid_token"),
        ({"createDPoPTokenWithDPoPProof": False}, 401, "invalid_dpop_proof"),
        ({"scheme": "Bearer"}, 401, "invalid_token"),
        ({"clientClaimsParameters": {"scope": ["nhn:annet"]}}, 403, "insufficient_scope"),
    ],
)
def test_each_flag_of_a_test_token(town: Town, order: dict[str, Any], status: int, error: str) -> None:
    answer = town.call(**order)
    assert answer.status_code == status
    assert f'error="{error}"' in answer.headers["WWW-Authenticate"]


def test_claims_to_order(town: Town) -> None:
    told = town.ordered(
        clientClaimsParameters={"orgnrParent": "310000026", "orgnrChild": "310000018", "clientId": "min"},
        userClaimsParameters={"securityLevel": "3", "hprNumber": "1234567"},
        withoutDefaultUserClaims=True,
        expirationParameters={"expirationTimeInSeconds": 120},
        etFeltViIkkeKjenner=True,
    )
    claims = jose.read(told["successResponse"]["accessTokenJwt"]).claims
    assert claims[f"{CLIENT}orgnr_parent"] == "310000026"
    assert (claims["client_id"], claims["exp"] - claims["iat"]) == ("min", 120)
    assert claims["helseid://claims/identity/security_level"] == "3"
    assert claims["helseid://claims/hpr/hpr_number"] == "1234567"
    assert "helseid://claims/identity/pid" not in claims
    bare = town.ordered(withoutDefaultClientClaims=True, clientClaimsParameters=None)
    assert "client_id" not in jose.read(bare["successResponse"]["accessTokenJwt"]).claims


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({"audience": ""}, "audience"),
        ({"signJwtWithInvalidSigningkey": True}, "signJwtWithInvalidSigningKey"),
        ({"setInvalidIssuer": "ja"}, "setInvalidIssuer"),
        ({"dPoPProofParameters": {"invalidDPoPProofParameters": 13}, "createDPoPTokenWithDPoPProof": True}, "12"),
        ({"userClaimsParameters": {"pid": real_number()}}, "syntetisk"),
        ({"clientClaimsParameters": {"scope": 7}}, "scope"),
        ({"expirationParameters": {"expirationTimeInDays": -1}}, "expirationTimeInDays"),
        ({"headerParameters": []}, "headerParameters"),
    ],
)
def test_what_cannot_be_ordered(town: Town, order: dict[str, Any], told: str) -> None:
    answer = town.ordered(**order)
    assert answer["isError"]
    assert answer["successResponse"] is None
    assert told in answer["errorResponse"]["errorMessage"]


def test_the_key_of_the_test_token_service_is_needed(town: Town) -> None:
    url = f"{town.helseid.url}/w/a/helseid/v2/create-test-token-with-key"
    for headers in ({}, {"X-Auth-Key": "feil"}):
        assert requests.post(url, json={"audience": "x"}, headers=headers, timeout=30).status_code == 401
