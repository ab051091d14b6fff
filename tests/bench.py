"""`make bench`: how fast the bench is here and now. Shows numbers, fails nothing; medians of a few runs."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests import (
    bench_cms,
    bench_gate,
    bench_harness,
    bench_messages,
    bench_msh,
    bench_packs,
    bench_reports,
    bench_services,
    bench_tokens,
    bench_whole_bus,
)

EPJ = (sys.executable, "-m", "epj.main")


def median(measure: Callable[[], float], runs: int = 3) -> float:
    """Median of several measurements, in seconds."""
    return statistics.median(measure() for _ in range(runs))


def start_up() -> float:
    """From process start until bus and journal answer."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        command = [*EPJ, "simulate", "visma_hspro", "--port", "0", "--targets", folder, "--ready-json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.lstrip().startswith(("{", "KLAR")):
                    break
            ready = time.perf_counter() - begun
            process.terminate()
        return ready


def suite(plan: str) -> float:
    """A plan against a simulated HsPro that is already up, with the bus in a process of its own."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        bus = running.enter_context(started("bus"))
        address = next(word for word in bus.said.split('"') if word.startswith("http://"))
        journal = running.enter_context(started("visma_hspro", "--bus", address, "--targets", folder))
        target = next(Path(folder).glob("*.toml"))
        before = bus.cpu(), journal.cpu()
        ours, begun = children(), time.perf_counter()
        done = subprocess.run(
            [*EPJ, "accept", "--target", str(target), "--plan", plan, "--report", f"{folder}/report"],
            capture_output=True,
            check=False,
        )
        spent, harness = time.perf_counter() - begun, children() - ours
        used = {"harness": harness, "journal": journal.cpu() - before[1], "bus": bus.cpu() - before[0]}
        report = json.loads(Path(f"{folder}/report/report.json").read_text())
    tried = sum(one["verdict"] != "ikke aktuelt" for one in report["scenarios"])
    shares = ", ".join(f"{name} {seconds / spent:.0%}" for name, seconds in used.items())
    waiting = max(spent - sum(used.values()), 0) / spent
    each = f"{spent / tried * 1000:.0f} ms each"
    said = f"{tried} scenarios, {report['verdict']}, exit {done.returncode}, {spent:.2f} s, {each}"
    print(f"    {plan}: {said}; of that {shares}, waiting {waiting:.0%} (two cores may work at once)")
    return spent


@dataclass(frozen=True)
class Started:
    """A server in a process of its own, and the line that said it was ready."""

    process: subprocess.Popen[str]
    said: str

    def cpu(self) -> float:
        """Processor seconds so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(*words: str) -> Iterator[Started]:
    """`epj simulate` with these words on free ports, until the block ends."""
    command = [*EPJ, "simulate", *words, "--port", "0", "--ready-json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if line.lstrip().startswith(("{", "KLAR")))
        try:
            yield Started(process, said)
        finally:
            process.terminate()


def children() -> float:
    """Processor seconds of the processes that have ended under this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print one line a measurement."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  simulator and bus ready: {median(start_up):.2f} s (aim: within 1 s)")
    print(f"  Røyktest against HsPro: {median(lambda: suite('Røyktest')):.2f} s wall (aim: at most 8 s)")
    print(f"  the suite against HsPro: {suite('Full test'):.2f} s wall (aim: at most 12 s for 150 scenarios)")
    bench_harness.main([])
    bench_messages.main()
    bench_services.main([])
    bench_tokens.main([])
    bench_msh.main([])
    bench_reports.main([])
    bench_packs.main()
    bench_gate.main()
    bench_cms.main([])
    bench_whole_bus.main([])


if __name__ == "__main__":
    main()
