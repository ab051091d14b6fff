"""The harness on trial: an honest EPJ passes everything, each wrong one is caught by the scenarios that name it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.verdicts import Verdict
from tests.miniatures.bench import Bench, Specimen, specimens
from tests.miniatures.honest import HonestEpj
from tests.miniatures.honest_otherwise import OtherwiseHonestEpj

FEATURES = Path(__file__).parents[2] / "features"
WRONG = specimens()


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
    judged = bench.judge(epj, (), tmp_path, seconds=20)
    assert set(judged) == scenario_ids()
    red = {scenario: one.text for scenario, one in judged.items() if not Verdict(one.verdict).is_green}
    assert not red, "\n\n".join(f"{scenario}: {text}" for scenario, text in red.items())


@pytest.mark.parametrize("specimen", WRONG, ids=lambda specimen: specimen.name)
def test_a_wrong_miniature_is_caught(bench: Bench, specimen: Specimen, tmp_path: Path) -> None:
    expected = {**specimen.fails, **specimen.remarks}
    judged = bench.judge(specimen.epj, expected, tmp_path, seconds=1.5)
    for scenario, rules in expected.items():
        verdict = Verdict.FAILED if scenario in specimen.fails else Verdict.PASSED_WITH_REMARK
        said = f"{specimen.fault}\n{scenario}: {judged[scenario].text}"
        assert judged[scenario].verdict == verdict, said
        assert judged[scenario].rules & set(rules), f"{said}\nexpected one of {', '.join(rules)}"


def test_every_scenario_is_failed_by_some_miniature() -> None:
    named = {scenario for specimen in WRONG for scenario in specimen.fails}
    assert scenario_ids() == named


def test_every_wrong_miniature_says_what_is_wrong_and_where_it_shows() -> None:
    silent = [specimen.name for specimen in WRONG if not specimen.fault or not (specimen.fails or specimen.remarks)]
    assert not silent
