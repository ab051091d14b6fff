"""A receiver of appointments with test area `a`, called in this process, for the tests of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.clock import ManualClock
from simulator.national.timeavtaler import Areas, Check, build_timeavtaler
from standards.fhir import write_element, write_json
from standards.rules.engine import judge_message
from standards.xml import serialize
from tests.standards.fhir_good import Resource

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
JSON, XML = "application/fhir+json", "application/fhir+xml"
PATH = "/timeavtaler/api/v1/Appointment"


class World:
    """The service and a client of it."""

    def __init__(self, client: FlaskClient, areas: Areas, clock: ManualClock) -> None:
        self.client = client
        self.areas = areas
        self.clock = clock

    def call(self, method: str, path: str, body: bytes = b"", *, area: str = "a", **headers: str) -> TestResponse:
        """Ask in the area; header names are written with _."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(f"/w/{area}{path}", method=method, data=body, headers=named)

    def put(self, resource: Resource, *, as_xml: bool = False, **more: Any) -> TestResponse:
        """Put a resource under its own id."""
        body = serialize(write_element(resource)) if as_xml else write_json(resource)
        headers = {"Content_Type": XML if as_xml else JSON, **more}
        return self.call("PUT", f"{PATH}/{resource['id']}", body, **headers)

    def inbox(self, after: int = 0, area: str = "a", more: str = "") -> list[dict[str, Any]]:
        """What arrived."""
        answer = self.client.get(f"/w/{area}/timeavtaler/_inbox?after={after}{more}")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.get_json()["entries"]
        return found

    def last(self) -> dict[str, Any]:
        """The newest call in the inbox."""
        return self.inbox()[-1]


@contextmanager
def running(data: Path | None = None, *, check: Check | None = None, **settings: Any) -> Iterator[World]:
    """The service with areas `a` and `b`, at nine in the morning (UTC) of 21 November."""
    clock = ManualClock(START)
    app, areas = build_timeavtaler(data, clock, check=check, **settings)
    try:
        for area in ("a", "b"):
            areas.ensure(area)
        yield World(app.test_client(), areas, clock)
    finally:
        areas.close()


def issues(answer: TestResponse, status: int) -> list[dict[str, Any]]:
    """The issues of an OperationOutcome in JSON, after our own rules have judged it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["SIMULERT"] == "Helsenorge, timeavtaler"
    assert answer.content_type == f"{JSON}; charset=utf-8"
    outcome = answer.get_json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert not judge_message(answer.data).findings, judge_message(answer.data).findings
    assert all(one["diagnostics"] and one["details"]["text"] for one in outcome["issue"])
    found: list[dict[str, Any]] = outcome["issue"]
    return found


def refusing(answer: TestResponse, status: int = 400) -> list[dict[str, Any]]:
    """The issues that it was refused for."""
    return [one for one in issues(answer, status) if one["severity"] in {"error", "fatal"}]


def raw(entry: dict[str, Any]) -> bytes:
    """The body that an entry of the inbox keeps."""
    return base64.b64decode(entry["raw_b64"])
