"""The harness on trial: an honest EPJ passes everything, each wrong one is caught by the scenarios that name it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.runner.lint import read_features
from conformance.verdicts import Verdict
from simulator.faults.catalogue import catalogue
from simulator.faults.fault import Fate
from tests.detect.lab import scenarios_of
from tests.miniatures.bench import Bench, Specimen, specimens
from tests.miniatures.honest import HonestEpj
from tests.miniatures.honest_otherwise import OtherwiseHonestEpj

FEATURES = Path(__file__).parents[2] / "features"
WRONG = specimens()
FINE = (Verdict.PASSED, Verdict.PASSED_WITH_REMARK, Verdict.NOT_APPLICABLE)


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def scenario_ids() -> set[str]:
    lines = (FEATURES / "ids.txt").read_text("utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


@pytest.mark.parametrize("epj", [HonestEpj, OtherwiseHonestEpj])
def test_an_honest_miniature_passes_every_scenario(bench: Bench, epj: type[HonestEpj], tmp_path: Path) -> None:
    trial = bench.judge(epj, (), tmp_path, seconds=20)
    assert set(trial.judged) == scenario_ids()
    assert all(Verdict(one.verdict) in FINE for one in trial.judged.values()), trial.log
    assert trial.exit_code == 0


@pytest.mark.parametrize("specimen", WRONG, ids=lambda specimen: specimen.name)
def test_a_wrong_miniature_is_caught(bench: Bench, specimen: Specimen, tmp_path: Path) -> None:
    expected = {**specimen.fails, **specimen.remarks}
    trial = bench.judge(specimen.epj, expected, tmp_path, seconds=specimen.seconds)
    for scenario, rules in expected.items():
        one = trial.judged[scenario]
        verdict = Verdict.FAILED if scenario in specimen.fails else Verdict.PASSED_WITH_REMARK
        said = f"{specimen.fault}\n{scenario}: {one.text}\nexpected one of {', '.join(rules)}"
        assert one.verdict == verdict, said
        caught = [finding for finding in one.findings if finding["rule"] in rules]
        assert caught, said
        for finding in caught:
            assert all(finding[part] for part in ("rule", "clause", "problem", "expected", "found", "fix")), finding
    assert trial.exit_code == (1 if specimen.fails else 0)


def test_every_scenario_is_failed_by_some_miniature_or_some_fault() -> None:
    planned = {one.id: one for one in read_features(FEATURES).scenarios}
    failed = {scenario for specimen in WRONG for scenario in specimen.fails} | seen_by_faults(Fate.FAILS)
    remarked = {scenario for specimen in WRONG for scenario in specimen.remarks} | seen_by_faults(Fate.REMARKED)
    mild = {one for one in remarked if planned[one].level != "skal"}
    assert failed | remarked <= set(planned) == scenario_ids()
    assert not set(planned) - failed - mild, "nothing fails these"


def seen_by_faults(fate: Fate) -> set[str]:
    """The scenarios that faults of the simulated journals name; another test sees that it is true."""
    return {one for fault in catalogue().values() if fault.fate is fate for one in scenarios_of(fault)}


def test_every_wrong_miniature_says_what_is_wrong_and_where_it_shows() -> None:
    silent = [specimen.name for specimen in WRONG if not specimen.fault or not (specimen.fails or specimen.remarks)]
    assert not silent
