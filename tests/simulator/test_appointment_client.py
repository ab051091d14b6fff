"""A journal's FHIR push: in order, again until answered, refusals to staff, and nothing lost over an outage."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.app import Server
from simulator.clients.appointments import (
    Answer,
    AppointmentClient,
    AppointmentLink,
    HelsenorgeUnreachable,
    Push,
    read_answer,
)
from simulator.clock import SystemClock
from simulator.landscape import start_timeavtaler
from simulator.landscape.timeavtaler import RunningTimeavtaler
from standards.fhir import write_json
from tests.simulator.timeavtaler_world import raw
from tests.standards.fhir_good import cancelled, changed, drop, put, station


class Rows:
    """An outbox in memory."""

    def __init__(self, *bodies: tuple[str, bytes]) -> None:
        self._bell = threading.Condition()
        self._rings = 0
        self._waiting = deque(Push(number, name, body) for number, (name, body) in enumerate(bodies))
        self.taken: list[tuple[str, Answer]] = []
        self.refused: list[tuple[str, Answer]] = []

    def oldest_push(self) -> Push | None:
        with self._bell:
            return self._waiting[0] if self._waiting else None

    def push_taken(self, push: Push, answer: Answer) -> None:
        self._settle(push, answer, self.taken)

    def push_refused(self, push: Push, answer: Answer) -> None:
        self._settle(push, answer, self.refused)

    @property
    def rings(self) -> int:
        with self._bell:
            return self._rings

    def wait_past(self, seen: int, seconds: float) -> None:
        with self._bell:
            self._bell.wait_for(lambda: self._rings > seen, seconds)

    def ring(self) -> None:
        with self._bell:
            self._rings += 1
            self._bell.notify_all()

    def add(self, name: str, body: bytes) -> None:
        with self._bell:
            self._waiting.append(Push(99, name, body))
        self.ring()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, for at most twenty seconds."""
        with self._bell:
            assert self._bell.wait_for(holds, 20), (self.taken, self.refused)

    def _settle(self, push: Push, answer: Answer, pile: list[tuple[str, Answer]]) -> None:
        with self._bell:
            assert self._waiting.popleft() is push
            pile.append((push.id, answer))
        self.ring()


@contextmanager
def linked(rows: Rows, base: str, token: str = "") -> Iterator[AppointmentLink]:
    link = AppointmentLink(rows, AppointmentClient(base, token=lambda: token, timeout=5))
    link.start()
    try:
        yield link
    finally:
        link.stop()


@pytest.fixture
def service() -> Iterator[RunningTimeavtaler]:
    running = start_timeavtaler(None, SystemClock(), port=0, areas=["a"])
    yield running
    running.stop()


def entries(service: RunningTimeavtaler) -> list[dict[str, Any]]:
    return service.areas.get("a").inbox.read(0, 0, 1000)


def test_what_waits_is_sent_in_order_and_the_answers_are_kept(service: RunningTimeavtaler) -> None:
    bad = write_json(changed(station(), put("/id", "bad"), drop("/identifier")))
    rows = Rows(("time-1", write_json(station())), ("bad", bad), ("time-1", write_json(cancelled())))
    with linked(rows, service.address("a")) as link:
        rows.until(lambda: len(rows.taken) == 2)
        rows.add("time-1", write_json(cancelled()))
        rows.until(lambda: len(rows.taken) == 3)
        assert link.trouble == ""
    assert [answer.status for _, answer in rows.taken] == [201, 200, 200]
    assert rows.taken[0][1].location.endswith("/w/a/timeavtaler/api/v1/Appointment/time-1")
    [(name, answer)] = rows.refused
    assert name == "bad" and "identifier" in answer.text and "Gjør dette" in answer.text
    assert [one["change"] for one in entries(service)] == ["new", None, "changed", "identical"]
    assert raw(entries(service)[0]) == write_json(station())


def test_a_wrong_token_is_tried_again_until_it_is_right(service: RunningTimeavtaler) -> None:
    service.areas.ensure("a", "riktig")
    tokens = iter(["feil", "feil"])
    rows = Rows(("time-1", write_json(station())))
    client = AppointmentClient(service.address("a"), token=lambda: next(tokens, "riktig"))
    link = AppointmentLink(rows, client)
    link.start()
    try:
        rows.until(lambda: bool(rows.taken))
    finally:
        link.stop()
    assert [one["status"] for one in entries(service)] == [401, 401, 201]


def test_nothing_is_lost_over_an_outage_and_the_same_bytes_come_again() -> None:
    seen: list[bytes] = []
    statuses = deque(["503 Stopping", "500 Fault", "429 Later", "201 Created"])

    def app(environ: Mapping[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        seen.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start_response(statuses.popleft(), [("Retry-After", "0")])
        return [b"<html>"]

    rows = Rows(("time-1", write_json(station())))
    with Server(app) as server, linked(rows, server.url):
        rows.until(lambda: bool(rows.taken))
    assert seen == [write_json(station())] * 4 and not rows.refused


def test_nobody_there_is_told_and_a_stop_is_quick() -> None:
    server = Server(lambda environ, start: [])
    server.stop()
    client = AppointmentClient(server.url)
    with pytest.raises(HelsenorgeUnreachable, match="Får ikke sendt"):
        client.put("x", b"{}")
    rows = Rows(("x", b"{}"))
    with linked(rows, server.url):
        pass
    assert not rows.taken and not rows.refused


def test_what_no_server_of_ours_says_is_a_refusal_too() -> None:
    answer = read_answer(404, {}, b"<html>nei</html>")
    assert not answer.taken and not answer.later and answer.text == "HTTP 404"
    odd = read_answer(
        400, {"Retry-After": "x"}, b'{"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}'
    )
    assert odd.text.startswith("HTTP 400 {")


@given(status=st.integers(100, 599), body=st.binary() | st.from_regex(r"\{.*\}").map(str.encode), wait=st.text())
def test_no_answer_makes_it_fail(status: int, body: bytes, wait: str) -> None:
    answer = read_answer(status, {"Retry-After": wait}, body)
    assert answer.text and answer.retry_after >= 0
