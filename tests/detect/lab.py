"""Journals of every product on one bus, made faulty one test area at a time, and a harness forked for each run."""

from __future__ import annotations

import json
import multiprocessing
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from simulator.clock import SystemClock
from simulator.faults.fault import Fate, Fault
from simulator.faults.switchboard import Switchboard, order
from simulator.landscape import RunningJournal, start_bus, start_journal, start_timeavtaler
from simulator.landscape.protection import Wallets
from simulator.vendors import find_profile
from tests.miniatures.harness import accept

SCENARIO: Final = re.compile(r"[A-Z]+-[NF]\d\d$")
ORDERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "off_by_an_hour": {"params": {"all_year": True}},
    "latency": {"params": {"most_ms": 400}},
    "slow_close": {"params": {"ms": 200}},
    "reset_after_send": {"next": 1},
}
"""How a fault is turned on, where just on is not enough: a connection that always breaks never gets anything sent."""
VERDICTS: Final = {Fate.FAILS: "ikke bestått", Fate.REMARKED: "bestått med merknad", Fate.BORNE: "bestått"}


def scenarios_of(fault: Fault) -> tuple[str, ...]:
    """The scenarios that it names: what catches it, or the one that bears it."""
    return tuple(one for one in (*fault.caught_by, fault.borne_in) if SCENARIO.match(one))


@dataclass(frozen=True)
class Seen:
    """What a run said: scenario → its verdict and the rules found broken there; `problem` when there is no report."""

    verdicts: Mapping[str, str]
    rules: Mapping[str, frozenset[str]]
    problem: str = ""

    @property
    def caught(self) -> tuple[str, ...]:
        """The scenarios that failed."""
        return tuple(one for one, verdict in self.verdicts.items() if verdict == "ikke bestått")

    @property
    def remarked(self) -> tuple[str, ...]:
        """The scenarios with a remark."""
        return tuple(one for one, verdict in self.verdicts.items() if verdict == "bestått med merknad")

    @property
    def stopped(self) -> tuple[str, ...]:
        """The scenarios that were blocked or not verified, or where the harness itself failed."""
        odd = ("ikke verifisert", "blokkert", "feil i testverktøyet")
        return tuple(one for one, verdict in self.verdicts.items() if verdict in odd)


class Lab:
    """Starts a journal with a bus of its own for each run: areas that are done with would go on reading the bus."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self._wallets = Wallets(None, self._clock)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.miniatures.harness"])

    def run(
        self, product: str, fault: Fault | None, only: Iterable[str], folder: Path, *, wait: float, limit: float
    ) -> Seen:
        """Run the suite, or `only` some of it, with a fault on or none; `wait` is the seconds given to a message.

        A run that is not done in `limit` seconds is told of as a problem.
        """
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as running:
            journal = self._journal(product, running, cms=fault is not None and fault.cms)
            target = _target(journal, fault, folder, wait)
            process = self._context.Process(target=accept, args=(target, tuple(only), folder))
            process.start()
            process.join(limit)
            if process.exitcode is None:
                process.kill()
                return Seen({}, {}, f"not done in {limit:g} s")
        return _read(folder, process.exitcode)

    def _journal(self, product: str, running: ExitStack, *, cms: bool) -> RunningJournal:
        bus = start_bus(None, self._clock, port=0)
        running.callback(bus.stop)
        receiver = start_timeavtaler(None, self._clock, port=0)
        running.callback(receiver.stop)
        journal = start_journal(
            find_profile(product),
            bus.url,
            None,
            self._clock,
            port=0,
            seed=1,
            timeavtaler_url=receiver.url,
            wallets=self._wallets if cms else None,
        )
        running.callback(journal.stop)
        return journal


def _target(journal: RunningJournal, fault: Fault | None, folder: Path, wait: float) -> Path:
    """The target file of a journal with the fault on until it is turned off, and a harness that waits so long."""
    if fault is not None:
        patient = journal.areas.find(journal.area).journal
        board = patient.faults
        assert isinstance(board, Switchboard)
        patient.view(lambda unit: board.turn_on(unit, order({"id": fault.id, **ORDERS.get(fault.id, {})})))
    path = journal.write_target(folder)
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^(message_seconds) = .*$", rf"\1 = {wait:g}", text), "utf-8")
    return path


def _read(folder: Path, exit_code: int) -> Seen:
    report = folder / "rapport" / "report.json"
    if not report.exists():
        return Seen({}, {}, f"exit code {exit_code} and no report: {(folder / 'log.txt').read_text('utf-8')[-2000:]}")
    scenarios = json.loads(report.read_text("utf-8"))["scenarios"]
    return Seen(
        {one["id"]: one["verdict"] for one in scenarios},
        {one["id"]: frozenset(finding["rule"] for finding in one["findings"]) for one in scenarios},
    )
