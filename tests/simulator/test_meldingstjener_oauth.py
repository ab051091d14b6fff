"""A client of others (requests-oauth2client) gets a DPoP token with nonce, and uses all of Meldingstjener with it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from jwskate import Jwk
from requests_oauth2client import DPoPToken, OAuth2Client, OAuth2ClientCredentialsAuth, PrivateKeyJwt

from standards.apprec import AppRec
from tests.simulator.meldingstjener_world import HEADERS, message, packed
from tests.simulator.msh_town import CLIENTS, Town, town


@pytest.fixture(scope="module")
def running() -> Iterator[Town]:
    with town() as made:
        yield made


def session(running: Town, who: str) -> requests.Session:
    """A session of `requests` that gets its own tokens."""
    key = new_key()
    running.register(f"oauth-{who}", CLIENTS[who], key.public_jwk().to_dict())
    made = requests.Session()
    made.auth = signing(running, f"oauth-{who}", key)
    made.headers.update(HEADERS)
    return made


def new_key() -> Jwk:
    return Jwk.generate_for_alg("RS256", key_size=2048).with_kid_thumbprint()


def signing(running: Town, client_id: str, key: Jwk) -> OAuth2ClientCredentialsAuth:
    """Gets tokens for a registered client."""
    told = requests.get(f"{running.issuer}/.well-known/openid-configuration", timeout=30).json()
    authentication = PrivateKeyJwt(client_id, key, aud=running.issuer)
    client = OAuth2Client(told["token_endpoint"], authentication, dpop_bound_access_tokens=True, testing=True)
    return OAuth2ClientCredentialsAuth(client, scope="nhn:msh/api")


def test_a_message_is_sent_listed_fetched_receipted_and_marked_read(running: Town) -> None:
    sender, receiver = session(running, "sender"), session(running, "receiver")
    address, sent = f"{running.msh}/Messages", message()

    posted = sender.post(address, json=packed(sent.to_xml()), timeout=30)
    assert posted.status_code == 201, posted.text
    assert isinstance(sender.auth, OAuth2ClientCredentialsAuth) and isinstance(sender.auth.token, DPoPToken)
    name = posted.json()

    (listed,) = receiver.get(address, params={"receiverHerIds": 8230201, "includeMetadata": True}, timeout=30).json()
    assert (listed["id"], listed["businessDocumentId"]) == (name, sent.msg_id)
    fetched: dict[str, Any] = receiver.get(f"{address}/{name}/business-document", timeout=30).json()
    assert base64.b64decode(fetched["businessDocument"]) == sent.to_xml()

    receipt = receiver.post(f"{address}/{name}/apprec/8230201", json={"appRecStatus": "Ok"}, timeout=30)
    assert receipt.status_code == 201, receipt.text
    assert receiver.put(f"{address}/{name}/read/8230201", timeout=30).status_code == 204
    assert receiver.get(address, params={"receiverHerIds": 8230201}, timeout=30).json() == []

    (answer,) = sender.get(address, params={"receiverHerIds": 8230101, "includeMetadata": True}, timeout=30).json()
    assert (answer["id"], answer["isAppRec"]) == (receipt.json(), True)
    raw = sender.get(f"{address}/{answer['id']}/business-document", timeout=30).json()["businessDocument"]
    assert AppRec.from_xml(base64.b64decode(raw)).original.msg_id == sent.msg_id
    (status,) = sender.get(f"{address}/{name}/status", timeout=30).json()
    assert (status["transportDeliveryState"], status["appRecStatus"]) == ("Acknowledged", "Ok")


def test_a_token_of_one_party_opens_nothing_of_another(running: Town) -> None:
    receiver = session(running, "receiver")
    refused = receiver.get(f"{running.msh}/Messages", params={"receiverHerIds": [8230201, 8230101]}, timeout=30)
    assert refused.status_code == 403
    assert "8230101" in refused.json()["error"] and "8230201" not in refused.json()["error"]


def test_v3_takes_the_same_tokens_and_locks_by_the_client_in_them(running: Town) -> None:
    sender, other = session(running, "sender"), requests.Session()
    other.headers.update(HEADERS)
    running.register("oauth-annen", CLIENTS["sender"], (key := new_key()).public_jwk().to_dict())
    other.auth = signing(running, "oauth-annen", key)
    for one in (sender, other):
        one.headers["api-version"] = "3"
    wanted = {"configurations": [{"herId": 8230101, "clientLocked": True}]}
    address = f"{running.msh}/mshconfigurations"
    notices = f"{running.msh}/notifications?HerIds=8230101&Offset=0"
    assert sender.put(address, json=wanted, timeout=30).status_code == 204
    assert sender.get(notices, timeout=30).status_code == 200
    refused = other.get(notices, timeout=30)
    assert (refused.status_code, refused.json()["errorCode"]) == (423, 1210)
    theirs = {"configurations": [{"herId": 8230201}]}
    refused = sender.put(address, json=theirs, timeout=30)
    assert (refused.status_code, refused.json()["errorCode"]) == (403, 1202)


def test_a_stolen_token_is_refused(running: Town) -> None:
    """Without the key there is no proof, and as Bearer it is a downgrade."""
    sender = session(running, "sender")
    url = f"{running.msh}/Messages?receiverHerIds=8230101"
    assert sender.get(url, timeout=30).status_code == 200
    assert isinstance(sender.auth, OAuth2ClientCredentialsAuth) and sender.auth.token is not None
    for scheme in ("DPoP", "Bearer"):
        stolen = {**HEADERS, "Authorization": f"{scheme} {sender.auth.token.access_token}"}
        refused = requests.get(url, headers=stolen, timeout=30)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("DPoP")
        assert set(refused.json()) == {"error", "errorCode", "validationErrors", "stackTrace", "requestId"}
