"""The suite against a simulated journal with one fault on: what the fault says of itself must be what the suite says.

Most of a run is waiting for what never comes, so several go at a time, each in a test area of its own. A selection is
tried each time: one or two for each place where faults strike. With `EPJ_EVERY_FAULT=1` in the environment all are.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.checks.register import RULES
from simulator.clock import SystemClock
from simulator.faults.catalogue import catalogue
from simulator.faults.fault import Fate, Fault
from simulator.faults.switchboard import Switchboard, order
from simulator.landscape import start_bus, start_journal
from simulator.landscape.world import RunningBus, RunningJournal
from simulator.vendors import find_profile
from standards.rules.register import all_rules
from tests.miniatures.harness import accept

AT_A_TIME = 4
SECONDS_TO_WAIT = 5
"""For a message: only what never comes takes that long, and a busy machine needs some of it."""
SECONDS_TO_JUDGE = 60
SCENARIO = re.compile(r"[A-Z]+-[NF]\d\d$")
IDS = Path(__file__).parents[2] / "features" / "ids.txt"
ORDERS: dict[str, dict[str, Any]] = {
    "off_by_an_hour": {"params": {"all_year": True}},
    "latency": {"params": {"most_ms": 400}},
    "slow_close": {"params": {"ms": 200}},
    "reset_after_send": {"next": 1},
}
"""How a fault is turned on, where just on is not enough: a connection that always breaks never gets anything sent."""
VERDICTS = {Fate.FAILS: "ikke bestått", Fate.REMARKED: "bestått med merknad", Fate.BORNE: "bestått"}
SELECTED = (
    *("approves_unasked", "files_on_the_sibling", "no_access_log", "no_11", "sends_after_e35", "wrong_thread"),
    *("late_sync_answer", "double_books", "error_with_body", "writes_to_the_parent_of_a_grown_up", "lock_runs_out"),
    "lost_on_the_way",
)


def scenario_of(fault: Fault) -> str:
    """The scenario that it names, as what catches it or as what bears it."""
    return fault.borne_in or next((one for one in fault.caught_by if SCENARIO.match(one)), "")


NAMED = [fault for fault in catalogue().values() if scenario_of(fault)]
TRIED = [fault for fault in NAMED if fault.id in SELECTED or "EPJ_EVERY_FAULT" in os.environ]
BATCHES = [TRIED[first : first + AT_A_TIME] for first in range(0, len(TRIED), AT_A_TIME)]


@dataclass
class Landscape:
    """A bus and a journal, and a fork server that has the harness in it."""

    bus: RunningBus
    journal: RunningJournal

    def judged(self, fault: Fault, folder: Path) -> dict[str, Any]:
        """What the report says of the scenario when the fault is on from start to end."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.miniatures.harness"])
        run = context.Process(target=accept, args=(self._target(fault, folder), (scenario_of(fault),), folder))
        run.start()
        run.join(SECONDS_TO_JUDGE)
        assert run.exitcode in (0, 1), (fault.id, run.exitcode, (folder / "log.txt").read_text("utf-8"))
        (judged,) = json.loads((folder / "rapport" / "report.json").read_text("utf-8"))["scenarios"]
        found: dict[str, Any] = judged
        return found

    def _target(self, fault: Fault, folder: Path) -> Path:
        """A test area with the fault on until it is turned off, and a harness that waits for seconds only."""
        areas = self.journal.areas
        areas.ensure(fault.id, 1)
        journal = areas.find(fault.id).journal
        board = journal.faults
        assert isinstance(board, Switchboard)
        journal.view(lambda unit: board.turn_on(unit, order({"id": fault.id, **ORDERS.get(fault.id, {})})))
        path = folder / "target.toml"
        text = areas.target(fault.id, self.journal.url)
        path.write_text(re.sub(r"(?m)^(message_seconds) = .*$", rf"\1 = {SECONDS_TO_WAIT}", text), "utf-8")
        return path


@pytest.fixture
def landscape() -> Iterator[Landscape]:
    """New for each batch: every test area has readers of its own on the bus."""
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, clock, port=0, seed=1)
    yield Landscape(bus, journal)
    journal.stop()
    bus.stop()


def other_than_it_says(fault: Fault, judged: dict[str, Any]) -> str:
    """In what the report says something else than the fault does; empty when they agree."""
    rules = {finding["rule"] for finding in judged["findings"]}
    agrees = judged["verdict"] == VERDICTS[fault.fate] and (fault.fate is Fate.BORNE or rules & set(fault.caught_by))
    said = {name: judged[name] for name in ("verdict", "reason", "findings")}
    return "" if agrees else f"{fault.id} ({fault.fate}): {json.dumps(said, ensure_ascii=False)}"


@pytest.mark.slow
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch[0].id)
def test_the_suite_says_what_the_fault_says(landscape: Landscape, batch: list[Fault], tmp_path: Path) -> None:
    def other(fault: Fault) -> str:
        folder = tmp_path / fault.id
        folder.mkdir()
        return other_than_it_says(fault, landscape.judged(fault, folder))

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        others = [text for text in pool.map(other, batch) if text]
    assert not others, "\n".join(others)


def test_every_fault_says_what_becomes_of_it() -> None:
    known = {line.split()[0] for line in IDS.read_text("utf-8").splitlines() if line.strip()}
    assert {scenario_of(fault) for fault in NAMED} <= known and set(SELECTED) <= {fault.id for fault in NAMED}
    for fault in catalogue().values():
        explained = fault.fate in (Fate.BORNE, Fate.BY_HAND)
        assert explained is bool(fault.why) and explained is not bool(fault.caught_by), fault.id
        assert bool(fault.borne_in) is (fault.fate is Fate.BORNE), fault.id
        assert bool(scenario_of(fault)) or fault.fate is Fate.BY_HAND or fault.id.startswith("put_"), fault.id


def test_the_rules_that_faults_name_are_there() -> None:
    rules = {rule.id for rule in all_rules()} | {name for rule in all_rules() for name in rule.aliases} | set(RULES)
    named = {name for fault in catalogue().values() for name in fault.caught_by if not SCENARIO.match(name)}
    assert named <= rules, named - rules
