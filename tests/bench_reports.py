"""How fast the reports of a run are written, and how large they are; shows numbers, fails nothing.

`python -m tests.bench_reports [RUN]`: of two hundred scenarios that each have messages, or of a run in a folder.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from conformance.evidence.store import FILE_NAME, Evidence
from conformance.reports import html, writers
from conformance.reports.bodies import write_bodies
from conformance.reports.facts import Facts
from conformance.reports.language import Language
from tests.bench_messages import corpus
from tests.conformance.rich_run import rich_run

SCENARIOS = 200
MESSAGES = 5


def seconds(work: Callable[[], object]) -> float:
    """Median of three."""

    def once() -> float:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun

    return statistics.median(once() for _ in range(3))


def two_hundred(folder: Path) -> Facts:
    """Scenarios with six steps, and messages of the size that journals send."""
    facts = rich_run(folder)
    samples = corpus()
    failing, quiet = facts.scenarios[0], facts.scenarios[1]
    made = []
    for number in range(SCENARIOS):
        first = failing if number % 20 == 0 else replace(quiet, intents=failing.intents, waits=failing.waits)
        sent = tuple(
            replace(failing.messages[at % 2], number=number * 10 + at, raw=samples[(number + at) % len(samples)])
            for at in range(MESSAGES)
        )
        steps = tuple(replace(first.steps[0], text=f"skjer det noe som tar en linje å si, {at}") for at in range(6))
        made.append(replace(first, id=f"BOOK-N{number:03}", messages=sent, steps=steps))
    return replace(facts, scenarios=tuple(made))


def main(arguments: list[str] | None = None) -> None:
    """Print one line a measurement."""
    chosen = sys.argv[1:] if arguments is None else arguments
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen:
            evidence = Evidence.open(Path(chosen[0]) / FILE_NAME)
            facts = Facts.of(evidence)
            print(f"  evidence read: {seconds(lambda: Facts.of(evidence)):.2f} s")
        else:
            facts = two_hundred(folder)
        _tell(facts, folder / "out")


def _tell(facts: Facts, out: Path) -> None:
    out.mkdir()
    say = Language()
    count = f"{len(facts.scenarios)} scenarios, {sum(len(one.messages) for one in facts.scenarios)} messages"
    page = seconds(lambda: html.render(facts, say))
    size = len(html.render(facts, say).encode()) / 1000
    print(f"  report.html, {count}: {page:.2f} s, {size:.0f} kB without bodies (aim: 0.5 s, 300 kB for 200)")
    bodies = seconds(lambda: write_bodies(facts, out, say, "report.html"))
    whole = sum(path.stat().st_size for path in (out / "meldinger").iterdir()) / 1_000_000
    print(f"  meldinger/: {bodies:.2f} s, {whole:.1f} MB")
    for name, write in writers().items():
        if name != "html":
            print(f"  {name}: {seconds(lambda write=write: write(facts, out)):.2f} s")  # type: ignore[misc]
    if importlib.util.find_spec("weasyprint"):
        from conformance.reports.pdf import write_pdf

        begun = time.perf_counter()
        path = write_pdf(facts, out, say)
        print(f"  {path.name}: {time.perf_counter() - begun:.1f} s, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
