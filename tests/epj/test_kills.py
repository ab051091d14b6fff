"""Bus, journal and receiver of appointments are killed at random moments: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.epj.kills import Row, once, run


@pytest.mark.timeout(180)
def test_a_dozen_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = run(tmp_path, kills=12, seed=1)
    assert outcome.good, outcome
    assert sum(outcome.kills.values()) >= 12


@pytest.mark.slow
@pytest.mark.skipif("EPJ_THOROUGH" not in os.environ, reason="takes a minute: EPJ_THOROUGH=1 make test")
@pytest.mark.timeout(400)
def test_fifty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = run(tmp_path, kills=50, seed=2)
    assert outcome.good, outcome


@pytest.mark.parametrize("found", [["a"], ["a", "b", "b"], ["a", "b", "c"], ["a", "c"]])
def test_what_is_lost_doubled_or_alien_is_seen(found: list[str]) -> None:
    assert not once("x", ["a", "b"], ((name,) for name in found)).good
    assert once("x", ["a", "b"], (("b",), ("a",))).good
    assert not Row("x", 0, 1).good
