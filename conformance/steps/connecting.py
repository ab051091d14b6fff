"""Helsenorge asks in real time whether the line holds (TEST, KT; HITS 1217:2018, 3.10)."""

from __future__ import annotations

from pytest_bdd import then, when

from conformance.checks.answers import answers_line_test
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.judging import judge, missing
from conformance.steps.story import Story
from conformance.writing.helsenorge import SECONDS_IN_REAL_TIME


@when("Helsenorge prøver forbindelsen")
def tests_the_line(scene: Scene, story: Story) -> None:
    story.begin()
    story.sent_ = scene.citizen.send(scene.writer.line_test())


@then("svarer journalen på prøven med en gang")
def answers_at_once(scene: Scene, story: Story) -> None:
    answer = await_at_once(scene, story, "Svaret på prøven av forbindelsen")
    judge(scene, answers_line_test(answer), answer)
    scene.citizen.settle()


def await_at_once(scene: Scene, story: Story, what: str) -> Inbound:
    """The answer to what was asked in real time, within the time that it has; `what` names it in bokmål."""
    what = f"{what} innen {SECONDS_IN_REAL_TIME} sekunder"
    seconds = min(SECONDS_IN_REAL_TIME, scene.target.deadlines.answer_seconds)
    asked, correlation = story.sent.msg_id.lower(), story.sent.envelope.correlation_id
    return scene.citizen.await_message(
        lambda message: message.parent.lower() == asked or message.envelope.correlation_id == correlation,
        what,
        seconds,
        finding=missing("A20", what),
    )
