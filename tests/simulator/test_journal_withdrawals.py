"""What is planned is withdrawn once, and nothing private reaches those it is kept from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from standards.xcal import Event
from tests.simulator.booking_kit import Desk, events_of, hbt, named, profile, request
from tests.simulator.journal_kit import NOW, digital_status, patients, person

KARI, NORA, EMIL = person("kari"), person("nora"), person("emil")
SOELVI, AASE, OEYSTEIN = person("soelvi"), person("aase"), person("oeystein")
AVBESTILLING = "DIALOG_INNBYGGER_AVTALEAVBESTILLING"


@pytest.fixture
def desk() -> Desk:
    return Desk(profile=profile("helsestasjon", "jordmor", "hjemmetjeneste"))


def test_a_death_withdraws_what_lies_ahead_once_each(desk: Desk) -> None:
    past = desk.book(NORA, days=-3)
    ahead = [desk.book(NORA), desk.book(NORA, unit="jordmor")]
    cancelled = desk.book(NORA)
    desk.done("cancel_appointment", appointment=cancelled)
    other = desk.book(EMIL)
    desk.take()
    assert desk.done("register_death", patient=NORA.ident) == {"withdrawn": 2}
    told = desk.answers()
    assert [out.code for out in told] == ["08", "08"] and {events_of(out)[0].uid for out in told} == set(ahead)
    assert desk.appointment(NORA, past)["status"] == desk.appointment(EMIL, other)["status"] == "planned"
    assert "alt registrert død" in desk.refused("register_death", patient=NORA.ident)
    desk.pass_days(400)
    assert desk.take() == []
    desk.judge()


def test_nothing_is_planned_for_or_written_to_one_who_is_dead(desk: Desk) -> None:
    desk.done("register_death", patient=NORA.ident)
    start = (NOW + timedelta(days=3)).replace(tzinfo=None)
    values = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat(), "summary": "x"}
    assert "registrert død" in desk.refused("create_appointment", patient=NORA.ident, location="x", **values)
    assert "registrert død" in desk.refused("plan_visits", patient=NORA.ident, frequency="daily", **values)
    assert "registrert død" in desk.refused("start_dialog", patient=NORA.ident, subject="x", text="x", answerable=False)
    assert desk.take() == []


def test_one_who_waits_for_an_answer_gets_that_and_no_more(desk: Desk) -> None:
    desk.done("change_setting", setting="cancel_approval", value="ja")
    desk.book(NORA)
    (pushed,) = desk.answers()
    desk.give(request(AVBESTILLING, "ART", NORA, named(events_of(pushed)[0]), acting=KARI))
    desk.give(request("DIALOG_INNBYGGER_TIMEONSKE", "OT", NORA, text="Ny time", acting=KARI))
    desk.answers()
    desk.done("register_death", patient=NORA.ident)
    assert [(out.code, out.message.type.v[-12:]) for out in desk.answers()] == [
        ("06", "ER_TIMEONSKE"),
        ("08", "AVBESTILLING"),
    ]
    desk.judge()


def test_home_visits_stop_with_a_death(desk: Desk) -> None:
    desk.at = desk.world.services[2]
    values = {"summary": "Dusj", "start": "2026-12-01T10:00:00", "end": "2026-12-01T11:00:00", "frequency": "daily"}
    plan = desk.done("plan_visits", patient=KARI.ident, unit="hjemmetjeneste", **values)["plan"]
    desk.done("confirm_visit", plan=plan, start="2026-12-02T10:00:00", employees=["Gøril Løvås"])
    assert desk.done("register_death", patient=KARI.ident) == {"withdrawn": 1}
    (told,) = desk.answers()
    assert told.code == "MOA" and events_of(told)[0].cancellation_reason == "Avlyst av tjeneste"
    assert [event.status for event in events_of(desk.ask(hbt(KARI)))] == ["CANCELLED"]
    desk.judge()


def test_an_ended_pregnancy_withdraws_what_the_midwife_has_planned(desk: Desk) -> None:
    kept = desk.book(KARI)
    off = desk.book(KARI, unit="jordmor")
    desk.take()
    assert desk.done("end_pregnancy", patient=KARI.ident) == {"withdrawn": 1}
    (told,) = desk.answers()
    assert (told.code, events_of(told)[0].uid, told.envelope.from_her_id) == ("08", off, "8210013")
    assert desk.appointment(KARI, kept)["status"] == "planned"
    assert desk.done("end_pregnancy", patient=KARI.ident) == {"withdrawn": 0} and desk.answers() == []
    alone = Desk(profile=profile())
    assert "ingen jordmortjeneste" in alone.refused("end_pregnancy", patient=KARI.ident)
    desk.judge()


def test_an_appointment_on_the_wrong_child_is_withdrawn_there_and_booked_here(desk: Desk) -> None:
    wrong = desk.book(NORA, practitioner="Ågot Bråthen")
    desk.take()
    right = desk.done("correct_patient", appointment=wrong, patient=EMIL.ident)["appointment"]
    off, new = desk.answers()
    assert (off.code, new.code) == ("08", "05") and wrong != right
    for out, patient in ((off, NORA), (new, EMIL)):
        assert out.message.patient is not None and out.message.patient.ident is not None
        assert out.message.patient.ident.id == patient.ident
    assert "var satt opp på feil pasient" in desk.entries(NORA)[-1]["text"]
    assert "ble først satt opp på feil pasient" in desk.entries(EMIL)[-1]["text"]
    assert EMIL.given not in desk.entries(NORA)[-1]["text"] and NORA.given not in desk.entries(EMIL)[-1]["text"]
    assert "alt på denne pasienten" in desk.refused("correct_patient", appointment=right, patient=EMIL.ident)
    assert "alt er avlyst" in desk.refused("correct_patient", appointment=wrong, patient=EMIL.ident)
    desk.judge()


def test_what_is_exempt_from_parental_insight_is_not_told_where_parents_see_it(desk: Desk) -> None:
    appointment = desk.book(SOELVI, exempt=True)
    for intent, more in (
        ("change_appointment", {"start": "2027-01-04T10:00:00", "end": "2027-01-04T10:30:00"}),
        ("cancel_appointment", {}),
    ):
        answer = desk.do(intent, appointment=appointment, **more)
        assert answer["outcome"] == "done" and "unntatt foreldreinnsyn" in answer["reason"]
    assert desk.take() == []
    assert len([entry for entry in desk.entries(SOELVI) if entry["kind"] == "avtale"]) == 3


def test_a_parent_who_cancels_it_learns_nothing_of_it(desk: Desk) -> None:
    appointment = desk.book(SOELVI, exempt=True)
    guessed = Event(appointment, "2027-01-04T10:00:00", "2027-01-04T10:30:00", desk.where.her_id)
    desk.give(request(AVBESTILLING, "ART", SOELVI, named(guessed), acting=AASE))
    (answer,) = desk.answers()
    assert (answer.code, events_of(answer)) == ("09", ())
    assert desk.appointment(SOELVI, appointment)["status"] == "planned"
    desk.judge()


def test_a_journal_begins_again_whatever_it_held(desk: Desk) -> None:
    desk.book(KARI)
    plan = desk.done(
        "plan_visits", patient=KARI.ident, summary="x", start="2026-12-02T10:00:00", end="2026-12-02T11:00:00",
        frequency="daily", unit="hjemmetjeneste",
    )["plan"]  # fmt: skip
    desk.done("confirm_visit", plan=plan, start="2026-12-02T10:00:00", employees=["A"])
    desk.done("pause_visits", patient=KARI.ident, first="2026-12-05", reason="Sykehus", unit="hjemmetjeneste")
    desk.give(request("DIALOG_INNBYGGER_TIMEONSKE", "OT", NORA, text="x"))
    desk.journal.reset(patients())
    assert desk.done("read_wishes")["wishes"] == [] and desk.entries(KARI) == []


def test_it_is_not_told_while_parents_are_away_either_for_they_may_come_back_and_see_it(desk: Desk) -> None:
    for parent in (AASE, OEYSTEIN):
        desk.give(digital_status(parent, "2"))
    desk.take()
    desk.book(SOELVI, exempt=True)
    assert desk.answers() == []


def test_it_is_told_when_nobody_else_can_see_it(desk: Desk) -> None:
    desk.book(KARI, exempt=True)
    assert [out.code for out in desk.answers()] == ["05"]


def test_from_sixteen_it_is_told(desk: Desk) -> None:
    desk.pass_days(365 * 2)
    desk.book(SOELVI, days=365 * 2 + 10, exempt=True)
    assert [out.code for out in desk.answers()] == ["05"]
