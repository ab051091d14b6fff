"""The closed list of intents: schema, sentence and deadline belong together, and the contract page names them all."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.outcomes import NotVerified, PreconditionMissing, ToolFault
from conformance.staff import adapter, connect, kinds
from conformance.staff.adapter import IntentResult
from conformance.staff.intents import IntentBook
from conformance.targets.model import Staff
from tests.conformance.bench_world import NORA, make_target
from tests.conformance.test_writing import HandClock

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "standards/schemas/intents.json").read_text("utf-8"))
SENTENCES = tomllib.loads((ROOT / "conformance/staff/intents.toml").read_text("utf-8"))
BOOK = IntentBook.load()

PARAMS: dict[str, dict[str, Any]] = {
    "create_appointment": {
        "patient": NORA.ident,
        "start": "2026-12-10T10:15:00",
        "end": "2026-12-10T10:45:00",
        "summary": "Toårskontroll",
        "location": "Rom 2",
        "category": "Vaksine",
        "practitioner": "Berit",
    },
    "change_appointment": {
        "appointment": "a",
        "start": "2026-12-10T10:15:00",
        "end": "2026-12-10T10:45",
        "location": "x",
    },
    "cancel_appointment": {"appointment": "a", "reason": "Sykdom"},
    "register_no_show": {"appointment": "a"},
    "start_dialog": {
        "patient": NORA.ident,
        "subject": "Søvn",
        "text": "Hei",
        "answerable": True,
        "attachments": [{"mime_type": "application/pdf", "description": "Brev", "content_b64": "JVBERg=="}],
    },
    "answer_dialog": {"thread": "t", "text": "Svar", "outcome": "reject"},
    "check_inbox": {"unit": "jordmor"},
    "read_inbox": {"list": "felles"},
    "read_follow_up": {"unit": "jordmor"},
    "close_follow_up": {"msg_id": "m"},
    "test_line": {"unit": "jordmor"},
    "start_contact": {"patient": NORA.ident, "first": "2026-12-10"},
    "end_contact": {"contact": "c", "last": "2026-12-10"},
    "read_contacts": {"patient": NORA.ident},
    "accept_cancellation": {"appointment": "a", "text": "Greit"},
    "refuse_cancellation": {"appointment": "a", "text": "Nei"},
    "change_setting": {"setting": "cancel_approval", "value": "ja"},
    "correct_patient": {"appointment": "a", "patient": NORA.ident},
    "pass_time": {"hours": 97, "back": True},
    "register_death": {"patient": NORA.ident},
    "correct_death": {"patient": NORA.ident},
    "end_pregnancy": {"patient": NORA.ident},
    "grant_wish": {
        "wish": "w",
        "start": "2026-12-10T10:15:00",
        "end": "2026-12-10T10:45:00",
        "summary": "Veiing",
        "location": "Rom 2",
        "practitioner": "Berit",
        "exempt": True,
    },
    "decline_wish": {"wish": "w", "text": "Det er fullt"},
    "read_wishes": {"patient": NORA.ident},
    "open_slot": {
        "start": "2026-12-10T10:15:00",
        "end": "2026-12-10T10:45:00",
        "summary": "Veiing",
        "location": "Rom 2",
        "practitioner": "Berit",
        "must_call": False,
        "approval": True,
    },
    "close_slot": {"slot": "s"},
    "accept_booking": {"booking": "b", "text": "Greit"},
    "refuse_booking": {"booking": "b", "text": "Nei"},
    "read_slots": {},
    "plan_visits": {
        "patient": NORA.ident,
        "summary": "Dusj",
        "start": "2026-12-10T10:00:00",
        "end": "2026-12-10T12:00:00",
        "frequency": "weekly",
        "every": 2,
        "days": ["MO", "TH"],
        "last": "2027-03-01",
        "minutes": 30,
    },
    "end_visits": {"plan": "p", "last": "2027-01-01"},
    "pause_visits": {"patient": NORA.ident, "first": "2027-01-01", "last": "2027-01-09", "reason": "Sykehus"},
    "resume_visits": {"patient": NORA.ident, "first": "2027-01-05"},
    "confirm_visit": {
        "plan": "p",
        "start": "2026-12-10T10:00:00",
        "employees": ["Gøril Løvås"],
        "arrival": "2026-12-10T10:30:00",
    },
    "change_employees": {"appointment": "a", "employees": ["Øystein Mæhle", "Gøril Løvås"]},
    "complete_visit": {"appointment": "a"},
    "cancel_visit": {"plan": "p", "start": "2026-12-10T10:00:00", "reason": "Avlyst av tjeneste"},
    "read_visits": {"patient": NORA.ident},
    "settle": {"deadline_seconds": 10},
    "read_journal": {"patient": NORA.ident},
    "read_appointments": {"patient": NORA.ident},
    "read_thread": {"thread": "t"},
    "read_access_log": {"patient": NORA.ident},
    "read_transport_log": {"msg_id": "m"},
}
TIME = "2026-12-01T08:00:00"
ATTACHMENT = {"mime_type": "application/pdf", "description": "Brev", "size": 3, "sha256": "a" * 64}
ENTRY = {"id": "1", "time": TIME, "kind": "melding_inn", "text": "x", "author": "y", "attachments": [ATTACHMENT]}
APPOINTMENT = {"id": "a", "start": TIME, "end": TIME, "status": "planned", "slot_free": False, "cancellation": None}
MESSAGE = {"msg_id": "m", "parent": None, "direction": "inn", "time": TIME, "text": "x"}
ACCESS = {"time": TIME, "who": "Berit", "action": "leste", "patient": NORA.ident}
LOGGED = {"msg_id": None, "message_id": "m", "direction": "ut", "time": TIME, "status": "feilkø", "raw_b64": ""}
WISH = {"id": "w", "patient": NORA.ident, "time": TIME, "text": "Etter skolen", "decision": "waiting"}
BOOKING = {"id": "b", "patient": NORA.ident, "text": "", "decision": "waiting"}
SLOT = {"id": "s", "start": TIME, "end": TIME, "free": True, "bookings": [BOOKING]}
PLAN = {"id": "p", "summary": "Dusj", "start": TIME, "end": TIME, "next": [TIME]}
PAUSE = {"first": "2027-01-01", "last": None, "reason": "Sykehus"}
THREAD = {"thread": "t", "patient": NORA.ident, "since": TIME, "unread": 1, "lists": ["felles"]}
LATE = {"msg_id": "m", "time": TIME, "kind": "uten_kvittering"}
CONTACT = {"id": "c", "service": "8210011", "first": "2026-12-01", "last": None}
DATA: dict[str, dict[str, Any]] = {
    "check_inbox": {"checked": 1},
    "read_inbox": {"threads": [THREAD]},
    "read_follow_up": {"messages": [LATE]},
    "test_line": {"msg_id": "m"},
    "start_contact": {"contact": "c"},
    "read_contacts": {"contacts": [CONTACT]},
    "correct_patient": {"appointment": "a"},
    "register_death": {"withdrawn": 2},
    "end_pregnancy": {"withdrawn": 0},
    "grant_wish": {"appointment": "a"},
    "read_wishes": {"wishes": [WISH]},
    "open_slot": {"slot": "s"},
    "accept_booking": {"appointment": "a"},
    "read_slots": {"slots": [SLOT]},
    "plan_visits": {"plan": "p"},
    "pause_visits": {"withdrawn": 1},
    "confirm_visit": {"appointment": "a"},
    "cancel_visit": {"appointment": "a"},
    "read_visits": {"plans": [PLAN], "pauses": [PAUSE]},
    "create_appointment": {"appointment": "a"},
    "change_appointment": {"appointment": "a"},
    "start_dialog": {"thread": None},
    "change_setting": {"previous": "nei"},
    "read_journal": {"entries": [ENTRY]},
    "read_appointments": {"appointments": [APPOINTMENT]},
    "read_thread": {"patient": NORA.ident, "closed_for_answer": True, "messages": [MESSAGE]},
    "read_access_log": {"entries": [ACCESS]},
    "read_transport_log": {"entries": [LOGGED]},
}


def test_schema_sentences_and_contract_name_the_same_intents() -> None:
    page = (ROOT / "docs/contract.md").read_text("utf-8").split("### The intents")[1].split("\n### ")[0]
    documented = set(re.findall(r"^\| `(\w+)`", page, flags=re.M))
    assert BOOK.names == set(SENTENCES) == documented == set(PARAMS)


def test_the_contract_page_names_every_parameter() -> None:
    page = (ROOT / "docs/contract.md").read_text("utf-8").split("### The intents")[1]
    for name, parts in SCHEMA["intents"].items():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", page, flags=re.M)
        assert not [key for key in parts["params"]["properties"] if key not in row], name


def test_the_schema_is_a_schema() -> None:
    for name in BOOK.names:
        for part in ("params", "data"):
            Draft202012Validator.check_schema({**SCHEMA, "$ref": f"#/intents/{name}/{part}"})


@pytest.mark.parametrize("name", sorted(PARAMS))
def test_params_and_sentence(name: str) -> None:
    BOOK.check_params(name, PARAMS[name])
    sentence = BOOK.sentence(name, PARAMS[name], make_target())
    assert "{" not in sentence and sentence.rstrip().endswith((".", "»."))
    required = set(SCHEMA["intents"][name]["params"]["required"])
    least = {key: value for key, value in PARAMS[name].items() if key in required}
    BOOK.check_params(name, least)
    assert "{" not in BOOK.sentence(name, least, make_target())
    for key in required:
        with pytest.raises(ToolFault, match=key):
            BOOK.check_params(name, {other: value for other, value in least.items() if other != key})
    with pytest.raises(ToolFault):
        BOOK.check_params(name, {**least, "noe_annet": 1})


@pytest.mark.parametrize("name", sorted(PARAMS))
def test_data_is_held_to_the_schema(name: str) -> None:
    data = DATA.get(name, {})
    BOOK.check_data(name, IntentResult("done", data={**data, "mer": "er lov"}))
    for key in data:
        with pytest.raises(NotVerified, match="kontrakten"):
            BOOK.check_data(name, IntentResult("done", data={k: v for k, v in data.items() if k != key}))
        with pytest.raises(NotVerified):
            BOOK.check_data(name, IntentResult("done", data={**data, key: 17.5}))
    BOOK.check_data(name, IntentResult("refused"))
    BOOK.check_data(name, IntentResult("done", by="person"))


@pytest.mark.parametrize(
    ("name", "key", "item", "field", "value"),
    [
        ("read_journal", "entries", ENTRY, "kind", "notat"),
        ("read_journal", "entries", ENTRY, "attachments", [{**ATTACHMENT, "sha256": "x"}]),
        ("read_appointments", "appointments", APPOINTMENT, "status", "avlyst"),
        ("read_appointments", "appointments", APPOINTMENT, "start", "10.12.2026"),
        ("read_transport_log", "entries", LOGGED, "status", "ok"),
        ("read_access_log", "entries", ACCESS, "patient", "nora"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    name: str, key: str, item: dict[str, Any], field: str, value: object
) -> None:
    with pytest.raises(NotVerified, match=f"{key}/0/{field}"):
        BOOK.check_data(name, IntentResult("done", data={key: [{**item, field: value}]}))


def test_people_and_times_are_written_as_a_person_says_them() -> None:
    sentence = BOOK.sentence("create_appointment", PARAMS["create_appointment"], make_target())
    assert sentence == (
        f"Sett opp en time til Nora Åsheim ({NORA.ident}): Toårskontroll, torsdag 10.12.2026 kl. 10.15 til "
        "10.45, sted Rom 2. Timetype: Vaksine. Hos: Berit."
    )
    assert "kunne svare: ja" in BOOK.sentence("start_dialog", PARAMS["start_dialog"], make_target())
    assert "avvis henvendelsen" in BOOK.sentence("answer_dialog", PARAMS["answer_dialog"], make_target())


def test_text_with_braces_is_only_text() -> None:
    params = {**PARAMS["cancel_appointment"], "reason": "{patient} {0}"}
    assert "«{patient} {0}»" in BOOK.sentence("cancel_appointment", params, make_target())


def test_a_person_gets_more_time_than_a_machine() -> None:
    target = make_target()
    assert BOOK.seconds("create_appointment", target, automatic=True) == target.deadlines.staff_seconds
    assert BOOK.seconds("create_appointment", target, automatic=False) >= 300


def test_adapters_are_found_by_their_file() -> None:
    assert kinds() == ("http", "manual")
    assert not adapter.__name__.endswith(kinds())
    with pytest.raises(PreconditionMissing, match="http, manual"):
        connect(make_target(staff=Staff("rpa", "", settle=False)), HandClock())
    for kind in kinds():
        connect(make_target(staff=Staff(kind, "http://127.0.0.1:1", settle=False)), HandClock()).close()
