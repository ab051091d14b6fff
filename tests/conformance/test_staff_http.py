"""Staff over HTTP: the contract, what breaks it, and a connection that comes and goes."""

from __future__ import annotations

import importlib.util
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import requests

from conformance.clock import SystemClock
from conformance.outcomes import NotVerified, TargetUnreachable, ToolFault
from conformance.staff.http import HttpStaff, connect
from conformance.staff.intents import IntentBook
from conformance.targets.model import Staff
from tests.conformance.bench_world import make_target
from tests.conformance.test_intents import PARAMS

ROOT = Path(__file__).resolve().parents[2]
KEY = "0b0c8f0e-7b7b-5b0e-9d5e-3b2f3f6f2a11"
Answer = Callable[[str, dict[str, Any], dict[str, str]], tuple[int, Any]]


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """A server that answers as told; an answer of status 0 breaks the connection."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, content = answer(self.path, body, {key.lower(): value for key, value in self.headers.items()})
            if status == 0:
                self.close_connection = True
                return
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/w/1/staff"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(address: str, intent: str = "cancel_appointment", seconds: float = 5, secret: str = "") -> Any:
    staff = HttpStaff(address, secret, SystemClock())
    try:
        return staff.perform(intent, {"appointment": "å1"}, key=KEY, sentence="", seconds=seconds)
    finally:
        staff.close()


def test_an_intent_is_posted_with_key_and_secret() -> None:
    seen: list[tuple[str, dict[str, Any], dict[str, str]]] = []

    def answer(path: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        seen.append((path, body, headers))
        return 200, {"outcome": "done", "reason": None, "data": {"appointment": "a"}, "mer": 1}

    with served(answer) as address:
        result = ask(address, secret="hemmelig")
    assert (result.outcome, result.reason, result.data, result.by) == ("done", "", {"appointment": "a"}, "maskin")
    path, body, headers = seen[0]
    assert (path, body) == ("/w/1/staff/intents/cancel_appointment", {"appointment": "å1"})
    assert (headers["idempotency-key"], headers["authorization"]) == (KEY, "Bearer hemmelig")


@pytest.mark.parametrize("bad", [0, 502, 503, 504])
def test_a_broken_connection_is_tried_again_with_the_same_key(bad: int) -> None:
    keys: list[str] = []

    def answer(path: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        keys.append(headers["idempotency-key"])
        return (bad, {}) if len(keys) < 3 else (200, {"outcome": "refused", "reason": "opptatt"})

    with served(answer) as address:
        result = ask(address)
    assert (result.outcome, result.reason, result.data) == ("refused", "opptatt", {})
    assert keys == [KEY] * 3


def test_an_adapter_that_is_not_there_is_unreachable_at_the_deadline() -> None:
    with served(lambda *_: (200, {})) as address:
        pass
    with pytest.raises(TargetUnreachable, match=r"innen 0\.3 s"):
        ask(address, seconds=0.3)


def test_an_adapter_that_never_answers_is_unreachable_at_the_deadline() -> None:
    done = threading.Event()

    def answer(*_: Any) -> tuple[int, Any]:
        done.wait(5)
        return 0, None

    with served(answer) as address, pytest.raises(TargetUnreachable):
        try:
            ask(address, seconds=0.3)
        finally:
            done.set()


@pytest.mark.parametrize(
    ("status", "content", "outcome"),
    [
        (401, {}, NotVerified),
        (403, {}, NotVerified),
        (400, {"error": "start mangler"}, ToolFault),
        (500, b"Traceback", NotVerified),
        (302, b"", NotVerified),
        (200, b"<html>", NotVerified),
        (200, [], NotVerified),
        (200, {"outcome": "ok"}, NotVerified),
        (200, {"outcome": "done", "data": [1]}, NotVerified),
    ],
)
def test_what_is_outside_the_contract_says_so(status: int, content: Any, outcome: type[Exception]) -> None:
    with served(lambda *_: (status, content)) as address, pytest.raises(outcome) as caught:
        ask(address)
    assert "cancel_appointment" in str(caught.value)


def test_an_unknown_intent_is_unable_and_remembered() -> None:
    with served(lambda *_: (404, {"error": "ukjent"})) as address:
        staff = HttpStaff(address, "", SystemClock())
        assert staff.can("cancel_appointment")
        result = staff.perform("cancel_appointment", {}, key=KEY, sentence="", seconds=5)
        assert result.outcome == "unable" and not staff.can("cancel_appointment")
        staff.close()


def test_nobody_confirms_over_http() -> None:
    assert (
        HttpStaff("http://127.0.0.1:1", "", SystemClock()).confirm("?", about="read_journal", seconds=1).outcome
        == "unable"
    )


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The reference server of the contract page, running."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs/reference_staff_server.py")
    assert spec is not None and spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    monkeypatch.setattr("sys.argv", ["reference_staff_server.py"])
    spec.loader.exec_module(module)
    module.Handler.log_message = lambda *_: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), module.Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/staff"
    server.shutdown()
    server.server_close()
    thread.join()
    module.answers.close()


def test_the_reference_server_keeps_the_contract(reference: str) -> None:
    book = IntentBook.load()
    staff = connect(make_target(staff=Staff("http", reference, settle=True)), SystemClock())
    outcomes = {}
    for name, params in PARAMS.items():
        result = staff.perform(name, params, key=str(uuid.uuid4()), sentence="", seconds=5)
        book.check_data(name, result)
        outcomes[name] = result.outcome
    assert {name for name, outcome in outcomes.items() if outcome == "done"} == {"settle", "create_appointment"}
    assert {name for name, outcome in outcomes.items() if outcome == "refused"} == {"cancel_appointment"}
    assert set(outcomes.values()) == {"done", "refused", "unable"}
    staff.close()


def test_the_reference_server_does_nothing_twice(reference: str) -> None:
    staff = HttpStaff(reference, "", SystemClock())

    def ask(intent: str, params: dict[str, Any], key: str) -> Any:
        return staff.perform(intent, params, key=key, sentence="", seconds=5)

    first = ask("create_appointment", PARAMS["create_appointment"], "k1").data
    assert ask("create_appointment", PARAMS["create_appointment"], "k1").data == first, "the same key, the same answer"
    assert ask("cancel_appointment", first, "k2").outcome == "done"
    assert ask("cancel_appointment", first, "k2").outcome == "done"
    assert ask("cancel_appointment", first, "k3").outcome == "refused"
    with pytest.raises(ToolFault, match="patient"):
        ask("create_appointment", {}, "k4")
    assert ask("fly", {}, "k5").outcome == "unable"
    staff.close()


@pytest.mark.parametrize(
    ("intent", "status"), [("cancel_appointment", 400), ("create_appointment", 400), ("settle", 200)]
)
def test_the_reference_server_asks_for_a_key_when_something_changes(reference: str, intent: str, status: int) -> None:
    body = json.dumps(PARAMS[intent])
    assert requests.post(f"{reference}/intents/{intent}", data=body, timeout=5).status_code == status
