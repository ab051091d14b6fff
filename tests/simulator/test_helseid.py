"""HelseID when all is right: addresses, keys and their rotation, claims, scopes, life by the clock, and its control."""

from __future__ import annotations

import json
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.clock import ManualClock
from simulator.national.helseid import SERVICE, build
from simulator.national.helseid.faults import CATALOGUE
from simulator.national.helseid.keys import SECONDS_PUBLISHED_AFTER
from simulator.serving import operations
from simulator.serving.service import Place, Registered, Surroundings
from simulator.serving.tokens import CLIENT, HER_IDS
from standards.parties import Party
from tests.simulator.helseid_world import (
    AREA,
    CLIENT_ID,
    ISSUER,
    START,
    World,
    claim,
    client_key,
    details,
    form,
    proof,
    proof_key,
    set_,
)
from wire import jose

FOLDER = Path(SERVICE.build.__code__.co_filename).parent
MULTI = "urn:oid:1.0.6523"
KEYS = f"/w/{AREA}/helseid/.well-known/openid-configuration/jwks"


@pytest.fixture(scope="module")
def shared() -> World:
    """For what changes nothing: keys are slow to make."""
    return World()


@pytest.fixture
def world() -> World:
    return World()


def published(web: FlaskClient) -> dict[str, jose.Key]:
    return {one["kid"]: jose.public_key(one) for one in web.get(KEYS).get_json()["keys"]}


def test_discovery_has_what_clients_read(shared: World) -> None:
    told = shared.web.get(f"/w/{AREA}/helseid/.well-known/openid-configuration").get_json()
    assert told["issuer"] == ISSUER
    assert told["token_endpoint"] == f"{ISSUER}/connect/token"
    assert told["jwks_uri"].endswith(KEYS)
    assert told["subject_types_supported"]
    assert "none" not in told["token_endpoint_auth_signing_alg_values_supported"]


def test_the_issuer_is_the_address_that_others_know(tmp_path: Path) -> None:
    around = Surroundings(None, ManualClock(START), (AREA,), address=lambda name, area: f"http://127.0.0.1:9/w/{area}")
    app, _ = build(around)
    told = app.test_client().get(f"/w/{AREA}/helseid/.well-known/openid-configuration").get_json()
    assert told["issuer"] == "http://127.0.0.1:9/w/a/helseid"


def test_the_answer_has_all_that_the_ks_client_wants(shared: World) -> None:
    told = shared.token()
    assert {"access_token", "expires_in", "token_type", "scope"} == set(told)
    assert (told["expires_in"], told["token_type"], told["scope"]) == (60, "DPoP", "nhn:msh/api nhn:cppa/access")


def test_the_token_is_signed_with_a_published_key_and_says_who(shared: World) -> None:
    token = jose.read(shared.token()["access_token"])
    kid = str(token.header["kid"])
    assert (token.header["alg"], token.header["typ"]) == ("RS256", "at+jwt")
    assert jose.verifies(token, published(shared.web)[kid])
    seconds = int(START.timestamp())
    assert {name: token.claims[name] for name in ("iss", "iat", "nbf", "exp", "client_id")} == {
        "iss": ISSUER,
        "iat": seconds,
        "nbf": seconds,
        "exp": seconds + 60,
        "client_id": CLIENT_ID,
    }
    assert token.claims["cnf"] == {"jkt": proof_key().thumbprint()}
    assert token.claims["aud"] == ["nhn:msh", "nhn:cppa"]
    assert token.claims[f"{CLIENT}orgnr_parent"] == "310000000"
    assert token.claims["helseid://claims/client/client_tenancy"] == "single-tenant"
    assert f"{CLIENT}orgnr_child" not in token.claims
    assert HER_IDS not in token.claims


def test_each_token_is_its_own(shared: World) -> None:
    assert shared.claims()["jti"] != shared.claims()["jti"]


def test_one_organisation(shared: World) -> None:
    found = shared.claims(claim(assertion_details=details("310000018")))
    assert (found[f"{CLIENT}orgnr_parent"], found[f"{CLIENT}orgnr_child"]) == ("310000000", "310000018")


@pytest.mark.parametrize(
    ("value", "child"),
    [
        ("NO:ORGNR:310000026", None),
        ("NO:ORGNR:310000026:", None),
        ("NO:ORGNR:310000026:310000018", "310000018"),
        ("NO:ORGNR:310000026:310000018:", "310000018"),
    ],
)
def test_many_organisations(value: str, child: str | None) -> None:
    found = World({"tenancy": "multi-tenant"}).claims(claim(assertion_details=details(value, MULTI)))
    assert found[f"{CLIENT}orgnr_parent"] == "310000026"
    assert found.get(f"{CLIENT}orgnr_child") == child
    assert found[f"{CLIENT}orgnr_supplier"] == "310000000"
    assert found["helseid://claims/client/client_tenancy"] == "multi-tenant"


def test_terms_that_are_not_accepted_leave_a_scope_out() -> None:
    world = World({"tenancy": "multi-tenant", "not_accepted": {"310000026": ["nhn:cppa/access"]}})
    told = world.token(claim(assertion_details=details("NO:ORGNR:310000026", MULTI)))
    assert (told["scope"], told["rejected_scope"]) == ("nhn:msh/api", "nhn:cppa/access")
    assert jose.read(told["access_token"]).claims["aud"] == "nhn:msh"
    told = world.token(claim(assertion_details=details("NO:ORGNR:310000018", MULTI)))
    assert "rejected_scope" not in told


def test_scope_and_resource_narrow(shared: World) -> None:
    assert shared.claims(form(scope="nhn:msh/api"))["aud"] == "nhn:msh"
    narrowed = shared.token(form(resource="nhn:cppa"))
    assert narrowed["scope"] == "nhn:cppa/access"
    assert jose.read(narrowed["access_token"]).claims["aud"] == "nhn:cppa"
    assert shared.claims(form(resource=["nhn:cppa", "nhn:msh"]))["aud"] == ["nhn:msh", "nhn:cppa"]


def test_bearer_for_a_client_that_asks_for_it() -> None:
    world = World({"dpop": False})
    told = world.token(set_(proof_text=""))
    assert told["token_type"] == "Bearer"
    assert "cnf" not in jose.read(told["access_token"]).claims
    assert world.token()["token_type"] == "DPoP"
    assert world.ask(proof(nonce=None)).get_json()["error"] == "use_dpop_nonce"


def test_her_ids_of_a_client_are_told() -> None:
    assert World({"her_ids": ["1234"]}).claims()[HER_IDS] == ["1234"]


@pytest.mark.parametrize(("algorithm", "curve"), [("PS512", ""), ("RS384", ""), ("ES256", "P-256"), ("ES512", "P-521")])
def test_every_kind_of_key(algorithm: str, curve: Any) -> None:
    key = jose.ec_key("k", curve) if curve else client_key()
    world = World({"jwks": {"keys": [jose.shown(key)]}})

    def signed(draft: Any) -> None:
        draft.assertion_header |= {"alg": algorithm, "kid": key.kid}
        draft.assertion_key = key

    assert world.ask(signed).status_code == 200


def test_an_rsa_proof(shared: World) -> None:
    key = client_key()

    def signed(draft: Any) -> None:
        draft.proof_text = jose.sign({**draft.proof_header, "alg": "PS256", "jwk": jose.shown(key)}, draft.proof, key)

    assert shared.claims(signed)["cnf"]["jkt"] == key.thumbprint()


def test_rotation_keeps_the_old_key_for_a_while(world: World) -> None:
    before = jose.read(world.token()["access_token"])
    rotated = world.web.post(f"/_sim/areas/{AREA}/rotate").get_json()["kid"]
    after = jose.read(world.token()["access_token"])
    assert after.header["kid"] == rotated != before.header["kid"]
    assert set(published(world.web)) == {rotated, before.header["kid"]}
    assert jose.verifies(after, published(world.web)[rotated])
    world.clock.advance(timedelta(seconds=SECONDS_PUBLISHED_AFTER + 1))
    assert set(published(world.web)) == {rotated}


def test_life_is_a_setting_and_time_is_the_areas(world: World) -> None:
    assert world.control("settings", {"token_seconds": 3600}).get_json() == {"token_seconds": 3600}
    world.control("clock", {"offset_seconds": 86400})
    draft = world.draft()
    for name in ("iat", "nbf", "exp"):
        draft.assertion[name] += 86400
    draft.proof["iat"] += 86400
    draft.proof["nonce"] = world.areas.get(AREA).nonces.make(START.timestamp() + 86400)
    told = world.send(draft).get_json()
    assert told["expires_in"] == 3600
    assert jose.read(told["access_token"]).claims["exp"] == START.timestamp() + 86400 + 3600


def test_keys_clients_and_nonces_survive_a_restart(tmp_path: Path) -> None:
    around = Surroundings(tmp_path, ManualClock(START), (AREA,))
    first = World(surroundings=around)
    nonce, keys = first.nonce(), published(first.web)
    first.areas.close()
    app, areas = build(around)
    assert {kid: jose.shown(key) for kid, key in published(app.test_client()).items()} == {
        kid: jose.shown(key) for kid, key in keys.items()
    }
    assert areas.get(AREA).nonces.fault(nonce, START.timestamp()) == ""
    assert areas.get(AREA).find(CLIENT_ID) is not None
    areas.close()


def test_areas_know_nothing_of_each_other(world: World) -> None:
    body, headers = world.draft().sent()
    url = "/w/b/helseid/connect/token"
    answer = world.web.post(url, data=body, headers=headers, content_type="application/x-www-form-urlencoded")
    assert answer.get_json()["error"] == "invalid_client"
    assert published(world.web).keys() != {
        one["kid"] for one in world.web.get(KEYS.replace("/a/", "/b/")).get_json()["keys"]
    }
    assert world.web.get(KEYS.replace("/a/", "/c/")).status_code == 404


def test_the_ready_clients_and_their_key(world: World) -> None:
    listed = world.web.get(f"/_sim/areas/{AREA}/clients").get_json()["clients"]
    assert [one["client_id"] for one in listed] == [CLIENT_ID, "testklient", "testklient-flere"]
    assert not any("d" in key for one in listed for key in one["jwks"]["keys"])
    key = jose.private_key(world.web.get(f"/_sim/areas/{AREA}/clients/testklient/key").get_json())

    def as_ready(draft: Any) -> None:
        draft.assertion |= {"iss": "testklient", "sub": "testklient"}
        draft.form["client_id"] = "testklient"
        draft.assertion_header["kid"] = key.kid
        draft.assertion_key = key

    assert world.claims(as_ready)[f"{CLIENT}orgnr_parent"] == "310000000"
    world.web.post(f"/_sim/areas/{AREA}/reset")
    assert world.ask(as_ready).status_code == 200
    assert world.ask().get_json()["error"] == "invalid_client"


def test_the_ready_client_acts_for_the_journal_of_the_area() -> None:
    party = Party.service("Helsestasjon", "8000001", "Tjeneste", "8000002")
    parties = (Registered(party, "310000042", role="helsenorge"), Registered(party, "310000034", role="epj"))
    world = World(
        surroundings=Surroundings(None, ManualClock(START), (AREA,), place=lambda _: Place(1, parties=parties))
    )
    listed = world.web.get(f"/_sim/areas/{AREA}/clients").get_json()["clients"]
    assert {one["organisation_number"] for one in listed[1:]} == {"310000034"}


def test_a_client_without_keys_gets_one(world: World) -> None:
    made = world.control("clients", {"client_id": "ny"})
    assert made.status_code == 201
    key = jose.private_key(made.get_json()["private_jwk"])
    assert world.web.get(f"/_sim/areas/{AREA}/clients/ny/key").get_json()["d"] == jose.hidden(key)["d"]
    assert world.web.get(f"/_sim/areas/{AREA}/clients/{CLIENT_ID}/key").status_code == 404
    assert world.web.delete(f"/_sim/areas/{AREA}/clients/ny").status_code == 204
    assert world.web.delete(f"/_sim/areas/{AREA}/clients/ny").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"client_id": ""}, "client_id"),
        ({"client_id": "x", "jwks": {"keys": []}}, "keys"),
        ({"client_id": "x", "jwks": {"keys": [{"kty": "oct", "k": "AAAA"}]}}, "RSA eller EC"),
        ({"client_id": "x", "jwks": {"keys": [jose.hidden(proof_key())]}}, "privat"),
        ({"client_id": "x", "scopes": "nhn:msh/api"}, "scopes"),
        ({"client_id": "x", "organisation_number": "12"}, "ni sifre"),
        ({"client_id": "x", "tenancy": "many"}, "tenancy"),
        ({"client_id": "x", "dpop": "ja"}, "dpop"),
        ({"client_id": "x", "her_ids": ["0"]}, "her_ids"),
        ({"client_id": "x", "scope": "nhn:msh/api"}, "scopes"),
    ],
)
def test_what_cannot_be_registered(shared: World, content: dict[str, Any], told: str) -> None:
    answer = shared.control("clients", content)
    assert answer.status_code == 400
    assert told in json.dumps(answer.get_json(), ensure_ascii=False)


@pytest.mark.parametrize("fault", [one.id for one in CATALOGUE])
def test_each_fault_shows_once(shared: World, fault: str) -> None:
    shared.control("faults", {"id": fault, "next": 1, **({"seconds": 0} if fault == "slow" else {})})
    spoil = (proof(nonce=None),) if fault == "no_nonce_demanded" else ()
    answer = shared.ask(*spoil)
    told = answer.get_json()
    token = jose.read(told["access_token"]) if answer.status_code == 200 else None
    claims = dict(token.claims) if token else {}
    shown = {
        "slow": answer.status_code == 200,
        "unavailable": answer.status_code == 503 and "Retry-After" in answer.headers,
        "client_refused": told.get("error") == "invalid_client",
        "nonce_never_accepted": told.get("error") == "use_dpop_nonce",
        "no_nonce_demanded": answer.status_code == 200,
        "wrong_audience": claims.get("aud") == "nhn:simulert-feil",
        "wrong_issuer": claims.get("iss", ISSUER) != ISSUER,
        "expired_token": claims.get("exp", START.timestamp()) < START.timestamp(),
        "unbound_token": bool(token) and "cnf" not in claims,
        "bearer_answer": told.get("token_type") == "Bearer",
        "no_scope_in_answer": bool(token) and "scope" not in told,
        "unpublished_key": bool(token) and not jose.verifies(token, published(shared.web)[token.header["kid"]]),
    }
    assert shown[fault]
    assert shared.web.get(f"/_sim/areas/{AREA}/faults").get_json()["active"] == []
    assert shared.token()["token_type"] == "DPoP"


def test_errors_beside_the_token_endpoint(shared: World) -> None:
    answer = shared.web.get(f"/w/{AREA}/helseid/connect/token")
    assert (answer.status_code, answer.get_json()["error"]) == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]
    assert shared.web.get(f"/w/{AREA}/helseid/connect/authorize").get_json()["error"] == "not_found"
    large = shared.web.post(
        f"/w/{AREA}/helseid/connect/token", data="a" * 200_000, content_type="application/x-www-form-urlencoded"
    )
    assert (large.status_code, large.get_json()["error"]) == (413, "request_too_large")


def test_the_account_of_the_service() -> None:
    told = operations.read(FOLDER)
    described = json.loads((FOLDER / "openapi.json").read_text("utf-8"))["paths"]
    assert {(one.method.lower(), one.path) for one in told.operations} == {
        (method, path.removeprefix("/w/{area}")) for path, methods in described.items() for method in methods
    }
    assert told.not_done
    assert tomllib.loads((FOLDER / "operations.toml").read_text("utf-8"))
