"""Gitt: how the municipality has set up its EPJ; what a scenario changes is set back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from pytest_bdd import given

from conformance.outcomes import NotApplicable, Outcome
from conformance.scene import Scene
from conformance.targets.model import CHANGEABLE

APPROVAL: Final = "cancel_approval"

Changed = dict[str, str]


@pytest.fixture
def changed(scene: Scene) -> Iterator[Changed]:
    """Setting → what it was; set back by a machine, while a person is spared the to and fro and gets a note."""
    before: Changed = {}
    yield before
    for setting, value in before.items():
        _set_back(scene, setting, value)


@given("at avbestillinger gjelder med en gang")
def without_approval(scene: Scene, changed: Changed) -> None:
    require(scene, changed, APPROVAL, "nei")


@given("at en ansatt må ta stilling til avbestillinger")
def with_approval(scene: Scene, changed: Changed) -> None:
    require(scene, changed, APPROVAL, "ja")


def require(scene: Scene, changed: Changed, setting: str, wanted: str) -> None:
    """See that a setting is as the scenario needs it, by changing it where the target allows that."""
    has = scene.target.settings.get(setting, CHANGEABLE)
    if has not in (CHANGEABLE, wanted):
        raise NotApplicable(f"Testobjektet er satt opp med {setting} = {has}.")
    if has != CHANGEABLE:
        return
    if scene.settings.get(setting) == wanted and not scene.staff.automatic:
        scene.evidence.note(f"Innstillingen {setting} ble satt til «{wanted}» tidligere i kjøringen.")
        return
    previous = scene.staff.do("change_setting", setting=setting, value=wanted).data.get("previous", wanted)
    scene.settings[setting] = wanted
    scene.evidence.switched(setting, before=str(previous), now=wanted)
    if previous != wanted:
        changed[setting] = str(previous)


def _set_back(scene: Scene, setting: str, value: str) -> None:
    try:
        if scene.staff.automatic:
            before = scene.staff.do("change_setting", setting=setting, value=value).data.get("previous", "")
            scene.settings[setting] = value
            scene.evidence.switched(setting, before=str(before), now=value)
            return
        reason = "Sett den tilbake når prøven er over."
    except Outcome as problem:
        reason = problem.reason
    scene.evidence.note(f"Innstillingen {setting} var «{value}» før scenarioet, og er endret. {reason}")
