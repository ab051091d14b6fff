"""A short random walk through every product; `python -m tests.simulator.walk` walks for as long as one likes."""

from __future__ import annotations

import pytest

from simulator.journal.profile import Profile
from simulator.vendors import find_profile, profiles
from tests.simulator.walk import Broken, chapter, main


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.product)
def test_nothing_breaks_whatever_order_things_happen_in(profile: Profile) -> None:
    done = chapter(profile, seed=1, number=0, steps=120)
    assert done["create_appointment done"] and done["sent APPREC"]


def test_the_same_seed_is_the_same_walk() -> None:
    profile = profiles()[0]
    assert chapter(profile, 3, 0, steps=40) == chapter(profile, 3, 0, steps=40)


def test_a_walk_sees_a_receipt_that_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.journal.receipts._put", lambda *_: None)
    with pytest.raises(Broken, match="receipts not sent"):
        chapter(profiles()[0], 1, 0, steps=60)


def test_a_walk_sees_what_parents_must_not_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.journal.timebok.withheld", lambda *_: None)
    with pytest.raises(Broken, match="parents"):
        for number in range(5):
            chapter(find_profile("visma_hspro"), 1, number, steps=100)


def test_it_is_started_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--steps", "0"]) == 0
    assert "nothing broke" in capsys.readouterr().out
