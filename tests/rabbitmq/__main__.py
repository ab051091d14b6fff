"""Every simulated product by the Røyktest and the transport scenarios over RabbitMQ; proves that nothing is left after.

`python -m tests.rabbitmq [--over amqp] [--open] [PRODUCT …]` prints a table; 0 when all are green and nothing is left.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.plans.book import PlanBook
from conformance.targets.loading import load
from conformance.transports import connect
from epj.accepting.overview import Row
from simulator.landscape.rabbitmq.installed import NoRabbit, find
from simulator.vendors import profiles
from standards.errors import Problem
from wire.amqp.client import require_proton

EPJ: Final = (sys.executable, "-m", "epj.main")
SMOKE: Final = "roeyktest"
TRANSPORT: Final = "TRP"
NOT_JUDGED: Final = ("ikke aktuelt", "ikke verifisert", "blokkert")
START_SECONDS: Final = 180.0
STOP_SECONDS: Final = 60.0
RUN_SECONDS: Final = 600
_ADOPT_ORPHANS: Final = 36
"""Of prctl(2): whoever loses its parent becomes ours, so that nobody can hide."""


@dataclass(frozen=True)
class Asked:
    """What to run."""

    products: tuple[str, ...]
    over: str
    cms: bool
    jobs: int


@dataclass(frozen=True)
class Run:
    """One product's run, and what of it nobody judged: (verdict, why) of each scenario."""

    row: Row
    not_judged: tuple[tuple[str, str, str], ...] = ()


class World:
    """All journals in one process on one bus, with a folder for everything temporary."""

    def __init__(self, asked: Asked, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.environment = {**os.environ, "TMPDIR": str(self.temporary)}
        more = ("--cms",) if asked.cms else ()
        words = ("simulate", *asked.products, "--over", asked.over, *more, "--port", "0", "--ready-json")
        self.process = subprocess.Popen(
            [*EPJ, *words, "--targets", str(folder / "targets")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env=self.environment,
            text=True,
        )

    def targets(self) -> dict[str, Path]:
        """Product → target file, when all is ready; empty when it did not start."""
        for line in self.process.stdout or ():
            if line.startswith("KLAR "):
                told = json.loads(line.removeprefix("KLAR "))
                return {one["product"]: Path(one["target"]) for one in told["journals"]}
        return {}

    def stop(self) -> None:
        """As Ctrl-C in a terminal does."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


def run(asked: Asked, folder: Path) -> tuple[list[Run], list[str], list[str]]:
    """The runs, what the bus says that it cannot do, and what is left when all has stopped."""
    _adopt()
    world = World(asked, folder)
    try:
        targets = world.targets()
        limits = _limits(targets)
        with ThreadPoolExecutor(asked.jobs) as pool:
            runs = list(pool.map(lambda product: _accept(product, targets[product], world), targets))
    finally:
        world.stop()
    return runs, limits, [*_processes(), *_ports(targets), *_files(world.temporary)]


def scenarios() -> list[str]:
    """What every product is run by."""
    return [*PlanBook.load().find(SMOKE).choose, TRANSPORT]


def _limits(targets: dict[str, Path]) -> list[str]:
    """As the client of the first target reads it from the bus."""
    for path in targets.values():
        with closing(connect(load(path))) as client:
            return sorted(client.limits)
    return []


def _accept(product: str, target: Path, world: World) -> Run:
    report = world.folder / "reports" / product
    chosen = [word for one in scenarios() for word in ("--only", one)]
    command = [*EPJ, "accept", "--target", str(target), "--report", str(report), "--timeout", str(RUN_SECONDS), *chosen]
    done = subprocess.run(command, capture_output=True, text=True, env=world.environment, check=False)
    try:
        found = json.loads((report / "report.json").read_text("utf-8"))
    except OSError:
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        return Run(Row.refused(product, done.returncode, " / ".join(said[-3:])))
    return Run(Row.of(product, found), tuple(_not_judged(found)))


def _not_judged(report: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    return ((one["id"], one["verdict"], one["reason"]) for one in report["scenarios"] if one["verdict"] in NOT_JUDGED)


def _adopt() -> None:
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)


def _processes() -> Iterator[str]:
    """Everything that was started here and still runs, whoever started it."""
    with suppress(OSError):
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split():
            said = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            yield f"process {pid}: {said[:100]}"


def _ports(targets: dict[str, Path]) -> Iterator[str]:
    """Ports of the bus that still answer."""
    texts = {tomllib.loads(path.read_text("utf-8"))["transport"]["address"] for path in targets.values()}
    for host, port in {(urlsplit(text).hostname, urlsplit(text).port) for text in texts}:
        with socket.socket() as tried:
            if tried.connect_ex((str(host), int(port or 0))) == 0:
                yield f"port {port} still answers"


def _files(folder: Path) -> Iterator[str]:
    return (f"file {path}" for path in sorted(folder.iterdir()) if not path.name.endswith(".lock"))


def table(runs: Sequence[Run]) -> Iterator[str]:
    """A line for each product, then what was not judged and why."""
    yield f"{'':<20}{'verdict':<16}{'green':>12}{'not judged':>12}{'seconds':>9}"
    for one in runs:
        row = one.row
        green = f"{row.normal[0] + row.faults[0]} of {row.applying}"
        yield f"{row.product:<20}{row.verdict:<16}{green:>12}{len(one.not_judged):>12}{row.seconds:>9.1f}"
        yield from (f"  {line}" for line in (*row.red, row.reason) if line)
    yield from _reasons(runs)


def _reasons(runs: Sequence[Run]) -> Iterator[str]:
    found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    whom: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in runs:
        for scenario, verdict, why in one.not_judged:
            found[verdict, why][scenario] = None
            whom[verdict, why][one.row.product] = None
    yield "\nNot judged, and why:" if found else "\nEverything was judged."
    for (verdict, why), ids in found.items():
        products = whom[verdict, why]
        who = "all" if len(products) == len(runs) else ", ".join(products)
        yield f"  {' '.join(ids)} ({who}): {verdict}. {why}"


def main() -> int:
    """The command line; 2 where RabbitMQ or the extra is not installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("products", nargs="*")
    parser.add_argument("--over", choices=("rabbitmq", "amqp", "http"), default="rabbitmq")
    parser.add_argument("--open", action="store_true", help="bodies as they are, not signed and encrypted")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a new folder for the reports")
    chosen = parser.parse_args()
    try:
        require_proton()
        if chosen.over == "rabbitmq":
            find()
    except (NoRabbit, Problem) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    products = tuple(chosen.products) or tuple(profile.product for profile in profiles())
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="epj-over-") as folder:
        runs, limits, left = run(Asked(products, chosen.over, not chosen.open, chosen.jobs), Path(folder))
        if chosen.keep:
            shutil.copytree(Path(folder) / "reports", chosen.keep)
    cannot = f"\nWhat this bus cannot do, and nothing rests on over it: {', '.join(limits) or 'nothing'}."
    sys.stdout.write("\n".join([*table(runs), cannot, ""]))
    how = "open" if chosen.open else "signed and encrypted"
    sys.stdout.write(f"\nOver {chosen.over}, {how}, {time.monotonic() - began:.0f} s. ")
    sys.stdout.write(
        "\n".join(["LEFT BEHIND:", *left] if left else ["Stopped: no process, port or file is left."]) + "\n"
    )
    return 0 if len(runs) == len(products) and all(one.row.is_green for one in runs) and not left else 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
