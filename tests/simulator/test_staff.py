"""Staff over HTTP: secrets, keys, forms, errors in JSON, and answers that fit the published schema."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.control import answers
from simulator.journal.area import UnknownArea
from simulator.journal.intents import INTENTS
from simulator.journal.journal import Journal
from simulator.staff import web
from standards.attachments import Attachment
from tests.simulator.journal_kit import Kit, cancellation, person, question

CONTRACT = json.loads((Path(__file__).parents[2] / "standards" / "schemas" / "intents.json").read_text("utf-8"))
NORA, KARI = person("nora"), person("kari")


class OneArea:
    """An area without a bus; `settled` is what settle finds."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.staff_secret = "hemmelig-æ"
        self.trouble = ""
        self.settled: tuple[bool | None, str] = (True, "")

    def settle(self, seconds: float) -> tuple[bool | None, str]:
        return self.settled


class Staff:
    """Posts intents to the adapter."""

    def __init__(self, client: FlaskClient, area: OneArea, kit: Kit) -> None:
        self.client = client
        self.area = area
        self.kit = kit

    def post(self, intent: str, params: Any, *, area: str = "a", **headers: str) -> Any:
        standard = {"Idempotency-Key": str(uuid.uuid4()), "Authorization": "Bearer hemmelig-æ"}
        sent = {name: value for name, value in {**standard, **headers}.items() if value}
        return self.client.post(f"/w/{area}/staff/intents/{intent}", json=params, headers=sent)


@pytest.fixture
def staff() -> Iterator[Staff]:
    kit = Kit()
    area = OneArea(kit.journal)

    def find(name: str) -> OneArea:
        if name != "a":
            raise UnknownArea("Testområdet finnes ikke.", found=name)
        return area

    app = Flask("test")
    answers.install(app, {web.WrongSecret: 401}, "en journal")
    app.register_blueprint(web.blueprint(find), url_prefix="/w/<area>/staff")
    yield Staff(app.test_client(), area, kit)
    kit.journal.close()


def dialog() -> dict[str, Any]:
    return {"patient": NORA.ident, "subject": "Hei", "text": "Hei", "answerable": True}


def test_an_intent_is_done_once_per_key(staff: Staff) -> None:
    key = str(uuid.uuid4())
    first = staff.post("start_dialog", dialog(), **{"Idempotency-Key": key})
    again = staff.post("start_dialog", dialog(), **{"Idempotency-Key": key.upper()})
    assert first.status_code == again.status_code == 200 and first.json == again.json
    assert staff.kit.codes() == ["DI"]
    other = staff.post("start_dialog", {**dialog(), "text": "Noe annet"}, **{"Idempotency-Key": key})
    assert other.status_code == 409


@pytest.mark.parametrize(("intent", "params", "headers", "status"), [
    ("start_dialog", dialog(), {"Authorization": ""}, 401),
    ("start_dialog", dialog(), {"Authorization": "Bearer feil"}, 401),
    ("start_dialog", dialog(), {"Idempotency-Key": ""}, 400),
    ("start_dialog", dialog(), {"Idempotency-Key": "1"}, 400),
    ("start_dialog", {**dialog(), "answerable": "ja"}, {}, 400),
    ("start_dialog", [], {}, 400),
    ("answer_dialog", {"thread": "x", "text": "y", "outcome": "kanskje"}, {}, 400),
    ("change_setting", {"setting": "farge", "value": "ja"}, {}, 400),
    ("settle", {"deadline_seconds": 0}, {}, 400),
    ("settle", {"deadline_seconds": float("nan")}, {}, 400),
    ("settle", {}, {}, 400),
    ("start_dialog", {**dialog(), "text": "x" * 1001}, {}, 400),
    ("start_dialog", {**dialog(), "text": "bjelle \x07"}, {}, 400),
    ("start_dialog", {**dialog(), "text": "halv \ud83d"}, {}, 400),
    ("start_dialog", {**dialog(), "text": "   "}, {}, 400),
    ("start_dialog", {**dialog(), "farge": "blå"}, {}, 400),
    ("start_dialog", {**dialog(), "patient": "1"}, {}, 400),
    ("answer_dialog", {"thread": "x", "outcome": "reject"}, {}, 400),
    ("danse", {}, {}, 404),
])  # fmt: skip
def test_errors_are_json_with_what_to_do(
    staff: Staff, intent: str, params: Any, headers: dict[str, str], status: int
) -> None:
    answer = staff.post(intent, params, **headers)
    assert answer.status_code == status
    assert set(answer.json) == {"error", "expected", "found", "fix"} and answer.json["fix"]
    assert staff.kit.take() == []


def test_unknown_areas_and_addresses_are_json_too(staff: Staff) -> None:
    assert staff.post("settle", {}, area="b").status_code == 404
    assert staff.client.get("/w/a/staff").json["error"]
    assert staff.client.get("/w/a/staff/intents/settle").status_code == 405


def test_a_refusal_is_an_answer_with_a_reason(staff: Staff) -> None:
    answer = staff.post("cancel_appointment", {"appointment": "ukjent"})
    assert (answer.status_code, answer.json["outcome"]) == (200, "refused")
    assert answer.json["reason"] == "Timen finnes ikke i timeboken."


@pytest.mark.parametrize(("settled", "outcome"), [
    ((True, ""), "done"), ((False, "Ikke ferdig"), "refused"), ((None, "Vet ikke"), "unable"),
])  # fmt: skip
def test_settle_tells_what_is_proven(staff: Staff, settled: tuple[bool | None, str], outcome: str) -> None:
    staff.area.settled = settled
    answer = staff.post("settle", {"deadline_seconds": 5}, **{"Idempotency-Key": ""})
    assert answer.json["outcome"] == "unable" if settled[0] is None else outcome


def test_every_intent_of_the_contract_is_there_and_no_other() -> None:
    assert {*INTENTS, "settle"} == set(CONTRACT["intents"])


def test_answers_fit_the_published_schema(staff: Staff) -> None:
    kit = staff.kit
    kit.done("change_setting", setting="cancel_approval", value="ja")
    appointment = kit.book(NORA)
    calendar = kit.take()[0].message.calendar
    assert calendar is not None
    kit.give(cancellation(NORA, calendar, acting=KARI))
    asked = question(NORA, "Hei", Attachment("application/pdf", "Skjema", b"%PDF"), acting=KARI)
    kit.give(asked)
    kit.give(question(NORA, msg_id="1"))
    kit.give(question(NORA), raw=b"<x")
    kit.take()
    params: dict[str, dict[str, Any]] = {
        "accept_cancellation": {"appointment": appointment, "text": "Greit"},
        "answer_dialog": {"thread": asked.msg_id, "text": "Ja", "outcome": "answer"},
        "start_dialog": dialog(),
        "change_setting": {"setting": "cancel_approval", "value": "nei"},
        "read_journal": {"patient": NORA.ident},
        "read_appointments": {"patient": NORA.ident},
        "read_thread": {"thread": asked.msg_id},
        "read_access_log": {"patient": NORA.ident},
        "read_transport_log": {},
        "settle": {"deadline_seconds": 1},
    }
    for intent, content in params.items():
        contract = CONTRACT["intents"][intent]
        _validate(content, contract["params"])
        answer = staff.post(intent, content)
        assert answer.json["outcome"] == "done", (intent, answer.json)
        _validate(answer.json["data"], contract["data"])


def _validate(value: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "$defs": CONTRACT["$defs"]}).validate(value)
