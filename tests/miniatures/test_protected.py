"""The honest EPJ that signs and encrypts passes what is asked of signed and encrypted messages."""

from __future__ import annotations

from pathlib import Path

from conformance.verdicts import Verdict
from tests.miniatures.bench import Bench
from tests.miniatures.protected import ProtectedEpj

ASKED = ("TRP-N09", "TRP-N10", *(f"TRP-F{number}" for number in range(26, 36)))


def test_an_honest_protected_epj_passes_its_scenarios(tmp_path: Path) -> None:
    bench = Bench()
    try:
        trial = bench.judge(ProtectedEpj, ASKED, tmp_path, seconds=20)
    finally:
        bench.close()
    other = {name: one.text for name, one in trial.judged.items() if one.verdict != Verdict.PASSED}
    assert set(trial.judged) == set(ASKED) and not other, trial.log
