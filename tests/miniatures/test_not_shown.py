"""No wrong greens: where the harness could not see what a scenario is about, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.verdicts import Verdict
from tests.miniatures import world
from tests.miniatures.bench import Bench
from tests.miniatures.honest import HonestEpj

written = world.target_file


class NeverDown(HonestEpj):
    """Says that it is down, and goes on as before."""

    def go_down(self, down: bool) -> None:
        return None


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def test_downtime_that_was_none_is_not_verified(bench: Bench, tmp_path: Path) -> None:
    judged = bench.judge(NeverDown, ("TRP-N07", "TRP-F24"), tmp_path, seconds=10).judged
    assert {one.verdict for one in judged.values()} == {Verdict.NOT_VERIFIED}


def test_what_an_epj_elsewhere_fetches_is_not_verified(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(bus: str, staff: str, **more: object) -> str:
        text: str = written(bus, staff, **more)  # type: ignore[arg-type]
        return text.replace("127.0.0.1", "0.0.0.0")

    monkeypatch.setattr(world, "target_file", elsewhere)
    trial = bench.judge(HonestEpj, ("SEC-F01", "SEC-F02"), tmp_path, seconds=10)
    assert trial.judged["SEC-F01"].verdict == Verdict.NOT_VERIFIED, trial.log
    assert trial.judged["SEC-F02"].verdict == Verdict.PASSED, trial.log
