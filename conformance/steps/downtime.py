"""Planned downtime: the EPJ takes nothing for a while, and goes on with what lies there when it is up again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pytest
from pytest_bdd import given, when

from conformance.faults import messages as faults
from conformance.outcomes import NothingCame, NotVerified
from conformance.scene import Scene
from conformance.steps.envelopes import good
from conformance.steps.story import Story

RECEIVING: Final = "receiving"
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
    _switch(scene, RECEIVING, "nei")
    down.append(RECEIVING)


@when("innbyggeren skriver mens journalen er nede")
def writes_meanwhile(scene: Scene, story: Story) -> None:
    good(scene, story)


@when("den samme meldingen kommer to ganger mens journalen er nede")
def comes_twice_meanwhile(scene: Scene, story: Story) -> None:
    good(scene, story)
    again = faults.resent(story.sent.raw, story.sent.envelope, scene.new_id())
    scene.citizen.send_raw(again.raw, again.envelope, fault=again.fault, about=story.sent)


@when("journalen er oppe igjen")
def comes_up(scene: Scene, story: Story, down: list[str]) -> None:
    with suppress(NothingCame):  # else an EPJ that never went down would not have had the time to show it
        scene.citizen.await_apprec(story.sent, min(scene.target.transport.quiet_seconds, LONGEST_LOOK))
    if scene.citizen.receipts_for(story.sent):
        raise NotVerified("Journalen kvitterte mens mottaket skulle være stanset, så nedetiden er ikke prøvd.")
    _switch(scene, down.pop(), "ja")


def _switch(scene: Scene, setting: str, value: str) -> None:
    params: dict[str, Any] = {"setting": setting, "value": value}
    scene.staff.do("change_setting", **params)
