"""Staff sets up, moves and cancels appointments, and what Helsenorge and the timebook then show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from pytest_bdd import given, parsers, then, when

from conformance.checks import appointments, journal, timebook
from conformance.checks.appointments import Planned, exactly_one, is_push
from conformance.outcomes import NotApplicable, Outcome, PreconditionMissing
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.slots import Slot, spoken
from conformance.steps.story import Story

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson

SUMMARY: Final = "Helsekontroll"
PLACES: Final = ("Helsestasjonen, rom 2", "Helsestasjonen, rom 5")
NURSE: Final = "Anne Lie"
TRIES: Final = 3


@pytest.fixture
def tidy(scene: Scene, story: Story) -> Iterator[None]:
    """Leave no planned appointment behind where a machine can cancel it; else say what is left."""
    yield
    for number, planned in enumerate(story.planned):
        _leave(scene, planned, f"time {number}")


@given("pasienten har en time som alt står på Helsenorge")
def has_a_known_appointment(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene))
    story.pushes.append(await_push(scene, story))
    scene.citizen.settle()


@given("pasienten har en time som Helsenorge har avvist")
def has_a_refused_appointment(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene))
    story.pushes.append(await_push(scene, story))
    try:
        scene.citizen.settle()
    finally:  # an EPJ that sends the refused message again and again never comes to rest
        judge(scene, appointments.stopped_sending(pushes_since(story)[1:2]))


@given("journalen regner innbyggeren som ikke digitalt aktiv")
def is_held_inactive(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene))
    scene.citizen.settle()
    if not pushes_since(story):
        scene.evidence.note("Journalen sendte ingen melding: den regnet innbyggeren som ikke aktiv fra før.")


@given("pasienten har en time som er passert")
def has_a_past_appointment(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.past(scene))
    scene.citizen.settle()
    story.pushes.extend(pushes_since(story))


@when("en ansatt setter opp en time til pasienten")
@when("en ansatt setter opp enda en time til pasienten")
def staff_sets_up(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene))


@when("en ansatt setter opp en time til pasienten hos en bestemt helsesykepleier")
def staff_sets_up_at_somebody(scene: Scene, story: Story, tidy: None) -> None:
    try:
        set_up(scene, story, story.patient, slots.ahead(scene), practitioner=NURSE)
    except PreconditionMissing as refused:
        raise NotApplicable(f"Det går ikke an å be om en bestemt behandler her. {refused.reason}") from refused


@when("en ansatt prøver å sette opp søskenet hos den samme helsesykepleieren på samme tid")
def staff_books_twice(scene: Scene, story: Story, tidy: None) -> None:
    first = story.appointment
    params: dict[str, Any] = {"start": first.start, "end": first.end, "summary": SUMMARY, "practitioner": NURSE}
    story.begin()
    result = scene.staff.do(
        "create_appointment", expect_refusal=True, patient=story.sibling.ident, location=PLACES[1], **params
    )
    if result.outcome == "done":
        again = replace(first, id=str(result.data["appointment"]), patient=story.sibling.ident, location=PLACES[1])
        keep_planned(scene, story, again)


@then("bør ikke begge søsknene ha timen")
def only_one_has_it(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, appointments.held_by_one(story.planned))


@when("en ansatt setter opp en time til hvert av søsknene samme dag")
def staff_sets_up_for_both(scene: Scene, story: Story, tidy: None) -> None:
    slot = slots.ahead(scene)
    set_up(scene, story, story.patient, slot)
    mark = story.mark
    set_up(scene, story, story.sibling, slots.same_day(slot, 20), PLACES[1])
    story.mark = mark


@when("en ansatt flytter timen")
def staff_moves(scene: Scene, story: Story) -> None:
    story.begin()
    move(scene, story, expect_refusal=False)


@when("en ansatt avlyser timen")
def staff_cancels(scene: Scene, story: Story) -> None:
    story.begin()
    planned, reason = story.appointment, "Helsesykepleieren er syk."
    scene.staff.do("cancel_appointment", about=in_words(story), appointment=planned.id, reason=reason)
    gone(scene, story)


@when("en ansatt registrerer at pasienten ikke møtte")
def staff_registers_no_show(scene: Scene, story: Story) -> None:
    story.begin()
    scene.staff.do("register_no_show", about=in_words(story), appointment=story.appointment.id)


@then(parsers.parse("får Helsenorge nøyaktig én melding: ny time (kode {code})"))
@then(parsers.parse("får Helsenorge nøyaktig én melding: timen er flyttet (kode {code})"))
@then(parsers.parse("får Helsenorge nøyaktig én melding: timen er avlyst (kode {code})"))
@then(parsers.parse("får Helsenorge nøyaktig én melding: pasienten møtte ikke (kode {code})"))
def one_message(scene: Scene, story: Story, code: str) -> None:
    came = await_push(scene, story, code)
    scene.citizen.settle()
    judge(scene, exactly_one(pushes_since(story), code), came)
    if code != "05":
        judge(scene, appointments.is_the_planned_one(came, story.pushes, story.appointment), came)
    story.pushes.append(came)


@then("får Helsenorge én melding om hver time, på rett barn")
def one_message_each(scene: Scene, story: Story) -> None:
    story.pushes = [await_push(scene, story), await_push(scene, story)]
    scene.citizen.settle()
    for planned in story.planned:
        found = [push for push in pushes_since(story) if appointments.local_time(push.start) == planned.start]
        judge(scene, [*exactly_one(found, "05"), *appointments.is_about(found[0], planned.patient)] if found else ())
    for person in (story.patient, story.sibling):
        judge(scene, exactly_one([push for push in pushes_since(story) if push.patient_id == person.ident], "05"))


@then("hver melding har samme tid og sted som barnets egen time i journalen")
def each_as_registered(scene: Scene, story: Story) -> None:
    for push in story.pushes:
        planned = next(planned for planned in story.planned if planned.patient == push.patient_id)
        judge(scene, appointments.is_as_registered(push, planned), push)


@then("meldingen har samme tid, sted og ansvarlig enhet som timen i journalen")
def as_registered(scene: Scene, story: Story) -> None:
    findings = appointments.is_about(story.push, story.appointment.patient)
    judge(scene, [*findings, *appointments.is_as_registered(story.push, story.appointment)], story.push)


@then("alle meldingene om timen viser til den samme timen")
def same_appointment(scene: Scene, story: Story) -> None:
    judge(scene, appointments.is_same_appointment(story.pushes), story.push)
    scene.evidence.note(appointments.convention(story.pushes))


@then("får Helsenorge ingen melding om den nye timen")
def nothing_about_the_new_one(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    since = [message for message in story.since() if message.kind == "melding"]
    judge(scene, appointments.stopped_sending([push for push in since if push.patient_id == story.patient.ident]))


@then("journalen viser at Helsenorge har kvittert for meldingen")
def acknowledged(scene: Scene, story: Story) -> None:
    sentence = f"Transportloggen viser at Helsenorge har kvittert for meldingen om timen ({in_words(story)})."
    confirm(scene, "TL-02", sentence, "read_transport_log", journal.shows_receipt, msg_id=story.push.msg_id)


@then(parsers.parse("en ansatt kan se i transportloggen at meldingen ble avvist med {code}"))
def refused_by_helsenorge(scene: Scene, story: Story, code: str) -> None:
    sentence = f"Transportloggen viser at Helsenorge avviste meldingen om timen ({in_words(story)}) med {code}."
    confirm(
        scene,
        "TL-01",
        sentence,
        "read_transport_log",
        lambda data: journal.shows_negative_receipt(data, code),
        msg_id=story.push.msg_id,
    )


@then("timen er avbestilt i journalen og plassen er ledig")
def is_cancelled(scene: Scene, story: Story) -> None:
    planned = story.appointment
    if story.answer_ is not None:
        scene.citizen.settle()
        told = [push for push in pushes_since(story) if push.code != "08" and push.number > story.answer.number]
        judge(scene, appointments.nothing_more(told, story.answer.code))
    sentence = f"Timen {spoken(planned.start)} til {story.patient.given} er avbestilt i timeboken, og plassen er ledig."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.is_cancelled(data, planned.id),
        patient=planned.patient,
    )
    gone(scene, story)


@then("timen er avlyst i journalen")
def is_called_off(scene: Scene, story: Story) -> None:
    planned = story.appointment
    sentence = f"Timen {spoken(planned.start)} til {story.patient.given} er avlyst i timeboken."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.is_called_off(data, planned.id),
        patient=planned.patient,
    )
    gone(scene, story)


@then("timen står fortsatt i journalen")
def still_stands(scene: Scene, story: Story) -> None:
    planned = story.appointment
    left = [appointments.local_time(push.start) for push in story.pushes]
    sentence = (
        f"Timen {spoken(planned.start)} til {story.patient.given} står fortsatt i timeboken, og plassen er opptatt."
    )
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.stands(data, planned.id, planned.start, left),
        patient=planned.patient,
    )


def set_up(scene: Scene, story: Story, patient: TestPerson, slot: Slot, place: str = PLACES[0], **more: Any) -> None:
    """Have staff set up an appointment; a taken slot is tried elsewhere a few times."""
    story.begin()
    for _ in range(TRIES):
        result = scene.staff.do(
            "create_appointment",
            expect_refusal=True,
            patient=patient.ident,
            start=slot.start,
            end=slot.end,
            summary=SUMMARY,
            location=place,
            **more,
        )
        if result.outcome == "done":
            owners = frozenset(party.her_id for party in scene.target.parties)
            planned = Planned(str(result.data["appointment"]), patient.ident, slot.start, slot.end, place, owners)
            keep_planned(scene, story, planned)
            return
        slot = slots.same_day(slot, 1)
    raise PreconditionMissing(f"Journalen nektet å sette opp timen: {result.reason or 'ingen begrunnelse'}.")


def try_to_set_up(scene: Scene, story: Story, slot: Slot, place: str) -> None:
    """Have staff try to set up an appointment where no is a good answer."""
    story.begin()
    who = story.patient.ident
    times: dict[str, Any] = {"start": slot.start, "end": slot.end}
    result = scene.staff.do(
        "create_appointment", expect_refusal=True, patient=who, summary=SUMMARY, location=place, **times
    )
    if result.outcome == "refused":
        scene.evidence.note(f"Journalen nektet å sette opp timen: {result.reason or 'ingen begrunnelse'}.")
        return
    owners = frozenset(party.her_id for party in scene.target.parties)
    keep_planned(scene, story, Planned(str(result.data["appointment"]), who, slot.start, slot.end, place, owners))


def move(scene: Scene, story: Story, *, expect_refusal: bool, slot: Slot | None = None, place: str = PLACES[1]) -> None:
    """Have staff move the newest appointment, to another day unless a slot is given, and to another room."""
    slot, planned = slot or slots.ahead(scene), story.appointment
    result = scene.staff.do(
        "change_appointment",
        expect_refusal=expect_refusal,
        about=in_words(story),
        appointment=planned.id,
        start=slot.start,
        end=slot.end,
        location=place,
    )
    if result.outcome == "refused":
        scene.evidence.note(f"Journalen lot ikke den ansatte flytte timen: {result.reason or 'ingen begrunnelse'}.")
        return
    new_id = str(result.data.get("appointment") or planned.id)
    moved = replace(planned, id=new_id, start=slot.start, end=slot.end, location=place)
    story.planned.pop()
    keep_planned(scene, story, moved)


def in_words(story: Story) -> str:
    """The newest appointment as a person finds it in the timebook."""
    planned = story.appointment
    known = (story.patient, *([story.other] if story.other else []))
    whose = next((f"{one.given} {one.family}" for one in known if one.ident == planned.patient), planned.patient)
    return f"{whose}, {spoken(planned.start)}"


def gone(scene: Scene, story: Story) -> None:
    """The newest appointment stands no longer."""
    scene.taken_away(f"time {len(story.planned) - 1}")


def keep_planned(scene: Scene, story: Story, planned: Planned) -> None:
    """Remember an appointment, and that it stands in the EPJ until somebody cancels it."""
    whose = next((person for person in scene.target.persons if person.ident == planned.patient), None)
    text = f"Timen {spoken(planned.start)}, {planned.location} (i journalen: {planned.id})."
    scene.left_behind(f"time {len(story.planned)}", text, whose)
    story.planned.append(planned)


def await_push(scene: Scene, story: Story, code: str = "05") -> Inbound:
    """The next message about an appointment of one of the scenario's patients since the latest action began."""
    patients = {planned.patient for planned in story.planned}
    before = {message.number for message in scene.citizen.received()[: story.mark]}
    what = f"melding om timen med kode {code}"
    rule = "A17" if code == "11" else "A16"
    return scene.citizen.await_message(
        lambda message: is_push(message) and message.patient_id in patients and message.number not in before,
        what,
        finding=missing(rule, f"En {what}"),
    )


def pushes_since(story: Story) -> list[Inbound]:
    """The messages about the patients' appointments since the latest action began."""
    patients = {planned.patient for planned in story.planned}
    return [message for message in story.since() if is_push(message) and message.patient_id in patients]


def _leave(scene: Scene, planned: Planned, what: str) -> None:
    if not scene.staff.automatic:
        return  # nobody is asked to tidy in the middle of a run: what is left is listed at its end
    try:
        book = scene.journal.read("read_appointments", patient=planned.patient)
        if timebook.stands(book, planned.id) is None:
            scene.staff.do("cancel_appointment", appointment=planned.id, reason="Prøven er over.")
        scene.taken_away(what)
    except Outcome as problem:
        scene.evidence.note(f"Timen {spoken(planned.start)} står igjen i timeboken: {problem.reason}")
