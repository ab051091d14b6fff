"""Slots that citizens find and book, at once or when staff approve; and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest

from simulator.people import Person
from standards.exchange import Exchange
from standards.hodemelding import Hodemelding
from standards.rules.engine import judge_exchange
from standards.xcal import Event
from tests.simulator.booking_kit import Desk, events_of, hlt, named, profile, request
from tests.simulator.journal_kit import envelope_for, person
from wire.bus import BusMessage

KARI, NORA, EMIL = person("kari"), person("nora"), person("emil")
TIMERESERVASJON = "DIALOG_INNBYGGER_TIMERESERVASJON"
PERIOD = (date(2026, 12, 1), date(2026, 12, 28))


@pytest.fixture
def desk() -> Desk:
    return Desk(profile=profile())


def offer(desk: Desk, hour: int = 9, **more: Any) -> str:
    values = {
        "start": f"2026-12-08T{hour:02}:00:00", "end": f"2026-12-08T{hour:02}:30:00", "summary": "Vaksine",
        "location": "Rom 2", "practitioner": "Ågot Bråthen", **more,
    }  # fmt: skip
    return str(desk.done("open_slot", **values)["slot"])


def search(desk: Desk, patient: Person = NORA) -> tuple[Event, ...]:
    return events_of(desk.ask(hlt(patient, *PERIOD)))


def booking(slot: Event, patient: Person = NORA, **options: Any) -> Hodemelding:
    return request(TIMERESERVASJON, "RT", patient, named(slot), **options)


def test_free_slots_are_found(desk: Desk) -> None:
    first = offer(desk)
    offer(desk, 10, must_call=True)
    offer(desk, 11, bookable_from="2026-12-05T08:00:00", category="Video")
    offer(desk, 12, start="2027-01-08T12:00:00", end="2027-01-08T12:30:00")
    one, two, three = search(desk)
    assert (one.uid, one.status, one.contact, one.categories) == (first, "TENTATIVE", desk.where.her_id, ())
    assert (two.categories, two.available_at) == (("MustCall",), None)
    assert (three.categories, three.available_at) == (("Video",), "2026-12-05T08:00:00")
    desk.judge()


def test_no_free_slots_is_04_without_a_calendar(desk: Desk) -> None:
    answer = desk.ask(hlt(NORA, *PERIOD))
    assert answer.code == "04" and answer.message.calendar is None
    desk.judge()


def test_a_booking_is_confirmed_with_ids_that_lead_back_to_the_slot(desk: Desk) -> None:
    slot = offer(desk)
    (found,) = search(desk)
    desk.give(booking(found, text="Storebror blir med"))
    (answer,) = desk.answers()
    (event,) = events_of(answer)
    assert (answer.code, event.related_to, event.status) == ("05", slot, "CONFIRMED")
    shown = desk.appointment(NORA, event.uid)
    assert (shown["status"], shown["practitioner"]) == ("planned", "Ågot Bråthen")
    assert search(desk) == ()
    assert desk.entries(NORA)[0]["text"] == "Ønsker timen 08.12.2026 kl. 09.00. Storebror blir med"
    desk.judge()


def test_the_older_convention_keeps_the_slot_as_uid() -> None:
    desk = Desk(profile=profile(confirmation="older"))
    slot = offer(desk)
    (found,) = search(desk)
    desk.give(booking(found))
    (answer,) = desk.answers()
    (event,) = events_of(answer)
    assert event.uid == slot
    shown = desk.appointment(NORA, event.related_to or "")
    assert shown["uid"] == slot
    desk.give(request(TIMERESERVASJON, "ART", NORA, named(event)))
    assert [out.code for out in desk.answers()] == ["08"]
    verdict = judge_exchange(Exchange(tuple(desk.said)), complete=False, profile="hits-1217-2019")
    assert verdict.findings == ()


def test_what_was_booked_is_cancelled_and_free_for_others(desk: Desk) -> None:
    offer(desk)
    (found,) = search(desk)
    desk.give(booking(found))
    (answer,) = desk.answers()
    desk.give(request(TIMERESERVASJON, "ART", NORA, named(events_of(answer)[0])))
    (cancelled,) = desk.answers()
    assert cancelled.code == "08" and cancelled.message.type.v == TIMERESERVASJON
    (again,) = search(desk)
    assert again.uid == found.uid
    desk.give(booking(again, EMIL))
    assert [out.code for out in desk.answers()] == ["05"]
    desk.judge()


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda desk, found: desk.give(booking(found, EMIL)),
        lambda desk, found: desk.book(EMIL, start=found.start, end=found.end, practitioner="Ågot Bråthen"),
        lambda desk, found: desk.done("close_slot", slot=found.uid),
        lambda desk, found: desk.pass_days(10),
    ],
    ids=["booked by another", "given by staff", "closed", "past"],
)
def test_a_slot_that_is_gone_meanwhile_is_06(desk: Desk, meanwhile: Any) -> None:
    offer(desk)
    (found,) = search(desk)
    meanwhile(desk, found)
    desk.take()
    desk.give(booking(found))
    (answer,) = desk.answers()
    assert (answer.code, events_of(answer)) == ("06", ())
    assert answer.message.dialog is not None and "ikke ledig" in (answer.message.dialog.body.text or "")
    desk.judge()


@pytest.mark.parametrize("more", [{"must_call": True}, {"bookable_from": "2026-12-05T08:00:00"}])
def test_a_slot_that_cannot_be_booked_yet_is_06(desk: Desk, more: dict[str, Any]) -> None:
    offer(desk, **more)
    (found,) = search(desk)
    desk.give(booking(replace(found, categories=(), available_at=None)))
    assert [out.code for out in desk.answers()] == ["06"]
    desk.judge()


def test_staff_approve_or_refuse_a_booking(desk: Desk) -> None:
    offer(desk, approval=True)
    offer(desk, 10, approval=True)
    first, second = search(desk)
    for patient, found in ((NORA, first), (EMIL, second)):
        desk.give(booking(found, patient))
    assert desk.answers() == [] and search(desk) == ()
    waiting = [slot["bookings"][0]["id"] for slot in desk.done("read_slots")["slots"]]
    made = desk.done("accept_booking", booking=waiting[0], text="Velkommen")["appointment"]
    desk.done("refuse_booking", booking=waiting[1], text="Rommet er opptatt")
    yes, no = desk.answers()
    assert (yes.code, no.code) == ("05", "06") and events_of(yes)[0].uid == made
    assert "alt besvart" in desk.refused("accept_booking", booking=waiting[0])
    assert [event.uid for event in search(desk)] == [second.uid]
    desk.judge()


def test_two_who_want_the_same_slot_at_once_get_one_yes_and_one_no(desk: Desk) -> None:
    offer(desk)
    (found,) = search(desk)
    barrier = Barrier(2)

    def arrive(patient: Person) -> None:
        asked = replace(booking(found, patient), receiver=desk.where.party)
        barrier.wait()
        desk.journal.receive(BusMessage(envelope_for(asked.type.v, to_her_id=desk.where.her_id), asked.to_xml()))

    rivals = [Thread(target=arrive, args=(patient,)) for patient in (NORA, EMIL)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(out.code for out in desk.answers()) == ["05", "06"]


def test_a_period_of_more_than_four_weeks_is_rejected(desk: Desk) -> None:
    asked = replace(hlt(NORA, date(2026, 12, 1), date(2027, 1, 15)), receiver=desk.where.party)
    desk.journal.receive(BusMessage(envelope_for(asked.type.v, kind="sync"), asked.to_xml()), at_once=True)
    assert [out.code for out in desk.take()] == ["26"]


def test_a_journal_without_slots_says_so() -> None:
    desk = Desk(profile=profile(free_slots=False))
    assert desk.ask(hlt(NORA, *PERIOD)).code == "26"
    wanted = Event(
        "1c9d0a1e-8d53-4c8e-9d9e-0c2a6b7f0a11", "2026-12-08T09:00:00", "2026-12-08T09:30:00", desk.where.her_id
    )
    desk.give(booking(wanted))
    assert [out.code for out in desk.answers()] == ["26"]
    assert "ikke timer som innbyggere" in desk.refused(
        "open_slot", start=wanted.start, end=wanted.end, summary="x", location="x", practitioner="x"
    )
    desk.judge()


def test_slots_do_not_overlap(desk: Desk) -> None:
    offer(desk)
    values = {"summary": "x", "location": "x", "practitioner": "Ågot Bråthen"}
    assert "har alt en time" in desk.refused(
        "open_slot", start="2026-12-08T09:15:00", end="2026-12-08T09:45:00", **values
    )
    assert "finnes ikke" in desk.refused("close_slot", slot="x")
    assert "finnes ikke" in desk.refused("refuse_booking", booking="x", text="x")
