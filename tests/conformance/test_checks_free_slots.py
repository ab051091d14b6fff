"""Every check of free times has something it accepts and something it catches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from conformance.checks import answers, free_slots
from conformance.reading import Inbound
from conformance.writing.helsenorge import AppointmentRef
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat
from standards.xcal import Event, XCal
from tests.conformance.check_messages import EPJ_HER, FIRST, SERIES, UID, message, note

START, END = "2027-01-12T10:07:00", "2027-01-12T10:22:00"
SLOT = AppointmentRef(UID, START, END, EPJ_HER)
DAY = date(2027, 1, 12)


def event(**facts: object) -> Event:
    values = {"uid": UID, "start": START, "end": END, "contact": EPJ_HER, "location": "Rom 2", **facts}
    return Event(**values)  # type: ignore[arg-type]


def answer(code: str, *events: Event, queue: str = "syncreply") -> Inbound:
    payloads = (XCal("test", events),) if events else ()
    body = Dialogmelding(Notat(Code(code, oid(7602))))
    return replace(message(body, *payloads, parent=FIRST, conversation=FIRST), queue=queue)


def test_a_search_is_answered_with_times_or_with_none() -> None:
    assert not free_slots.answers_search(answer("03", event()))
    assert not free_slots.answers_search(answer("04"))
    assert free_slots.answers_search(answer("03"))[0].rule == "LT-06"
    assert free_slots.answers_search(answer("04", event()))[0].found == "Notat 04, 1 timer"
    assert free_slots.answers_search(answer("04", queue="async"))[0].rule == "A20"


def test_the_free_time_is_there_and_can_be_booked() -> None:
    assert not free_slots.has(answer("03", event(start="2027-01-12T11:00:00", uid=SERIES), event()), START)
    assert not free_slots.has(answer("03", event(start="2027-01-12T09:07:00Z", end="2027-01-12T09:22:00Z")), START)
    assert free_slots.has(answer("03", event(start="2027-01-12T11:00:00")), START)[0].found == "2027-01-12T11:00:00"
    assert free_slots.has(answer("04"), START)[0].rule == "LT-06"


def test_times_are_within_the_period() -> None:
    assert not free_slots.is_within(answer("03", event()), DAY, DAY)
    late = event(start="2027-01-26T10:07:00")
    assert [one.found for one in free_slots.is_within(answer("03", event(), late), DAY, DAY)] == [late.start]


def test_what_cannot_be_booked_is_not_offered() -> None:
    assert not free_slots.offers_not(answer("04"), START, "Rom 2", "er stengt")
    assert not free_slots.offers_not(answer("03", event(categories=("MustCall",))), START, "Rom 2", "er stengt")
    assert not free_slots.offers_not(answer("03", event(categories=("Must-call",))), START, "Rom 2", "er stengt")
    assert not free_slots.offers_not(answer("03", event(location="Rom 5")), START, "Rom 2", "er stengt")
    assert free_slots.offers_not(answer("03", event()), START, "Rom 2", "er stengt")[0].rule == "LT-02"


def test_a_booking_has_one_answer_with_a_code_that_fits() -> None:
    assert not free_slots.has_code(answer("05"), ("05",))
    assert free_slots.has_code(answer("06"), ("05",))[0].rule == "LT-03"
    assert not free_slots.is_only_answer([answer("05")], "LT-03")
    assert free_slots.is_only_answer([answer("05"), answer("06")], "LT-03")[0].found == "kode 05, kode 06"
    assert not free_slots.is_not_both(["05", "06"])
    assert not free_slots.is_not_both(["26", "06"])
    assert free_slots.is_not_both(["05", "05"])
    assert answers.too_early([answer("05")], "LT-07")[0].rule == "LT-07"
    assert not answers.too_early([], "LT-07")


def test_a_confirmation_leads_back_to_the_slot_in_either_way() -> None:
    assert not free_slots.confirms(answer("05", event(related_to=SERIES)), SLOT)
    assert not free_slots.confirms(answer("05", event(uid=SERIES, related_to=UID)), SLOT)
    assert free_slots.confirms(note("05", parent=FIRST), SLOT)[0].rule == "LT-05"
    assert free_slots.confirms(answer("05", event(uid=SERIES)), SLOT)[0].rule == "LT-04"
    assert free_slots.confirms(answer("05", event(start="2027-01-12T11:07:00")), SLOT)[0].rule == "LT-04"


def test_the_timebook_has_what_was_booked_and_no_more() -> None:
    planned = {"appointments": [{"id": "1", "start": START, "status": "planned"}]}
    cancelled = {"appointments": [{"id": "1", "start": START, "status": "cancelled"}]}
    assert free_slots.is_planned(planned, START) is None
    assert free_slots.is_planned(cancelled, START)
    assert free_slots.is_not_planned(cancelled, START) is None
    assert free_slots.is_not_planned(planned, START)
