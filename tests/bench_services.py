"""How fast the simulated services are, on one core, beside other people's simulators in the same run.

`python -m tests.bench_services [--others DIR] [--requests N]`. The servers are held to one core and the client to
another; rounds take turns, and the figures are medians with their spread. The others are skipped where they are not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from simulator.staff import forms
from tests import bench_others
from tests.bench_load import Load, drive, request
from tests.simulator.journal_kit import Kit, person

PRODUCT = "visma_hspro"
ROUNDS, A_ROUND, BOOKINGS, RESETS = 5, 3000, 1000, 100
REQUESTS, IN_FULL = 20_000, 100_000
_minutes = count()


@contextmanager
def core(number: int) -> Iterator[None]:
    """Hold this thread, and the processes it starts, to one core: 0 for servers, 1 for the client."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(ours)[number % len(ours)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


@contextmanager
def simulating(folder: Path, *arguments: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """`epj simulate`, ready: the process id and what the ready line says."""
    command = [sys.executable, "-m", "epj.main", "simulate", *arguments]
    command += ["--port", "0", "--targets", str(folder), "--ready-json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        ready = next(line for line in process.stdout if line.startswith("KLAR"))
        try:
            yield process.pid, json.loads(ready.removeprefix("KLAR"))
        finally:
            process.terminate()


@dataclass(frozen=True)
class Staff:
    """Where staff of a journal are asked, and about whom."""

    port: int
    path: str
    secret: str
    patients: tuple[str, ...]

    @classmethod
    def of(cls, target: Path) -> Staff:
        """From a target file."""
        found = tomllib.loads(target.read_text("utf-8"))
        address = urlsplit(found["staff"]["address"])
        people = tuple(one["ident"] for one in found["persons"])
        return cls(address.port or 80, address.path, found["staff"]["secret"], people)

    def ask(self, intent: str, params: dict[str, Any]) -> bytes:
        """The bytes of one call."""
        body = json.dumps(params).encode()
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency_Key": str(uuid.uuid4())}
        return request("POST", f"{self.path}/intents/{intent}", body, **headers)

    def read(self) -> Callable[[], bytes]:
        """Always the same question, made once."""
        raw = self.ask("read_appointments", {"patient": self.patients[0]})
        return lambda: raw

    def book(self) -> bytes:
        """A booking at a time of its own."""
        return self.ask("create_appointment", booking(self.patients[0]))


def booking(patient: str) -> dict[str, Any]:
    """What staff enter, each at its own minute."""
    start = datetime(2031, 3, 3, 8) + timedelta(minutes=next(_minutes))
    return {
        "patient": patient,
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=15)).isoformat(),
        "summary": "Toårskontroll",
        "location": "Rom 2",
    }


def resident(pid: int) -> float:
    """Megabytes in memory; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def everything_ready() -> None:
    """`epj simulate --all`, from the start of the process."""
    seconds, sizes = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            with simulating(Path(folder), "--all") as (pid, _):
                seconds.append(time.perf_counter() - begun)
                sizes.append(resident(pid))
    print(f"  everything ready: {_spread(seconds, ' s', 2)} (aim: 1.0), {max(sizes):.0f} MB (aim: at most 120)")


def reads(folder: Path | None) -> None:
    """Reading an appointment list, and a bare GET of ours, beside the others."""
    with ExitStack() as running, tempfile.TemporaryDirectory() as work, core(1):
        with core(0):
            running.enter_context(simulating(Path(work), PRODUCT))
        staff = Staff.of(Path(work) / f"{PRODUCT}.toml")
        drive(staff.port, staff.book, 1, connections=1)
        health = request("GET", "/_sim/health")
        sides: dict[str, tuple[int, Callable[[], bytes]]] = {
            "read_appointments": (staff.port, staff.read()),
            "bare GET (health)": (staff.port, lambda: health),
        }
        asked = request("GET", bench_others.PATH, Authorization=bench_others.AUTHORIZATION)
        for other in bench_others.OTHERS:
            port = _start(other, folder, running)
            if port:
                sides[other.name] = (port, lambda: asked)
        _compare(sides)


def _start(other: bench_others.Other, folder: Path | None, running: ExitStack) -> int:
    why = bench_others.missing(other, folder)
    if why or folder is None:
        print(f"  {other.name}: skipped, {why}")
        return 0
    work = Path(running.enter_context(tempfile.TemporaryDirectory()))
    answer = json.dumps({"outcome": "done", "reason": None, "data": {"appointments": [booking("0")]}}).encode()
    try:
        with core(0):
            return running.enter_context(bench_others.running(other, folder, work, answer))
    except (OSError, TimeoutError) as error:
        print(f"  {other.name}: skipped, {error}")
        return 0


def _compare(sides: dict[str, tuple[int, Callable[[], bytes]]]) -> None:
    for port, make in sides.values():
        drive(port, make, A_ROUND)
    loads: dict[str, list[Load]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, (port, make) in sides.items():
            loads[name].append(drive(port, make, A_ROUND))
    ours = loads["read_appointments"]
    for name, found in loads.items():
        ratio = statistics.median(one.rate / its.rate for one, its in zip(ours, found, strict=True))
        p99, failed = statistics.median(its.p99 for its in found), sum(its.failed for its in found)
        aim = " (aim: 2,000/s, p99 at most 10 ms)" if found is ours else f"; ours is {ratio:.2f} times that"
        notes = f", {failed} failed" if failed else ""
        notes += ", a new connection each time" if found[0].closed > A_ROUND // 2 else ""
        print(f"  {name}: {_spread([its.rate for its in found], '/s')}, p99 {p99:.1f} ms{notes}{aim}")


def bookings() -> None:
    """Bookings over HTTP, with the bus in the same process and in another on the client's core; and in process."""
    for alone in (False, True):
        with ExitStack() as running, tempfile.TemporaryDirectory() as work, core(1):
            bus = running.enter_context(simulating(Path(work), "bus"))[1]["bus"] if alone else ""
            with core(0):
                running.enter_context(simulating(Path(work), PRODUCT, *(["--bus", bus] if alone else [])))
            staff = Staff.of(Path(work) / f"{PRODUCT}.toml")
            found = [drive(staff.port, staff.book, BOOKINGS) for _ in range(ROUNDS)]
        where = "bus on another core" if alone else "bus in the same process"
        failed = sum(its.failed for its in found)
        seen = _spread([its.rate for its in found], "/s")
        print(f"  bookings over HTTP, {where}: {seen}, {failed} failed (aim: 600/s)")
    with core(0):
        rates = [_booked_in_process() for _ in range(ROUNDS)]
    print(f"  bookings in process: {_spread(rates, '/s')} (aim: 600/s)")


def _booked_in_process() -> float:
    """A second, without HTTP and bus: the form of the call, the rules, the rows, the message written."""
    kit, patient = Kit(), person("nora").ident
    asked = [booking(patient) for _ in range(BOOKINGS)]
    begun = time.perf_counter()
    for params in asked:
        forms.check("create_appointment", params)
        kit.done("create_appointment", **params)
    return BOOKINGS / (time.perf_counter() - begun)


def resets() -> None:
    """A reset of a test area with something in it, over HTTP."""
    waits: list[float] = []
    with ExitStack() as running, tempfile.TemporaryDirectory() as work, core(1):
        with core(0):
            running.enter_context(simulating(Path(work), PRODUCT))
        staff = Staff.of(Path(work) / f"{PRODUCT}.toml")
        raw = request("POST", f"/_sim/areas/{PRODUCT}/reset", b"{}")
        for _ in range(RESETS):
            drive(staff.port, staff.book, 1, connections=1)
            load = drive(staff.port, lambda: raw, 1, connections=1)
            assert not load.failed
            waits += load.waits
    ordered = sorted(wait * 1000 for wait in waits)
    middle = statistics.median(ordered)
    print(f"  reset of a test area: median {middle:.2f} ms, p90 {ordered[RESETS * 9 // 10]:.2f} (aim: at most 1)")


def growth(requests: int) -> None:
    """Resident memory before and after many reads, each of which leaves a row in the access log, and after a reset.

    Without a data folder the rows are in memory, and most of the growth is they; with one they lie on disk.
    """
    fewer = "" if requests >= IN_FULL else f" (fewer than {IN_FULL:,}: --requests {IN_FULL} for the aim)"
    for on_disk in (False, True):
        with ExitStack() as running, tempfile.TemporaryDirectory() as work, core(1):
            kept = ["--data", f"{work}/data"] if on_disk else []
            with core(0):
                pid = running.enter_context(simulating(Path(work), PRODUCT, *kept))[0]
            staff = Staff.of(Path(work) / f"{PRODUCT}.toml")
            drive(staff.port, staff.read(), A_ROUND)
            before = resident(pid)
            drive(staff.port, staff.read(), requests)
            after = resident(pid)
            drive(staff.port, lambda: request("POST", f"/_sim/areas/{PRODUCT}/reset", b"{}"), 1, connections=1)
            cleared = resident(pid)
        where = "everything on disk" if on_disk else "everything in memory"
        said = f"+{after - before:.1f} MB after {requests:,} reads{fewer}, {cleared - before:+.1f} after a reset"
        print(f"  memory, {where}: {before:.0f} MB, {said} (aim: at most +5)")


def _spread(values: list[float], unit: str, decimals: int = 0) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.{decimals}f}{unit} ({low:,.{decimals}f} to {high:,.{decimals}f})"


def main(arguments: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=Path, default=os.environ.get("EPJ_BENCH_OTHERS"))
    parser.add_argument("--requests", type=int, default=REQUESTS)
    chosen = parser.parse_args(arguments)
    others = Path(chosen.others).resolve() if chosen.others else None
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"services on one core, client on another, {ROUNDS} rounds, {os.cpu_count()} cores, {load}")
    everything_ready()
    reads(others)
    bookings()
    resets()
    growth(chosen.requests)


if __name__ == "__main__":
    main()
