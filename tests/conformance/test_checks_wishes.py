"""Every check of wishes has something it accepts and something it catches."""

from __future__ import annotations

from typing import Any

from conformance.checks import wishes
from conformance.checks.appointments import Planned
from conformance.checks.journal import Written
from conformance.reading import Inbound
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat
from standards.xcal import Event, XCal
from tests.conformance.check_messages import CHILD, EPJ_HER, FIRST, SIBLING, UID, message, note

START, END = "2027-01-12T10:07:00", "2027-01-12T10:22:00"
PLANNED = Planned("1", CHILD, START, END, "Rom 2", frozenset({EPJ_HER}))
WRITTEN = Written(FIRST, "Helst en formiddag. (ref ABC)", "ABC")


def answer(code: str, start: str = START, place: str = "Rom 2") -> Inbound:
    event = Event(uid=UID, start=start, end=END, contact=EPJ_HER, location=place)
    body = Dialogmelding(Notat(Code(code, oid(7602))))
    return message(body, XCal("test", (event,)), parent=FIRST, conversation=FIRST)


def seen(**facts: str) -> dict[str, Any]:
    return {"wishes": [{"text": WRITTEN.text, "patient": CHILD, **facts}]}


def test_a_wish_is_granted_with_the_time_that_was_set_up() -> None:
    assert not wishes.is_granted(answer("05"), PLANNED)
    assert not wishes.is_granted(answer("10"), PLANNED)
    assert wishes.is_granted(answer("06"), PLANNED)[0].rule == "ON-01"
    assert wishes.is_granted(note("05", parent=FIRST), PLANNED)[0].rule == "ON-02"
    assert wishes.is_granted(answer("05", "2027-01-12T11:07:00"), PLANNED)[0].rule == "ON-02"
    assert wishes.is_granted(answer("05", place="Rom 5"), PLANNED)[0].rule == "A10"


def test_a_wish_is_declined_with_a_code_that_says_so() -> None:
    assert not wishes.is_declined(note("06", "Ingen timer.", parent=FIRST))
    assert not wishes.is_declined(note("26", parent=FIRST))
    assert wishes.is_declined(answer("05"))[0].found == "Notat 05"


def test_staff_see_the_words_on_the_right_patient() -> None:
    assert wishes.is_seen(seen(), WRITTEN, CHILD) is None
    assert wishes.is_seen({"wishes": []}, WRITTEN, CHILD)
    assert SIBLING in str(wishes.is_seen(seen(patient=SIBLING), WRITTEN, CHILD))
    assert "Fra tegn" in str(wishes.is_seen(seen(text="ABC"), WRITTEN, CHILD))
