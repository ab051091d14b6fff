"""Right questions: to read about somebody who is known, and to do something with what does not exist."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from conformance.checking.staff.desk import Desk
from standards.identifiers import make_fnr

READING: Final = (
    "read_journal",
    "read_appointments",
    "read_access_log",
    "read_transport_log",
    "read_wishes",
    "read_slots",
    "read_visits",
    "read_inbox",
    "read_follow_up",
    "read_contacts",
)
"""What only reads, of the patient where it needs one."""
ABOUT_NOTHING: Final = (
    "cancel_appointment",
    "change_appointment",
    "register_no_show",
    "accept_cancellation",
    "refuse_cancellation",
    "correct_patient",
    "answer_dialog",
    "start_dialog",
    "grant_wish",
    "decline_wish",
    "close_slot",
    "accept_booking",
    "refuse_booking",
    "plan_visits",
    "end_visits",
    "pause_visits",
    "resume_visits",
    "confirm_visit",
    "change_employees",
    "complete_visit",
    "cancel_visit",
    "close_follow_up",
    "start_contact",
    "end_contact",
    "correct_death",
    "read_thread",
)
"""What can be asked about an appointment, a thread or a person that does not exist, and must then be refused."""
NOT_TRIED: Final = ("register_death", "end_pregnancy", "open_slot", "check_inbox", "test_line")
"""What would change the journal for good if an adapter did it to somebody else, or always does something."""
_NOBODY_BORN: Final = date(1913, 4, 9)


def reading(desk: Desk, intent: str) -> dict[str, Any]:
    """The parameters of a reading intent."""
    return {"patient": desk.person.ident} if "patient" in _params(intent).get("required", ()) else {}


def about_nothing(desk: Desk, intent: str) -> dict[str, Any]:
    """The parameters of a changing intent, by the schema but about what does not exist."""
    known: dict[str, Any] = {
        "patient": nobody(desk),
        "start": desk.day(60, "09:00:00"),
        "end": desk.day(60, "09:30:00"),
        "first": desk.day(60, "")[:10],
        "last": desk.day(61, "")[:10],
        "text": "Prøve av ansatt-adapteren.",
        "subject": "Prøve",
        "summary": "Prøve av ansatt-adapteren",
        "location": "Rom 1",
        "answerable": True,
        "outcome": "answer",
        "frequency": "daily",
        "employees": ["Prøve"],
        "thread": str(uuid.uuid4()),
        "msg_id": str(uuid.uuid4()),
    }
    params = _params(intent)
    return {name: known.get(name) or _value(params, name) for name in params.get("required", ())}


def needs_params(intent: str) -> bool:
    """Whether the intent has a parameter that it cannot do without."""
    return bool(_params(intent).get("required"))


def nobody(desk: Desk) -> str:
    """A synthetic national id that no person of the target has."""
    taken = {person.ident for person in desk.target.persons}
    for individual in range(100, 900):
        try:
            found = make_fnr(_NOBODY_BORN, individual)
        except ValueError:
            continue
        if found not in taken:
            return found
    raise AssertionError(_NOBODY_BORN)


def _value(params: Mapping[str, Any], name: str) -> Any:
    """The first of the allowed values, or an id that points at nothing."""
    told = params["properties"][name]
    told = _schema()["$defs"].get(str(told.get("$ref", "")).rpartition("/")[2], told)
    return told["enum"][0] if "enum" in told else f"finnes-ikke-{uuid.uuid4().hex[:8]}"


def _params(intent: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _schema()["intents"][intent]["params"]
    return found


@cache
def _schema() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(files("standards").joinpath("schemas", "intents.json").read_text("utf-8"))
    return found
