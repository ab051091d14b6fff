"""No output is greener than the run: generated runs, read back by other means than they were written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from conformance import reports
from conformance.verdicts import LADDER, Verdict
from tests.conformance.never_greener import BESIDE, ENDINGS, HAPPENINGS, READERS, WORSE, Plan, draw, judge
from tests.conformance.tiny_runs import HEAD, scenario

ROUNDS = 60


def test_every_format_is_read_and_the_ladder_is_the_one_meant_here() -> None:
    assert set(READERS) == set(reports.writers())
    assert tuple(rung.value for rung in LADDER) == WORSE
    assert Verdict.NOT_APPLICABLE.value == BESIDE


@pytest.mark.parametrize("number", range(ROUNDS))
def test_no_output_is_greener_than_the_run(tmp_path: Path, number: int) -> None:
    assert not judge(draw(random.Random(number)), tmp_path)


@pytest.mark.parametrize("name", sorted(HAPPENINGS))
def test_a_single_happening_is_told_no_better_than_it_is(tmp_path: Path, name: str) -> None:
    steps, best = HAPPENINGS[name]
    assert not judge(Plan(HEAD + scenario("BOOK-N01", *steps), {"BOOK-N01": best}), tmp_path)


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_what_ends_a_run_makes_nothing_behind_it_green(tmp_path: Path, name: str) -> None:
    steps, best, behind = ENDINGS[name]
    text = HEAD + scenario("BOOK-N01", *steps) + scenario("BOOK-N02", "Så går det bra")
    plan = Plan(text, {"BOOK-N01": best, "BOOK-N02": behind}, dies=name == "the process dies")
    assert not judge(plan, tmp_path)


def test_an_output_that_says_too_much_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an oracle that asks for worse, every output is named."""
    found = judge(Plan(HEAD + scenario("BOOK-N01", "Så går det bra"), {"BOOK-N01": "ikke bestått"}), tmp_path)
    assert {one.output for one in found} == {"avslutningskoden", "terminalen", *READERS}
