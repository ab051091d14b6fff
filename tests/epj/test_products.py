"""Journals of every product, and of one that has just been made, run the scenarios that their plan names."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from conformance.plans import book
from conformance.run import FEATURES
from conformance.runner.catalogue import PlannedScenario, why_not_applicable
from conformance.runner.lint import read_features
from conformance.targets.loading import load
from simulator.clock import SystemClock
from simulator.landscape import start_bus, start_journal
from simulator.landscape.town import Plan, start_town
from simulator.vendors import form, profiles
from simulator.vendors.scaffold import scaffold

BOOK = book.PlanBook.load()
SCENARIOS = read_features(FEATURES).scenarios
SMOKE = BOOK.find("Røyktest")
BETWEEN_ACTORS = BOOK.find("Meldinger mellom helseaktører")
PRODUCTS = [profile.product for profile in profiles()]
DECLARED = {profile.product: profile for profile in profiles()}


def accept(target: Path, report: Path, *more: str) -> dict[str, str]:
    """Run the suite; scenario → how it ended. It must end well."""
    words = [sys.executable, "-m", "epj.main", "accept", "--target", str(target), "--report", str(report), *more]
    done = subprocess.run(words, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(re.findall(r"^([A-Z]+-[NF][0-9]{2}) .*?(ikke aktuelt|bestått med merknad|bestått)$", done.stdout, re.M))


def applying(target: Path, plan: book.Plan) -> set[str]:
    """The scenarios of a plan that a target declares."""
    known = load(target)
    return {one.id for one in plan.of(SCENARIOS) if not why_not_applicable(one, known)}


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """A journal of every product on one bus; their target files."""
    folder, clock = tmp_path_factory.mktemp("targets"), SystemClock()
    bus = start_bus(None, clock, port=0)
    journals = [start_journal(profile, bus.url, None, clock, port=0, seed=1) for profile in profiles()]
    try:
        yield {journal.profile.product: journal.write_target(folder) for journal in journals}
    finally:
        for journal in journals:
            journal.stop()
        bus.stop()


def test_each_product_names_a_plan_that_is_shown(targets: dict[str, Path]) -> None:
    for product, path in targets.items():
        assert BOOK.find(load(path).plan).shown, product


def test_the_plans_of_the_products_touch_every_scenario_that_any_of_them_declares(targets: dict[str, Path]) -> None:
    loaded = [load(path) for path in targets.values()]

    def declared(one: PlannedScenario) -> bool:
        return any(not why_not_applicable(one, target) for target in loaded)

    tried = {one for path in targets.values() for one in applying(path, BOOK.find(load(path).plan))}
    assert {one.id for one in SCENARIOS if declared(one)} - tried == set()


def test_each_product_passes_the_smoke_test(targets: dict[str, Path], tmp_path: Path) -> None:
    for product in PRODUCTS:
        ended = accept(targets[product], tmp_path / product, "--plan", SMOKE.id)
        assert ended["MSG-N01"] == ended["JRN-N05"] == "bestått", (product, ended)
        assert set(ended) == {one.id for one in SMOKE.of(SCENARIOS)}


def test_a_journal_passes_where_we_play_a_doctors_office_over_meldingstjener(tmp_path: Path) -> None:
    with ExitStack() as running:
        plan = Plan([DECLARED["visma_hspro"]], "", "", 0, None, tmp_path, 1)
        start_town(plan, SystemClock(), running)
        target = tmp_path / "visma_hspro.helseaktoerer.toml"
        ended = accept(target, tmp_path / "r")
    assert set(ended) == {one.id for one in BETWEEN_ACTORS.of(SCENARIOS)}
    assert {ended[scenario] for scenario in ("MSG-N09", "MSG-N10", "MSG-F11", "MSG-F12", "MSG-F13")} == {"bestått"}
    assert ended["MSG-F14"] == "ikke aktuelt"  # Meldingstjener delivers to nobody but who stands in the document


@pytest.mark.slow
def test_a_new_product_passes_the_smoke_test(tmp_path: Path) -> None:
    file, _ = scaffold("acme/turbo", date(2026, 12, 1), folder=tmp_path)
    profile = form.read(tomllib.loads(file.read_text("utf-8")), "acme/turbo/profile.toml")
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    try:
        journal = start_journal(profile, bus.url, None, clock, port=0, seed=1)
        try:
            ended = accept(journal.write_target(tmp_path), tmp_path / "r", "--plan", SMOKE.id)
        finally:
            journal.stop()
    finally:
        bus.stop()
    assert len(ended) == len(SMOKE.of(SCENARIOS)) and set(ended.values()) <= {"bestått", "ikke aktuelt"}
