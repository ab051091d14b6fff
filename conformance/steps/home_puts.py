"""Home visits that the EPJ puts at Helsenorge over REST, and what then lies there."""

from __future__ import annotations

from pytest_bdd import given, then

from conformance.checks import puts, visit_puts
from conformance.scene import Scene
from conformance.steps.judging import judge
from conformance.steps.puts import newest
from conformance.steps.story import Story


@given("at besøkene legges rett hos Helsenorge")
def visits_are_put(scene: Scene) -> None:
    scene.puts.watch()


@then("er besøket avlyst hos Helsenorge")
def is_called_off(scene: Scene, story: Story) -> None:
    judge(scene, puts.is_called_off(newest(scene, story.patient)[1].resource))


@then("bør besøket stå som utført hos Helsenorge")
def is_done(scene: Scene, story: Story) -> None:
    judge(scene, visit_puts.is_told_as_done(newest(scene, story.patient)[1].resource))


@then("ber ikke journalen Helsenorge om å varsle eller minne om besøket")
def nobody_is_notified(scene: Scene, story: Story) -> None:
    newest(scene, story.patient)
    for _, put in scene.puts.about(story.patient.ident):
        judge(scene, visit_puts.carries_no_notice(put.resource))
