"""Cancellations that must cancel nothing: on the wrong child, or with something broken in them."""

from __future__ import annotations

from typing import Final

from pytest_bdd import given, then, when

from conformance.checks import answers, appointments, cancellations, timebook
from conformance.checks.appointments import is_push
from conformance.checks.journal import Written
from conformance.faults import messages as faults
from conformance.faults.messages import Faulty
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.booking import in_words
from conformance.steps.cancelling import (
    REFUSED,
    answers_to,
    await_answer,
    cancel,
    is_refused,
    known,
)
from conformance.steps.dialog import mark_of
from conformance.steps.judging import confirm, judge, missing
from conformance.steps.story import Story
from standards import xml
from standards.envelope import Envelope

REASON: Final = "Vi er bortreist den dagen."


@given("to barn fra hver sin familie, og en forelder til det andre barnet")
def two_strangers(scene: Scene, story: Story) -> None:
    story.patient_, story.other = scene.people.strangers()
    story.acting = scene.people.guardian_of(story.other)


@when("forelderen avbestiller timen på søskenet")
@when("forelderen til det andre barnet avbestiller timen på sitt eget barn")
def cancels_on_the_other_child(scene: Scene, story: Story) -> None:
    cancel(scene, story, known(story), story.acting, patient=story.sibling)


@when("det kommer en avbestilling med feil i innholdet")
def payload_is_broken(scene: Scene, story: Story) -> None:
    _broken(scene, story, faults.payload_breaks_schema)


@when("det kommer en avbestilling uten pasient")
def patient_is_missing(scene: Scene, story: Story) -> None:
    _broken(scene, story, faults.patient_removed)


@when("det kommer en avbestilling som ikke sier hvilken time det gjelder")
def calendar_is_missing(scene: Scene, story: Story) -> None:
    _broken(scene, story, _without_calendar)


@then("får ingen vite at timen er avbestilt")
def nobody_is_told(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    if not is_refused(scene, story):
        await_answer(scene, story, "Et svar på avbestillingen")
    for answer in answers_to(story):
        judge(scene, answers.has_code(answer, REFUSED, "AVT-02"), answer)
    judge(scene, cancellations.told_off(_told_of_it(story)))


@then("svaret viser ikke timen til det andre barnet")
def shows_nothing_of_others(scene: Scene, story: Story) -> None:
    judge(scene, cancellations.reveals_nothing(answers_to(story), story.appointment))


@then("timen står fortsatt på det første barnet")
def stands_on_the_first(scene: Scene, story: Story) -> None:
    planned = story.appointment
    left = [appointments.local_time(push.start) for push in story.pushes]
    confirm(
        scene,
        "AVT-02",
        f"Timen ({in_words(story)}) står fortsatt i timeboken, og plassen er opptatt.",
        "read_appointments",
        lambda data: timebook.stands(data, planned.id, planned.start, left),
        patient=planned.patient,
    )


@then("er avbestillingen avvist, eller så er den besvart med nei")
def is_refused_or_declined(scene: Scene, story: Story) -> None:
    what = f"Et nei til avbestillingen ({story.fault})"
    scene.citizen.settle()
    if not is_refused(scene, story):
        scene.citizen.await_message(
            lambda message: answers.is_answer_to(message, story.asked), what, finding=missing("A14", what)
        )
    for answer in answers_to(story):
        judge(scene, answers.has_code(answer, REFUSED, "AVT-02"), answer)
    judge(scene, cancellations.told_off(_told_of_it(story)))


def _told_of_it(story: Story) -> list[Inbound]:
    return [message for message in story.since() if is_push(message)]


def _without_calendar(raw: bytes, envelope: Envelope) -> Faulty:
    root = xml.parse(raw)
    for document in root.iterfind(f"{{{xml.MSGHEAD}}}Document"):
        if document.find(".//{urn:ietf:params:xml:ns:icalendar-2.0}icalendar") is not None:
            root.remove(document)
    return Faulty(
        xml.serialize(root), envelope, "Avbestillingen har ingen kalender, så ingen vet hvilken time den gjelder"
    )


def _broken(scene: Scene, story: Story, fault: faults.Fault) -> None:
    reason, mark = REASON, mark_of(scene)
    text = f"{reason} (ref {mark})"
    good = scene.writer.cancellation(known(story), story.patient, reason=text, acting=story.acting)
    wrong = fault(good.to_xml(), scene.writer.envelope(good))
    story.begin()
    story.fault = wrong.fault
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)
    story.written_ = Written(story.sent.msg_id, text, mark)
