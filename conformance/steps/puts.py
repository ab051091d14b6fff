"""Staff sets up appointments that the EPJ puts at Helsenorge over REST, and what then lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_bdd import given, then, when

from conformance.appointment_inbox import Put
from conformance.checks import puts
from conformance.outcomes import CheckFailed
from conformance.scene import Scene
from conformance.steps import slots
from conformance.steps.booking import PLACES, set_up
from conformance.steps.judging import judge, missing
from conformance.steps.story import Story

if TYPE_CHECKING:
    from conformance.targets.model import TestPerson


@given("pasienten har en time som ligger hos Helsenorge")
def has_an_appointment_there(scene: Scene, story: Story, tidy: None) -> None:
    scene.puts.watch()
    set_up(scene, story, story.patient, slots.ahead(scene))
    newest(scene, story.patient)


@when("en ansatt setter opp en time som legges hos Helsenorge")
def staff_sets_up(scene: Scene, story: Story, tidy: None) -> None:
    scene.puts.watch()
    set_up(scene, story, story.patient, slots.ahead(scene))


@when("en ansatt setter opp hver sin time til to pasienter")
def staff_sets_up_two(scene: Scene, story: Story, tidy: None) -> None:
    scene.puts.watch()
    story.other = scene.people.adult()
    slot = slots.ahead(scene)
    set_up(scene, story, story.patient, slot)
    set_up(scene, story, story.other, slots.same_day(slot, 20), PLACES[1])


@given("pasienten har en passert time som ligger hos Helsenorge")
def has_a_past_one_there(scene: Scene, story: Story, tidy: None) -> None:
    scene.puts.watch()
    set_up(scene, story, story.patient, slots.past(scene))
    newest(scene, story.patient)


@then("ligger timen hos Helsenorge slik den står i journalen")
def is_there(scene: Scene, story: Story) -> None:
    _, put = newest(scene, story.patient)
    judge(scene, puts.is_as_registered(put.resource, story.appointment))
    judge(
        scene, puts.is_one_appointment([(one.path, one.resource) for _, one in scene.puts.about(story.patient.ident)])
    )


@then("ligger hver time hos Helsenorge på rett pasient, og nevner ikke den andre")
def each_is_there(scene: Scene, story: Story) -> None:
    pairs = ((story.patient, story.sibling), (story.sibling, story.patient))
    for planned, (person, other) in zip(story.planned, pairs, strict=True):
        _, put = newest(scene, person)
        judge(scene, [*puts.is_as_registered(put.resource, planned), *puts.names_nobody_else(put.raw, other.ident)])


@then("er timen avlyst hos Helsenorge, og det er den samme timen")
def is_called_off(scene: Scene, story: Story) -> None:
    _, put = newest(scene, story.patient)
    judge(scene, puts.is_called_off(put.resource))
    judge(
        scene, puts.is_one_appointment([(one.path, one.resource) for _, one in scene.puts.about(story.patient.ident)])
    )


@then("bør timen ikke lenger stå som planlagt hos Helsenorge")
def is_unused(scene: Scene, story: Story) -> None:
    _, put = newest(scene, story.patient)
    judge(scene, puts.is_told_as_unused(put.resource))


def newest(scene: Scene, person: TestPerson) -> tuple[int, Put]:
    """The last thing put about a person, once the EPJ has come to rest; nothing at all is an error."""
    scene.citizen.settle()
    found = scene.puts.about(person.ident)
    if not found:
        raise CheckFailed(missing("RT-01", f"Timen til {person.given} {person.family}"))
    return found[-1]
