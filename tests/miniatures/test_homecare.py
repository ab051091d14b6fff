"""The honest EPJ of home care passes what is asked of home care."""

from __future__ import annotations

from pathlib import Path

from conformance.verdicts import Verdict
from tests.miniatures.bench import Bench
from tests.miniatures.homecare import HomeCareEpj


def test_an_honest_home_care_passes_its_scenarios(tmp_path: Path) -> None:
    bench = Bench()
    try:
        trial = bench.judge(HomeCareEpj, ("HOME",), tmp_path, seconds=20)
    finally:
        bench.close()
    verdicts = [one.verdict for one in trial.judged.values()]
    assert verdicts.count(Verdict.PASSED) > 30 and set(verdicts) == {Verdict.PASSED, Verdict.NOT_APPLICABLE}, trial.log
