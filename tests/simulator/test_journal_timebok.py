"""Appointments and cancellations in the simulated journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from simulator.journal.profile import Profile
from simulator.vendors import find_profile
from standards.apprec import error
from standards.exchange import Role
from standards.hodemelding import ConversationRef
from standards.rules.engine import judge_message
from standards.xcal import Event, XCal
from tests.simulator.journal_kit import Kit, Out, cancellation, digital_status, person, question

KARI, JONAS, NORA, EMIL = person("kari"), person("jonas"), person("nora"), person("emil")
E35 = error("E35", "Pasienten finnes ikke i mottakersystemet")


@pytest.fixture
def kit() -> Kit:
    return Kit()


def event_of(out: Out) -> Event:
    calendar = out.message.calendar
    assert calendar is not None
    return calendar.events[0]


def calendar_of(out: Out) -> XCal:
    assert out.message.calendar is not None
    return out.message.calendar


def move(kit: Kit, appointment: str, start: str = "2027-02-03T12:00:00", end: str = "2027-02-03T12:30:00") -> None:
    kit.done("change_appointment", appointment=appointment, start=start, end=end)


def booked(kit: Kit, **more: Any) -> tuple[str, XCal]:
    appointment = kit.book(NORA, **more)
    (pushed,) = kit.take()
    return appointment, calendar_of(pushed)


def test_the_life_of_an_appointment_is_told_once_each_with_stable_ids(kit: Kit) -> None:
    appointment = kit.book(NORA, category="Video")
    move(kit, appointment)
    kit.done("cancel_appointment", appointment=appointment, reason="Ferie")
    pushed = kit.take()
    assert [out.code for out in pushed] == ["05", "07", "08"]
    events = [event_of(out) for out in pushed]
    assert {(event.uid, event.related_to, event.contact) for event in events} == {
        (appointment, events[0].related_to, "8210011")
    }
    assert [event.status for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1].start == "2027-02-03T12:00:00" and events[0].categories == ("Video",)
    for out in pushed:
        verdict = judge_message(out.raw, sender=Role.EPJ, envelope=out.envelope)
        assert (verdict.schema, verdict.findings) == ("valid", ())
    shown = kit.appointment(NORA, appointment)
    assert (shown["status"], shown["slot_free"], shown["cancellation"]) == ("cancelled", True, None)


def test_a_change_of_nothing_sends_nothing(kit: Kit) -> None:
    appointment, _ = booked(kit)
    shown = kit.appointment(NORA, appointment)
    answer = kit.do("change_appointment", appointment=appointment, start=shown["start"], end=shown["end"])
    assert answer["outcome"] == "done" and "Ingenting er endret" in answer["reason"]
    assert kit.take() == []


def test_no_show_is_told_with_11_but_not_before_the_time(kit: Kit) -> None:
    early, _ = booked(kit)
    assert "før timen har begynt" in kit.refused("register_no_show", appointment=early)
    past, _ = booked(kit, days=-1)
    kit.done("register_no_show", appointment=past)
    assert kit.codes() == ["11"]
    assert kit.appointment(NORA, past)["status"] == "no_show"
    assert kit.refused("register_no_show", appointment=past).startswith("Kan ikke registrere")


def test_staff_cannot_change_what_is_past_or_cancelled(kit: Kit) -> None:
    past, _ = booked(kit, days=-1)
    assert kit.refused("cancel_appointment", appointment=past) == "Kan ikke avlyse en time som er passert."
    gone, _ = booked(kit)
    kit.done("cancel_appointment", appointment=gone)
    assert kit.refused("cancel_appointment", appointment=gone) == "Kan ikke avlyse en time som alt er avlyst."
    assert kit.refused("change_appointment", appointment="ukjent", start="2027-01-01T10:00:00",
                       end="2027-01-01T11:00:00") == "Timen finnes ikke i timeboken."  # fmt: skip
    assert kit.refused("create_appointment", patient=NORA.ident, start="2027-01-01T10:00:00", end="2027-01-01T09:00:00",
                       summary="x", location="y") == "Timen må slutte etter at den begynner."  # fmt: skip


def test_the_same_practitioner_is_booked_once_however_many_try_at_once(kit: Kit) -> None:
    outcomes: list[str] = []
    barrier = Barrier(8)

    def book() -> None:
        barrier.wait()
        answer = kit.do(
            "create_appointment", patient=NORA.ident, start="2027-03-01T10:00:00", end="2027-03-01T10:30:00",
            summary="Kontroll", location="Rom 1", practitioner="Jordmor Moen",
        )  # fmt: skip
        outcomes.append(answer["outcome"])

    threads = [Thread(target=book) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", *["refused"] * 7]
    overlapping = kit.refused(
        "create_appointment", patient=EMIL.ident, start="2027-03-01T10:15:00", end="2027-03-01T10:45:00",
        summary="Kontroll", location="Rom 1", practitioner="Jordmor Moen",
    )  # fmt: skip
    assert overlapping == "Jordmor Moen har alt en time da."


def test_the_freed_slot_can_be_taken_by_others(kit: Kit) -> None:
    hour = {"start": "2027-03-02T10:00:00", "end": "2027-03-02T10:30:00", "practitioner": "Jordmor Moen"}
    appointment = kit.book(NORA, **hour)
    kit.give(cancellation(NORA, calendar_of(kit.take()[0]), acting=KARI))
    assert kit.appointment(NORA, appointment)["slot_free"] is True
    kit.book(EMIL, **hour)


def test_a_cancellation_without_approval_is_confirmed_at_once(kit: Kit) -> None:
    appointment, calendar = booked(kit)
    asked = cancellation(NORA, calendar, acting=JONAS)
    kit.give(asked)
    receipt, answer = kit.take()
    assert (receipt.code, answer.code) == ("kvittering 1", "08")
    assert answer.message.conversation == ConversationRef(asked.msg_id, asked.msg_id)
    assert event_of(answer).status == "CANCELLED" and answer.message.acting is None
    shown = kit.appointment(NORA, appointment)
    assert (shown["status"], shown["slot_free"], shown["cancellation"]) == ("cancelled", True, "accepted")
    entry = next(one for one in kit.entries(NORA) if one["kind"] == "avbestilling")
    assert (entry["text"], entry["acting_name"], entry["author_relation"], entry["appointment"]) == (
        "Barnet er sykt", JONAS.name, "FO", appointment,
    )  # fmt: skip


@pytest.mark.parametrize(("intent", "code", "status", "decision"), [
    ("accept_cancellation", "08", "cancelled", "accepted"), ("refuse_cancellation", "09", "planned", "refused"),
])  # fmt: skip
def test_with_approval_nothing_is_answered_before_staff(
    kit: Kit, intent: str, code: str, status: str, decision: str
) -> None:
    assert kit.done("change_setting", setting="cancel_approval", value="ja") == {"previous": "nei"}
    appointment, calendar = booked(kit)
    kit.give(cancellation(NORA, calendar, acting=KARI))
    assert kit.codes() == ["kvittering 1"]
    waiting = kit.appointment(NORA, appointment)
    assert (waiting["status"], waiting["slot_free"], waiting["cancellation"]) == ("planned", False, "waiting")
    kit.done(intent, appointment=appointment, text="Hilsen oss")
    (answer,) = kit.take()
    assert answer.code == code and answer.message.dialog and answer.message.dialog.body.text == "Hilsen oss"
    shown = kit.appointment(NORA, appointment)
    assert (shown["status"], shown["cancellation"]) == (status, decision)
    assert kit.refused(intent, appointment=appointment).startswith("Det er ingen avbestilling")


def test_cancelling_what_waits_for_approval_is_told_once(kit: Kit) -> None:
    kit.done("change_setting", setting="cancel_approval", value="ja")
    appointment, calendar = booked(kit)
    kit.give(cancellation(NORA, calendar))
    kit.done("cancel_appointment", appointment=appointment)
    assert kit.codes() == ["kvittering 1", "08"]
    assert kit.appointment(NORA, appointment)["cancellation"] == "accepted"


def test_an_appointment_moved_while_the_cancellation_waits_is_for_staff_to_decide(kit: Kit) -> None:
    kit.done("change_setting", setting="cancel_approval", value="ja")
    appointment, calendar = booked(kit)
    kit.give(cancellation(NORA, calendar))
    move(kit, appointment)
    assert kit.codes() == ["kvittering 1", "07"]
    assert kit.appointment(NORA, appointment)["cancellation"] == "waiting"
    kit.done("refuse_cancellation", appointment=appointment)
    (answer,) = kit.take()
    assert answer.code == "09" and event_of(answer).start == "2027-02-03T12:00:00"


def test_a_time_she_has_not_seen_is_never_cancelled(kit: Kit) -> None:
    appointment, old = booked(kit)
    move(kit, appointment)
    kit.take()
    kit.give(cancellation(NORA, old))
    receipt, answer = kit.take()
    assert (receipt.code, answer.code) == ("kvittering 1", "09")
    assert answer.message.dialog and "03.02.2027 kl. 12.00" in (answer.message.dialog.body.text or "")
    assert kit.appointment(NORA, appointment)["status"] == "planned"


def test_what_cannot_be_cancelled_gets_09_with_a_reason(kit: Kit) -> None:
    _, calendar = booked(kit)
    unknown = replace(calendar.events[0], uid="3f2a6e90-0d7c-4c55-9d0b-0a7d6f2c9b11", related_to=None)
    past, old = booked(kit, days=-2)
    twice, again = booked(kit)
    said = {}
    for name, asked in {
        "ukjent": cancellation(NORA, XCal("x", (unknown,))),
        "annen pasient": cancellation(EMIL, again),
        "passert": cancellation(NORA, old),
        "første": cancellation(NORA, again),
        "andre": cancellation(NORA, again),
    }.items():
        kit.give(asked)
        receipt, answer = kit.take()
        assert receipt.code == "kvittering 1"
        said[name] = (answer.code, answer.message.dialog.body.text if answer.message.dialog else "")
    assert said == {
        "ukjent": ("09", "Vi finner ikke timen."),
        "annen pasient": ("09", "Vi finner ikke timen."),
        "passert": ("09", "Timen er passert."),
        "første": ("08", None),
        "andre": ("09", "Timen er alt avbestilt."),
    }
    assert kit.appointment(NORA, past)["status"] == "planned"
    assert kit.appointment(NORA, twice)["status"] == "cancelled"


def test_a_cancellation_is_found_by_related_to_as_well(kit: Kit) -> None:
    appointment, calendar = booked(kit)
    other = replace(calendar.events[0], uid="3f2a6e90-0d7c-4c55-9d0b-0a7d6f2c9b11")
    kit.give(cancellation(NORA, XCal("x", (other,))))
    assert kit.codes() == ["kvittering 1", "08"]
    assert kit.appointment(NORA, appointment)["status"] == "cancelled"


def test_siblings_get_a_message_each(kit: Kit) -> None:
    kit.book(NORA)
    kit.book(EMIL)
    told = [out.message.patient.ident.id for out in kit.take() if out.message.patient and out.message.patient.ident]
    assert told == [NORA.ident, EMIL.ident]


def test_after_e35_nothing_is_pushed_until_helsenorge_says_active(kit: Kit) -> None:
    kit.book(NORA)
    (pushed,) = kit.take()
    kit.answer(pushed, E35)
    answer = kit.do(
        "create_appointment", patient=NORA.ident, start="2027-04-01T10:00:00", end="2027-04-01T10:30:00",
        summary="Kontroll", location="Rom 1",
    )  # fmt: skip
    assert answer["outcome"] == "done" and "ikke digitalt aktiv" in answer["reason"]
    assert "ikke digitalt aktiv" in kit.refused(
        "start_dialog", patient=NORA.ident, subject="Hei", text="Hei", answerable=True
    )
    assert kit.take() == []
    asked = question(NORA, acting=KARI)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    assert kit.codes() == ["kvittering 1", "19"]
    kit.give(digital_status(NORA, "1"))
    assert kit.codes() == ["kvittering 1", "05", "05"], "both of those ahead are told"
    kit.book(NORA)
    kit.give(digital_status(NORA, "1"))
    assert kit.codes() == ["05", "kvittering 1"]
    kit.book(NORA)
    kit.give(digital_status(NORA, "2"))
    kit.book(NORA)
    assert kit.codes() == ["kvittering 1"], "what waits is not sent, and nothing new is"


def test_what_waits_when_e35_comes_is_not_sent_but_shown(kit: Kit) -> None:
    kit.book(NORA)
    (pushed,) = kit.take()
    kit.book(NORA)
    under_way = kit.journal.oldest_waiting()
    kit.book(NORA)
    kit.book(EMIL)
    kit.answer(pushed, E35)
    assert under_way is not None
    kit.journal.sent(under_way)
    assert [out.message.patient.given for out in kit.take() if out.message.patient] == [EMIL.given]
    told = [(row["status"], row["error_code"]) for row in kit.transport() if row["direction"] == "ut"]
    assert told == [("avvist", "E35"), ("sendt", None), ("feilkø", "ikke-sendt"), ("sendt", None)]


def test_two_who_ask_while_staff_thinks_both_get_the_answer(kit: Kit) -> None:
    kit.done("change_setting", setting="cancel_approval", value="ja")
    appointment, calendar = booked(kit)
    asked = [cancellation(NORA, calendar, acting=KARI), cancellation(NORA, calendar, acting=JONAS)]
    for one in asked:
        kit.give(one)
    assert kit.codes() == ["kvittering 1", "kvittering 1"]
    kit.done("accept_cancellation", appointment=appointment)
    answers = kit.take()
    assert [out.code for out in answers] == ["08", "08"]
    assert [out.message.conversation.parent for out in answers if out.message.conversation] == [
        one.msg_id for one in asked
    ]


def test_other_rejections_do_not_make_anybody_inactive(kit: Kit) -> None:
    kit.book(NORA)
    (pushed,) = kit.take()
    kit.answer(pushed, error("T02", "XML validerer ikke"))
    kit.book(NORA)
    assert kit.codes() == ["05"]


@pytest.mark.parametrize(("convention", "same", "present"), [
    ("own_id", False, True), ("same_as_uid", True, True), ("none", False, False),
])  # fmt: skip
def test_related_to_follows_the_profile(convention: str, same: bool, present: bool) -> None:
    profile: Profile = replace(find_profile("visma_hspro"), related_to=convention)  # type: ignore[arg-type]
    kit = Kit(profile)
    appointment, calendar = booked(kit)
    related = calendar.events[0].related_to
    assert (related == appointment, related is not None) == (same, present)
    kit.give(cancellation(NORA, calendar))
    assert kit.codes() == ["kvittering 1", "08"]


def test_a_setting_that_the_product_lacks_cannot_be_changed() -> None:
    kit = Kit(replace(find_profile("visma_hspro"), cancel_approval_can_change=False))
    assert "kan ikke endres" in kit.refused("change_setting", setting="cancel_approval", value="ja")


def test_the_clock_decides_what_is_past(kit: Kit) -> None:
    appointment, calendar = booked(kit, days=1)
    kit.journal.shift_clock(timedelta(days=2))
    kit.give(cancellation(NORA, calendar))
    assert kit.codes() == ["kvittering 1", "09"]
    assert kit.refused("cancel_appointment", appointment=appointment).endswith("som er passert.")
