"""The suite against a simulated journal with one fault on: the scenario that the fault names must fail it.

A run takes seconds, so that a selection is tried each time: one or two for each place where faults strike. With
`EPJ_EVERY_FAULT=1` in the environment all are.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.checks.register import RULES
from simulator.clock import SystemClock
from simulator.faults.catalogue import catalogue
from simulator.faults.fault import Fault
from simulator.faults.switchboard import Switchboard, order
from simulator.landscape import start_bus, start_journal
from simulator.landscape.world import RunningBus, RunningJournal
from simulator.vendors import find_profile
from standards.rules.register import all_rules
from tests.miniatures.harness import accept

SECONDS_TO_JUDGE = 60
SCENARIO = re.compile(r"[A-Z]+-[NF]\d\d$")
IDS = Path(__file__).parents[2] / "features" / "ids.txt"
PARAMS = {"off_by_an_hour": {"all_year": True}}


def scenario_of(fault: Fault) -> str:
    return next((one for one in fault.caught_by if SCENARIO.match(one)), "")


SELECTED = (
    "apprec_1_0",
    "approves_unasked",
    "files_on_the_sibling",
    "forgets_the_journal",
    "frees_no_slot",
    "loses_norwegian_letters",
    "lost_on_the_way",
    "moves_by_cancelling",
    "no_access_log",
    "no_11",
    "off_by_an_hour",
    "refuses_by_itself",
    "sends_after_e35",
    "wrong_thread",
)
NAMED = [fault for fault in catalogue().values() if scenario_of(fault)]
CAUGHT = [fault for fault in NAMED if fault.id in SELECTED or "EPJ_EVERY_FAULT" in os.environ]


@dataclass
class Landscape:
    bus: RunningBus
    journal: RunningJournal

    def target(self, area: str, fault: Fault, folder: Path) -> Path:
        """A test area with the fault on until it is turned off, and a harness that waits for 2 s only."""
        areas = self.journal.areas
        areas.ensure(area, 1)
        journal = areas.find(area).journal
        board = journal.faults
        assert isinstance(board, Switchboard)
        journal.view(lambda unit: board.turn_on(unit, order({"id": fault.id, "params": PARAMS.get(fault.id, {})})))
        text = areas.target(area, self.journal.url)
        path = folder / "target.toml"
        path.write_text(re.sub(r"(?m)^(message_seconds) = .*$", r"\1 = 2", text), "utf-8")
        return path


@pytest.fixture(scope="module")
def landscape() -> Iterator[Landscape]:
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, clock, port=0, seed=1)
    yield Landscape(bus, journal)
    journal.stop()
    bus.stop()


@pytest.mark.slow
@pytest.mark.parametrize("fault", CAUGHT, ids=lambda fault: fault.id)
def test_the_scenario_it_names_fails(landscape: Landscape, fault: Fault, tmp_path: Path) -> None:
    scenario = scenario_of(fault)
    target = landscape.target(fault.id, fault, tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.miniatures.harness"])
    run = context.Process(target=accept, args=(target, (scenario,), tmp_path))
    run.start()
    run.join(SECONDS_TO_JUDGE)
    assert run.exitcode == 1, run.exitcode
    report = json.loads((tmp_path / "rapport" / "report.json").read_text("utf-8"))
    (judged,) = report["scenarios"]
    said = json.dumps({name: judged[name] for name in ("verdict", "reason", "findings")}, ensure_ascii=False)
    assert judged["verdict"] == "ikke bestått", said
    rules = {finding["rule"] for finding in judged["findings"]}
    assert rules & set(fault.caught_by), f"{sorted(rules)} {said}"


def test_most_faults_name_the_scenario_that_catches_them() -> None:
    known = {line.split()[0] for line in IDS.read_text("utf-8").splitlines() if line.strip()}
    assert {scenario_of(fault) for fault in NAMED} <= known and len(NAMED) >= 45
    rules = {rule.id for rule in all_rules()} | {name for rule in all_rules() for name in rule.aliases} | set(RULES)
    named = {name for fault in catalogue().values() for name in fault.caught_by if not SCENARIO.match(name)}
    assert named <= rules, named - rules
    assert set(SELECTED) <= {fault.id for fault in NAMED}
