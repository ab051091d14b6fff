"""The control API of a journal server."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.clock import SystemClock
from simulator.landscape import start_bus, start_journal
from simulator.vendors import find_profile
from tests.simulator.journal_kit import person
from tests.simulator.test_landscape import World

NORA = person("nora")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("targets")
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, clock, port=0, seed=1)
    yield World(bus, journal, folder)
    journal.stop()
    bus.stop()


def test_health_says_ready_and_simulated(world: World) -> None:
    status, health = world.control("GET", "/health")
    assert (status, health["ready"], health["simulated"], health["product"]) == (200, True, True, "visma_hspro")


def test_areas_are_made_with_their_own_people_and_secrets(world: World) -> None:
    status, made = world.control("POST", "/areas", area="b", seed=5)
    assert status == 201
    target = tomllib.loads(made["target"])
    assert target["staff"]["secret"] != world.target["staff"]["secret"]
    assert target["transport"]["address"].endswith("/w/b") and target["persons"] != world.target["persons"]
    assert world.control("POST", "/areas", area="b", seed=5)[0] == 200
    _, listed = world.control("GET", "/areas")
    assert [area["area"] for area in listed["areas"]] == ["b", "visma_hspro"]
    assert world.control("POST", "/areas", area="Å!")[0] == 400


def test_reset_empties_one_area_and_seed_changes_its_people(world: World) -> None:
    world.control("POST", "/areas", area="c", seed=1)
    world.journal.areas.find("c").journal.do("change_setting", {"setting": "cancel_approval", "value": "ja"})
    assert world.control("POST", "/areas/c/reset")[0] == 204
    _, tables = world.control("GET", "/areas/c/inspect")
    assert "cancel_approval" not in [row["name"] for row in tables["setting"]] and len(tables["patient"]) > 12
    _, reseeded = world.control("POST", "/areas/c/seed", seed=2)
    assert reseeded["seed"] == 2 and NORA.ident in reseeded["target"]
    assert world.control("POST", "/areas/c/seed")[0] == 400
    assert world.control("POST", "/areas/x/reset")[0] == 404


def test_the_clock_can_be_set_and_moved(world: World) -> None:
    world.control("POST", "/areas", area="d")
    _, time = world.control("POST", "/areas/d/clock", offset_seconds=3600)
    assert time["clock_offset_seconds"] == 3600
    _, time = world.control("POST", "/areas/d/clock", advance_seconds=60)
    assert time["clock_offset_seconds"] == 3660
    now = datetime.fromisoformat(time["now"])
    assert timedelta(minutes=60) < now - datetime.now(UTC) < timedelta(minutes=62)
    for wrong in ({}, {"offset_seconds": 1, "advance_seconds": 1}, {"offset_seconds": True}, {"offset_seconds": 1e12}):
        assert world.control("POST", "/areas/d/clock", **wrong)[0] == 400
    assert world.control("GET", "/areas/d/clock")[1]["clock_offset_seconds"] == 3660


def test_inspect_shows_what_is_stored(world: World) -> None:
    _, tables = world.control("GET", "/areas/visma_hspro/inspect")
    assert NORA.ident in [row["ident"] for row in tables["patient"]]
    assert {"thread", "appointment", "transport", "outbox"} <= set(tables)
