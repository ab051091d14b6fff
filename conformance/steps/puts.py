"""Staff sets up appointments that the EPJ puts at Helsenorge over REST, and what then lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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

STARTS: Final = "starts_put"


@given("pasienten har en time som ligger hos Helsenorge")
def has_an_appointment_there(scene: Scene, story: Story, tidy: None) -> None:
    scene.puts.watch()
    set_up(scene, story, story.patient, slots.ahead(scene))
    newest(scene, story.patient)
    own(scene, story)


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
    scene.citizen.settle()
    judge(scene, puts.is_one_appointment(own(scene, story)))
    _, put = newest(scene, story.patient)
    judge(scene, puts.is_as_registered(put.resource, story.appointment))


@then("ligger hver time hos Helsenorge på rett pasient, og nevner ikke den andre")
def each_is_there(scene: Scene, story: Story) -> None:
    pairs = ((story.patient, story.sibling), (story.sibling, story.patient))
    for planned, (person, other) in zip(story.planned, pairs, strict=True):
        _, put = newest(scene, person)
        judge(scene, [*puts.is_as_registered(put.resource, planned), *puts.names_nobody_else(put.raw, other.ident)])


@then("er timen avlyst hos Helsenorge, og det er den samme timen")
def is_called_off(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, puts.is_one_appointment(own(scene, story)))
    _, put = newest(scene, story.patient)
    judge(scene, puts.is_called_off(put.resource))


@then("bør timen ikke lenger stå som planlagt hos Helsenorge")
def is_unused(scene: Scene, story: Story) -> None:
    _, put = newest(scene, story.patient)
    judge(scene, puts.is_told_as_unused(put.resource))


def newest(scene: Scene, person: TestPerson) -> tuple[int, Put]:
    """The last thing put about a person that was taken, once the EPJ has come to rest; none is an error."""
    scene.citizen.settle()
    found = [(number, put) for number, put in scene.puts.about(person.ident) if put.taken]
    if not found:
        raise CheckFailed(missing("RT-01", f"Timen til {person.given} {person.family}"))
    return found[-1]


def own(scene: Scene, story: Story) -> list[tuple[str, puts.Resource]]:
    """(Address, resource) of what was put about the scenario's appointment, wherever it has stood; not of others."""
    starts: set[str] = scene.memory.setdefault(STARTS, set())
    starts |= {planned.start for planned in story.planned}
    found = ((put.path, put.resource) for _, put in scene.puts.about(story.patient.ident))
    return [(path, resource) for path, resource in found if puts.begins_at(resource, starts)]
