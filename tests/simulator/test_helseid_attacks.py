"""The attack table of the token endpoint: each negative case with the status and the error it gets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.simulator.helseid_world import (
    ENDPOINT,
    ISSUER,
    START,
    Draft,
    Spoil,
    World,
    claim,
    client_key,
    details,
    form,
    head,
    other_key,
    proof,
    proof_head,
    proof_key,
    set_,
)
from wire import jose

NOW = int(START.timestamp())
MULTI = "urn:oid:1.0.6523"


@pytest.fixture(scope="module")
def shared() -> World:
    """For what changes nothing: keys are slow to make."""
    return World()


@pytest.fixture
def world() -> World:
    return World()


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def unsigned(draft: Draft) -> None:
    """Signed by nobody: alg none."""
    draft.assertion_text = f"{part({**draft.assertion_header, 'alg': 'none'})}.{part(draft.assertion)}."


def shared_secret(draft: Draft) -> None:
    """HS256 with the public key as the secret."""
    public = client_key().public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({**draft.assertion_header, 'alg': 'HS256'})}.{part(draft.assertion)}"
    draft.assertion_text = f"{signed}.{jose.encoded(hmac.digest(public, signed.encode(), hashlib.sha256))}"


def tampered(draft: Draft) -> None:
    """Signed, and then changed."""
    text = jose.sign(draft.assertion_header, draft.assertion, draft.assertion_key)
    start, _, signature = text.split(".")
    draft.assertion_text = f"{start}.{part({**draft.assertion, 'exp': NOW + 50})}.{signature}"


def proof_none(draft: Draft) -> None:
    draft.proof_text = f"{part({**draft.proof_header, 'alg': 'none'})}.{part(draft.proof)}."


def proof_shared(draft: Draft) -> None:
    header = {**draft.proof_header, "alg": "HS256", "jwk": {"kty": "oct", "k": jose.encoded(b"x" * 32)}}
    signed = f"{part(header)}.{part(draft.proof)}"
    draft.proof_text = f"{signed}.{jose.encoded(hmac.digest(b'x' * 32, signed.encode(), hashlib.sha256))}"


def twice(draft: Draft) -> None:
    draft.body = f"{draft.sent()[0]}&grant_type=client_credentials"


ATTACKS: dict[str, tuple[Spoil, str, str]] = {
    # the form
    "no grant": (form(grant_type=None), "invalid_request", "grant_type"),
    "a grant for persons": (form(grant_type="authorization_code"), "unsupported_grant_type", "maskiner"),
    "password grant": (form(grant_type="password"), "unsupported_grant_type", "maskiner"),
    "a field twice": (twice, "invalid_request", "grant_type"),
    "not a form": (set_(content_type="application/json"), "invalid_client", "private_key_jwt"),
    "not UTF-8": (set_(body="scope=%ff"), "invalid_request", "UTF-8"),
    "too many fields": (set_(body="&".join(f"a{n}=1" for n in range(50))), "invalid_request", "felter"),
    # the client
    "no assertion": (form(client_assertion=""), "invalid_client", "private_key_jwt"),
    "a secret": (form(client_assertion=None, client_secret="x"), "invalid_client", "private_key_jwt"),
    "assertion of another type": (form(client_assertion_type="urn:saml"), "invalid_client", "private_key_jwt"),
    "no token at all": (set_(assertion_text="abc"), "invalid_client", "tre deler"),
    "a header that is no object": (set_(assertion_text="W10.e30.AA"), "invalid_client", "JSON-objekt"),
    "deep JSON": (set_(assertion_text=f"{jose.encoded(b'[' * 9000)}.e30.AA"), "invalid_client", "JSON-objekt"),
    "too long": (set_(assertion_text=f"e30.{'A' * 20000}.AA"), "invalid_client", "høyst"),
    "alg none": (unsigned, "invalid_client", "alg"),
    "HS256 with the public key": (shared_secret, "invalid_client", "alg"),
    "changed after signing": (tampered, "invalid_client", "signatur"),
    "another key under the same kid": (set_(assertion_key=other_key()), "invalid_client", "signatur"),
    "unknown kid": (head(kid="ukjent"), "invalid_client", "kid"),
    "no kid": (head(kid=None), "invalid_client", "kid"),
    "kid that is no text": (head(kid=7), "invalid_client", "kid"),
    "another typ": (head(typ="at+jwt"), "invalid_client", "typ"),
    "no typ": (head(typ=None), "invalid_client", "typ"),
    "crit": (head(crit=["b64"], b64=False), "invalid_client", "crit"),
    "unknown client": (lambda draft: (claim(iss="x", sub="x")(draft), form(client_id="x")(draft))[0], "invalid_client",
                       "kjent"),
    "iss of another": (claim(iss="en-annen"), "invalid_client", "iss"),
    "sub of another": (claim(sub="en-annen"), "invalid_client", "sub"),
    "no sub": (claim(sub=None), "invalid_client", "sub"),
    "client_id of another": (form(client_id="en-annen"), "invalid_client", "client_id"),
    "aud is the token endpoint": (claim(aud=ENDPOINT), "invalid_client", "token-endepunktet"),
    "aud is the token endpoint, in a list": (claim(aud=[ENDPOINT]), "invalid_client", "token-endepunktet"),
    "aud of another": (claim(aud="https://example.invalid"), "invalid_client", "aud"),
    "two audiences": (claim(aud=[ISSUER, ENDPOINT]), "invalid_client", "aud"),
    "no aud": (claim(aud=None), "invalid_client", "aud"),
    "another area's issuer": (claim(aud=ISSUER.replace("/a/", "/b/")), "invalid_client", "aud"),
    "expired": (claim(exp=NOW - 6), "invalid_client", "utloept"),
    "no exp": (claim(exp=None), "invalid_client", "exp"),
    "exp as text": (claim(exp=str(NOW + 30)), "invalid_client", "exp"),
    "exp true": (claim(exp=True), "invalid_client", "exp"),
    "lasts too long": (claim(exp=NOW + 66), "invalid_client", "60 sekunder"),
    "exp without end": (claim(exp=10**400), "invalid_client", "exp"),
    "from the future": (claim(iat=NOW + 6), "invalid_client", "iat"),
    "no iat": (claim(iat=None), "invalid_client", "iat"),
    "not yet": (claim(nbf=NOW + 6), "invalid_client", "nbf"),
    "nbf as text": (claim(nbf="nå"), "invalid_client", "nbf"),
    "no jti": (claim(jti=None), "invalid_client", "jti"),
    "empty jti": (claim(jti=""), "invalid_client", "jti"),
    "endless jti": (claim(jti="x" * 600), "invalid_client", "jti"),
    # the proof
    "no proof": (set_(proof_text=""), "invalid_request", "DPoP"),
    "proof that is none": (set_(proof_text="x.y"), "invalid_dpop_proof", "leses"),
    "two proofs": (set_(proof_text="e30.e30.AA, e30.e30.AA"), "invalid_dpop_proof", "leses"),
    "proof of another typ": (proof_head(typ="JWT"), "invalid_dpop_proof", "typ"),
    "proof with alg none": (proof_none, "invalid_dpop_proof", "alg"),
    "proof with a shared secret": (proof_shared, "invalid_dpop_proof", "alg"),
    "proof with its private key": (proof_head(jwk=jose.hidden(proof_key())), "invalid_dpop_proof", "privat"),
    "proof without key": (proof_head(jwk=None), "invalid_dpop_proof", "JWK"),
    "proof with a point off the curve": (
        proof_head(jwk={**jose.shown(proof_key()), "y": jose.encoded(b"\1" * 32)}), "invalid_dpop_proof", "nøkkel"),
    "proof signed by another": (set_(proof_key=jose.ec_key()), "invalid_dpop_proof", "signatur"),
    "proof without jti": (proof(jti=None), "invalid_dpop_proof", "jti"),
    "proof for GET": (proof(htm="GET"), "invalid_dpop_proof", "htm"),
    "proof for another host": (proof(htu=ENDPOINT.replace("localhost", "127.0.0.2")), "invalid_dpop_proof", "htu"),
    "proof for another path": (proof(htu=f"{ENDPOINT}/x"), "invalid_dpop_proof", "htu"),
    "proof without htu": (proof(htu=None), "invalid_dpop_proof", "htu"),
    "htu that is no address": (proof(htu="http://[::1"), "invalid_dpop_proof", "htu"),
    "old proof": (proof(iat=NOW - 61), "invalid_dpop_proof", "iat"),
    "proof from the future": (proof(iat=NOW + 61), "invalid_dpop_proof", "iat"),
    "proof without iat": (proof(iat=None), "invalid_dpop_proof", "iat"),
    # the nonce
    "no nonce": (proof(nonce=None), "use_dpop_nonce", "nonce"),
    "invented nonce": (proof(nonce="abc"), "use_dpop_nonce", "nonce"),
    "nonce that is no text": (proof(nonce=7), "use_dpop_nonce", "nonce"),
    "nonce with æ": (proof(nonce="æ" * 40), "use_dpop_nonce", "nonce"),
    # what it asks for
    "a scope it has not": (form(scope="nhn:msh/api nhn:annet/api"), "invalid_scope", "nhn:annet/api"),
    "a resource it has not": (form(resource="nhn:annet"), "invalid_target", "nhn:annet"),
    "details that are none": (claim(assertion_details="x"), "invalid_request", "HID-1001"),
    "details of another type": (claim(assertion_details={"type": "x"}), "invalid_request", "HID-1003"),
    "details without identifier": (claim(assertion_details={"type": "helseid_authorization"}), "invalid_request",
                                   "HID-1004"),
    "system of a client of many": (claim(assertion_details=details("NO:ORGNR:310000000", MULTI)), "invalid_request",
                                   "HID-1005"),
    "identifier of another type": (claim(assertion_details=details("310000018", type_="X")), "invalid_request",
                                   "HID-1006"),
    "no number": (claim(assertion_details=details("31000001")), "invalid_request", "HID-1007"),
    "number that is a number": (claim(assertion_details=details(310000018)), "invalid_request", "HID-1007"),
    "two organisations": (claim(assertion_details=[details("310000018")] * 2), "invalid_request", "HID-1010"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused(shared: World, name: str) -> None:
    spoil, error, told = ATTACKS[name]
    answer = shared.ask(spoil)
    content = answer.get_json()
    assert (answer.status_code, content["error"]) == (400, error), content
    assert told.lower() in json.dumps(content, ensure_ascii=False).lower()
    assert content["error_description"].isascii()
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("DPoP-Nonce" in answer.headers) == (error == "use_dpop_nonce")


def test_what_is_right_is_not_refused(shared: World) -> None:
    assert shared.ask().status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        head(typ="JWT"),
        claim(aud=[ISSUER]),
        claim(nbf=None),
        claim(exp=NOW + 65),
        claim(exp=NOW - 4, iat=NOW - 30, nbf=NOW - 30),
        claim(iat=NOW + 5),
        form(client_id=None),
        form(scope=""),
        proof(htu=f"{ENDPOINT}?a=b#c"),
        proof(htu=ENDPOINT.replace("localhost", "LOCALHOST:80")),
        proof(iat=NOW - 60),
        claim(assertion_details=[details("310000018")]),
    ],
)
def test_what_is_odd_but_legal_is_taken(shared: World, spoil: Spoil) -> None:
    assert shared.ask(spoil).status_code == 200


@pytest.mark.parametrize(
    ("change", "error"),
    [({"grant_types": ["authorization_code"]}, "unauthorized_client"), ({"scopes": []}, "unauthorized_client")],
)
def test_a_client_that_may_not(change: dict[str, list[str]], error: str) -> None:
    assert World(change).ask().get_json()["error"] == error


def test_an_assertion_is_good_once(world: World) -> None:
    draft = world.draft()
    assert world.send(draft).status_code == 200
    draft.proof["jti"] = "en-annen"
    answer = world.send(draft)
    assert answer.get_json()["error"] == "invalid_client"
    assert "brukt" in answer.get_json()["error_description"]


def test_the_same_assertion_may_come_again_with_the_nonce(world: World) -> None:
    draft = world.draft()
    nonce = draft.proof.pop("nonce")
    first = world.send(draft)
    assert (first.status_code, first.get_json()["error"]) == (400, "use_dpop_nonce")
    draft.proof["nonce"] = nonce
    assert world.send(draft).status_code == 200


def test_a_proof_is_good_once(world: World) -> None:
    draft = world.draft()
    assert world.send(draft).status_code == 200
    draft.assertion["jti"] = "en-annen"
    answer = world.send(draft)
    assert answer.get_json()["error"] == "invalid_dpop_proof"


def test_a_refusal_does_not_use_up_the_assertion(world: World) -> None:
    draft = world.draft()
    draft.proof["htm"] = "GET"
    assert world.send(draft).status_code == 400
    draft.proof["htm"] = "POST"
    assert world.send(draft).status_code == 200


def test_a_nonce_grows_old_and_belongs_to_its_area(world: World) -> None:
    old, foreign = world.nonce(), world.areas.get("b").nonces.make(START.timestamp())
    world.clock.advance(timedelta(seconds=60))
    assert world.ask(proof(nonce=old)).status_code == 200
    assert world.ask(proof(nonce=foreign)).get_json()["error"] == "use_dpop_nonce"
    world.clock.advance(timedelta(seconds=2))
    answer = world.ask(proof(nonce=old))
    assert answer.get_json()["error"] == "use_dpop_nonce"
    assert world.ask(proof(nonce=answer.headers["DPoP-Nonce"])).status_code == 200


@pytest.mark.parametrize(
    ("client", "given", "fault"),
    [
        ({"sub_organisation_numbers": ["310000018"]}, details("310000026"), "HID-1009"),
        ({"tenancy": "multi-tenant"}, None, "HID-1002"),
        ({"tenancy": "multi-tenant"}, details("310000018"), "HID-1005"),
        ({"tenancy": "multi-tenant"}, details("NO:ORGNR:31", MULTI), "HID-1007"),
        ({"tenancy": "multi-tenant", "organisations": ["310000034"]}, details("NO:ORGNR:310000018", MULTI), "HID-1008"),
        (
            {"tenancy": "multi-tenant", "sub_organisation_numbers": ["310000018"]},
            details("NO:ORGNR:310000000:310000026", MULTI),
            "HID-1009",
        ),
    ],
)
def test_whom_a_client_may_not_act_for(client: dict[str, object], given: object, fault: str) -> None:
    world = World(client)
    answer = world.ask(claim(assertion_details=given))
    assert answer.status_code == 400
    assert answer.get_json()["error_id"] == fault


def test_whatever_the_text_is(shared: World) -> None:
    """Whatever a text in place of assertion or proof is, the answer is a 400 of OAuth."""
    texts = ["", ".", "..", "a.b.c", "e30.e30.", "e30.W10.AA", "\u00e6.\u00f8.\u00e5", "A" * 5, "e30.e30.A", "ey.ey.ey"]
    setters: list[Callable[[str], Spoil]] = [
        lambda text: set_(assertion_text=text),
        lambda text: set_(proof_text=text.encode().decode("latin-1")),
    ]
    for setter in setters:
        for text in texts:
            answer = shared.ask(setter(text))
            assert answer.status_code == 400
            assert answer.get_json()["error"] in {"invalid_client", "invalid_dpop_proof", "invalid_request"}
