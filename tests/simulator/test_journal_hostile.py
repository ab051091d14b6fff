"""What somebody with bad intentions, bad luck or bad software does to a journal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from simulator.journal import pushes
from simulator.journal.refusals import FaultyParams
from simulator.vendors import ProfileFault, form
from standards import identifiers
from standards.xcal import Event, XCal
from tests.simulator.booking_kit import Desk, events_of, hbt, named, profile, request
from tests.simulator.journal_kit import CLINIC, Kit, cancellation, digital_status, envelope_for, person, question
from wire.bus import BusMessage

NORA, KARI, SOELVI = person("nora"), person("kari"), person("soelvi")
AASE = person(SOELVI.guardians[0])
RESERVATION = "DIALOG_INNBYGGER_TIMERESERVASJON"
NOON = {"start": "2026-12-10T12:00:00", "end": "2026-12-10T12:30:00"}


@pytest.fixture
def desk() -> Desk:
    return Desk(profile("helsestasjon", "skolehelsetjeneste", "hjemmetjeneste", cancel_approval=True))


def planned(desk: Desk, **more: Any) -> str:
    values = {"patient": NORA.ident, "summary": "Stell", "frequency": "daily", **NOON, **more}
    return str(desk.done("plan_visits", unit="hjemmetjeneste", **values)["plan"])


def called(event: Event) -> XCal:
    return XCal("-//EPJ testbenk//Helsenorge//NO", (event,))


def test_a_dead_patients_booking_is_answered(desk: Desk) -> None:
    slot = desk.done("open_slot", summary="Kontroll", location="Rom 2", practitioner="Anne", **NOON)["slot"]
    desk.done("register_death", patient=NORA.ident)
    desk.take()
    event = Event(slot, NOON["start"], NOON["end"], desk.where.her_id)
    desk.give(request(RESERVATION, "RT", NORA, called(event)))
    assert desk.codes() == ["kvittering 1", "06"]


def test_a_sender_whose_name_takes_several_lines_is_answered(desk: Desk) -> None:
    appointment = desk.book(NORA)
    (out,) = desk.take()
    sent = replace(cancellation(NORA, named(events_of(out)[0])), receiver=CLINIC)
    raw = re.sub(rb"(<[a-z0-9]*:?OrganisationName>)([^<]*)<", rb"\1\n  \2\n  <", sent.to_xml())
    desk.journal.receive(BusMessage(envelope_for(sent.type.v), raw))
    desk.done("accept_cancellation", appointment=appointment)
    assert desk.codes() == ["kvittering 1", "08"]


def test_a_cancellation_sent_to_another_service_is_answered_by_that_one_and_changes_nothing(desk: Desk) -> None:
    appointment = desk.book(NORA, unit="helsestasjon")
    (out,) = desk.take()
    event = events_of(out)[0]
    desk.at = desk.world.services[1]
    desk.give(cancellation(NORA, called(replace(event, contact=desk.at.her_id, summary=None, location=None))))
    answer = desk.answers()[0]
    assert (answer.code, answer.envelope.from_her_id) == ("09", desk.at.her_id)
    assert desk.appointment(NORA, appointment)["cancellation"] is None


def test_the_series_of_somebody_else_is_left_alone(desk: Desk) -> None:
    plan = planned(desk)
    desk.at = desk.world.services[2]
    event = Event(plan, "2026-12-12T12:00:00", "2026-12-12T12:30:00", desk.at.her_id)
    desk.give(request(RESERVATION, "ART", KARI, called(event)))
    assert desk.codes() == ["kvittering 1", "09"]
    assert desk.done("read_appointments", patient=NORA.ident)["appointments"] == []


def test_a_late_cancellation_of_a_slot_that_was_booked_anew_does_not_take_the_new_time() -> None:
    desk = Desk(profile(confirmation="older", cancel_approval=False))
    slot = desk.done("open_slot", summary="Kontroll", location="Rom 2", practitioner="Anne", **NOON)["slot"]
    wanted = Event(slot, NOON["start"], NOON["end"], desk.where.her_id)
    booked = []
    for _ in range(2):
        desk.give(request(RESERVATION, "RT", NORA, called(wanted)))
        booked += [event for out in desk.answers() for event in events_of(out)]
        if len(booked) == 1:
            desk.give(cancellation(NORA, named(booked[0])))
            assert "08" in desk.codes()
    desk.give(cancellation(NORA, named(booked[0])))
    assert desk.codes() == ["kvittering 1", "09"]


def test_home_care_tells_no_parent_of_what_is_kept_from_parents(desk: Desk) -> None:
    desk.book(SOELVI, exempt=True, unit="hjemmetjeneste")
    desk.at = desk.world.services[2]
    desk.take()
    assert desk.ask(hbt(SOELVI, acting=AASE)).code == "02"
    assert desk.ask(hbt(SOELVI)).code == "01"


@pytest.mark.parametrize("when", ["0001-01-01T10:00:00", "1899-12-31T10:00:00", "9999-12-31T23:00:00"])
def test_times_that_no_journal_has_use_for_are_faulty(desk: Desk, when: str) -> None:
    with pytest.raises(FaultyParams, match="et år fra 1900 til 2199"):
        desk.book(NORA, start=when, end=when.replace(":00:00", ":30:00"))
    with pytest.raises(FaultyParams):
        planned(desk, start=when, end=when.replace(":00:00", ":30:00"))
    with pytest.raises(FaultyParams):
        planned(desk, last=when[:10])


def test_a_plan_may_have_very_many_visits_or_end_before_them(desk: Desk) -> None:
    planned(desk, frequency="weekly", count=1000, every=1000)
    planned(desk, count=20, last="2026-12-12")
    plans = desk.done("read_visits", patient=NORA.ident)["plans"]
    assert min(one["last"] for one in plans) == "2026-12-12" and max(one["last"] for one in plans) < "2200"


def test_an_appointment_lasts_no_longer_than_a_day_and_is_on_the_clock(desk: Desk) -> None:
    appointment = desk.book(NORA)
    for start, end, why in (
        ("2027-01-01T10:00:00", "2054-01-01T10:30:00", "ett døgn"),
        ("2026-11-01T10:00:00", "2026-11-01T10:30:00", "passert"),
        ("2027-03-28T02:30:00", "2027-03-28T03:30:00", "klokken stilles fram"),
        ("2027-01-01T10:00:00", "2027-01-01T10:00:00", "slutte etter"),
    ):
        assert why in desk.refused("change_appointment", appointment=appointment, start=start, end=end)
        if why != "passert":
            reason = desk.refused(
                "create_appointment", patient=NORA.ident, start=start, end=end, summary="x", location="y"
            )
            assert why in reason
    desk.done("change_appointment", appointment=appointment, start="2027-10-31T02:30:00", end="2027-10-31T03:30:00")
    with pytest.raises(AssertionError, match="ett døgn"):
        planned(desk, end="2026-12-12T12:00:00")


def test_a_visit_is_confirmed_for_its_own_day(desk: Desk) -> None:
    plan = planned(desk)
    visit = {"plan": plan, "start": NOON["start"], "employees": ["Ø"]}
    assert "den dagen" in desk.refused("confirm_visit", **visit, arrival="2026-12-11T12:00:00")
    desk.done("confirm_visit", **visit, arrival="2026-12-10T13:00:00")


def test_what_has_begun_is_not_called_off_by_accepting_a_cancellation(desk: Desk) -> None:
    appointment = desk.book(NORA, days=2)
    (out,) = desk.take()
    desk.give(cancellation(NORA, named(events_of(out)[0])))
    desk.pass_days(5)
    assert "alt begynt" in desk.refused("accept_cancellation", appointment=appointment)
    desk.done("refuse_cancellation", appointment=appointment)
    desk.done("register_no_show", appointment=appointment)
    assert desk.codes() == ["kvittering 1", "09", "11"]


def test_a_resource_on_the_wrong_patient_is_entered_in_error() -> None:
    kit = Kit(profile(push="fhir"))
    kit.done("correct_patient", appointment=kit.book(NORA), patient=KARI.ident)
    said = []
    while (push := kit.journal.view(pushes.oldest)) is not None:
        said.append(json.loads(push.body))
        kit.journal.view(lambda unit: pushes.taken(unit, push))
    assert [one["status"] for one in said] == ["booked", "entered-in-error", "booked"]
    assert "cancelationReason" not in said[1]


def test_that_somebody_is_on_helsenorge_opens_her_journal_to_nobody(desk: Desk) -> None:
    desk.journal.view(lambda unit: unit.run("DELETE FROM seen WHERE service = ?", desk.world.services[1].her_id))
    desk.at = desk.world.services[1]
    desk.give(digital_status(NORA, "1"))
    for intent in ("read_journal", "read_access_log"):
        assert "følges ikke opp" in desk.refused(intent, patient=NORA.ident, unit="skolehelsetjeneste")
    desk.give(question(NORA))
    desk.done("read_access_log", patient=NORA.ident, unit="skolehelsetjeneste")


def test_what_waits_for_staff_goes_on_waiting_when_approval_is_no_longer_asked_for(desk: Desk) -> None:
    appointment = desk.book(NORA)
    (out,) = desk.take()
    desk.give(cancellation(NORA, named(events_of(out)[0])))
    desk.done("change_setting", setting="cancel_approval", value="nei")
    desk.give(cancellation(NORA, named(events_of(out)[0])))
    assert desk.codes() == ["kvittering 1", "kvittering 1"]
    desk.done("accept_cancellation", appointment=appointment)
    assert desk.codes() == ["08", "08"]
    desk.judge()


def test_a_slot_whose_appointment_was_moved_is_not_booked_anew(desk: Desk) -> None:
    slot = desk.done("open_slot", summary="Kontroll", location="Rom 2", practitioner="Anne", **NOON)["slot"]
    wanted = called(Event(slot, NOON["start"], NOON["end"], desk.where.her_id))
    desk.give(request(RESERVATION, "RT", NORA, wanted))
    appointment = desk.done("read_appointments", patient=NORA.ident)["appointments"][0]["id"]
    desk.done("change_appointment", appointment=appointment, start="2026-12-11T12:00:00", end="2026-12-11T12:30:00")
    desk.take()
    desk.give(request(RESERVATION, "RT", KARI, wanted))
    assert desk.codes() == ["kvittering 1", "06"]


def test_a_resource_that_hides_itself_from_parents_is_put() -> None:
    kit = Kit(profile(push="fhir"))
    kit.book(SOELVI, exempt=True)
    push = kit.journal.view(pushes.oldest)
    assert push is not None and json.loads(push.body)["meta"]["security"][0]["code"] == "NORN_FORANS"


def test_a_night_visit_is_told_when_summer_time_begins() -> None:
    kit = Kit(profile("hjemmetjeneste", push="fhir"))
    plan = kit.done(
        "plan_visits", patient=NORA.ident, summary="Tilsyn", start="2027-03-27T02:30:00", end="2027-03-27T03:00:00",
        frequency="daily",
    )["plan"]  # fmt: skip
    kit.done("cancel_visit", plan=plan, start="2027-03-28T02:30:00", reason="Avlyst av tjeneste")
    push = kit.journal.view(pushes.oldest)
    told = json.loads(push.body) if push is not None else {}
    assert (told["start"], told["end"]) == ("2027-03-28T03:30:00+02:00", "2027-03-28T04:00:00+02:00")


def test_the_dead_are_not_answered_but_a_dialog_with_them_may_end(desk: Desk) -> None:
    asked = question(NORA)
    desk.give(asked)
    desk.done("register_death", patient=NORA.ident)
    words = {"thread": asked.msg_id, "text": "Hei"}
    assert "registrert død" in desk.refused("answer_dialog", **words, outcome="answer")
    desk.done("answer_dialog", **words, outcome="reject")


def test_visits_begin_again_though_two_pauses_overlap(desk: Desk) -> None:
    plan = planned(desk)
    for first, last in (("2026-12-11", "2026-12-20"), ("2026-12-12", None)):
        desk.done(
            "pause_visits",
            patient=NORA.ident,
            first=first,
            reason="Sykehus",
            unit="hjemmetjeneste",
            **({"last": last} if last else {}),
        )
    desk.done("resume_visits", patient=NORA.ident, first="2026-12-14", unit="hjemmetjeneste")
    (found,) = desk.done("read_visits", patient=NORA.ident, unit="hjemmetjeneste")["plans"]
    assert found["id"] == plan and "2026-12-14T12:00:00" in found["next"]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"dialog": {"process": "DIALOG_INNBYGGER_TIMERESERVASJON"}}, "dialog.process"),
        ({"processes": {"DIALOG_INNBYGGER_EKONTAKT": "1.2", RESERVATION: "1.1"}}, "offers.home_care"),
    ],
)
def test_a_profile_that_cannot_be_true_is_refused(changed: dict[str, Any], key: str) -> None:
    good = {
        "product": "x", "vendor": "x", "name": "Simulert journal x", "services": ["hjemmetjeneste"],
        "software": {"name": "x", "version": "1"},
        "processes": {"DIALOG_INNBYGGER_EKONTAKT": "1.2", RESERVATION: "1.2"},
        "dialog": {"process": "DIALOG_INNBYGGER_EKONTAKT"}, "offers": {"home_care": True},
        "addressing": {"level2": "service", "sender_mismatch": "apprec"},
        "calendar": {"prodid": "x", "related_to": "none"}, "cancellation": {"approval": "ja", "can_change": True},
        "staff": {"given": "A", "family": "B"},
    }  # fmt: skip
    form.read(good, "x")
    with pytest.raises(ProfileFault, match=key):
        form.read({**good, **changed}, "x")


def test_a_uuid_whose_digits_look_like_a_national_id_is_no_person() -> None:
    unlucky = "942f994e-b29b-427e-b1ef-d060125" + "67624"
    assert identifiers.is_real_range(unlucky[-11:])
    kit = Kit(replace(profile(), apprec_timing="manual"))
    kit.give(question(NORA, msg_id=unlucky))
    assert kit.done("check_inbox") == {"checked": 1}
    (receipt,) = kit.take()
    assert receipt.apprec.original.msg_id == unlucky
    kit.done("answer_dialog", thread=unlucky, text="Ja", outcome="answer")
