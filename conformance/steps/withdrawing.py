"""A child dies, or a pregnancy ends: what is planned is withdrawn, and the family is left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import pytest
from pytest_bdd import given, then, when

from conformance.checks import contacts, timebook, withdrawing
from conformance.outcomes import Outcome
from conformance.persons import PREGNANT
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import PLACES, SUMMARY, await_push, gone, pushes_since, set_up
from conformance.steps.judging import confirm, judge
from conformance.steps.slots import spoken
from conformance.steps.story import Story

MIDWIFE: Final = "jordmor"


@pytest.fixture
def registered_dead(scene: Scene, story: Story) -> Iterator[None]:
    """Correct the death at the end where a machine can; else the person is used up, and that is told."""
    yield
    if scene.staff.automatic and scene.staff.can("correct_death"):
        _correct_death(scene, story)


@given("et barn som ingen andre prøver trenger")
def an_expendable_child(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.expendable()


@given("en gravid som ingen andre prøver trenger")
def an_expendable_pregnant(scene: Scene, story: Story) -> None:
    story.patient_ = scene.people.expendable(trait=PREGNANT)


@given("den gravide har en time hos jordmor som alt står på Helsenorge")
def has_a_time_with_the_midwife(scene: Scene, story: Story, tidy: None) -> None:
    set_up(scene, story, story.patient, slots.ahead(scene), unit=MIDWIFE)
    story.pushes.append(await_push(scene, story))
    scene.citizen.settle()


@given("barnet er registrert dødt i journalen")
@when("en ansatt registrerer at barnet er dødt")
def staff_registers_death(scene: Scene, story: Story, registered_dead: None) -> None:
    story.begin()
    scene.staff.do("register_death", patient=story.patient.ident)
    scene.left_behind("dødsfall", "Personen er registrert død.", story.patient)
    if story.planned:
        gone(scene, story)


@when("en ansatt registrerer at svangerskapet er avsluttet")
def staff_ends_the_pregnancy(scene: Scene, story: Story) -> None:
    story.begin()
    scene.staff.do("end_pregnancy", patient=story.patient.ident)


@when("en ansatt prøver å sette opp en ny time til barnet")
def staff_tries_to_plan(scene: Scene, story: Story, tidy: None) -> None:
    scene.citizen.settle()
    story.begin()
    slot = slots.ahead(scene)
    times: dict[str, Any] = {"start": slot.start, "end": slot.end, "summary": SUMMARY, "location": PLACES[0]}
    result = scene.staff.do("create_appointment", expect_refusal=True, patient=story.patient.ident, **times)
    if result.outcome == "done":
        scene.left_behind("ny time", f"Timen {spoken(slot.start)} til en som er død.", story.patient)


@then("får Helsenorge vite én gang at timen er avlyst")
def is_withdrawn_once(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, withdrawing.is_withdrawn(pushes_since(story)))


@then("timen bør være avlyst i timeboken")
def is_gone_from_the_book(scene: Scene, story: Story) -> None:
    planned = story.appointment
    sentence = f"Timen {spoken(planned.start)} til {story.patient.given} er avlyst i timeboken."
    holds = partial(timebook.is_cancelled, appointment=planned.id)
    confirm(scene, "WD-03", sentence, "read_appointments", holds, patient=planned.patient)


@then("bør ingenting bli sendt om barnet")
def nothing_more_is_sent(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    since = [message for message in story.since() if message.patient_id == story.patient.ident]
    judge(scene, withdrawing.nothing_to_the_family(since))


@then("bør ikke barnet ha noen helsekontakt lenger")
def nobody_follows_her(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    child = story.patient
    sentence = f"{child.given} {child.family} har ingen helsekontakt lenger."
    confirm(scene, "WD-03", sentence, "read_contacts", contacts.has_none, patient=child.ident)


@then("bør ikke beskjeden fortelle hva som har skjedd")
def says_nothing_of_why(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, withdrawing.says_nothing_of_why(pushes_since(story)))


def _correct_death(scene: Scene, story: Story) -> None:
    try:
        scene.staff.do("correct_death", patient=story.patient.ident)
        scene.citizen.settle()
        scene.taken_away("dødsfall")
    except Outcome as problem:
        scene.evidence.note(f"Dødsfallet står igjen i journalen: {problem.reason}")
