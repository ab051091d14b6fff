"""The room that simulated services share, held by the smallest service there can be: one that counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Response, jsonify, request
from flask.testing import FlaskClient

from simulator.clock import ManualClock
from simulator.serving import answers, area, control, reading
from simulator.serving.app import create_app
from simulator.serving.area import Area
from simulator.serving.areas import Areas
from simulator.serving.refusals import FaultyRequest, Refusal, UnknownArea
from simulator.serving.waiting import Parking
from simulator.store.database import Database, StoreFull, StoreUnusable
from simulator.store.ownership import DirectoryTaken
from standards.errors import Problem

START = datetime(2026, 12, 1, 8, tzinfo=UTC)


class Counter(Area):
    """Counts to what it is told, and remembers it."""

    def reset(self) -> None:
        self.set("count", "0")
        self.shift_clock(timedelta())

    def add(self, number: int) -> int:
        count = int(self.setting("count", "0")) + number
        if count > 9:
            raise TooMuch("For mye.", expected="høyst 9", found=str(count), fix="Tell mindre.")
        self.set("count", str(count))
        return count


class TooMuch(Refusal):
    """The counter is full."""

    status = 409
    headers = (("Retry-After", "7"),)


def areas_in(directory: Path | None) -> Areas[Counter]:
    return Areas(directory, lambda path: Counter(Database(path, area.SCHEMA), ManualClock(START)))


@contextmanager
def served(directory: Path | None = None, shape: answers.Shape = answers.four_fields) -> Iterator[FlaskClient]:
    areas = areas_in(directory)
    count = Blueprint("count", __name__, url_prefix="/w/<area>/count")

    @count.post("/up")
    def up(area: str) -> Response:
        found = areas.get(area)
        return jsonify(count=found.add(int(reading.query_number(request, "by", 1, 100))))

    @count.post("/texts")
    def texts(area: str) -> Response:
        return jsonify(reading.texts(reading.json_object(request), area))

    @count.get("/fails")
    def fails(area: str) -> Response:
        raise {"full": StoreFull, "closed": StoreUnusable, "other": Problem}.get(area, ZeroDivisionError)("Nei.")

    made = control.blueprint(
        "teller",
        areas,
        lambda name, given: areas.make(name, lambda found: found.add(int(given.get("from", 0)))),
        lambda found: {"count": int(found.setting("count", "0"))},
    )
    app = create_app("teller", "En teller", [count, made], max_request_bytes=100, shape=shape)
    try:
        yield app.test_client()
    finally:
        areas.close()


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    with served() as client:
        client.post("/_sim/areas", json={"area": "a"})
        yield client


def refused(answer: Any, status: int) -> dict[str, str]:
    assert (answer.status_code, answer.headers["SIMULERT"]) == (status, "En teller"), answer.text
    found: dict[str, str] = answer.get_json()
    assert list(found) == ["error", "expected", "found", "fix"]
    return found


def test_areas_settings_and_clocks_come_back(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        made = client.post("/_sim/areas", json={"area": "a", "from": 2})
        assert (made.status_code, list(made.get_json())) == (
            201,
            ["area", "path", "count", "now", "clock_offset_seconds"],
        )
        assert client.post("/_sim/areas", json={"area": "a", "from": 3}).status_code == 200
        client.post("/_sim/areas/a/clock", json={"advance_seconds": 60})
        with pytest.raises(DirectoryTaken):
            areas_in(tmp_path)
    with served(tmp_path) as client:
        found = client.get("/_sim/areas").get_json()["areas"]
        assert [(one["area"], one["count"], one["now"]) for one in found] == [("a", 5, "2026-12-01T08:01:00.000000Z")]
        assert client.post("/_sim/areas/a/reset").status_code == 204
        assert client.get("/_sim/areas/a/clock").get_json()["clock_offset_seconds"] == 0
        assert client.get("/_sim/health").get_json() == {
            "ready": True,
            "simulated": True,
            "service": "teller",
            "areas": 1,
        }


def test_nothing_is_left_of_an_area_that_could_not_be_made(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        client.post("/_sim/areas", json={"area": "kept"})
        refused(client.post("/_sim/areas", json={"area": "gone", "from": 10}), 409)
        refused(client.post("/_sim/areas", json={"area": "kept", "from": 10}), 409)
    areas = areas_in(tmp_path)
    assert areas.ids() == ["kept"]
    with pytest.raises(UnknownArea) as raised:
        areas.get("kep")
    assert raised.value.expected == "kept"
    areas.close()


def test_a_file_that_is_no_database_lets_the_directory_go(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_text("ikke en database, men lang nok til at det er sikkert at den ikke er det")
    for _ in range(2):
        with pytest.raises(StoreUnusable):
            areas_in(tmp_path)


@pytest.mark.parametrize("name", ["", "A", "../x", "æ", "x" * 64])
def test_an_area_has_an_id_that_can_be_a_file_name(name: str) -> None:
    with pytest.raises(FaultyRequest):
        areas_in(None).make(name)


def test_a_refusal_has_its_status_and_headers(client: FlaskClient) -> None:
    assert client.post("/w/a/count/up?by=9").get_json() == {"count": 9}
    answer = client.post("/w/a/count/up")
    assert (refused(answer, 409)["found"], answer.headers["Retry-After"]) == ("10", "7")
    refused(client.post("/w/b/count/up"), 404)


@pytest.mark.parametrize(("area", "status"), [("full", 507), ("closed", 503), ("other", 500), ("x", 500)])
def test_what_is_no_refusal_is_answered_in_the_same_shape(client: FlaskClient, area: str, status: int) -> None:
    refused(client.get(f"/w/{area}/count/fails"), status)


def test_a_service_chooses_its_shape() -> None:
    def oauth(problem: Problem, status: int) -> Response:
        answer = jsonify(error="invalid_request", error_description=problem.problem)
        answer.status_code = status
        return answer

    with served(shape=oauth) as client:
        answers_ = [client.get("/nowhere"), client.post("/w/b/count/up"), client.get("/w/x/count/fails")]
        assert [(one.status_code, one.get_json()["error"]) for one in answers_] == [
            (404, "invalid_request"),
            (404, "invalid_request"),
            (500, "invalid_request"),
        ]


def test_the_nearest_address_and_the_right_methods_are_told(client: FlaskClient) -> None:
    assert "/w/{area}/count/up" in refused(client.post("/w/a/count/upp"), 404)["expected"]
    assert "/_sim/areas" in refused(client.get("/_sim/area"), 404)["expected"]
    answer = client.get("/w/a/count/up")
    assert refused(answer, 405)["expected"] == answer.headers["Allow"] == "OPTIONS, POST"


def test_json_is_read_or_refused_with_what_is_wrong(client: FlaskClient) -> None:
    def post(body: bytes, kind: str = "application/json") -> Any:
        return client.post("/w/a/count/texts", data=body, content_type=kind)

    assert post(b'{"a": {"x": "y", "z": null}}').get_json() == {"x": "y"}
    assert post(b"{}").get_json() == {}
    for body in (b"", b"[]", b"{", b"\xff", b'{"a": 1}', b'{"a": {"x": 1}}', b'{"a": {"x": "\\ud800"}}'):
        assert refused(post(body), 400)["expected"]
    refused(post(b"{}", "text/plain"), 415)
    assert "100 byte" in refused(post(b" " * 101), 413)["expected"]


@pytest.mark.parametrize("by", ["-1", "101", "nan", "inf", "x", ""])
def test_a_number_has_its_bounds(client: FlaskClient, by: str) -> None:
    assert refused(client.post(f"/w/a/count/up?by={by}"), 400)["expected"] == "by som et tall fra 0 til 100"


def test_who_waits_never_takes_the_last_threads() -> None:
    parking = Parking(threads=9)
    with parking.place(1) as first, parking.place(1) as second, parking.place(0) as third:
        assert (first, second, third) == (True, False, True)
    with parking.place(1) as again:
        assert again
