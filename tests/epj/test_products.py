"""Journals of every product, and of one that has just been made, run the scenarios that their profile declares."""

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

from simulator.clock import SystemClock
from simulator.landscape import start_bus, start_journal
from simulator.landscape.town import Plan, start_town
from simulator.vendors import form, profiles
from simulator.vendors.scaffold import scaffold
from standards.processes import AVTALEAVBESTILLING, AVTALEUTSENDING

SMOKE = ("BOOK-N01", "BOOK-N02", "CANCEL-N01", "CANCEL-N03", "MSG-N01", "MSG-N04", "MSG-F07", "JRN-N05")
BETWEEN_ACTORS = {"MSG-N09", "MSG-N10", "MSG-F11", "MSG-F12", "MSG-F13", "MSG-F14"}
"""Scenarios that no journal on the bus to Helsenorge declares."""
PRODUCTS = [profile.product for profile in profiles()]
DECLARED = {profile.product: profile for profile in profiles()}


def accept(target: Path, report: Path, *only: str) -> dict[str, str]:
    """Run the suite; scenario → how it ended. It must end well."""
    words = [sys.executable, "-m", "epj.main", "accept", "--target", str(target), "--report", str(report)]
    chosen = [word for scenario in only for word in ("--only", scenario)]
    done = subprocess.run([*words, *chosen], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(re.findall(r"^([A-Z]+-[NF][0-9]{2}) .*?(ikke aktuelt|bestått med merknad|bestått)$", done.stdout, re.M))


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


def test_each_product_passes_a_few_scenarios(targets: dict[str, Path], tmp_path: Path) -> None:
    for product in ("dips_front_cosdoc", "tietoevry_gerica"):
        ended = accept(targets[product], tmp_path / product, *SMOKE)
        assert ended["MSG-N01"] == ended["JRN-N05"] == "bestått", (product, ended)


def test_a_journal_passes_where_we_play_a_doctors_office_over_meldingstjener(tmp_path: Path) -> None:
    with ExitStack() as running:
        plan = Plan([DECLARED["visma_hspro"]], "", "", 0, None, tmp_path, 1)
        start_town(plan, SystemClock(), running)
        ended = accept(tmp_path / "visma_hspro.helseaktoerer.toml", tmp_path / "r")
    passed = BETWEEN_ACTORS - {"MSG-F14"}  # Meldingstjener delivers to nobody but who stands in the document
    assert {scenario for scenario, verdict in ended.items() if verdict != "ikke aktuelt"} == passed
    assert {ended[scenario] for scenario in passed} == {"bestått"}


@pytest.mark.slow
@pytest.mark.parametrize("product", PRODUCTS)
def test_each_product_passes_all_that_its_processes_declare(
    product: str, targets: dict[str, Path], tmp_path: Path
) -> None:
    ended = accept(targets[product], tmp_path / "r")
    profile = DECLARED[product]
    assert len(ended) >= 52
    left_out = {scenario for scenario, verdict in ended.items() if verdict == "ikke aktuelt"}
    assert left_out & {scenario for scenario in ended if scenario.startswith(("MSG", "JRN"))} == BETWEEN_ACTORS
    pushes = AVTALEUTSENDING.code in profile.processes
    assert pushes is not any(scenario.startswith("BOOK") for scenario in left_out)
    changeable = profile.cancel_approval_can_change and AVTALEAVBESTILLING.code in profile.processes
    assert changeable is not any(scenario.startswith("CANCEL") for scenario in left_out)


@pytest.mark.slow
def test_a_new_product_passes_the_smoke_scenarios(tmp_path: Path) -> None:
    file, _ = scaffold("acme/turbo", date(2026, 12, 1), folder=tmp_path)
    profile = form.read(tomllib.loads(file.read_text("utf-8")), "acme/turbo/profile.toml")
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    try:
        journal = start_journal(profile, bus.url, None, clock, port=0, seed=1)
        try:
            ended = accept(journal.write_target(tmp_path), tmp_path / "r", *SMOKE)
        finally:
            journal.stop()
    finally:
        bus.stop()
    assert set(ended) == set(SMOKE) and set(ended.values()) == {"bestått"}
