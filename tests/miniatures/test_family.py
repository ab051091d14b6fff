"""The honest EPJ that takes wishes passes what is asked of wishes."""

from __future__ import annotations

from pathlib import Path

from conformance.verdicts import Verdict
from tests.miniatures.bench import Bench
from tests.miniatures.family import FamilyEpj

WISHES = ("BOOK-N40", "BOOK-N41", "BOOK-N42", "BOOK-N43", "BOOK-N44", "BOOK-F40", "BOOK-F41", "BOOK-F42", "BOOK-F43")


def test_an_honest_family_epj_passes_its_scenarios(tmp_path: Path) -> None:
    bench = Bench()
    try:
        trial = bench.judge(FamilyEpj, WISHES, tmp_path, seconds=20)
    finally:
        bench.close()
    other = {name: one.text for name, one in trial.judged.items() if one.verdict != Verdict.PASSED}
    assert set(trial.judged) == set(WISHES) and not other, trial.log
