"""Several appointments at a time: of one patient, of several children, and in several services of the municipality."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_bdd import given, then, when

from conformance.checks import apart, appointments, timebook
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import (
    PLACES,
    await_push,
    has_a_known_appointment,
    in_words,
    keep_planned,
    pushes_since,
    set_up,
)
from conformance.steps.judging import confirm, judge
from conformance.steps.slots import Slot, spoken
from conformance.steps.story import Story

APART: Final = 40
"""Minutes between appointments of the same day."""
CLINIC, SCHOOL, MIDWIFE = "helsestasjon", "skolehelsetjeneste", "jordmor"


@given("tre barn som skal vaksineres samtidig")
def three_children(scene: Scene, story: Story) -> None:
    scene.memory["group"] = group = scene.people.three_children()
    story.patient_ = group[0]


@given("pasienten har to timer som alt står på Helsenorge")
def has_two(scene: Scene, story: Story, tidy: None) -> None:
    has_a_known_appointment(scene, story, tidy)
    has_a_known_appointment(scene, story, tidy)


@when("en ansatt setter opp tre timer til pasienten")
def staff_sets_up_three(scene: Scene, story: Story, tidy: None) -> None:
    slot = slots.ahead(scene)
    for number in range(3):
        set_up(scene, story, story.patient, slots.same_day(slot, number * APART))


@when("en ansatt setter opp den samme timen til hvert av barna")
def staff_sets_up_for_each(scene: Scene, story: Story, tidy: None) -> None:
    slot, mark = slots.ahead(scene), None
    for child in scene.memory["group"]:
        set_up(scene, story, child, slot)
        mark = story.mark if mark is None else mark
    story.mark = mark or 0


@when("en helsesykepleier på skolen setter opp en time til pasienten")
def the_school_sets_up(scene: Scene, story: Story, tidy: None) -> None:
    set_up_at(scene, story, SCHOOL, slots.ahead(scene))


@when("en jordmor setter opp en time til pasienten")
def the_midwife_sets_up(scene: Scene, story: Story, tidy: None) -> None:
    set_up_at(scene, story, MIDWIFE, slots.ahead(scene))


@when("helsestasjonen og jordmoren setter opp hver sin time til pasienten")
def both_set_up(scene: Scene, story: Story, tidy: None) -> None:
    slot = slots.ahead(scene)
    set_up_at(scene, story, CLINIC, slot)
    mark = story.mark
    set_up_at(scene, story, MIDWIFE, slots.same_day(slot, APART))
    story.mark = mark


@when("en ansatt avlyser den ene timen")
def staff_cancels_one(scene: Scene, story: Story) -> None:
    story.begin()
    first = story.planned[0]
    about = f"timen {spoken(first.start)}, {first.location}"
    scene.staff.do("cancel_appointment", about=about, appointment=first.id, reason="Helsesykepleieren er syk.")
    scene.taken_away("time 0")


@when("en ansatt retter at timen skulle stått på søskenet")
def staff_corrects(scene: Scene, story: Story) -> None:
    story.begin()
    wrong, right = story.appointment, story.sibling.ident
    result = scene.staff.do("correct_patient", about=in_words(story), appointment=wrong.id, patient=right)
    scene.taken_away("time 0")
    keep_planned(scene, story, replace(wrong, id=str(result.data.get("appointment") or wrong.id), patient=right))


@then("får Helsenorge høyst én melding om hver av timene")
def at_most_one_each(scene: Scene, story: Story) -> None:
    judge(scene, apart.at_most_one_each(pushes_since(story), story.planned))


@then("ingen av meldingene har med opplysninger om et av de andre barna")
def tells_of_nobody_else(scene: Scene, story: Story) -> None:
    for push in pushes_since(story):
        others = [child for child in scene.memory["group"] if child.ident != push.patient_id]
        judge(scene, apart.tells_of_nobody_else(push, others), push)


@then("får Helsenorge bare vite at den ene timen er avlyst")
def only_one_is_cancelled(scene: Scene, story: Story) -> None:
    came = await_push(scene, story, "08")
    scene.citizen.settle()
    first = story.planned[0]
    known = next(push for push in story.pushes if push.patient_id == first.patient)
    others = [push for push in story.pushes if push is not known]
    judge(scene, appointments.exactly_one(pushes_since(story), "08"), came)
    judge(scene, appointments.is_about(came, first.patient), came)
    judge(scene, apart.is_this_and_not_another(came, known, others), came)


@then("den andre timen står fortsatt i journalen")
def the_other_stands(scene: Scene, story: Story) -> None:
    other = story.appointment
    sentence = f"Timen {spoken(other.start)} ({other.location}) står fortsatt i timeboken, og plassen er opptatt."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.stands(data, other.id, other.start),
        patient=other.patient,
    )


@then("får Helsenorge vite at pasientens time er avlyst, og at søskenet har den")
def told_of_the_correction(scene: Scene, story: Story) -> None:
    await_push(scene, story, "08")
    await_push(scene, story)
    scene.citizen.settle()
    judge(scene, apart.each_child_its_own(pushes_since(story), {story.patient: "08", story.sibling: "05"}))
    right = next(push for push in pushes_since(story) if push.patient_id == story.sibling.ident)
    judge(scene, appointments.is_as_registered(right, story.appointment), right)


@then("timen står på søskenet i journalen, og ikke på pasienten")
def stands_on_the_sibling(scene: Scene, story: Story) -> None:
    wrong, right = story.planned[0], story.appointment
    sentence = f"Timen {spoken(wrong.start)} står ikke lenger i timeboken til {story.patient.given}."
    gone = apart.does_not_stand_at
    confirm(scene, "AVT-02", sentence, "read_appointments", lambda data: gone(data, wrong.start), patient=wrong.patient)
    sentence = f"Timen {spoken(right.start)} står i timeboken til {story.sibling.given}."
    confirm(
        scene,
        "AVT-02",
        sentence,
        "read_appointments",
        lambda data: timebook.stands(data, right.id, right.start),
        patient=right.patient,
    )


def set_up_at(scene: Scene, story: Story, role: str, slot: Slot) -> None:
    """Have staff of one service set up an appointment, which that service alone owns."""
    scene.writer.party_for(role)
    set_up(scene, story, story.patient, slot, PLACES[0], unit=role)
    owners = frozenset(party.her_id for party in scene.target.parties if party.role == role)
    story.planned[-1] = replace(story.appointment, owners=owners)
