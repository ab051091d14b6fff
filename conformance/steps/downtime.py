"""Planned downtime: the EPJ takes nothing for a while, and goes on with what lies there when it is up again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pytest
from pytest_bdd import given, then, when

from conformance.checks import transport
from conformance.faults import messages as faults
from conformance.faults import transport as transport_faults
from conformance.outcomes import NotApplicable, NothingCame, NotVerified, TargetUnreachable
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.steps.envelopes import good
from conformance.steps.judging import judge
from conformance.steps.story import Story

RECEIVING: Final = "receiving"
LIFE: Final = 2
"""Seconds that a question lives which is to be too old."""
NEVER_DOWN: Final = "Journalen svarte mens mottaket skulle være stanset, så nedetiden er ikke prøvd."
LONGEST_LOOK: Final = 0.5
"""Seconds that we look for a receipt that should not come."""


@pytest.fixture
def down(scene: Scene) -> Iterator[list[str]]:
    """What is switched off now; it is switched on again, also when a scenario stops half-way."""
    off: list[str] = []
    yield off
    for setting in off:
        _switch(scene, setting, "ja")


@given("at journalen er nede for vedlikehold")
def goes_down(scene: Scene, down: list[str]) -> None:
    try:
        _switch(scene, RECEIVING, "nei")
    except (NotVerified, TargetUnreachable):
        down.append(RECEIVING)  # nobody knows whether it was made
        raise
    down.append(RECEIVING)


@when("innbyggeren skriver mens journalen er nede")
def writes_meanwhile(scene: Scene, story: Story) -> None:
    good(scene, story)


@when("den samme meldingen kommer to ganger mens journalen er nede")
def comes_twice_meanwhile(scene: Scene, story: Story) -> None:
    good(scene, story)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("Helsenorge prøver forbindelsen mens journalen er nede, og får ikke svar")
def asks_in_vain(scene: Scene, story: Story) -> None:
    if not scene.citizen.can_expire:
        raise NotApplicable("Denne transporten lar ikke meldinger gå ut på tid.")
    _ask_briefly(scene, story)
    with suppress(NothingCame):
        scene.citizen.await_message(lambda one: _answers(one, story), "svar mens journalen er nede", LIFE + 1)
        raise NotVerified(NEVER_DOWN)


@then("svarer ikke journalen på spørsmålet som er for gammelt")
def too_late(scene: Scene, story: Story) -> None:
    scene.citizen.settle()
    judge(scene, transport.not_answered_too_late(scene.citizen.messages(lambda one: _answers(one, story))))


def _ask_briefly(scene: Scene, story: Story) -> None:
    message = scene.writer.line_test()
    wrong = transport_faults.short_lived(message.to_xml(), scene.writer.envelope(message), LIFE)
    story.begin()
    story.sent_ = scene.citizen.send_raw(wrong.raw, wrong.envelope, fault=wrong.fault)


def _answers(message: Inbound, story: Story) -> bool:
    return message.parent.lower() == story.sent.msg_id.lower()


@when("journalen er oppe igjen")
def comes_up(scene: Scene, story: Story, down: list[str]) -> None:
    with suppress(NothingCame):  # else an EPJ that never went down would not have had the time to show it
        scene.citizen.await_apprec(story.sent, min(scene.target.transport.quiet_seconds, LONGEST_LOOK))
    if scene.citizen.receipts_for(story.sent):
        raise NotVerified(NEVER_DOWN)
    _switch(scene, down[-1], "ja")
    down.pop()


def _switch(scene: Scene, setting: str, value: str) -> None:
    params: dict[str, Any] = {"setting": setting, "value": value}
    scene.staff.do("change_setting", **params)
