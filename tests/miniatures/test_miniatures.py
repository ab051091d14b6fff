"""The harness on trial: an honest EPJ passes everything, each wrong one is caught by the scenarios that name it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conformance.runner.lint import read_features
from conformance.verdicts import Verdict
from simulator.faults.catalogue import catalogue
from simulator.faults.fault import Fate
from tests.detect.lab import scenarios_of
from tests.miniatures.bench import AT_A_TIME, Bench, Specimen, specimens
from tests.miniatures.honest import HonestEpj
from tests.miniatures.honest_otherwise import OtherwiseHonestEpj

FEATURES = Path(__file__).parents[2] / "features"
WRONG = specimens()
HONEST_PARTS = 4
"""Runs that share the whole suite between them, and so the workers between themselves."""
BATCHES = [WRONG[first : first + AT_A_TIME] for first in range(0, len(WRONG), AT_A_TIME)]
PARTS = ("rule", "clause", "problem", "expected", "found", "fix")
FINE = (Verdict.PASSED, Verdict.PASSED_WITH_REMARK, Verdict.NOT_APPLICABLE)


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def scenario_ids() -> set[str]:
    lines = (FEATURES / "ids.txt").read_text("utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


@pytest.mark.parametrize("part", range(HONEST_PARTS))
@pytest.mark.parametrize("epj", [HonestEpj, OtherwiseHonestEpj])
def test_an_honest_miniature_passes_every_scenario(
    bench: Bench, epj: type[HonestEpj], part: int, tmp_path: Path
) -> None:
    asked = sorted(scenario_ids())[part::HONEST_PARTS]
    trial = bench.judge(epj, asked, tmp_path, seconds=20)
    assert set(trial.judged) == set(asked)
    assert all(Verdict(one.verdict) in FINE for one in trial.judged.values()), trial.log
    assert trial.exit_code == 0


@pytest.mark.timeout(400)
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: "+".join(specimen.name for specimen in batch))
def test_a_wrong_miniature_is_caught(bench: Bench, batch: list[Specimen], tmp_path: Path) -> None:
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        problems = [
            problem
            for found in pool.map(lambda one: missed(bench, one, tmp_path / one.name), batch)
            for problem in found
        ]
    if problems:
        pytest.fail("\n\n".join(problems))


def missed(bench: Bench, specimen: Specimen, folder: Path) -> list[str]:
    """What the harness did not see of a miniature, or told without all its parts."""
    expected = {**specimen.fails, **specimen.remarks}
    folder.mkdir()
    trial = bench.judge(specimen.epj, expected, folder, seconds=specimen.seconds)
    problems = [] if trial.exit_code == (1 if specimen.fails else 0) else [f"{specimen.name}: exit {trial.exit_code}"]
    for scenario, rules in expected.items():
        one = trial.judged[scenario]
        verdict = Verdict.FAILED if scenario in specimen.fails else Verdict.PASSED_WITH_REMARK
        caught = [finding for finding in one.findings if finding["rule"] in rules]
        whole = all(finding[part] for finding in caught for part in PARTS)
        if one.verdict != verdict or not caught or not whole:
            said = f"{scenario}: {one.text}\nexpected one of {', '.join(rules)}"
            problems.append(f"{specimen.name}: {specimen.fault}\n{said}\n{caught}")
    return problems


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
