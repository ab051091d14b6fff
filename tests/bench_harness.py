"""The harness's own share: many trivial scenarios against nobody, with few and with many step definitions.

`python -m tests.bench_harness [--others DIR]`; behave and cucumber-js run as many where they are installed there
(`tests/bench_others.sh DIR`). Steps do nothing, so what is measured is collecting, running, evidence, judging, reports.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from conformance.run import Bindings, run
from tests.conformance.samples import GOOD
from tests.conformance.tiny_runs import HEAD, STEPS, bindings_for, own_area, scenario

SCENARIOS, ROUNDS = 200, 5
FEW, MANY = 50, 500
STEPS_OF = ("Gitt alt er klart", "Når noe skjer", "Så går det bra")


def definitions(count: int) -> str:
    """A module with so many step definitions that no scenario uses; its name."""
    name = f"tests.bench_steps_{count}"
    module = ModuleType(name)
    module.__file__ = __file__
    lines = ["from pytest_bdd import given, parsers", "def _(**words): pass"]
    lines += [f"given(parsers.parse('ubrukt nummer {number} med {{noe}}'))(_)" for number in range(count)]
    exec("\n".join(lines), module.__dict__)
    sys.modules[name] = module
    return name


def features(folder: Path, count: int = SCENARIOS) -> None:
    """One file with so many scenarios."""
    folder.mkdir(parents=True, exist_ok=True)
    areas = ("BOOK", "CANCEL", "MSG")
    text = "".join(scenario(f"{areas[n // 99]}-N{n % 99 + 1:02}", *STEPS_OF) for n in range(count))
    (folder / "a.feature").write_text(HEAD + text, "utf-8")


def ours(module: str, count: int = SCENARIOS) -> float:
    """Seconds for so many of them."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        features(folder / "features", count)
        (folder / "target.toml").write_text(own_area(GOOD, folder), "utf-8")
        usual = bindings_for(folder, {})
        bindings = Bindings(
            features=usual.features,
            step_modules=(*STEPS, module),
            open_bench=usual.open_bench,
            check_reach=usual.check_reach,
        )
        begun = time.perf_counter()
        ended = run(folder / "target.toml", report_dir=folder / "report", echo=lambda line: None, bindings=bindings)
        spent = time.perf_counter() - begun
        assert ended.verdict == "bestått", ended
        return spent


def behave(others: Path) -> float:
    """The same with behave."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        features(folder)
        (folder / "steps").mkdir()
        (folder / "steps" / "s.py").write_text(
            "from behave import given, when, then\n"
            "@given('alt er klart')\ndef a(c): pass\n"
            "@when('noe skjer')\ndef b(c): pass\n"
            "@then('går det bra')\ndef d(c): pass\n",
            "utf-8",
        )
        return _spent([str(others / "behave" / "bin" / "behave"), "--no-summary", "-f", "null", str(folder)], folder)


def cucumber(others: Path) -> float:
    """The same with cucumber-js."""
    with tempfile.TemporaryDirectory(dir=others) as work:
        folder = Path(work)
        features(folder)
        (folder / "steps.cjs").write_text(
            "const {Given, When, Then} = require('@cucumber/cucumber')\n"
            "Given('alt er klart', () => {}); When('noe skjer', () => {}); Then('går det bra', () => {})\n",
            "utf-8",
        )
        program = str(others / "node_modules" / ".bin" / "cucumber-js")
        return _spent([program, "--require", "steps.cjs", "--format", "summary", "a.feature"], folder)


def _spent(command: list[str], folder: Path) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    return time.perf_counter() - begun


def main(arguments: list[str] | None = None) -> None:
    """Print one line a measurement; rounds take turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=Path, default=os.environ.get("EPJ_BENCH_OTHERS"))
    chosen = parser.parse_args(arguments)
    few, many = definitions(FEW), definitions(MANY)
    ours(few)
    rounds = [(ours(few), ours(few, 1), ours(many), ours(many, 1)) for _ in range(ROUNDS)]
    seconds = statistics.median(all_few for all_few, *_ in rounds)
    costs = [((all_few - one_few), (all_many - one_many)) for all_few, one_few, all_many, one_many in rounds]
    each = statistics.median(few for few, _ in costs) / (SCENARIOS - 1) * 1000
    ratio = statistics.median(many / few for few, many in costs)
    print(f"  harness, {SCENARIOS} scenarios against nobody: {seconds:.2f} s (aim: at most 3)")
    print(
        f"  a scenario: {each:.1f} ms; with {MANY} step definitions {ratio:.2f} times that of {FEW} (aim: at most 1.05)"
    )
    others = Path(chosen.others).resolve() if chosen.others else None
    for name, program, measure in (
        ("behave 1.3.3", "behave/bin/behave", behave),
        ("cucumber-js 12.9.0", "node_modules/.bin/cucumber-js", cucumber),
    ):
        if others is None or not (others / program).exists():
            print(f"  {name}: skipped, not installed (tests/bench_others.sh DIR, then --others DIR)")
            continue
        found = statistics.median(measure(others) for _ in range(ROUNDS))
        print(f"  {name}, the same number: {found:.2f} s; ours is {seconds / found:.2f} times that")


if __name__ == "__main__":
    main()
