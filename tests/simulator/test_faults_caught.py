"""The suite against a simulated journal with one fault on: what the fault says of itself must be what the suite says.

Most of a run is waiting for what never comes, so several go at a time, each in a test area of its own.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conformance.checks.register import RULES
from simulator.faults.catalogue import catalogue, find
from simulator.faults.fault import Fate, Fault
from standards.rules.register import all_rules
from tests.detect.lab import SCENARIO, VERDICTS, Lab, Seen, scenarios_of

AT_A_TIME = 6
SECONDS_TO_WAIT = 6
"""For a message: only what never comes takes that long, and a busy machine needs some of it."""
SECONDS_TO_JUDGE = 180
IDS = Path(__file__).parents[2] / "features" / "ids.txt"
NAMED = [fault for fault in catalogue().values() if scenarios_of(fault)]
LIKE_ANOTHER = frozenset(
    {
        *("sends_unprotected", "sends_unsigned", "sends_unencrypted", "detached_signature", "encrypts_before_signing"),
        *("signs_with_revoked", "signs_with_self_made", "signs_with_unregistered", "signs_with_wrong_usage"),
        "encrypts_to_another",
    }
)
"""Seen by the same scenario and rule as another of how messages are signed and encrypted: left to `make detect`."""
TRIED = [fault for fault in NAMED if fault.id not in LIKE_ANOTHER]
BATCHES = [TRIED[first : first + AT_A_TIME] for first in range(0, len(TRIED), AT_A_TIME)]


@pytest.fixture(scope="module")
def lab() -> Lab:
    return Lab()


def other_than_it_says(fault: Fault, seen: Seen) -> str:
    """In what the report says something else than the fault does; empty when they agree."""
    for scenario in scenarios_of(fault):
        agrees = seen.verdicts.get(scenario) == VERDICTS[fault.fate]
        if not agrees or not (fault.fate is Fate.BORNE or seen.rules[scenario] & set(fault.caught_by)):
            return f"{fault.id} ({fault.fate}), {scenario}: {seen}"
    return ""


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch[0].id)
def test_the_suite_says_what_the_fault_says(lab: Lab, batch: list[Fault], tmp_path: Path) -> None:
    def other(fault: Fault) -> str:
        only, folder = scenarios_of(fault), tmp_path / fault.id
        seen = lab.run(fault.product, fault, only, folder, wait=SECONDS_TO_WAIT, limit=SECONDS_TO_JUDGE)
        return other_than_it_says(fault, seen)

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        others = [text for text in pool.map(other, batch) if text]
    if others:
        pytest.fail("\n".join(others))


def test_every_fault_says_what_becomes_of_it() -> None:
    known = {line.split()[0] for line in IDS.read_text("utf-8").splitlines() if line.strip()}
    assert {one for fault in NAMED for one in scenarios_of(fault)} <= known
    for fault in catalogue().values():
        explained = fault.fate in (Fate.BORNE, Fate.BY_HAND)
        assert explained is bool(fault.why) and explained is not bool(fault.caught_by), fault.id
        assert bool(fault.borne_in) is (fault.fate is Fate.BORNE), fault.id
        assert bool(scenarios_of(fault)) or fault.fate is Fate.BY_HAND, fault.id


def test_those_that_are_not_tried_are_like_one_that_is() -> None:
    tried = {fault.caught_by for fault in TRIED if fault.cms}
    assert {find(name).caught_by for name in LIKE_ANOTHER} <= tried


def test_the_rules_that_faults_name_are_there() -> None:
    rules = {rule.id for rule in all_rules()} | {name for rule in all_rules() for name in rule.aliases} | set(RULES)
    named = {name for fault in catalogue().values() for name in fault.caught_by if not SCENARIO.match(name)}
    assert named <= rules, named - rules
