"""How fast Meldingstjener takes messages: POST with schema check and durable store, on one core.

`python -m tests.bench_msh [--requests N]`. The server is held to one core and the client to another; the figures are
medians with their spread. The database lies on disk, and every answer waits for it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench_load import drive, request
from tests.bench_services import core
from tests.simulator.meldingstjener_world import CLINIC, HEADERS, SURGERY, message, packed

ROUNDS, A_ROUND = 5, 1000
AIM = 250


def main(arguments: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=A_ROUND)
    many = parser.parse_args(arguments).requests
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Meldingstjener on one core, client on another, {ROUNDS} rounds, {os.cpu_count()} cores, {load}")
    command = [sys.executable, "-m", "simulator.national.meldingstjener", "--area", "a", "--data"]
    with tempfile.TemporaryDirectory() as folder, core(1):
        with core(0):
            process = subprocess.Popen([*command, folder], stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().rsplit(":", 1)[1])
            _told("POST /Messages", port, _post(), many, f" (aim: {AIM}/s)")
            _told("GET /Messages, ten of them", port, _list(), many)
            size = sum(file.stat().st_size for file in Path(folder).rglob("*.sqlite*"))
            print(f"  on disk: {size / 1024 / 1024:.0f} MB")
        finally:
            process.terminate()
            process.wait()


def _post() -> Callable[[], bytes]:
    """Messages of their own, made before the clock starts."""
    bodies = [json.dumps(packed(message(CLINIC, SURGERY).to_xml())).encode() for _ in range(100)]
    asked = [request("POST", "/w/a/msh/Messages", body, **HEADERS) for body in bodies]
    turn = iter(range(sys.maxsize))
    return lambda: asked[next(turn) % len(asked)]


def _list() -> Callable[[], bytes]:
    raw = request("GET", "/w/a/msh/Messages?receiverHerIds=8230201&includeMetadata=true", **HEADERS)
    return lambda: raw


def _told(name: str, port: int, make: Callable[[], bytes], many: int, aim: str = "") -> None:
    drive(port, make, many // 5)
    loads = [drive(port, make, many) for _ in range(ROUNDS)]
    rates, failed = [load.rate for load in loads], sum(load.failed for load in loads)
    middle, p99 = statistics.median(rates), statistics.median(load.p99 for load in loads)
    print(f"  {name}: {middle:,.0f}/s ({min(rates):,.0f} to {max(rates):,.0f}), p99 {p99:.1f} ms, {failed} failed{aim}")


if __name__ == "__main__":
    main()
