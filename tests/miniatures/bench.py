"""Puts a miniature where an EPJ would be and lets the harness judge it, in a forked process of its own."""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import pkgutil
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from simulator.app import Server
from simulator.clock import SystemClock
from simulator.national.tjenestebuss import build_bus
from tests.miniatures import certified, world, wrong
from tests.miniatures.harness import accept
from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Setup
from tests.miniatures.staffdesk import StaffServer

AT_A_TIME = 16
"""Most of a run is waiting for what never comes, so several share the time."""
THREADS = 8 * AT_A_TIME
"""Of the bus: three readers on either side of it wait in each area, and who finds none to wait in spins."""
SECONDS_TO_JUDGE = 180


@dataclass(frozen=True)
class Specimen:
    """A wrong EPJ and what the harness must say: scenario → rules of which at least one must be found."""

    name: str
    fault: str
    epj: type[HonestEpj]
    fails: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seconds: float = 3.0
    """How long the harness waits for a message of this one."""


@dataclass(frozen=True)
class Judged:
    """What the harness said of one scenario; `findings` are those of the JSON report."""

    verdict: str
    text: str
    findings: tuple[Mapping[str, Any], ...]

    @property
    def rules(self) -> frozenset[str]:
        """The rules that were found broken."""
        return frozenset(finding["rule"] for finding in self.findings)


@dataclass(frozen=True)
class Trial:
    """One run of the harness: its exit code, what it printed, and scenario → what it said."""

    exit_code: int
    log: str
    judged: Mapping[str, Judged]


def specimens() -> list[Specimen]:
    """Every module in the folder `wrong`; nothing is listed anywhere."""
    return [_specimen(info.name) for info in pkgutil.iter_modules(wrong.__path__)]


def _specimen(name: str) -> Specimen:
    module = importlib.import_module(f"{wrong.__name__}.{name}")
    return Specimen(
        name=name,
        fault=(module.__doc__ or "").strip(),
        epj=module.Wrong,
        fails=getattr(module, "FAILS", {}),
        remarks=getattr(module, "REMARKS", {}),
        seconds=getattr(module, "SECONDS", Specimen.seconds),
    )


class Bench:
    """One bus for many miniatures, each in its own area; the harness runs in forks of a warm process."""

    def __init__(self) -> None:
        app, self._areas = build_bus(None, SystemClock(), threads=THREADS)
        self._server = Server(app, threads=THREADS, on_stop=self._areas.close)
        self._numbers = count(1)
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.miniatures.harness"])

    def close(self) -> None:
        """Stop the bus."""
        self._server.stop()

    def judge(self, epj: type[HonestEpj], only: Iterable[str], folder: Path, *, seconds: float) -> Trial:
        """Run the scenarios; `seconds` is how long the harness waits for a message.

        Raises when the miniature itself broke or the harness did not finish.
        """
        with self._living(epj) as (bus, staff, miniature):
            target = folder / "target.toml"
            text = world.target_file(bus, staff, seconds=seconds, role=epj.role, more=epj.more_processes)
            if epj.is_protected:
                text += certified.table(folder, world.OWN[1][1])
            target.write_text(text, "utf-8")
            run = self._context.Process(target=accept, args=(target, tuple(only), folder))
            run.start()
            run.join(SECONDS_TO_JUDGE)
            if run.exitcode is None:
                run.kill()
                raise AssertionError(f"The harness was not done in {SECONDS_TO_JUDGE} s.")
            if miniature.faults:
                raise miniature.faults[0]
        return _read(folder, run.exitcode)

    @contextlib.contextmanager
    def _living(self, epj: type[HonestEpj]) -> Iterator[tuple[str, str, HonestEpj]]:
        area = str(next(self._numbers))
        self._make_area(area)
        bus = f"{self._server.url}/w/{area}"
        asleep = frozenset(person.ident for person in world.PEOPLE if not person.active)
        secret = world.SECRETS[world.OWN[1][1]]
        miniature = epj(Setup(bus, secret, world.OWN, world.HELSENORGE, world.names(), asleep))
        staff = StaffServer(miniature)
        miniature.start()
        try:
            yield bus, staff.address, miniature
        finally:
            staff.stop()
            miniature.stop()
            self._areas.get(area).close()  # else its readers would hold threads of the bus, and the next ones spin

    def _make_area(self, area: str) -> None:
        body = json.dumps({"area": area, "parties": world.SECRETS}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._server.url}/_sim/areas", body, headers)
        with urllib.request.urlopen(request) as answer:
            answer.read()


def _read(folder: Path, exit_code: int) -> Trial:
    log = (folder / "log.txt").read_text("utf-8")
    report = folder / "rapport" / "report.json"
    if not report.exists():
        raise AssertionError(f"No report; exit code {exit_code}.\n{log}")
    scenarios = json.loads(report.read_text("utf-8"))["scenarios"]
    return Trial(exit_code, log, {one["id"]: _judged(one) for one in scenarios})


def _judged(one: Mapping[str, Any]) -> Judged:
    found = [f"{item['rule']} ({item['severity']}): {item['problem']}" for item in one["findings"]]
    return Judged(
        one["verdict"], "\n".join([one["verdict"], one["reason"], *found, *one["notes"]]), tuple(one["findings"])
    )
