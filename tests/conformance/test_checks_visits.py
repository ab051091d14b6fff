"""Every check of home visits has something it accepts and something it catches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from conformance.checks import journal, visits
from conformance.checks.journal import Acting, Written
from conformance.checks.visit_reading import HORIZON, event_at, visits_in
from conformance.reading import Inbound
from standards.codes import Code, oid
from standards.dialogmelding import Dialogmelding, Notat
from standards.identifiers import make_fnr
from standards.rules.model import Severity
from standards.xcal import CalendarUser, Event, Recurrence, XCal
from tests.conformance.check_messages import CHILD, EPJ_HER, SERIES, UID, message, note, push, receipt

FIRST, END = "2026-12-01T08:15:00", "2026-12-01T08:45:00"
USER = CHILD


def starts(*days: int) -> list[str]:
    return [f"2026-12-{day:02}T08:15:00" for day in days]


def event(**more: Any) -> Event:
    facts = {"uid": UID, "start": FIRST, "end": END, "contact": EPJ_HER, "related_to": SERIES, "status": "TENTATIVE"}
    return Event(**{**facts, **more})


def calendar(*events: Event, code: str = "01") -> Inbound:
    return message(Dialogmelding(Notat(Code(code, oid(7602)))), XCal("test", events))


DAILY = calendar(event(rule=Recurrence("DAILY", count=5), excluded=("2026-12-03T08:15:00",)))


def test_a_series_is_one_visit_for_each_day_that_it_tells_of() -> None:
    assert [visit.start for visit in visits_in(DAILY)] == starts(1, 2, 4, 5)
    assert visits_in(DAILY)[1].end == "2026-12-02T08:45:00"
    weekly = Recurrence("WEEKLY", until="2026-12-10T23:59:59", by_day=("TU", "TH"))
    assert [visit.start for visit in visits_in(calendar(event(rule=weekly)))] == starts(1, 3, 8, 10)
    other = Recurrence("WEEKLY", count=3, interval="2")
    assert [visit.start for visit in visits_in(calendar(event(rule=other)))] == starts(1, 15, 29)
    every = Recurrence("DAILY", until="2026-12-06", interval="2")
    assert [visit.start for visit in visits_in(calendar(event(rule=every)))] == starts(1, 3, 5)
    assert len(visits_in(calendar(event(rule=Recurrence("DAILY"))))) == HORIZON + 1


def test_a_series_in_utc_keeps_its_local_time() -> None:
    utc = event(start="2026-12-01T07:15:00Z", end="2026-12-01T07:45:00Z", rule=Recurrence("DAILY", count=2))
    assert [visit.start for visit in visits_in(calendar(utc))] == starts(1, 2)


def test_visits_that_are_planned_must_be_there_and_only_they() -> None:
    assert not visits.shows(DAILY, starts(1, 2))
    (finding,) = visits.shows(DAILY, starts(2, 3))
    assert (finding.rule, finding.severity, finding.found) == ("A19", Severity.ERROR, f"mangler {starts(3)[0]}")
    assert not visits.shows_none(DAILY, starts(3, 6), "x") and visits.shows_none(DAILY, starts(4), "x")
    assert not visits.shows_only(DAILY, starts(1, 2, 4, 5), starts(3)) and visits.shows_only(DAILY, [], starts(1))
    off = calendar(event(status="CANCELLED"))
    assert visits.shows(off, [FIRST]) and not visits.shows_none(off, [FIRST], "x")


def test_a_confirmed_visit_is_there_once() -> None:
    confirmed = event(status="CONFIRMED")
    assert not visits.shows_once(calendar(confirmed), FIRST)
    assert visits.shows_once(calendar(confirmed, event()), FIRST) and visits.shows_once(calendar(event()), FIRST)


def test_who_comes_is_named_and_nobody_else() -> None:
    who = (CalendarUser("mailto:x@y.example", "Turid Vik"), CalendarUser("mailto:x@y.example", "Odd Myr"))
    shown = calendar(event(status="CONFIRMED", attendees=who))
    assert not visits.names(shown, FIRST, ["Turid Vik", "Odd Myr"])
    (finding,) = visits.names(shown, FIRST, ["Ragna Nes"])
    assert (finding.rule, finding.severity) == ("HV-01", Severity.REMARK)
    assert not visits.names_not(shown, FIRST, ["Ragna Nes"])
    assert visits.names_not(shown, FIRST, ["Odd Myr"])[0].rule == "A19"


def test_a_window_is_told_as_one() -> None:
    window = event(categories=("Tidsvindu", "TjenesteId:1"), expected_duration="PT20M")
    assert not visits.is_a_window(calendar(window), FIRST, END)
    (finding,) = visits.is_a_window(calendar(event()), FIRST, END)
    assert (finding.rule, finding.severity) == ("HV-02", Severity.REMARK)


def test_the_end_of_a_visit_has_its_own_day() -> None:
    night = event(start="2026-12-01T23:50:00", end="2026-12-02T00:20:00", rule=Recurrence("DAILY", count=2))
    assert not visits.ends(calendar(night), "2026-12-02T23:50:00", "2026-12-03T00:20:00")
    wrong = calendar(replace(night, end="2026-12-01T00:20:00"))
    assert visits.ends(wrong, "2026-12-02T23:50:00", "2026-12-03T00:20:00")[0].rule == "A10"


def test_a_visit_keeps_one_of_its_ids() -> None:
    again = calendar(event(uid=SERIES, related_to=None))
    assert not visits.same_ids(calendar(event()), again, [FIRST])
    other = calendar(event(uid="55555555-5555-4555-8555-555555555555", related_to=None))
    assert visits.same_ids(calendar(event()), other, [FIRST])[0].rule == "AVT-01"


def test_nobody_elses_number_is_in_the_answer() -> None:
    assert not visits.has_no_others_number(DAILY, USER)
    named = calendar(event(attendees=(CalendarUser("mailto:x@y.example", f"Turid {make_fnr(date(1980, 5, 4), 231)}"),)))
    (finding,) = visits.has_no_others_number(named, USER)
    assert finding.rule == "HV-03" and finding.found.endswith("*****")
    assert not visits.has_no_others_number(calendar(event(summary="Ring 12345678901")), USER)


def test_what_became_of_a_visit_is_told_once() -> None:
    done = push("MOA", start=FIRST, end=END, status="COMPLETED")
    assert not visits.told_once([done], ("MOA",)) and not visits.told_of(done, FIRST, "COMPLETED")
    assert visits.told_once([done, done], ("MOA",)) and visits.told_once([], ("MOA",))
    assert visits.told_once([push("08")], ("MOA",))[0].rule == "A16"
    assert visits.told_of(done, FIRST, "CANCELLED")[0].rule == "HV-04"
    assert not visits.told_of(push("11", start=FIRST, end=END), FIRST, "")
    assert not visits.told_of(push("MOA", start="2026-12-01T08:31:00", end=END, status="COMPLETED"), FIRST, "COMPLETED")
    assert visits.told_of(push("MOA", start=FIRST, end=END), FIRST, "CANCELLED")[0].severity is Severity.REMARK
    assert visits.told_of(done, starts(2)[0], "COMPLETED")[0].rule == "HV-04"


def test_the_reason_is_the_one_staff_gave() -> None:
    off = visits_in(calendar(event(status="CANCELLED", cancellation_reason="Avlyst - ikke hjemme")))
    assert not visits.has_reason(off, "Avlyst - ikke hjemme")
    assert visits.has_reason(off, "Avlyst av tjeneste")[0].rule == "A27"
    assert not visits.has_reason(visits_in(calendar(event(status="CANCELLED"))), "Avlyst av tjeneste")


def test_an_answer_in_real_time_goes_where_somebody_waits_and_has_no_receipt() -> None:
    assert not visits.goes_to_the_waiting_queue(replace(DAILY, queue="syncreply"))
    assert visits.goes_to_the_waiting_queue(DAILY)[0].rule == "A20"
    assert not visits.gives_no_receipt([]) and visits.gives_no_receipt([receipt()])[0].rule == "A20"


def test_a_faulty_question_gives_no_calendar() -> None:
    assert not visits.gives_no_calendar([note("26")])
    assert visits.gives_no_calendar([DAILY])[0].rule == "A23" and visits.gives_no_calendar([note("02")])


def test_visits_of_days_that_are_over_are_a_remark() -> None:
    assert not visits.begins_today(DAILY, starts(3))
    (finding,) = visits.begins_today(DAILY, starts(1))
    assert (finding.rule, finding.severity) == ("HV-07", Severity.REMARK)


def test_what_nobody_cancelled_stands() -> None:
    assert not visits.rest_stands(DAILY, starts(2, 4))
    (finding,) = visits.rest_stands(DAILY, starts(2, 3))
    assert (finding.rule, finding.severity) == ("HV-08", Severity.REMARK)


def test_a_visit_can_be_echoed_to_the_letter() -> None:
    ref = event_at(calendar(event(status="CANCELLED"), event()), FIRST)
    assert ref is not None
    assert (ref.uid, ref.start, ref.end, ref.contact, ref.related_to) == (UID, FIRST, END, EPJ_HER, SERIES)
    assert event_at(DAILY, starts(2)[0]) is None and event_at(DAILY, starts(3)[0]) is None


def test_the_journal_may_name_the_patient_herself_and_nobody_else() -> None:
    written, herself = Written(UID, "Takk (ref X)", "X"), Acting(CHILD, "Dal", "Nora")
    for name in (None, "Nora Dal"):
        data = {"entries": [{"msg_id": UID, "text": written.text, "acting_name": name}]}
        assert journal.shows_nobody_acting(data, written, herself) is None
    other = {"entries": [{"msg_id": UID, "text": written.text, "acting_name": "Kari Dal"}]}
    assert "Kari Dal" in str(journal.shows_nobody_acting(other, written, herself))
    assert journal.shows_nobody_acting({"entries": []}, written, herself)
