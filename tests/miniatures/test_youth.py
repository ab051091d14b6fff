"""The honest EPJ for youth, and the one that tells of helsekontakter, pass what is asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.verdicts import Verdict
from tests.miniatures.bench import Bench
from tests.miniatures.contacts import ContactsEpj
from tests.miniatures.honest import HonestEpj
from tests.miniatures.youth import YouthEpj


@pytest.mark.parametrize(("epj", "area", "passed"), [(YouthEpj, "YOUTH", 14), (ContactsEpj, "ACC", 10)])
def test_an_honest_one_passes_its_scenarios(epj: type[HonestEpj], area: str, passed: int, tmp_path: Path) -> None:
    bench = Bench()
    try:
        trial = bench.judge(epj, (area,), tmp_path, seconds=20)
    finally:
        bench.close()
    verdicts = [one.verdict for one in trial.judged.values()]
    assert verdicts.count(Verdict.PASSED) >= passed, trial.log
    assert set(verdicts) <= {Verdict.PASSED, Verdict.NOT_APPLICABLE}, trial.log
