"""The inbox and the test areas: long poll, bounds, isolation, restart, kill -9, control."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import urllib3

from simulator.app import Server
from simulator.clock import SystemClock
from simulator.landscape import start_timeavtaler
from simulator.national.timeavtaler import Areas, build_timeavtaler
from simulator.serving.refusals import FaultyRequest
from simulator.store.database import StoreFull
from simulator.store.ownership import DirectoryTaken
from standards.fhir import write_json
from tests.simulator.bus_world import in_thread
from tests.simulator.timeavtaler_world import JSON, PATH, START, World, issues, raw, running
from tests.standards.fhir_good import cancelled, changed, put, station


@pytest.fixture
def world() -> Iterator[World]:
    with running() as world:
        yield world


def numbered(number: int) -> dict[str, Any]:
    """One of many appointments."""
    return changed(station(), put("/id", f"time-{number}"), put("/identifier/0/value", f"A-{number}"))


def test_the_inbox_is_read_from_where_one_was(world: World) -> None:
    for number in range(5):
        world.put(numbered(number))
    assert [one["number"] for one in world.inbox(after=3)] == [4, 5]
    assert [one["number"] for one in world.inbox(more="&limit=2")] == [1, 2]
    answer = world.client.get("/w/a/timeavtaler/_inbox?after=5").get_json()
    assert answer == {"entries": [], "last": 5, "oldest": 1}
    entry = world.inbox()[0]
    assert (entry["method"], entry["path"], entry["content_type"]) == ("PUT", f"{PATH}/time-0", JSON)
    assert entry["received_at"] == "2026-11-21T09:00:00.000000Z"
    assert raw(entry) == write_json(numbered(0))


@pytest.mark.parametrize("query", ["after=-1", "after=x", "wait=31", "wait=nan", "limit=0", "limit=1e9", "after="])
def test_a_faulty_question_is_400_in_json(world: World, query: str) -> None:
    answer = world.client.get(f"/w/a/timeavtaler/_inbox?{query}")
    assert (answer.status_code, list(answer.get_json())) == (400, ["error", "expected", "found", "fix"])


def test_the_inbox_is_bounded_and_says_so() -> None:
    with running(keep=3) as world:
        for number in range(5):
            world.put(numbered(number))
        assert [one["number"] for one in world.inbox()] == [3, 4, 5]
        assert world.client.get("/w/a/timeavtaler/_inbox").get_json()["oldest"] == 3
        assert world.areas.get("a").count() == 5


def test_two_areas_are_apart(world: World) -> None:
    world.put(station())
    assert world.inbox(area="b") == []
    assert world.put(changed(station(), put("/id", "other")), area="b").status_code == 201
    assert world.put(cancelled(), area="a").status_code == 200
    world.client.post("/_sim/areas/b/reset")
    assert world.inbox(area="b") == [] and len(world.inbox()) == 2
    world.client.post("/_sim/areas/a/clock", json={"offset_seconds": 60})
    assert world.areas.get("b").now() == START


def test_a_long_poll_is_answered_when_something_comes_and_ends_at_a_stop() -> None:
    app, areas = build_timeavtaler(None, SystemClock())
    areas.ensure("a")
    with Server(app, threads=4, on_stop=areas.close) as server:
        url = f"{server.url}/w/a"
        waiting = in_thread(lambda: urllib3.request("GET", f"{url}/timeavtaler/_inbox?wait=30", timeout=40).json())
        headers = {"Content-Type": JSON}
        assert urllib3.request("PUT", f"{url}{PATH}/time-1", body=write_json(station()), headers=headers).status == 201
        assert [one["status"] for one in waiting.result(20)["entries"]] == [201]
        last = in_thread(lambda: urllib3.request("GET", f"{url}/timeavtaler/_inbox?after=1&wait=30").json())
        assert urllib3.request("GET", f"{server.url}/_sim/health").json()["service"] == "timeavtaler"
    assert last.exception(20) is not None or last.result().get("entries", []) == []


def test_a_body_in_chunks_is_whole_or_refused_and_one_cut_off_is_not_taken() -> None:
    app, areas = build_timeavtaler(None, SystemClock(), max_body_bytes=4000)
    areas.ensure("a")
    whole = write_json(station())
    headers = {"Content-Type": JSON}

    def chunked(body: bytes) -> int:
        parts = iter([body[:1000], body[1000:]])
        return urllib3.request("PUT", f"{server.url}/w/a{PATH}/time-1", body=parts, headers=headers).status

    with Server(app, threads=4, on_stop=areas.close) as server:
        assert chunked(whole) == 201
        assert chunked(whole + b" " * 4000) == 413
        with socket.create_connection((server.host, server.port)) as line:
            head = f"PUT /w/a{PATH}/time-1 HTTP/1.1\r\nHost: x\r\nContent-Type: {JSON}\r\nContent-Length: 3999\r\n\r\n"
            line.sendall(head.encode() + whole)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(65536)
        assert b" 400 " in answer.partition(b"\r\n")[0] and b"Content-Length" in answer
        assert [one["status"] for one in areas.get("a").inbox.read(0, 0, 9)] == [201, 413, 400]


def test_puts_of_one_appointment_at_once_make_one(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: world.areas.get("a") and world.put(station()).status_code, range(24)))
    assert sorted(answers) == [200] * 23 + [201]
    assert [one["change"] for one in world.inbox()] == ["new"] + ["identical"] * 23


def test_two_ids_with_one_identifier_at_once_make_one(world: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [changed(station(), put("/id", f"time-{number}")) for number in range(16)]
        answers = list(pool.map(lambda one: world.put(one).status_code, made))
    assert sorted(answers) == [201] + [400] * 15


def test_all_comes_back_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.client.post("/_sim/areas", json={"area": "a", "token": "t"})
        world.client.post("/_sim/areas/a/clock", json={"offset_seconds": 3600})
        world.put(station(), Authorization="Bearer t")
        before = world.inbox()
    with running(tmp_path) as world:
        assert world.inbox() == before
        issues(world.put(station()), 401)
        assert world.put(station(), Authorization="Bearer t").status_code == 200
        assert world.last()["change"] == "identical"
        assert world.last()["received_at"].startswith("2026-11-21T10:00")
        world.client.post("/_sim/areas/a/reset")
        assert world.put(station(), Authorization="Bearer t").status_code == 201
        assert world.last()["number"] == 4
    assert not any(b"Bearer t" in file.read_bytes() for file in (tmp_path / "timeavtaler").iterdir())


def test_a_directory_is_for_one(tmp_path: Path) -> None:
    with running(tmp_path), pytest.raises(DirectoryTaken):
        build_timeavtaler(tmp_path, SystemClock())


@pytest.mark.parametrize("area", ["", "A", "../x", "a/b", "æ", "-a", "x" * 64])
def test_ids_that_cannot_be_file_names_are_refused(world: World, area: str) -> None:
    with pytest.raises(FaultyRequest):
        world.areas.ensure(area)
    assert world.client.post("/_sim/areas", json={"area": area}).status_code == 400


def test_a_full_disk_is_told_and_nothing_is_half_stored(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFull("Disken er full.", expected="plass", found="ingen", fix="Frigjør plass.")

    monkeypatch.setattr(world.areas.get("a").inbox, "add", full)
    assert issues(world.put(station()), 507)[0]["code"] == "no-store"
    assert world.areas.get("a").count() == 0


def test_a_fault_of_ours_is_never_html(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hemmelig")

    monkeypatch.setattr(world.areas.get("a"), "put", broken)
    world.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = world.put(station())
    assert issues(answer, 500)[0]["code"] == "exception" and "hemmelig" not in answer.text


def test_control_tells_and_refuses(world: World) -> None:
    listed = world.client.get("/_sim/areas").get_json()["areas"]
    assert [one["area"] for one in listed] == ["a", "b"] and listed[0]["appointments"] == 0
    assert world.client.get("/_sim/areas/a/clock").get_json()["clock_offset_seconds"] == 0
    wrong: list[tuple[str, object]] = [("areas", []), ("areas", {"area": 1}), ("areas", {"area": "x", "token": 1}),
        ("areas/a/clock", {}), ("areas/a/clock", {"offset_seconds": True}), ("areas/a/clock", {"offset_seconds": 1e99}),
        ("areas/a/clock", {"offset_seconds": 1, "advance_seconds": 1})]  # fmt: skip
    for path, content in wrong:
        assert world.client.post(f"/_sim/{path}", json=content).status_code == 400, (path, content)
    assert world.client.get("/_sim/areas/x/clock").status_code == 404


def test_the_landscape_starts_it_with_areas() -> None:
    service = start_timeavtaler(None, SystemClock(), port=0, areas=["demo"])
    try:
        for area in ("demo", "other"):
            answer = urllib3.request("GET", f"{service.address(area)}/timeavtaler/_inbox")
            assert (answer.status, answer.json()["entries"]) == (200, [])
    finally:
        service.stop()


@contextmanager
def process(data: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [sys.executable, "-m", "simulator.national.timeavtaler", "--data", str(data), "--area", "a"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running_:
        assert running_.stdout is not None
        found = re.search(r"http://\S+", running_.stdout.readline())
        assert found, "the service did not start"
        try:
            yield running_, f"{found[0]}/w/a"
        finally:
            running_.kill()


def flood(base: str, sender: int, taken: list[str], enough: threading.Event) -> None:
    for number in range(10_000):
        name = f"{sender}-{number}"
        one = changed(station(), put("/id", name), put("/identifier/0/value", name))
        try:
            answer = urllib3.request(
                "PUT", f"{base}{PATH}/{name}", body=write_json(one), headers={"Content-Type": JSON}, retries=False
            )
        except urllib3.exceptions.HTTPError:
            return
        assert answer.status == 201
        taken.append(name)
        if len(taken) >= 60:
            enough.set()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_everything_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    taken: list[str] = []
    enough = threading.Event()
    with process(tmp_path) as (running_, base):
        senders = [threading.Thread(target=flood, args=(base, number, taken, enough)) for number in range(3)]
        for sender in senders:
            sender.start()
        assert enough.wait(60)
        os.kill(running_.pid, signal.SIGKILL)
        for sender in senders:
            sender.join(30)
    areas = Areas(tmp_path, SystemClock())
    try:
        kept = {one["appointment"]["id"] for one in areas.get("a").inbox.read(0, 0, 1000)}
        assert set(taken) <= kept and len(kept) - len(taken) <= 3
        assert areas.get("a").count() == len(kept)
    finally:
        areas.close()
