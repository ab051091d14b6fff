"""`make bench`: how fast the bench is here and now. Shows numbers, fails nothing; medians of a few runs."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests import bench_harness, bench_messages, bench_msh, bench_services, bench_tokens

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


def suite() -> float:
    """The whole suite against a simulated HsPro that is already up."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*EPJ, "simulate", "visma_hspro", "--port", "0", "--targets", folder, "--ready-json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.lstrip().startswith(("{", "KLAR")):
                    break
            target = next(Path(folder).glob("*.toml"))
            begun = time.perf_counter()
            done = subprocess.run(
                [*EPJ, "accept", "--target", str(target), "--report", f"{folder}/report"],
                capture_output=True,
                check=False,
            )
            spent = time.perf_counter() - begun
            process.terminate()
        report = json.loads(Path(f"{folder}/report/report.json").read_text())
        print(f"    {len(report['scenarios'])} scenarios, {report['verdict']}, exit {done.returncode}, {spent:.2f} s")
        return spent


def main() -> None:
    """Print one line a measurement."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"  simulator and bus ready: {median(start_up):.2f} s (aim: within 1 s)")
    print(f"  the suite against HsPro: {median(suite):.2f} s wall (aim: at most 6 s)")
    bench_harness.main([])
    bench_messages.main()
    bench_services.main([])
    bench_tokens.main([])
    bench_msh.main([])


if __name__ == "__main__":
    main()
