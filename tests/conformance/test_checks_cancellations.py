"""Every check of cancellations has something it accepts and something it catches."""

from __future__ import annotations

from typing import Any

from conformance.checks import cancellations
from conformance.checks.appointments import Planned
from conformance.reading import Inbound
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat
from standards.xcal import Event, XCal
from tests.conformance.check_messages import CHILD, EPJ_HER, FIRST, SERIES, UID, message, note, push

START = "2027-01-12T10:07:00"
PLANNED = Planned("1", CHILD, START, "2027-01-12T10:22:00", "Rom 2", frozenset({EPJ_HER}))


def answer(code: str, **event: str) -> Inbound:
    facts = {"uid": UID, "start": START, "end": "2027-01-12T10:22:00", "contact": EPJ_HER, **event}
    body = Dialogmelding(Notat(Code(code, oid(7602))))
    return message(body, XCal("test", (Event(**facts),)), parent=FIRST, conversation=FIRST)  # type: ignore[arg-type]


def book(status: str, start: str = START) -> dict[str, Any]:
    return {"appointments": [{"id": "1", "start": start, "status": status, "slot_free": status == "cancelled"}]}


def test_one_who_is_told_that_it_is_off_knows_it() -> None:
    assert not cancellations.is_told_off(answer("08"), ())
    assert not cancellations.is_told_off(answer("09"), [push("08")])
    assert cancellations.is_told_off(answer("08"), [push("08")])[0].rule == "A15"
    assert cancellations.is_told_off(answer("09"), ())[0].rule == "AVT-02"
    assert cancellations.is_told_off(answer("08"), [push("07")])[0].found == "kode 07"


def test_answer_and_timebook_agree() -> None:
    assert cancellations.agrees("08", book("cancelled"), PLANNED) is None
    assert cancellations.agrees("26", book("planned"), PLANNED) is None
    assert cancellations.agrees("08", book("planned"), PLANNED)
    assert cancellations.agrees("09", book("cancelled"), PLANNED)
    assert cancellations.agrees("09", book("planned", "2027-01-13T10:07:00"), PLANNED)


def test_nobody_is_told_of_what_nobody_cancelled() -> None:
    assert not cancellations.told_off([push("07"), answer("09")])
    assert len(cancellations.told_off([push("08"), answer("08")])) == 2


def test_an_echo_reveals_nothing_and_a_place_does() -> None:
    assert not cancellations.reveals_nothing([answer("26"), note("26", parent=FIRST)], PLANNED)
    assert not cancellations.reveals_nothing([answer("26", start="2027-01-13T10:07:00", location="Rom 2")], PLANNED)
    assert cancellations.reveals_nothing([answer("26", location="Rom 2")], PLANNED)[0].rule == "AVT-11"
    assert cancellations.reveals_nothing([answer("26", summary="Kontroll")], PLANNED)


def test_what_staff_wrote_may_be_signed_and_not_changed() -> None:
    assert not cancellations.says_what_staff_wrote(note("09", "Ring oss.\n\nHilsen Anne"), "Ring oss.")
    assert cancellations.says_what_staff_wrote(note("09", "Nei."), "Ring oss.")[0].rule == "AVT-12"


def test_an_answer_shows_which_appointment_it_is_about() -> None:
    keys = frozenset({UID, SERIES})
    assert not cancellations.shows_which(answer("08"), keys, PLANNED)
    assert cancellations.shows_which(note("08"), keys, PLANNED)[0].found == "ingen kalender"
    assert cancellations.shows_which(answer("08", start="2027-01-13T10:07:00"), keys, PLANNED)
    assert cancellations.shows_which(answer("08", uid=FIRST), keys, PLANNED)
