"""Every statement of docs/contract.md part 1, asked over HTTP."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from simulator.national.tjenestebuss import BusSettings
from tests.simulator.bus_world import (
    EPJ,
    HELSENORGE,
    INBOX,
    PASSWORDS,
    START,
    World,
    basic,
    envelope,
    in_thread,
    manual,
    running,
)


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    with running() as world:
        yield world


@pytest.fixture
def world(shared: World) -> World:
    assert shared.call("POST", "/_sim/areas/a/reset").status == 204
    return shared


def refused(answer: Any, status: int) -> dict[str, str]:
    """The error body, after a look at its form."""
    assert answer.status == status, answer.data
    assert answer.headers["Content-Type"] == "application/json"
    content = answer.json()
    assert list(content) == ["error", "expected", "found", "fix"]
    assert all(isinstance(text, str) and text for text in content.values()), content
    return content


def test_a_message_goes_from_send_to_complete(world: World) -> None:
    answer = world.send(header={"ttl_ms": 60_000})
    assert (answer.status, list(answer.json())) == (201, ["sequence"])
    delivery = world.lock().json()
    assert list(delivery) == ["lock_token", "expires_at", "delivery_count", "sequence", "enqueued_at", "message"]
    assert delivery["sequence"] == answer.json()["sequence"]
    assert delivery["delivery_count"] == 1
    assert delivery["message"] == {**envelope(ttl_ms=60_000).to_json(), "body_b64": "PGEvPg=="}
    life = datetime.fromisoformat(delivery["expires_at"]) - datetime.fromisoformat(delivery["enqueued_at"])
    assert timedelta(seconds=60) <= life < timedelta(seconds=90)
    assert delivery["expires_at"].endswith("Z")
    assert world.call("GET", f"/queues/{INBOX}").json() == {"ready": 0, "locked": 1, "dead": 0}
    done = world.call("DELETE", f"/locks/{delivery['lock_token']}")
    assert (done.status, done.data) == (204, b"")
    assert world.call("GET", f"/queues/{INBOX}").json() == {"ready": 0, "locked": 0, "dead": 0}
    refused(world.call("DELETE", f"/locks/{delivery['lock_token']}"), 410)


def test_release_brings_the_message_back(world: World) -> None:
    world.send()
    first = world.lock().json()
    assert world.call("POST", f"/locks/{first['lock_token']}/release").status == 204
    second = world.lock().json()
    assert (second["delivery_count"], second["sequence"]) == (2, first["sequence"])
    refused(world.call("POST", f"/locks/{first['lock_token']}/release"), 410)


def test_an_empty_queue_answers_204(world: World) -> None:
    answer = world.lock()
    assert (answer.status, answer.data) == (204, b"")


def test_a_long_poll_wakes_at_once(world: World) -> None:
    waiting = in_thread(lambda: world.lock(wait=30))
    assert world.send().status == 201
    begun = time.monotonic()
    assert waiting.result(10).status == 200
    assert time.monotonic() - begun < 1


def test_a_long_poll_ends_empty_in_time(world: World) -> None:
    begun = time.monotonic()
    assert world.lock(wait=0.3).status == 204
    assert 0.3 <= time.monotonic() - begun < 5


@pytest.mark.parametrize("wait", ["-1", "31", "nan", "inf", "x", "", "1e9"])
def test_a_wait_outside_0_to_30_is_refused(world: World, wait: str) -> None:
    assert "30" in refused(world.call("POST", f"/queues/{INBOX}/lock?wait={wait}"), 400)["expected"]


@pytest.mark.parametrize(
    ("her_id", "password"), [(EPJ, "feil"), ("8299999", "x"), ("", ""), (EPJ, PASSWORDS[HELSENORGE])]
)
def test_a_wrong_password_is_refused(world: World, her_id: str, password: str) -> None:
    answer = world.call("GET", f"/queues/{INBOX}", her_id=her_id, password=password)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic ***"}])
def test_no_login_is_refused_on_every_route(world: World, header: dict[str, str]) -> None:
    for method, path in (
        ("POST", f"/queues/{INBOX}/messages"),
        ("POST", f"/queues/{INBOX}/lock"),
        ("GET", f"/queues/{INBOX}"),
        ("DELETE", "/locks/x"),
        ("POST", "/locks/x/release"),
    ):
        refused(urllib3.request(method, world.base + path, headers=header, retries=False), 401)


def test_a_password_may_come_in_latin_1(world: World) -> None:
    pair = base64.b64encode(f"{EPJ}:{PASSWORDS[EPJ]}".encode("latin-1")).decode()
    answer = urllib3.request("GET", f"{world.base}/queues/{INBOX}", headers={"Authorization": f"Basic {pair}"})
    assert answer.status == 200


def test_somebody_elses_queue_and_lock_are_forbidden(world: World) -> None:
    world.send()
    token = world.lock().json()["lock_token"]
    for method, path, status in (
        ("POST", f"/queues/{INBOX}/lock", 403),
        ("GET", f"/queues/{INBOX}", 403),
        ("DELETE", f"/locks/{token}", 410),
        ("POST", f"/locks/{token}/release", 410),
    ):
        refused(world.call(method, path, her_id=HELSENORGE), status)


def test_unknown_queue_area_and_address(world: World) -> None:
    refused(world.send(queue="8299999_async"), 404)
    refused(world.call("POST", "/queues/8299999_async/lock"), 403)
    refused(world.call("GET", "/queues/nonsense"), 403)
    refused(world.call("GET", "/nowhere"), 404)
    refused(urllib3.request("GET", f"{world.server.url}/w/no-such/queues/{INBOX}"), 404)
    refused(world.call("POST", "/_sim/areas/no-such/reset"), 404)
    refused(world.call("GET", "/_sim/areas/no-such/clock"), 404)


def test_an_unknown_address_names_the_nearest(world: World) -> None:
    said = refused(world.call("POST", f"/queue/{INBOX}/lock"), 404)
    assert "/w/{area}/queues/{queue}/lock" in said["expected"] and INBOX in said["found"]
    refused(world.call("POST", f"//queues/{INBOX}/lock"), 404)
    world.call("POST", "/_sim/areas", json={"area": "a"})
    login = {"Authorization": basic(EPJ, PASSWORDS[EPJ])}
    answer = urllib3.request("GET", f"{world.server.url}/w/aa/queues/{INBOX}", headers=login)
    assert refused(answer, 404)["expected"] == "a"


def test_every_response_says_that_it_is_simulated(world: World) -> None:
    answers = [world.send(), world.lock(), world.call("GET", "/nowhere"), world.call("GET", "/_sim/health")]
    assert {answer.headers["SIMULERT"] for answer in answers} == {"Norsk helsenett, tjenestebuss"}


def test_a_wrong_method_is_told_which_are_right(world: World) -> None:
    answer = world.call("PUT", f"/queues/{INBOX}/lock")
    refused(answer, 405)
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        {"body_b64": 1},
        {"body_b64": "a"},
        {"body_b64": "PGE\nvPg=="},
        {"body_b64": "æ"},
        {"body_b64": "", "header": []},
        {"body_b64": "", "header": {"ttl_ms": "15"}},
        {"body_b64": "", "header": {"ttl_ms": -1}},
        {"body_b64": "", "header": {"ttl_ms": True}},
        {"body_b64": "", "header": {"ttl_ms": 10**30}},
        {"body_b64": "", "properties": "x"},
        {"body_b64": "", "properties": {"to": 1}},
        {"body_b64": "", "properties": {"to": "\ud800"}},
        {"body_b64": "", "properties": {"\udfff": "x"}},
        {"body_b64": "", "application_properties": {"fromHerId": {}}},
    ],
)
def test_a_faulty_message_is_refused_and_not_kept(world: World, content: Any) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = world.call(
        "POST", f"/queues/{INBOX}/messages", body=body, headers={"Content-Type": "application/json; charset=utf-8"}
    )
    refused(answer, 400)
    assert world.call("GET", f"/queues/{INBOX}").json()["ready"] == 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml"])
def test_only_json_is_taken(world: World, content_type: str) -> None:
    answer = world.call(
        "POST", f"/queues/{INBOX}/messages", body=b'{"body_b64": ""}', headers={"Content-Type": content_type}
    )
    refused(answer, 415)


def test_the_bus_does_not_judge_content(world: World) -> None:
    strange = {"to": "elsewhere", "message_id": "ikke en uuid", "empty": ""}
    content = {"properties": {**strange, "left_out": None}, "application_properties": {"æ": "ø"}, "body_b64": ""}
    assert world.call("POST", f"/queues/{INBOX}/messages", json=content).status == 201
    message = world.lock().json()["message"]
    assert (message["properties"]["message_id"], message["properties"]["empty"]) == ("ikke en uuid", "")
    assert "left_out" not in message["properties"]
    assert message["application_properties"] == {"æ": "ø"}
    assert (message["header"], message["body_b64"]) == ({}, "")


def test_the_body_cap_is_64_mib() -> None:
    assert BusSettings().max_body_bytes == 64 * 1024 * 1024


def test_a_too_large_message_is_refused() -> None:
    with running(settings=BusSettings(max_body_bytes=100_000)) as world:
        fits, over = (base64.b64encode(b"x" * size).decode() for size in (100_000, 100_001))
        assert world.send(fits).status == 201
        refused(world.send(over), 413)
        refused(world.send(base64.b64encode(b"x" * 2_000_000).decode()), 413)
        assert world.call("GET", f"/queues/{INBOX}").json()["ready"] == 1


def test_a_full_disk_answers_507(tmp_path: Path) -> None:
    with running(tmp_path, settings=BusSettings(max_pages=24)) as world:
        assert world.send().status == 201
        assert "full" in refused(world.send("eHh4" * 50_000), 507)["error"]
        assert world.lock().status == 200


def test_stop_frees_parked_polls() -> None:
    with running() as world:
        waiting = [in_thread(lambda: world.lock(wait=30)) for _ in range(3)]
        broker = world.areas.get("a")
        while INBOX not in broker._bells:
            time.sleep(0.005)
        begun = time.monotonic()
        world.server.stop()
        assert time.monotonic() - begun < 1.5
        for answer in waiting:
            with suppress(urllib3.exceptions.HTTPError):  # raised if the connection had not got as far as the bus
                assert answer.result(15).status in (204, 503)


def test_a_bus_with_no_thread_to_spare_does_not_let_polls_stop_the_sends() -> None:
    with running(threads=10) as world:

        def wait_for_one() -> Any:
            while (found := world.lock(wait=20)).status == 204:
                assert found.headers["Retry-After"] == "1"  # the question below had the place
            return found

        waiting = [in_thread(wait_for_one) for _ in range(2)]
        deadline = time.monotonic() + 60
        while (answer := world.lock(wait=0.01)).headers.get("Retry-After") != "1":
            assert time.monotonic() < deadline
        assert answer.status == 204
        for _ in waiting:
            assert world.send().status == 201
        assert {one.result(15).status for one in waiting} == {200}


def test_an_unforeseen_fault_is_json_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.areas.get("a"), "depth", lambda *_: 1 / 0)
    refused(world.call("GET", f"/queues/{INBOX}"), 500)


def test_areas_are_made_extended_and_listed(world: World) -> None:
    for status, parties, known in (
        (201, {"8220001": "a"}, ["8220001"]),
        (200, {"8220002": "b"}, ["8220001", "8220002"]),
    ):
        answer = world.call("POST", "/_sim/areas", json={"area": "b", "parties": parties})
        assert answer.status == status
        assert (answer.json()["path"], answer.json()["parties"]) == ("/w/b", known)
    assert "8220001_syncreply" in answer.json()["queues"]
    assert [area["area"] for area in world.call("GET", "/_sim/areas").json()["areas"]] == ["a", "b"]
    login = {"Authorization": basic("8220001", "a")}
    assert urllib3.request("GET", f"{world.server.url}/w/b/queues/8220001_dl", headers=login).status == 200
    assert world.send().status == 201
    assert urllib3.request("GET", f"{world.server.url}/w/b/queues/{INBOX}", headers=login).status == 403


def test_a_new_password_replaces_the_old() -> None:
    with running() as world:
        world.call("POST", "/_sim/areas", json={"area": "a", "parties": {EPJ: "ny"}})
        refused(world.call("GET", f"/queues/{INBOX}"), 401)
        assert world.call("GET", f"/queues/{INBOX}", password="ny").status == 200


@pytest.mark.parametrize(
    "content",
    [{}, {"area": "../x"}, {"area": 1}, {"area": "c", "parties": {"x": "y"}}, {"area": "c", "parties": {"82": 1}}],
)
def test_a_faulty_area_is_refused(world: World, content: Any) -> None:
    refused(world.call("POST", "/_sim/areas", json=content), 400)


def test_health_says_that_this_is_simulated(world: World) -> None:
    content = world.call("GET", "/_sim/health").json()
    assert content["ready"] is True and content["simulated"] is True


def test_reset_needs_no_body_and_empties(world: World) -> None:
    world.send()
    assert world.call("POST", "/_sim/areas/a/reset").status == 204
    assert world.lock().status == 204


def test_the_areas_clock_can_be_moved() -> None:
    clock = manual()
    with running(clock=clock) as world:
        world.send()
        assert world.lock().json()["enqueued_at"] == "2026-12-01T08:00:00.000000Z"
        moved = world.call("POST", "/_sim/areas/a/clock", json={"advance_seconds": 61}).json()
        assert moved == {"now": "2026-12-01T08:01:01.000000Z", "clock_offset_seconds": 61.0}
        assert world.lock().json()["delivery_count"] == 2
        world.call("POST", "/_sim/areas/a/clock", json={"offset_seconds": -3600})
        assert world.call("GET", "/_sim/areas/a/clock").json()["now"] == "2026-12-01T07:00:00.000000Z"
        for faulty in (
            {},
            {"offset_seconds": 1, "advance_seconds": 1},
            {"offset_seconds": "1"},
            {"advance_seconds": 1e12},
        ):
            refused(world.call("POST", "/_sim/areas/a/clock", json=faulty), 400)
        assert clock.now() == START
