"""Log-in by OpenID Connect: what a client gets, and what it is refused."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from simulator.clock import ManualClock, SystemClock
from simulator.national.idporten import SERVICE
from simulator.serving.service import Surroundings
from tests.simulator.idporten_kit import (
    BACK,
    BASE,
    CHALLENGE,
    CHILD,
    CLIENT,
    DEAD,
    KARI,
    NOW,
    OUT,
    SECRET,
    VERIFIER,
    YOUTH,
    Idporten,
    parameters,
    people,
    text,
    told,
)  # fmt: skip

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
KEY = RSAKey.generate_key(2048, {"kid": "k1"})


@pytest.fixture(scope="module")
def register() -> Iterator[str]:
    with people() as url:
        yield url


@pytest.fixture
def idporten(register: str) -> Iterator[Idporten]:
    made = Idporten(register)
    yield made
    made.areas.close()


def claims(idporten: Idporten, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(idporten.http.get(f"{BASE}/jwks.json").get_json())
    return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)


def test_a_person_logs_in_and_the_id_token_tells_who(idporten: Idporten) -> None:
    first = idporten.authorize(acr_values="idporten-loa-high")
    assert first.status_code == 303 and first.location.startswith(f"{BASE}/logg-inn/")
    page = idporten.http.get(first.location)
    assert "Kari Lie, 37 år" in text(page) and "Sol Lie, 15 år" in text(page)
    assert "Emil" not in text(page) and "Ola" not in text(page) and "Uten" not in text(page)
    assert "SIMULERT" in text(page) and "Feide" in text(page) and "planene fra 2022" in text(page)
    assert "form-action 'self' http://klient.example" in page.headers["Content-Security-Policy"]
    back = idporten.choose(first.location, KARI, "bankid-mobil")
    given = told(back.location)
    assert back.status_code == 303 and back.location.startswith(BACK + "&")
    assert (given["state"], given["iss"], given["fra"]) == ("tilstand", idporten.issuer, "idporten")
    tokens = idporten.token(given["code"])
    assert tokens.headers["Cache-Control"] == "no-store" and tokens.get_json()["token_type"] == "Bearer"
    found = claims(idporten, tokens.get_json()["id_token"])
    now = int(idporten.clock.now().timestamp())
    assert found | {"sub": "", "jti": ""} == {
        "iss": idporten.issuer, "aud": "helsenorge", "sub": "", "iat": now, "exp": now + 120, "jti": "", "locale": "nb",
        "pid": KARI, "amr": ["BankID Mobil"], "acr": "idporten-loa-high", "auth_time": now, "nonce": "engang",
    }  # fmt: skip
    bearer = {"Authorization": f"Bearer {tokens.get_json()['access_token']}"}
    info = idporten.http.get(f"{BASE}/userinfo", headers=bearer).get_json()
    assert (info["sub"], info["pid"]) == (found["sub"], KARI)


@pytest.mark.parametrize(
    ("method", "acr"),
    [
        ("bankid", "high"),
        ("bankid-mobil", "high"),
        ("buypass", "high"),
        ("commfides", "high"),
        ("minid", "substantial"),
    ],
)
def test_the_level_of_each_e_id(idporten: Idporten, method: str, acr: str) -> None:
    tokens = idporten.token(idporten.code(YOUTH, method)).get_json()
    assert claims(idporten, tokens["id_token"])["acr"] == f"idporten-loa-{acr}"


def test_the_subject_is_pairwise(idporten: Idporten) -> None:
    other = {**CLIENT, "client_id": "annen"}
    assert idporten.post("/_sim/areas/a/clients", json=other).status_code == 201
    mine = [claims(idporten, idporten.token(idporten.code()).get_json()["id_token"])["sub"] for _ in range(2)]
    code = idporten.code(client_id="annen")
    theirs = claims(idporten, idporten.token(code, client_id="annen").get_json()["id_token"])["sub"]
    assert mine[0] == mine[1] != theirs and KARI not in mine[0]


@pytest.mark.parametrize(
    ("person", "method", "said"),
    [
        ("", "bankid", "Velg hvem"), (CHILD, "bankid", "Velg hvem"), (DEAD, "bankid", "Velg hvem"),
        ("01019012345", "bankid", "Velg hvem"), (KARI, "feide", "Velg en måte"), (KARI, "", "Velg en måte"),
        (KARI, "minid", "krever høyt nivå"),
    ],
)  # fmt: skip
def test_who_and_how_must_be_possible(idporten: Idporten, person: str, method: str, said: str) -> None:
    page = idporten.authorize(acr_values="idporten-loa-high").location
    answer = idporten.choose(page, person, method)
    assert answer.status_code == 422 and said in text(answer)
    assert idporten.choose(page).status_code == 303


def test_one_who_gives_up_is_told_to_the_client(idporten: Idporten) -> None:
    page = idporten.authorize().location
    given = told(idporten.choose(page, avbryt="1").location)
    assert (given["error"], given["state"]) == ("access_denied", "tilstand") and "code" not in given
    assert idporten.choose(page).status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"), ({"code_challenge": "kort"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"), ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"), ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid alt"}, "invalid_scope"), ({"acr_values": "Level5"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"), ({"request": "x.y.z"}, "request_not_supported"),
        ({"request_uri": "http://ond.example/be"}, "request_uri_not_supported"),
    ],
)  # fmt: skip
def test_what_a_client_may_not_ask_for_is_told_at_its_own_place(
    idporten: Idporten, changes: dict[str, str | None], error: str
) -> None:
    answer = idporten.authorize(**changes)
    given = told(answer.location)
    assert answer.status_code == 303 and answer.location.startswith(BACK)
    assert (given["error"], given["state"]) == (error, "tilstand") and given["error_description"]


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "http://ond.example/retur"}, {"redirect_uri": BACK + "&mer=1"}, {"redirect_uri": BACK + "/"},
        {"redirect_uri": None}, {"redirect_uri": BACK.upper()}, {"client_id": "ukjent"}, {"client_id": None},
    ],
)  # fmt: skip
def test_a_strange_place_gets_a_page_and_no_redirect(idporten: Idporten, changes: dict[str, str | None]) -> None:
    answer = idporten.authorize(**changes)
    assert answer.status_code == 400 and answer.mimetype == "text/html" and "Location" not in answer.headers


def test_a_parameter_twice_is_refused(idporten: Idporten) -> None:
    answer = idporten.http.get(f"{BASE}/authorize?client_id=helsenorge&client_id=annen")
    assert answer.status_code == 400 and "mer enn én gang" in text(answer)


def test_old_names_of_the_levels_are_taken(idporten: Idporten) -> None:
    page = idporten.authorize(acr_values="Level4").location
    assert "krever høyt" in text(idporten.http.get(page))


def test_another_browser_cannot_finish_a_log_in(idporten: Idporten) -> None:
    page = idporten.authorize().location
    stranger = idporten.app.test_client()
    assert stranger.get(page).status_code == 400
    assert stranger.post(page, data={"person": KARI, "metode": "bankid"}).status_code == 400


def test_a_pushed_request_is_used_once_by_who_pushed_it(idporten: Idporten) -> None:
    pushed = idporten.post(f"{BASE}/par", data={**parameters(), "client_secret": SECRET})
    assert pushed.status_code == 201 and pushed.get_json()["expires_in"] == 60
    asked = {"client_id": "helsenorge", "request_uri": pushed.get_json()["request_uri"]}
    idporten.post("/_sim/areas/a/clients", json={**CLIENT, "client_id": "annen"})
    place = f"{BASE}/authorize"
    assert idporten.http.get(place, query_string={**asked, "client_id": "annen"}).status_code == 400
    first = idporten.http.get(place, query_string=asked)
    assert first.status_code == 303 and "code" in told(idporten.choose(first.location).location)
    assert idporten.http.get(place, query_string=asked).status_code == 400
    late = idporten.post(f"{BASE}/par", data={**parameters(), "client_secret": SECRET}).get_json()["request_uri"]
    idporten.clock.advance(timedelta(seconds=61))
    assert idporten.http.get(place, query_string={**asked, "request_uri": late}).status_code == 400


def test_what_is_pushed_is_judged_at_once(idporten: Idporten) -> None:
    for changes, error in (
        ({"redirect_uri": "http://ond.example/"}, "invalid_request"), ({"scope": "x"}, "invalid_scope"),
        ({"request_uri": "urn:x"}, "request_uri_not_supported"),
    ):  # fmt: skip
        answer = idporten.post(f"{BASE}/par", data={**parameters(**changes), "client_secret": SECRET})
        assert (answer.status_code, answer.get_json()["error"]) == (400, error)


def test_a_client_may_have_to_push(idporten: Idporten) -> None:
    must = {**CLIENT, "client_id": "streng", "require_pushed_authorization_requests": True}
    idporten.post("/_sim/areas/a/clients", json=must)
    assert told(idporten.authorize(client_id="streng").location)["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"code": "feil"}, 400, "invalid_grant"), ({"redirect_uri": OUT}, 400, "invalid_grant"),
        ({"code_verifier": "w" * 43}, 400, "invalid_grant"), ({"code_verifier": "v"}, 400, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, 400, "invalid_grant"), ({"code": None}, 400, "invalid_request"),
        ({"code_verifier": None}, 400, "invalid_request"), ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": "feil"}, 401, "invalid_client"), ({"client_secret": None}, 401, "invalid_client"),
        ({"client_id": "ukjent"}, 401, "invalid_client"), ({"client_id": None}, 401, "invalid_client"),
        ({"client_assertion": "a.b.c"}, 401, "invalid_client"),
    ],
)  # fmt: skip
def test_what_gives_no_token(idporten: Idporten, changes: dict[str, str | None], status: int, error: str) -> None:
    answer = idporten.token(**{"code": idporten.code(), **changes})
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert answer.get_json()["error_description"] and ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_a_code_that_comes_again_takes_its_tokens_back(idporten: Idporten) -> None:
    code = idporten.code()
    bearer = {"Authorization": f"Bearer {idporten.token(code).get_json()['access_token']}"}
    assert idporten.http.get(f"{BASE}/userinfo", headers=bearer).status_code == 200
    assert idporten.token(code).get_json()["error"] == "invalid_grant"
    refused = idporten.http.get(f"{BASE}/userinfo", headers=bearer)
    assert refused.status_code == 401 and "invalid_token" in refused.headers["WWW-Authenticate"]


def test_codes_and_tokens_live_by_the_clock_of_the_area(idporten: Idporten) -> None:
    code = idporten.code()
    idporten.clock.advance(timedelta(seconds=61))
    assert "utløpt" in idporten.token(code).get_json()["error_description"]
    bearer = {"Authorization": f"Bearer {idporten.token(idporten.code()).get_json()['access_token']}"}
    idporten.post("/_sim/areas/a/clock", json={"offset_seconds": 601})
    assert idporten.http.get(f"{BASE}/userinfo", headers=bearer).status_code == 401
    assert idporten.http.get(f"{BASE}/userinfo").headers["WWW-Authenticate"] == "Bearer"


def assertion(idporten: Idporten, **changes: Any) -> str:
    now = int(idporten.clock.now().timestamp())
    own = {
        "iss": "sterk",
        "sub": "sterk",
        "aud": idporten.issuer,
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid.uuid4()),
    }
    alg, key = changes.pop("alg", "RS256"), changes.pop("key", KEY)
    return jwt.encode({"alg": alg, "kid": "k1"}, {k: v for k, v in (own | changes).items() if v is not None}, key)


def strong(idporten: Idporten, token: str, **changes: str | None) -> Any:
    keys = {"keys": [KEY.as_dict(private=False)]}
    given = {**CLIENT, "client_id": "sterk", "client_secret": "", "jwks": keys}
    assert idporten.post("/_sim/areas/a/clients", json=given).status_code in (200, 201)
    more = {"client_id": None, "client_secret": None, "client_assertion": token, "client_assertion_type": ASSERTION}
    return idporten.token(idporten.code(client_id="sterk"), **(more | changes))


def test_a_client_with_keys_shows_an_assertion_once(idporten: Idporten) -> None:
    idporten.code()
    keys = {"keys": [KEY.as_dict(private=False)]}
    idporten.post("/_sim/areas/a/clients", json={**CLIENT, "client_id": "sterk", "client_secret": "", "jwks": keys})
    token = assertion(idporten)
    assert strong(idporten, token).status_code == 200
    again = strong(idporten, token)
    assert again.status_code == 401 and "brukt før" in again.get_json()["error_description"]


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "http://annen.example"}, {"aud": None}, {"iss": "helsenorge"}, {"sub": None}, {"jti": None}, {"jti": 7},
        {"exp": 1}, {"exp": 9999999999}, {"exp": None}, {"iat": 9999999999, "exp": 9999999999}, {"iat": True},
        {"key": RSAKey.generate_key(2048, {"kid": "k1"})},
        {"alg": "ES256", "key": ECKey.generate_key("P-256", {"kid": "k1"})},
    ],
)  # fmt: skip
def test_assertions_that_do_not_hold(idporten: Idporten, changes: dict[str, Any]) -> None:
    answer = strong(idporten, assertion(idporten, **changes))
    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_an_unsigned_assertion_and_a_secret_for_a_client_with_keys(idporten: Idporten) -> None:
    unsigned = "eyJhbGciOiJub25lIn0." + assertion(idporten).split(".")[1] + "."
    assert strong(idporten, unsigned).status_code == 401
    wrong = strong(idporten, assertion(idporten), client_assertion_type="annen")
    assert wrong.status_code == 401
    secret = strong(
        idporten, "", client_assertion=None, client_assertion_type=None, client_id="sterk", client_secret="x"
    )
    assert secret.status_code == 401


def test_out_again_only_to_a_registered_place(idporten: Idporten) -> None:
    tokens = idporten.token(idporten.code()).get_json()
    idporten.clock.advance(timedelta(hours=1))
    hint = {"id_token_hint": tokens["id_token"], "state": "s"}
    out = idporten.http.get(f"{BASE}/logout", query_string={**hint, "post_logout_redirect_uri": OUT})
    assert out.status_code == 303 and out.location == f"{OUT}?state=s"
    for wrong in (
        {"post_logout_redirect_uri": OUT}, {**hint, "post_logout_redirect_uri": "http://ond.example/"},
        {"id_token_hint": "a.b.c", "post_logout_redirect_uri": OUT},
        {"id_token_hint": jwt.encode({"alg": "RS256"}, {"aud": "helsenorge", "pid": KARI}, KEY)},
    ):  # fmt: skip
        answer = idporten.http.get(f"{BASE}/logout", query_string=wrong)
        assert answer.status_code == 400 and "Location" not in answer.headers
    assert "Du er logget ut" in text(idporten.http.get(f"{BASE}/logout"))


def test_who_logs_out_has_no_token_left(idporten: Idporten) -> None:
    tokens = idporten.token(idporten.code()).get_json()
    idporten.http.get(f"{BASE}/logout", query_string={"id_token_hint": tokens["id_token"]})
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert idporten.http.get(f"{BASE}/userinfo", headers=bearer).status_code == 401


def test_discovery_tells_what_there_is(idporten: Idporten) -> None:
    found = idporten.http.get(f"{BASE}/.well-known/openid-configuration").get_json()
    assert found["issuer"] == idporten.issuer and found["subject_types_supported"] == ["pairwise"]
    for name in ("authorization_endpoint", "token_endpoint", "pushed_authorization_request_endpoint", "jwks_uri"):
        assert found[name].startswith(idporten.issuer)
    assert idporten.http.get(f"{BASE}/.well-known/oauth-authorization-server").get_json() == found
    [key] = idporten.http.get(f"{BASE}/jwks.json").get_json()["keys"]
    assert "d" not in key and key["alg"] == "RS256"


def test_areas_share_nothing(idporten: Idporten) -> None:
    idporten.post("/_sim/areas", json={"area": "b", "clients": [CLIENT]})
    code, other = idporten.code(), "/w/b/idporten"
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER,
             "client_id": "helsenorge", "client_secret": SECRET}  # fmt: skip
    assert idporten.post(f"{other}/token", data=given).get_json()["error"] == "invalid_grant"
    assert idporten.http.get(f"{other}/jwks.json").get_json() != idporten.http.get(f"{BASE}/jwks.json").get_json()
    page = idporten.authorize().location
    assert idporten.http.get(page.replace("/w/a/", "/w/b/")).status_code == 400
    assert idporten.http.get("/w/c/idporten/jwks.json").status_code == 404


def test_errors_are_in_the_shape_of_who_asks(idporten: Idporten) -> None:
    wrong = idporten.post(f"{BASE}/token", json={"grant_type": "x"})
    assert (wrong.status_code, wrong.get_json()["error"]) == (415, "invalid_request")
    assert idporten.http.get(f"{BASE}/token").status_code == 405
    assert idporten.http.get(f"{BASE}/finnes-ikke").get_json()["error"] == "invalid_request"
    assert set(idporten.post("/_sim/areas", json={"area": "Æ"}).get_json()) == {"error", "expected", "found", "fix"}
    big = idporten.post(f"{BASE}/token", data={"code": "x" * 70_000})
    assert big.status_code == 413


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uris": []}, {"redirect_uris": ["javascript:alert(1)"]}, {"redirect_uris": ["http://a/#b"]},
        {"redirect_uris": "http://a/"}, {"client_id": ""}, {"client_secret": ""}, {"jwks": {"keys": []}},
        {"client_secret": "", "jwks": {"keys": [KEY.as_dict(private=True)]}}, {"client_secret": "", "jwks": "x"},
        {"redirect_uris": ["http://a;form-action *"]},
    ],
)  # fmt: skip
def test_clients_that_cannot_be_registered(idporten: Idporten, changes: dict[str, Any]) -> None:
    answer = idporten.post("/_sim/areas/a/clients", json={**CLIENT, **changes})
    assert answer.status_code == 400 and answer.get_json()["expected"]


def test_no_register_is_said_on_the_page() -> None:
    alone = Idporten("http://127.0.0.1:9")
    page = alone.authorize().location
    assert alone.http.get(page).status_code == 502
    alone.areas.close()


def test_where_no_register_runs_the_people_of_the_place_log_in() -> None:
    app, areas = SERVICE.build(Surroundings(None, ManualClock(NOW)))
    http = app.test_client()
    http.post("/_sim/areas", json={"area": "a", "clients": [CLIENT]})
    page = http.get(f"{BASE}/authorize", query_string=parameters()).location
    assert "Kari Berg-Lunde, 37 år" in text(http.get(page)) and "Emil" not in text(http.get(page))
    areas.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_what_was_answered_survives_kill_9(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator.national.idporten", "--data", str(tmp_path), "--area", "a"]
    pushed = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the service did not start"
        assert requests.post(f"{found[0]}/_sim/areas/a/clients", json=CLIENT, timeout=20).status_code == 201
        for _ in range(10):
            asked = {**parameters(), "client_secret": SECRET}
            pushed.append(requests.post(f"{found[0]}{BASE}/par", data=asked, timeout=20).json()["request_uri"])
        os.kill(process.pid, signal.SIGKILL)
    _, areas = SERVICE.build(Surroundings(tmp_path, SystemClock()))
    assert all(areas.get("a").take_pushed(uri, "helsenorge").state == "tilstand" for uri in pushed)
    areas.close()


def test_everything_comes_back_after_a_restart(register: str, tmp_path: Path) -> None:
    before = Idporten(register, tmp_path)
    code, keys = before.code(), before.http.get(f"{BASE}/jwks.json").get_json()
    before.areas.close()
    after = Idporten(register, tmp_path)
    assert after.http.get(f"{BASE}/jwks.json").get_json() == keys
    assert after.token(code).status_code == 200 and after.token(code).status_code == 400
    after.areas.close()


def test_reset_forgets_log_ins(idporten: Idporten) -> None:
    code = idporten.code()
    idporten.post("/_sim/areas/a/reset")
    assert idporten.token(code).get_json()["error"] == "invalid_grant"
    assert json.loads(idporten.http.get("/_sim/areas").data)["areas"][0]["clients"] == ["helsenorge"]


def test_a_log_in_that_is_over_leads_back_to_the_service(idporten: Idporten) -> None:
    page = idporten.authorize().location
    idporten.choose(page)
    for again in (idporten.http.get(page), idporten.choose(page)):
        assert again.status_code == 400 and f'href="{OUT}"' in again.text
    late = idporten.authorize().location
    idporten.clock.advance(timedelta(minutes=31))
    assert f'href="{OUT}"' in idporten.http.get(late).text
    assert OUT not in idporten.app.test_client().get(late).text  # another browser learns of nobody's service
