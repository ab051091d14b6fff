"""Every statement of docs/contract.md part 4 on PUT: what is taken, what is refused, and what is said of it."""

import json
import random
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.national.timeavtaler.issues import fhirpath
from simulator.national.timeavtaler.refusals import NotAuthenticated
from standards.fhir import write_element, write_json
from standards.identifiers import is_real_range
from standards.rules.engine import judge_message
from standards.xml import serialize
from tests.simulator.timeavtaler_world import JSON, PATH, XML, World, issues, raw, refusing, running
from tests.standards.fhir_good import Change, cancelled, changed, coded, drop, home_visit, put, station, virtual


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def test_a_new_one_is_created_a_changed_one_is_ok_and_an_identical_one_too(world: World) -> None:
    first = world.put(station())
    assert first.headers["Location"] == f"http://localhost/w/a{PATH}/time-1"
    assert [one["severity"] for one in issues(first, 201)] == ["information"]
    again = world.put(station())
    assert "lik" in issues(again, 200)[0]["details"]["text"] and "Location" not in again.headers
    moved = changed(station(), put("/end", "2026-12-01T11:00:00+01:00"))
    assert "endret" in issues(world.put(moved), 200)[0]["details"]["text"]
    assert [one["change"] for one in world.inbox()] == ["new", "identical", "changed"]
    assert [one["changed"] for one in world.inbox()] == [[], [], ["end"]]


@pytest.mark.parametrize("media", [JSON, XML, "application/json", "application/xml"])
@pytest.mark.parametrize("parameter", ["", "; charset=UTF-8", "; fhirVersion=4.0"])
def test_the_four_media_types_are_taken_and_answered_in_kind(world: World, media: str, parameter: str) -> None:
    body = serialize(write_element(station())) if media.endswith("xml") else write_json(station())
    answer = world.call("PUT", f"{PATH}/time-1", body, Content_Type=media + parameter)
    assert answer.status_code == 201, answer.text
    assert answer.mimetype == (XML if media.endswith("xml") else JSON)
    assert not judge_message(answer.data).findings
    assert raw(world.last()) == body


def test_accept_decides_how_it_is_answered(world: World) -> None:
    assert world.put(station(), Accept=XML).mimetype == XML
    assert world.put(station(), Accept="application/xml;q=0.9, text/html").mimetype == "application/xml"
    assert world.put(station(), as_xml=True, Accept=JSON).mimetype == JSON
    assert world.put(station(), Accept="text/html").mimetype == JSON


def test_json_and_xml_of_the_same_are_identical(world: World) -> None:
    world.put(station())
    world.put(station(), as_xml=True)
    assert world.last()["change"] == "identical"


def test_prefer_gives_the_resource_or_nothing(world: World) -> None:
    whole = world.put(station(), Prefer="return=representation")
    assert (whole.status_code, whole.get_json()) == (201, station())
    assert world.put(station(), Prefer="return=minimal").data == b""
    refusing(world.put(changed(station(), drop("/status")), Prefer="return=minimal"))


def test_without_an_id_in_the_address_it_is_taken_with_a_remark(world: World) -> None:
    answer = world.call("PUT", PATH, write_json(station()), Content_Type=JSON)
    assert [one["severity"] for one in issues(answer, 201)] == ["information", "warning"]
    assert answer.headers["Location"].endswith("/time-1")
    world.put(station())
    assert world.last()["change"] == "identical"


WRONG: tuple[tuple[str, Callable[[], dict[str, object]], tuple[Change, ...], str, str], ...] = (
    ("uten grunn", cancelled, (drop("/cancelationReason"),), "cancelationReason-inv", "Appointment"),
    ("feil grunn", cancelled, (put("/cancelationReason", {"text": "x"}),), "community-cancelation-reason", "cancelat"),
    ("foreslått", station, (put("/status", "proposed"),), "proposed-only-servicecategory-7", "Appointment.status"),
    ("uten sted", station, (drop("/contained/1"), drop("/participant/1")), "location-required", "Appointment"),
    ("merke", home_visit, (put("/meta/tag", [{"system": "http://helsenorge.no/fhir/varsling", "code": "1"}]),),
     "no-varsling-or-paminnelse", "Appointment.meta.tag[0]"),
    ("ingen sone", station, (put("/start", "2026-12-01T10:15:00"),), "A34", "Appointment.start"),
    ("lang tekst", station, (put("/description", "x" * 1001),), "must-be-max-1000", "Appointment.description"),
    ("uten identifikator", station, (drop("/identifier"),), "A30", "Appointment.identifier"),
    ("forbudt", station, (put("/comment", "x"),), "FH-03", "Appointment.comment"),
    ("ukjent element", station, (put("/tull", "x"),), "FH-01", "Appointment.tull"),
)  # fmt: skip


@pytest.mark.parametrize("as_xml", [False, True])
@pytest.mark.parametrize(("name", "make", "changes", "rule", "where"), WRONG, ids=[one[0] for one in WRONG])
def test_each_breach_is_an_issue_that_says_where(  # noqa: PLR0917
    world: World, name: str, make: Callable[[], dict[str, object]], changes: tuple[Change, ...], rule: str,
    where: str, as_xml: bool,
) -> None:  # fmt: skip
    answer = world.put(changed(make(), *changes), as_xml=as_xml, Accept=JSON)
    found = [one for one in refusing(answer) if rule in one["diagnostics"]]
    assert found, answer.text
    assert where in found[0].get("expression", [""])[0].replace(".tag.", ".tag[0].") or as_xml, found
    assert "Gjør dette" in found[0]["diagnostics"]
    entry = world.last()
    assert (entry["status"], entry["change"], entry["notice"], entry["shown_to"]) == (400, None, None, [])
    assert any(rule in one["clause"] + one["rule"] for one in entry["findings"])
    assert world.areas.get("a").count() == 0


def test_several_breaches_are_several_issues(world: World) -> None:
    wrong = changed(station(), drop("/identifier"), put("/description", "x" * 1001), put("/comment", "x"))
    assert len(refusing(world.put(wrong))) >= 3


def test_an_appointment_that_names_no_profile_is_judged_by_it_all_the_same(world: World) -> None:
    plain = {
        "resourceType": "Appointment",
        "id": "x",
        "status": "booked",
        "start": "2026-12-01T10:00:00Z",
        "end": "2026-12-01T10:30:00Z",
        "participant": [{"actor": {"display": "Kari"}, "status": "accepted"}],
    }
    for resource in (plain, {**plain, "meta": {"profile": ["http://example.org/another"]}}):
        said = " ".join(one["diagnostics"] for one in refusing(world.put(resource)))
        assert "serviceCategory" in said and "virtualservice-or-location-required" in said


def test_the_id_of_the_address_is_that_of_the_resource(world: World) -> None:
    answer = world.call("PUT", f"{PATH}/another", write_json(station()), Content_Type=JSON)
    assert [one["expression"] for one in refusing(answer)] == [["Appointment.id"]]


def test_another_resource_is_refused(world: World) -> None:
    body = write_json({"resourceType": "Patient", "id": "time-1"})
    said = refusing(world.call("PUT", f"{PATH}/time-1", body, Content_Type=JSON))
    assert any(one["expression"] == ["Appointment.resourceType"] for one in said)


def test_the_identifier_is_stable(world: World) -> None:
    world.put(station())
    other = changed(station(), put("/identifier/0/value", "A-2"))
    assert "identifikator" in refusing(world.put(other))[0]["diagnostics"]
    twice = changed(station(), put("/id", "time-2"))
    assert "annen id" in refusing(world.put(twice))[0]["diagnostics"]
    assert world.areas.get("a").count() == 1
    assert world.put(changed(twice, put("/identifier/0/value", "A-2"))).status_code == 201


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"<x/>", b"\xff\xfe", b'{"resourceType": 1}',
                                  b'{"id": "a", "id": "b"}', b'{"resourceType": "Appointment", "x": "\\ud800"}',
                                  b"<!DOCTYPE a [<!ENTITY b 'c'>]><Appointment xmlns='http://hl7.org/fhir'/>",
                                  b"[" * 10_000])  # fmt: skip
@pytest.mark.parametrize("media", [JSON, XML])
def test_what_cannot_be_read_is_refused_and_kept(world: World, body: bytes, media: str) -> None:
    answer = world.call("PUT", f"{PATH}/x", body, Content_Type=media, Accept=JSON)
    assert refusing(answer)[0]["severity"] == "fatal"
    assert raw(world.last()) == body


def test_json_declared_as_xml_is_refused(world: World) -> None:
    refusing(world.call("PUT", f"{PATH}/time-1", write_json(station()), Content_Type=XML, Accept=JSON))
    refusing(world.call("PUT", f"{PATH}/time-1", serialize(write_element(station())), Content_Type=JSON))


@pytest.mark.parametrize("media", ["", "text/plain", "text/xml", "application/fhir+turtle", "x",
                                   "application/json; charset=iso-8859-1"])  # fmt: skip
def test_other_media_types_are_415(world: World, media: str) -> None:
    headers = {"Content_Type": media} if media else {}
    answer = world.call("PUT", f"{PATH}/time-1", write_json(station()), Accept=JSON, **headers)
    assert issues(answer, 415)[0]["code"] == "not-supported"
    assert "application/fhir+xml" in answer.headers["Accept"]
    assert world.last()["status"] == 415 and raw(world.last()) == write_json(station())


def test_a_compressed_body_is_415(world: World) -> None:
    answer = world.put(station(), Content_Encoding="gzip")
    assert "gzip" in issues(answer, 415)[0]["diagnostics"]


def test_a_body_above_the_cap_is_413() -> None:
    with running(max_body_bytes=5000) as world:
        answer = world.put(changed(station(), put("/description", "x" * 5000)))
        assert "5000 byte" in issues(answer, 413)[0]["diagnostics"]
        assert (world.last()["status"], raw(world.last())) == (413, b"")
        assert world.put(station()).status_code == 201


@pytest.mark.parametrize("path", ["/timeavtaler/api/v1/appointment/x", "/timeavtaler/api/v2/Appointment/x",
                                  "/timeavtaler/api/v1/Appointment/x/y", "/timeavtaler/api/v1/Patient/x"])  # fmt: skip
def test_an_unknown_address_names_the_nearest(world: World, path: str) -> None:
    answer = world.call("PUT", path, write_json(station()), Content_Type=JSON)
    assert "/timeavtaler/api/v1/Appointment/{id}" in issues(answer, 404)[0]["diagnostics"]
    assert world.last()["path"] == path


@pytest.mark.parametrize(
    "path", ["/", "/timeavtaler", "/w/a//timeavtaler/_inbox", "/w/a/timeavtaler/inbox", "/_sim/helse"]
)
def test_other_unknown_addresses_are_told_in_json(world: World, path: str) -> None:
    answer = world.client.get(path)
    assert (answer.status_code, list(answer.get_json())) == (404, ["error", "expected", "found", "fix"])
    assert answer.headers["SIMULERT"]
    assert "_" in answer.get_json()["expected"]


def test_an_unknown_area_is_404(world: World) -> None:
    assert "Testområdet" in issues(world.put(station(), area="aa"), 404)[0]["diagnostics"]
    assert world.client.get("/w/aa/timeavtaler/_inbox").status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_405_with_allow(world: World, method: str) -> None:
    answer = world.call(method, f"{PATH}/time-1")
    assert "cancelled" in issues(answer, 405)[0]["diagnostics"]
    assert answer.headers["Allow"] == "PUT"
    assert (world.last()["method"], world.last()["status"]) == (method, 405)


def test_methods_that_nobody_knows_are_405_too(world: World) -> None:
    assert world.call("HEAD", f"{PATH}/time-1").status_code == 405
    assert "PUT" in world.call("BREW", f"{PATH}/time-1").headers["Allow"]
    answer = world.client.post("/w/a/timeavtaler/_inbox")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]


def test_a_token_opens_its_own_area_only(world: World) -> None:
    for area, token in (("a", "hemmelig-a"), ("b", "hemmelig-b")):
        assert world.client.post("/_sim/areas", json={"area": area, "token": token}).get_json()["token"] is True
    for wrong in ("", "Bearer feil", "Basic hemmelig-a", "Bearer", "Bearer \xe6"):
        answer = world.put(station(), Authorization=wrong)
        assert issues(answer, 401)[0]["code"] == "login"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert issues(world.put(station(), Authorization="Bearer hemmelig-b"), 403)[0]["code"] == "forbidden"
    assert world.put(station(), Authorization="bearer hemmelig-a").status_code == 201
    assert "hemmelig" not in json.dumps(world.inbox())
    assert [one["status"] for one in world.inbox()] == [401] * 5 + [403, 201]


def test_another_check_can_be_passed_in() -> None:
    seen = []

    def check(area: str, authorization: str) -> None:
        seen.append((area, authorization))
        raise NotAuthenticated("Nei.")

    with running(check=check) as world:
        issues(world.put(station(), Authorization="DPoP x"), 401)
    assert seen == [("a", "DPoP x")]


def test_a_person_who_may_be_real_is_refused_and_not_kept(world: World) -> None:
    rng = random.Random(1)
    real = next(number for number in (f"0101{rng.randrange(10**7):07}" for _ in range(10**6)) if is_real_range(number))
    wrong = changed(station(), put("/participant/0/actor/identifier/value", real))
    assert "syntetisk" in refusing(world.put(wrong))[0]["diagnostics"]
    world.put(wrong, Content_Type="text/plain")
    assert [raw(one) for one in world.inbox()] == [b"", b""]
    assert real not in json.dumps(world.inbox())


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("", "Appointment"),
        ("/", "Appointment"),
        ("/participant/0/actor", "Appointment.participant[0].actor"),
        ("/_start", "Appointment.start"),
        ("/f:Appointment/f:contained[2]/f:Location/f:type", "Appointment.contained[1].type"),
        ("/f:Appointment", "Appointment"),
        ("/a b/c", "Appointment"),
    ],
)
def test_where_is_written_as_fhirpath(where: str, path: str) -> None:
    assert fhirpath(where) == path


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
names = st.sampled_from([*station(), *virtual(), "requestedPeriod", "cancelationReason", "extension", "_start"])


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    with running(keep=20) as world:
        yield world


never_500 = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@never_500
@given(changes=st.dictionaries(names, json_values, max_size=4))
def test_no_resource_makes_it_fail(shared: World, changes: dict[str, object]) -> None:
    body = json.dumps({**station(), **changes}).encode("utf-8", "replace")
    answer = shared.call("PUT", f"{PATH}/time-1", body, Content_Type=JSON, Accept=JSON)
    assert answer.status_code in {200, 201, 400}, answer.text
    assert shared.last()["status"] == answer.status_code


@never_500
@given(
    method=st.sampled_from(["PUT", "GET", "POST", "DELETE", "X"]),
    path=st.text(st.characters(codec="utf-8", exclude_characters="?#"), max_size=30),
    body=st.binary(max_size=60),
    media=st.sampled_from([JSON, XML, "text/html", ""]) | st.text('abc/;=+" ,', max_size=20),
    accept=st.text("abcxml/;q=0.1*, ", max_size=20),
    query=st.text(st.characters(codec="ascii"), max_size=15),
)
def test_no_call_makes_it_fail(  # noqa: PLR0917
    shared: World, method: str, path: str, body: bytes, media: str, accept: str, query: str
) -> None:
    for prefix in (f"{PATH}/", "/timeavtaler/", "/timeavtaler/_inbox"):
        answer = shared.client.open(
            f"/w/a{prefix}{path}", method=method, data=body, query_string=query,
            headers={"Content-Type": media, "Accept": accept},
        )  # fmt: skip
        assert answer.status_code < 500, answer.text
        assert answer.mimetype != "text/html"


def test_an_index_of_nothing_is_never_html(shared: World) -> None:
    assert coded("x", "y")["coding"] and shared.client.get("/w/a/").mimetype == "application/json"
