"""Home visits: planned in series, confirmed, paused, carried out, called off, and told when Helsenorge asks."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from simulator.journal.entries import Author
from standards.xcal import Event, Recurrence
from tests.simulator.booking_kit import Desk, events_of, hbt, named, profile, request
from tests.simulator.journal_kit import person

KARI, NORA = person("kari"), person("nora")
TIMERESERVASJON = "DIALOG_INNBYGGER_TIMERESERVASJON"
AUTOMATIC = Author("Automatisk svar").name


@pytest.fixture
def desk() -> Desk:
    return Desk(profile=profile("hjemmetjeneste"))


def plan(desk: Desk, **more: Any) -> str:
    """Mondays and Thursdays between ten and twelve, half an hour each; the clock stands at Tuesday 1 December."""
    values = {
        "summary": "Hjelp til dusj",
        "start": "2026-11-02T10:00:00",
        "end": "2026-11-02T12:00:00",
        "frequency": "weekly",
        "days": ["MO", "TH"],
        "minutes": 30,
        "contact": "77",
        **more,
    }
    return str(desk.done("plan_visits", patient=KARI.ident, **values)["plan"])


def test_nothing_planned_is_02_without_a_calendar(desk: Desk) -> None:
    answer = desk.ask(hbt(KARI))
    assert answer.code == "02" and events_of(answer) == ()
    assert answer.message.ack is not None and answer.message.ack.v == "N"
    desk.judge()


def test_a_series_is_told_from_its_next_visit_on(desk: Desk) -> None:
    series = plan(desk, last="2027-01-31")
    answer = desk.ask(hbt(KARI))
    (event,) = events_of(answer)
    assert (answer.code, event.uid, event.status) == ("01", series, "TENTATIVE")
    assert (event.start, event.end) == ("2026-12-03T10:00:00", "2026-12-03T12:00:00")
    assert event.rule == Recurrence("WEEKLY", until="2027-01-31T23:59:59", interval="1", by_day=("MO", "TH"))
    assert event.categories == ("Tidsvindu", "TjenesteId:77") and event.expected_duration == "PT30M"
    assert event.location == "Hjemmebesøk" and event.organizer is not None and event.contact == desk.where.her_id
    assert event.excluded == () and event.attendees == ()
    desk.judge()


def test_a_confirmed_visit_has_names_and_leaves_the_series(desk: Desk) -> None:
    series = plan(desk)
    visit = desk.done(
        "confirm_visit",
        plan=series,
        start="2026-12-07T10:00:00",
        employees=["Gøril Løvås"],
        arrival="2026-12-07T10:45:00",
    )["appointment"]
    desk.done("change_employees", appointment=visit, employees=["Øystein Mæhle", "Gøril Løvås"])
    assert desk.answers() == [], "a visit is seen when the citizen looks"
    first, second = events_of(desk.ask(hbt(KARI)))
    assert first.excluded == ("2026-12-07T10:00:00",) and first.rule is not None and first.rule.until is None
    assert (second.uid, second.status) == (visit, "CONFIRMED")
    assert (second.start, second.end) == ("2026-12-07T10:45:00", "2026-12-07T11:15:00")
    assert [who.name for who in second.attendees] == ["Øystein Mæhle", "Gøril Løvås"]
    texts = [entry["text"] for entry in desk.entries(KARI)]
    assert "Øystein Mæhle og Gøril Løvås kommer 07.12.2026 kl. 10.45 i stedet for Gøril Løvås." in texts
    desk.judge()


def test_a_visit_carried_out_is_told_and_no_longer_listed(desk: Desk) -> None:
    visit = desk.done("confirm_visit", plan=plan(desk), start="2026-12-03T10:00:00", employees=["Gøril Løvås"])
    assert "før det har begynt" in desk.refused("complete_visit", appointment=visit["appointment"])
    desk.pass_days(2.2)
    desk.done("complete_visit", appointment=visit["appointment"])
    (told,) = desk.answers()
    (event,) = events_of(told)
    assert (told.code, event.uid, event.status) == ("MOA", visit["appointment"], "COMPLETED")
    assert "alt registrert" in desk.refused("complete_visit", appointment=visit["appointment"])
    assert [event.status for event in events_of(desk.ask(hbt(KARI)))] == ["TENTATIVE"]
    assert desk.appointment(KARI, visit["appointment"])["status"] == "performed"
    desk.judge()


@pytest.mark.parametrize("reason", ["Avlyst av tjeneste", "Avlyst - ikke hjemme"])
def test_a_visit_called_off_is_told_with_its_reason(desk: Desk, reason: str) -> None:
    series = plan(desk)
    visit = desk.done("cancel_visit", plan=series, start="2026-12-10T10:00:00", reason=reason)["appointment"]
    (told,) = desk.answers()
    (event,) = events_of(told)
    assert (told.code, event.status, event.cancellation_reason) == ("MOA", "CANCELLED", reason)
    listed = events_of(desk.ask(hbt(KARI)))
    assert [(one.uid, one.status) for one in listed] == [(series, "TENTATIVE"), (visit, "CANCELLED")]
    assert listed[0].excluded == ("2026-12-10T10:00:00",) and listed[1].cancellation_reason == reason
    assert "ikke noe besøk" in desk.refused("cancel_visit", plan=series, start="2026-12-09T10:00:00", reason=reason)
    assert "avlyst" in desk.refused("cancel_visit", plan=series, start="2026-12-10T10:00:00", reason=reason)
    desk.judge()


def test_a_stay_in_hospital_stops_what_is_planned_and_calls_off_what_is_confirmed(desk: Desk) -> None:
    series = plan(desk, last="2027-01-10")
    desk.done("confirm_visit", plan=series, start="2026-12-10T10:00:00", employees=["Gøril Løvås"])
    withdrawn = desk.done("pause_visits", patient=KARI.ident, first="2026-12-07", last="2026-12-15", reason="Sykehus")
    assert withdrawn == {"withdrawn": 1}
    assert [out.code for out in desk.answers()] == ["MOA"]
    paused, off = events_of(desk.ask(hbt(KARI)))
    assert paused.excluded == ("2026-12-07T10:00:00", "2026-12-10T10:00:00", "2026-12-14T10:00:00")
    assert off.status == "CANCELLED"
    desk.done("resume_visits", patient=KARI.ident, first="2026-12-14")
    back, _ = events_of(desk.ask(hbt(KARI)))
    assert back.excluded == ("2026-12-07T10:00:00", "2026-12-10T10:00:00")
    desk.judge()


def test_a_pause_without_an_end_lets_the_series_stop(desk: Desk) -> None:
    plan(desk)
    desk.done("pause_visits", patient=KARI.ident, first="2026-12-08", reason="Sykehus")
    (event,) = events_of(desk.ask(hbt(KARI)))
    assert event.start == "2026-12-03T10:00:00"
    assert event.rule is not None and event.rule.until == "2026-12-07T23:59:59"
    desk.pass_days(7)
    assert desk.ask(hbt(KARI)).code == "02"
    desk.judge()


def test_a_plan_that_has_ended_is_not_told(desk: Desk) -> None:
    series = plan(desk)
    desk.done("end_visits", plan=series, last="2026-12-03")
    (event,) = events_of(desk.ask(hbt(KARI)))
    assert event.rule is None and event.excluded == ()
    desk.pass_days(3)
    assert desk.ask(hbt(KARI)).code == "02"
    assert desk.done("read_visits", patient=KARI.ident)["plans"][0]["next"] == []


def test_the_citizen_cancels_one_visit_of_a_series(desk: Desk) -> None:
    plan(desk)
    (seen,) = events_of(desk.ask(hbt(KARI)))
    third = named(seen, start="2026-12-07T10:00:00", end="2026-12-07T12:00:00")
    desk.give(request(TIMERESERVASJON, "ART", KARI, third, text="Datteren min kommer"))
    (answer,) = desk.answers()
    assert answer.code == "08" and answer.message.type.v == TIMERESERVASJON
    (off,) = events_of(answer)
    assert (off.status, off.cancellation_reason) == ("CANCELLED", "Avlyst av tjenestemottaker selv")
    series, gone = events_of(desk.ask(hbt(KARI)))
    assert series.excluded == ("2026-12-07T10:00:00",) and gone.start == "2026-12-07T10:00:00"
    desk.give(request(TIMERESERVASJON, "ART", KARI, third))
    assert [out.code for out in desk.answers()] == ["09"]
    desk.judge()


def test_somebody_who_acts_for_the_citizen_is_told_apart(desk: Desk) -> None:
    desk.done("plan_visits", patient=NORA.ident, summary="Stell", start="2026-12-02T09:00:00",
              end="2026-12-02T10:00:00", frequency="daily", count=5)  # fmt: skip
    (seen,) = events_of(desk.ask(hbt(NORA, acting=KARI)))
    assert seen.rule is not None and seen.rule.until == "2026-12-06T23:59:59"
    assert seen.categories == (f"TjenesteId:{desk.where.her_id}",) and seen.expected_duration is None
    desk.give(request(TIMERESERVASJON, "ART", NORA, named(seen), acting=KARI))
    (answer,) = desk.answers()
    assert events_of(answer)[0].cancellation_reason == "Avlyst på vegne av tjenestemottaker"
    desk.judge()


def test_a_cancellation_may_wait_for_staff(desk: Desk) -> None:
    desk.done("change_setting", setting="cancel_approval", value="ja")
    plan(desk)
    (seen,) = events_of(desk.ask(hbt(KARI)))
    desk.give(request(TIMERESERVASJON, "ART", KARI, named(seen)))
    assert desk.answers() == []
    (waiting,) = [one for one in desk.done("read_appointments", patient=KARI.ident)["appointments"] if one["plan"]]
    assert waiting["cancellation"] == "waiting"
    assert [event.status for event in events_of(desk.ask(hbt(KARI)))] == ["TENTATIVE", "TENTATIVE"]
    assert "venter på svar" in desk.refused(
        "cancel_visit", plan=waiting["plan"], start=waiting["start"], reason="Avlyst av tjeneste"
    )
    desk.done("refuse_cancellation", appointment=waiting["id"], text="Du trenger medisinen.")
    (answer,) = desk.answers()
    assert (answer.code, answer.message.type.v) == ("09", TIMERESERVASJON)
    desk.judge()


def test_a_single_visit_outside_a_plan_is_listed_too(desk: Desk) -> None:
    appointment = desk.book(KARI, days=3, location="Hjemmebesøk", summary="Tilsyn")
    assert [out.code for out in desk.answers()] == ["05"]
    (event,) = events_of(desk.ask(hbt(KARI)))
    assert (event.uid, event.status, len(event.attendees)) == (appointment, "CONFIRMED", 1)
    desk.judge()


def test_a_journal_without_home_care_says_so() -> None:
    desk = Desk(profile=profile(home_care=False))
    assert "planlegger ikke" in desk.refused(
        "plan_visits", patient=KARI.ident, summary="x", start="2026-12-02T09:00:00", end="2026-12-02T10:00:00",
        frequency="daily",
    )  # fmt: skip
    assert desk.ask(hbt(KARI)).code == "26"
    desk.judge()


def test_faulty_plans_are_refused(desk: Desk) -> None:
    first = {"patient": KARI.ident, "summary": "x", "start": "2026-12-02T09:00:00", "frequency": "weekly"}
    assert "slutte etter" in desk.refused("plan_visits", end="2026-12-02T09:00:00", **first)
    assert "ingen besøk" in desk.refused("plan_visits", end="2026-12-02T10:00:00", last="2026-12-01", **first)
    assert "finnes ikke" in desk.refused("end_visits", plan="x", last="2026-12-01")
    assert "ikke på pause" in desk.refused("resume_visits", patient=KARI.ident, first="2026-12-01")
    appointment = desk.book(KARI)
    assert "ikke et hjemmebesøk" in desk.refused("complete_visit", appointment=appointment)


def _told(event: Event) -> set[str]:
    """The visits that a calendar shows for a series, by the words of RFC 5545, day by day."""
    begin, rule = datetime.fromisoformat(event.start), event.rule
    if rule is None:
        return {event.start}
    until = datetime.fromisoformat(rule.until) if rule.until else datetime(2028, 1, 1)
    monday = begin - timedelta(days=begin.weekday())
    found = set()
    for number in range(400):
        moment = begin + timedelta(days=number)
        if rule.freq == "DAILY":
            is_one = number % int(rule.interval or 1) == 0
        else:
            weeks = (moment - monday).days // 7
            days = rule.by_day or (("MO", "TU", "WE", "TH", "FR", "SA", "SU")[begin.weekday()],)
            is_one = weeks % int(rule.interval or 1) == 0 and moment.strftime("%a").upper()[:2] in days
        if is_one and moment <= until:
            found.add(moment.isoformat())
    return found - set(event.excluded)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_is_what_is_planned(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    weekly = chance.random() < 0.7
    start = date(2026, 10, 1) + timedelta(days=chance.randrange(90))
    series = desk.done(
        "plan_visits",
        patient=KARI.ident,
        summary="Tilsyn",
        start=f"{start}T08:00:00",
        end=f"{start}T09:00:00",
        frequency="weekly" if weekly else "daily",
        every=chance.randint(1, 4),
        **({"days": chance.sample(["MO", "TU", "TH", "SA", "SU"], chance.randint(1, 3))} if weekly else {}),
        **chance.choice([{}, {"last": "2027-04-01"}, {"count": chance.randint(40, 80)}]),
    )["plan"]
    away = date(2026, 12, 1) + timedelta(days=chance.randrange(40))
    desk.done("pause_visits", patient=KARI.ident, first=f"{away}", last=f"{away + timedelta(days=9)}", reason="Sykehus")
    ahead = desk.done("read_visits", patient=KARI.ident)["plans"][0]["next"]
    for moment in ahead[1:4:2]:
        desk.done("confirm_visit", plan=series, start=moment, employees=["Gøril Løvås"])
    planned = desk.done("read_visits", patient=KARI.ident)["plans"][0]["next"]
    told = [event for event in events_of(desk.ask(hbt(KARI))) if event.status == "TENTATIVE"]
    shown = {moment for event in told for moment in _told(event)}
    assert {moment for moment in shown if moment < "2026-12-30"} == set(planned)
    desk.judge()
