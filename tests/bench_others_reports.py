"""Our report formats beside pytest-html, Cucumber's page and Allure, on the same 200 scenarios of the same feature.

`python -m tests.bench_others_reports [--others DIR]` (`tests/bench_others.sh DIR` installs them). Ours are timed from
the evidence file to the written file, theirs as far as the tool allows; a figure is a median with its spread.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conformance import reports
from conformance.evidence.store import FILE_NAME, Evidence
from conformance.reports.facts import Facts
from conformance.run import run
from tests.bench_harness import SCENARIOS, features
from tests.conformance.samples import GOOD
from tests.conformance.tiny_runs import bindings_for, own_area

ROUNDS = 3
STEPS = """import pytest_bdd
pytest_bdd.scenarios('a.feature')
@pytest_bdd.given('alt er klart')
def _(): pass
@pytest_bdd.when('noe skjer')
def _(): pass
@pytest_bdd.then('går det bra')
def _(): pass
"""
PAGE = """import {createReadStream, createWriteStream} from 'node:fs'
import {createInterface} from 'node:readline'
import {pipeline} from 'node:stream/promises'
import {CucumberHtmlStream} from '@cucumber/html-formatter'
const lines = createInterface({input: createReadStream(process.argv[2])})
const each = async function* () { for await (const line of lines) yield JSON.parse(line) }
await pipeline(each, new CucumberHtmlStream(), createWriteStream(process.argv[3]))
"""


@dataclass(frozen=True)
class Made:
    """How long it took, in seconds, and how large it is, in bytes."""

    seconds: float
    size: int


def median(measure: Callable[[], Made]) -> str:
    """Several rounds in words."""
    rounds = [measure() for _ in range(ROUNDS)]
    spent = sorted(one.seconds for one in rounds)
    middle = statistics.median(spent)
    return f"{middle:.2f} s ({spent[0]:.2f}–{spent[-1]:.2f}), {rounds[-1].size / 1000:.0f} kB"


def evidence_of(folder: Path, count: int = SCENARIOS) -> Path:
    """The folder of a run of so many scenarios against nobody."""
    features(folder / "features", count)
    (folder / "target.toml").write_text(own_area(GOOD, folder), "utf-8")
    bindings = bindings_for(folder, {})
    ended = run(folder / "target.toml", report_dir=folder / "report", echo=lambda line: None, bindings=bindings)
    assert ended.verdict == "bestått", ended
    return folder / "report"


def ours(name: str, directory: Path) -> Made:
    """One format from the evidence."""
    begun = time.perf_counter()
    evidence = Evidence.open(directory / FILE_NAME)
    path = reports.writers()[name](Facts.of(evidence), directory)
    evidence.close()
    return Made(time.perf_counter() - begun, path.stat().st_size)


def cucumber_page(others: Path, directory: Path) -> Made:
    """Cucumber's page of our messages, with the start of node."""
    (others / "page.mjs").write_text(PAGE, "utf-8")
    page = directory / "cucumber.html"
    seconds = _spent(["node", "page.mjs", str(directory / "cucumber.ndjson"), str(page)], others)
    return Made(seconds, page.stat().st_size)


def pytest_html(others: Path, work: Path) -> Made:
    """What pytest-html adds to a run of pytest-bdd."""
    page = work / "page.html"
    plain = _spent(_pytest(others, work), work)
    plugins = ["-p", "pytest_metadata.plugin", "-p", "pytest_html.plugin"]
    told = _spent([*_pytest(others, work), *plugins, f"--html={page}", "--self-contained-html"], work)
    return Made(max(told - plain, 0.0), page.stat().st_size)


def allure(others: Path, work: Path) -> Made:
    """What Allure adds to a run of pytest-bdd, and the making of its page in one file."""
    plain = _spent(_pytest(others, work), work)
    told = _spent([*_pytest(others, work), "-p", "allure_pytest_bdd.plugin", f"--alluredir={work / 'results'}"], work)
    page = work / "allure"
    command = [str(others / "node_modules/.bin/allure"), "awesome", "results", "--single-file", "-o", str(page)]
    made = _spent(command, work)
    return Made(max(told - plain, 0.0) + made, sum(each.stat().st_size for each in page.rglob("*") if each.is_file()))


def _pytest(others: Path, work: Path) -> list[str]:
    (work / "test_a.py").write_text(STEPS, "utf-8")
    features(work)
    return [
        str(others / "reports/bin/python"),
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "pytest_bdd.plugin",
    ]


def _spent(command: list[str], folder: Path) -> float:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    return time.perf_counter() - begun


THEIRS: tuple[tuple[str, str, Callable[[Path, Path], Made]], ...] = (
    ("Cucumber's page 24.2.0, of our messages", "node_modules/@cucumber/html-formatter", cucumber_page),
    ("pytest-html 4.2.0", "reports/bin/python", pytest_html),
    ("Allure 3.18.0", "node_modules/.bin/allure", allure),
)


def main(arguments: list[str] | None = None) -> None:
    """Print one line a format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=Path, default=os.environ.get("EPJ_BENCH_OTHERS"))
    chosen = parser.parse_args(arguments)
    others = Path(chosen.others).resolve() if chosen.others else None
    print(f"  reports of {SCENARIOS} scenarios, from evidence to file")
    with tempfile.TemporaryDirectory() as work:
        directory = evidence_of(Path(work))
        for name in reports.writers():
            print(f"    {name}: {median(lambda name=name: ours(name, directory))}")  # type: ignore[misc]
        for name, need, measure in THEIRS:
            if others is None or not (others / need).exists():
                print(f"    {name}: skipped, not installed (tests/bench_others.sh DIR, then --others DIR)")
                continue
            folder = directory if measure is cucumber_page else Path(work) / "theirs"
            folder.mkdir(exist_ok=True)
            print(f"    {name}: {median(lambda measure=measure, folder=folder: measure(others, folder))}")  # type: ignore[misc]


if __name__ == "__main__":
    main()
