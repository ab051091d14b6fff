"""What Meldingstjener refuses, and that it tells nothing of others when it does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from simulator.national.meldingstjener import refusals, registry
from standards.parties import Party
from tests.simulator.meldingstjener_world import (
    CLINIC,
    DOCTORS,
    HOME_CARE,
    HOSPITAL,
    MUNICIPALITY,
    TRUST,
    World,
    error,
    message,
    packed,
    running,
)
from tests.simulator.serving_kit import statuses

JSON = "application/json"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running(max_body_bytes=200_000) as made:
        yield made


@pytest.fixture(scope="module")
def sent(world: World) -> str:
    return world.send(message().to_xml())


ADDRESSES = (
    ("GET", "/Messages?receiverHerIds=8230201", None),
    ("POST", "/Messages", {}),
    ("GET", "/Messages/{id}", None),
    ("GET", "/Messages/{id}/business-document", None),
    ("GET", "/Messages/{id}/status", None),
    ("GET", "/Messages/{id}/apprec", None),
    ("POST", "/Messages/{id}/apprec/8230201", {"appRecStatus": "Ok"}),
    ("PUT", "/Messages/{id}/read/8230201", None),
)


@pytest.mark.parametrize(("method", "path", "body"), ADDRESSES)
class TestEveryOperation:
    def test_asks_who_calls(self, world: World, sent: str, method: str, path: str, body: object) -> None:
        answer = world.call(method, path.format(id=sent), as_="", json=body)
        error(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("DPoP")

    def test_demands_both_headers(self, world: World, sent: str, method: str, path: str, body: object) -> None:
        for name, value in (("api-version", ""), ("api-version", "3"), ("nhn-source-system", " ")):
            found = error(world.call(method, path.format(id=sent), json=body, headers={name: value}), 400, 1000)
            assert name in found["validationErrors"][0]

    def test_an_area_that_is_not_there(self, world: World, sent: str, method: str, path: str, body: object) -> None:
        error(world.call(method, path.format(id=sent), json=body, area="nowhere"), 404)


@pytest.mark.parametrize(("method", "path", "body"), [one for one in ADDRESSES if "{id}" in one[1]])
class TestEveryMessage:
    def test_of_others_is_as_if_it_were_not_there(
        self, world: World, sent: str, method: str, path: str, body: object
    ) -> None:
        path = path.replace("8230201", "8230301")
        theirs, nobodys = (
            error(world.call(method, path.format(id=name), as_=TRUST, json=body), 404)
            for name in (sent, str(uuid.uuid4()))
        )
        assert theirs["error"].replace(sent, "") == nobodys["error"][: len(theirs["error"])].replace(
            nobodys["error"].split("Fant: ")[1][:36], ""
        )

    def test_with_an_id_that_is_none(self, world: World, sent: str, method: str, path: str, body: object) -> None:
        error(world.call(method, path.format(id="17"), as_=DOCTORS, json=body), 400, 1000)


@pytest.mark.parametrize("her_id", ["0", "-1", "x", "2147483648", "1e3"])
@pytest.mark.parametrize(("method", "path"), [("PUT", "read"), ("POST", "apprec")])
def test_a_her_id_in_the_address(world: World, sent: str, her_id: str, method: str, path: str) -> None:
    answer = world.call(method, f"/Messages/{sent}/{path}/{her_id}", json={"appRecStatus": "Ok"})
    error(answer, 400, 1000)


class TestHerIds:
    """403 names those that the caller itself asked for, and no others."""

    def test_listing_for_others(self, world: World) -> None:
        answer = world.call("GET", "/Messages?receiverHerIds=8230201&receiverHerIds=8230101&receiverHerIds=1")
        text = error(answer, 403)["error"]
        assert "8230201" in text and " 1." in text and "8230101" not in text

    def test_sending_for_others(self, world: World) -> None:
        answer = world.call("POST", "/Messages", json=packed(message(HOSPITAL).to_xml()))
        assert "8230301" in error(answer, 403)["error"]
        assert not world.unread("8230201", SenderHerId="8230301")

    @pytest.mark.parametrize(("method", "path"), [("PUT", "read"), ("POST", "apprec")])
    def test_acting_for_others(self, world: World, sent: str, method: str, path: str) -> None:
        answer = world.call(method, f"/Messages/{sent}/{path}/8230201", json={"appRecStatus": "Ok"})
        assert "8230201" in error(answer, 403)["error"]

    def test_one_own_that_did_not_get_it(self, world: World, sent: str) -> None:
        error(world.call("PUT", f"/Messages/{sent}/read/8230102"), 404)

    def test_a_sub_unit_of_the_organisation_is_its_own(self, world: World) -> None:
        world.send(message(HOME_CARE).to_xml())

    @pytest.mark.parametrize(("held", "status"), [("0", 200), ("8230101-8230102", 200), ("8230102", 403)])
    def test_the_claim_of_the_token(self, world: World, held: str, status: int) -> None:
        answer = world.call("GET", "/Messages?receiverHerIds=8230101", as_=f"{MUNICIPALITY} {held}")
        assert answer.status_code == status

    def test_another_system_of_the_same_municipality_may_read_its_messages(self, world: World) -> None:
        world.send(message(HOSPITAL, CLINIC).to_xml(), as_=TRUST)
        assert world.unread("8230101", as_=f"{MUNICIPALITY} 0")


def without(name: str) -> Any:
    body = packed(message().to_xml())
    del body[name]
    return body


def document(**changes: Any) -> Any:
    return packed(message(**changes).to_xml())


REAL = b"<Id>01682050019</Id>"
NO_HER_ID = Party.service("a", "", "b", "")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ([], "JSON-objekt"),
        ({}, "businessDocument mangler"),
        (without("businessDocument"), "businessDocument mangler"),
        (without("contentType"), "contentType mangler"),
        (without("contentTransferEncoding"), "contentTransferEncoding mangler"),
        ({**document(), "businessDocument": 5}, "ventet en tekst"),
        ({**document(), "businessDocument": "æ"}, "ikke base64"),
        ({**document(), "contentType": "text/plain"}, "ventet application/xml"),
        ({**document(), "contentTransferEncoding": "gzip"}, "ventet base64"),
        ({**document(), "receiverHerIdsSubset": "8230201"}, "ventet en liste"),
        ({**document(), "receiverHerIdsSubset": [True]}, "ventet et helt tall"),
        ({**document(), "ebXmlOverrides": []}, "ventet et objekt"),
        ({**document(), "ebXmlOverrides": {"cpaId": 1}}, "ebXmlOverrides.cpaId"),
        ({**document(), "ebXmlOverrides": {"compressPayload": "x"}}, "true eller false"),
        (packed(b""), "ikke velformet"),
        (packed(b"<a"), "ikke velformet"),
        (packed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "DOCTYPE"),
        (packed(b"<a>" * 300 + b"</a>" * 300), "for dypt"),
        (packed('<?xml version="1.0" encoding="ISO-8859-1"?><a/>'.encode("latin-1")), "UTF-8"),
        (packed(message().to_xml().decode().encode("utf-16")), "ikke tillatt"),
        (packed(b"<Epikrise/>"), "ukjent type"),
        (packed(b"<AppRec/>"), "ikke en applikasjonskvittering"),
        (packed(message().to_xml().replace(b"<Patient>", b"<Patient><X/>")), "Linje"),
        (document(receiver=NO_HER_ID), "mottaker"),
        (document(receiver=Party.service("a", "1", "b", "4711")), "4711 finnes ikke"),
        (packed(message().to_xml().replace(REAL, b"<Id>%s</Id>" % b"".join((b"010107", b"50160")))), "virkelig person"),
    ],
)
def test_a_document_that_is_not_taken(world: World, body: Any, told: str) -> None:
    before = len(world.control("GET", "/messages?limit=1000").get_json()["messages"])
    found = error(world.call("POST", "/Messages", json=body), 400, 1000)
    assert told in " ".join(found["validationErrors"]), found
    assert len(world.control("GET", "/messages?limit=1000").get_json()["messages"]) == before


ERROR = {"errorCode": "E10", "details": None}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "appRecStatus mangler"),
        ({"appRecStatus": "Maybe"}, "ventet Ok"),
        ({"appRecStatus": True}, "ventet Ok"),
        ({"appRecStatus": 4}, "ventet Ok"),
        ({"appRecStatus": "Rejected"}, "minst én feil"),
        ({"appRecStatus": "2", "appRecErrorList": []}, "minst én feil"),
        ({"appRecStatus": "Ok", "appRecErrorList": [ERROR]}, "må være tom"),
        ({"appRecStatus": 3, "appRecErrorList": [ERROR]}, "støttes ikke"),
        ({"appRecStatus": 2, "appRecErrorList": [{}]}, "verken"),
        ({"appRecStatus": 2, "appRecErrorList": [{"errorCode": "E10", "oid": "x y"}]}, "Linje"),
        ({"appRecStatus": 2, "appRecErrorList": [{"errorCode": "\x01", "details": "x"}]}, "XML ikke tillater"),
        ({"appRecStatus": 2, "appRecErrorList": [{"errorCode": "E10", "details": "\ud800"}]}, "XML ikke tillater"),
        ({"appRecStatus": "\ud800"}, "ud800"),
        ({"appRecStatus": 2, "appRecErrorList": {}}, "ikke en liste"),
        ({"appRecStatus": 2, "appRecErrorList": [{"errorCode": 1, "details": "x"}]}, "ventet en tekst"),
    ],
)
def test_a_receipt_that_is_not_taken(world: World, sent: str, body: Any, told: str) -> None:
    raw = json.dumps(body)  # ASCII, so that half a surrogate pair can be written
    answer = world.call("POST", f"/Messages/{sent}/apprec/8230201", as_=DOCTORS, data=raw, content_type=JSON)
    assert told in " ".join(error(answer, 400, 1000)["validationErrors"])
    assert world.status(sent)[0]["appRecStatus"] is None


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "ReceiverHerIds mangler"),
        ("receiverHerIds=", "ventet et helt tall"),
        ("receiverHerIds=8230101,8230102", "ventet et helt tall"),
        ("receiverHerIds=8230101&ReceiverHerIds=8230101", "to ganger"),
        ("receiverHerIds=2147483648", "ventet 1 til"),
        ("receiverHerIds=8230101&SenderHerId=x", "SenderHerId"),
        ("receiverHerIds=8230101&messagesToFetch=0", "ventet 1 til 100"),
        ("receiverHerIds=8230101&messagesToFetch=101", "ventet 1 til 100"),
        ("receiverHerIds=8230101&orderBy=3", "ventet Ascending"),
        ("receiverHerIds=8230101&includeMetadata=1", "ventet true"),
        ("receiverHerIds=8230101&includeMetadata=true&IncludeMetadata=false", "2 ganger"),
        (f"receiverHerIds=8230101&businessDocumentId={'a' * 101}", "høyst 100"),
    ],
)
def test_a_list_that_is_not_given(world: World, query: str, told: str) -> None:
    assert told in " ".join(error(world.call("GET", f"/Messages?{query}"), 400, 1000)["validationErrors"])


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "", "application/x-www-form-urlencoded"])
def test_other_media_types(world: World, media: str) -> None:
    body = json.dumps(document())
    error(world.call("POST", "/Messages", data=body, content_type=media or None), 415)


@pytest.mark.parametrize("media", [JSON, "text/json", "application/x+json", "application/json; charset=utf-8"])
def test_the_media_types_that_are_taken(world: World, media: str) -> None:
    body = json.dumps(document())
    assert world.call("POST", "/Messages", data=body, content_type=media).status_code == 201


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 100_000, b"\xff", b"null"])
def test_a_body_that_is_no_json(world: World, raw: bytes) -> None:
    error(world.call("POST", "/Messages", data=raw, content_type=JSON), 400, 1000)


def test_a_body_over_the_cap(world: World) -> None:
    error(world.call("POST", "/Messages", data=b" " * 200_001, content_type=JSON), 413)


def test_other_addresses_and_methods(world: World, sent: str) -> None:
    error(world.call("GET", "/Message"), 404)
    answer = world.call("DELETE", f"/Messages/{sent}")
    error(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_names_are_read_in_any_case_and_enums_in_every_form(world: World) -> None:
    body = {name.upper(): value for name, value in document().items()}
    name = world.call("POST", "/Messages", json=body).get_json()
    for status in ("Ok", "ok", 1, "1"):
        answer = world.call("POST", f"/Messages/{name}/apprec/8230201", as_=DOCTORS, json={"APPRECSTATUS": status})
        assert answer.status_code == 201
    for status in ("Rejected", 2, "2"):
        rejected = {"AppRecStatus": status, "AppRecErrorList": [{"ErrorCode": "T99", "Details": "x"}]}
        answer = world.call("POST", f"/Messages/{name}/apprec/8230201", as_=DOCTORS, json=rejected)
        assert answer.status_code == 201
    for order in ("1", "2", "Ascending", "descending"):
        assert world.unread("8230201", oRdErBy=order)


def test_only_statuses_that_are_told_of(world: World) -> None:
    described = json.loads(world.client.get("/openapi.json").data)
    told = {int(code) for path in described["paths"].values() for one in path.values() for code in one["responses"]}
    assert statuses(refusals) - {503, 507} <= told


def test_a_content_type_that_is_no_text_can_not_be_kept(world: World) -> None:
    body = json.dumps({**packed(message().to_xml()), "contentType": "application/xml; \ud800"})
    answer = world.call("POST", "/Messages", data=body, content_type=JSON)
    assert "contentType" in error(answer, 400, 1000)["validationErrors"][0]


def test_a_list_that_is_too_long_is_told_of_in_a_line(world: World) -> None:
    for name, content in (("receiverHerIdsSubset", 7), ("appRecErrorList", {})):
        path = "/Messages" if name == "receiverHerIdsSubset" else f"/Messages/{uuid.uuid4()}/apprec/8230101"
        for length in (1000, 1001):
            body = {**packed(message().to_xml()), "appRecStatus": "Rejected", name: [content] * length}
            told = error(world.call("POST", path, json=body), 400, 1000)["validationErrors"]
            assert (told == [f"{name} har 1001 ledd; høyst 1000."]) == (length == 1001 and name != "appRecErrorList")
            assert (f"{name} har 1001 ledd; høyst 1000." in told) == (length == 1001)
            assert len(told) <= 1000


def test_a_query_that_names_too_many_is_told_of_in_a_line(world: World) -> None:
    query = "&".join(f"ReceiverHerIds={number}" for number in range(1, 1002))
    told = error(world.call("GET", f"/Messages?{query}"), 400, 1000)["validationErrors"]
    assert told == ["ReceiverHerIds står 1001 ganger; høyst 1000."]


@pytest.mark.parametrize(
    ("made", "taken"),
    [
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59Z", False),
        ("9999-12-31T23:59:59-14:00", False),
        ("1900-01-01T00:00:00", True),
    ],
)
def test_a_gen_date_must_be_a_time_also_here_and_in_utc(world: World, made: str, taken: bool) -> None:
    raw = message(HOSPITAL, CLINIC).to_xml()
    start = raw.index(b"<GenDate>") + len(b"<GenDate>")
    answer = world.call(
        "POST", "/Messages", as_=TRUST, json=packed(raw[:start] + made.encode() + raw[raw.index(b"</GenDate>") :])
    )
    if taken:
        assert answer.status_code == 201
    else:
        assert error(answer, 400, 1000)["validationErrors"] == ["GenDate er ikke et tidspunkt."]


def test_what_is_remembered_of_the_registry_is_bounded() -> None:
    asked: list[str] = []

    class Session(requests.Session):
        def get(self, url: Any, **more: Any) -> requests.Response:
            asked.append(str(url))
            answer = requests.Response()
            answer.status_code = 404
            return answer

    owners = registry.over_http(lambda: 0.0, Session())
    for number in range(registry.MOST_KEPT):
        owners(str(number))
    owners("0")
    assert len(asked) == registry.MOST_KEPT
    owners("one more")
    owners("0")
    assert len(asked) == registry.MOST_KEPT + 2
