"""Planned downtime: what is switched off is switched on again, also when a switch fails."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from conformance.outcomes import NothingCame, NotVerified, Outcome, PreconditionMissing
from conformance.steps import downtime


class Staff:
    """Fails at what it is told to."""

    def __init__(self, *fails: str, problem: Outcome | None = None) -> None:
        self._fails, self._problem = fails, problem or NotVerified("Ingen svarte i tide.")

    def do(self, intent: str, **params: Any) -> None:
        if params["value"] in self._fails:
            raise self._problem


def scene(staff: Staff) -> Any:
    def nothing(*_: object) -> None:
        raise NothingCame("kvittering", 0.1)

    citizen = SimpleNamespace(await_apprec=nothing, receipts_for=lambda sent: ())
    target = SimpleNamespace(transport=SimpleNamespace(quiet_seconds=0.1))
    return SimpleNamespace(staff=staff, citizen=citizen, target=target)


def test_a_switch_that_may_have_been_made_is_made_undone() -> None:
    down: list[str] = []
    with pytest.raises(NotVerified):
        downtime.goes_down(scene(Staff("nei")), down)
    assert down == [downtime.RECEIVING]


def test_a_switch_that_was_refused_is_left_alone() -> None:
    down: list[str] = []
    with pytest.raises(PreconditionMissing):
        downtime.goes_down(scene(Staff("nei", problem=PreconditionMissing("EPJ-en nektet."))), down)
    assert down == []


def test_a_journal_that_could_not_be_switched_on_is_tried_once_more() -> None:
    story: Any = SimpleNamespace(sent=None)
    down = [downtime.RECEIVING]
    with pytest.raises(NotVerified):
        downtime.comes_up(scene(Staff("ja")), story, down)
    assert down == [downtime.RECEIVING]
    downtime.comes_up(scene(Staff()), story, down)
    assert down == []
