"""A cancellation crosses what staff do, or names a time that is not as the parent knows it."""

from __future__ import annotations

from typing import Any, Final

from pytest_bdd import given, then, when

from conformance.checks import cancellations
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import await_push, in_words, pushes_since, set_up
from conformance.steps.cancelling import cancel, decide_if_waiting, known
from conformance.steps.dialog import ensure_taken
from conformance.steps.judging import confirm, judge
from conformance.steps.slots import spoken
from conformance.steps.story import Story
from conformance.writing.helsenorge import AppointmentRef

REFUSAL: Final = "Barnet bør få vaksinen nå. Ring oss gjerne."


@given("pasienten fikk nettopp en time")
def has_just_got_an_appointment(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene))
    story.pushes.append(await_push(scene, story))


@when("en ansatt avlyser timen mens avbestillingen venter")
def staff_cancels_meanwhile(scene: Scene, story: Story) -> None:
    ensure_taken(scene, story)
    params: dict[str, Any] = {"appointment": story.appointment.id, "reason": "Helsesykepleieren er syk."}
    result = scene.staff.do("cancel_appointment", expect_refusal=True, about=in_words(story), **params)
    if result.outcome == "refused":
        reason = (result.reason or "ingen begrunnelse").rstrip(".")
        scene.evidence.note(f"Journalen lot ikke den ansatte avlyse timen: {reason}.")


@when("en ansatt avslår avbestillingen hvis den venter")
def staff_refuses_if_waiting(scene: Scene, story: Story) -> None:
    decide_if_waiting(scene, story, "refuse_cancellation", text=REFUSAL)


@when("forelderen avbestiller timen slik den var før den ble flyttet")
def cancels_the_old_time(scene: Scene, story: Story) -> None:
    cancel(scene, story, AppointmentRef.of(story.pushes[0]), story.acting)


@when("ungdommen avbestiller timen selv")
def youth_cancels(scene: Scene, story: Story) -> None:
    cancel(scene, story, known(story), None)


@then("forelderen har fått vite at timen ikke blir noe av")
def is_told_off(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, cancellations.is_told_off(story.answer, pushes_since(story)), story.answer)


@then("svaret stemmer med timen i journalen")
def agrees_with_timebook(scene: Scene, story: Story) -> None:
    answer, planned = story.answer, story.appointment
    confirm(
        scene,
        "AVT-02",
        f"Timeboken stemmer med svaret {answer.code} for timen {spoken(planned.start)}.",
        "read_appointments",
        lambda data: cancellations.agrees(answer.code, data, planned),
        patient=planned.patient,
    )
