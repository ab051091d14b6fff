"""Faults under /_sim, and `epj faults`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epj.faults import command
from simulator.clock import SystemClock
from simulator.faults.catalogue import catalogue
from simulator.landscape import start_bus, start_journal
from simulator.vendors import find_profile
from tests.simulator.journal_kit import person
from tests.simulator.test_landscape import World

SEEN = ("Fanges av:", "Skal tåles:", "For hånd:")
FAULTS = "/areas/visma_hspro/faults"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("targets")
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, clock, port=0, seed=1)
    yield World(bus, journal, folder)
    journal.stop()
    bus.stop()


def test_a_fault_is_turned_on_shown_and_turned_off(world: World) -> None:
    assert world.control("GET", FAULTS) == (200, {"active": []})
    status, one = world.control("POST", FAULTS, id="no_apprec", next=2, seed=4)
    assert status == 201 and (one["left"], one["seed"], one["struck"]) == (2, 4, 0) and one["noticed"]
    world.control("POST", FAULTS, id="latency", params={"most_ms": 300})
    _, shown = world.control("GET", FAULTS)
    assert [item["id"] for item in shown["active"]] == ["no_apprec", "latency"]
    assert shown["active"][1]["params"] == {"least_ms": 200, "most_ms": 300}
    status, left = world.control("DELETE", f"{FAULTS}/latency")
    assert (
        status == 200 and left["turned_off"] == ["latency"] and [one["id"] for one in left["active"]] == ["no_apprec"]
    )
    assert world.control("DELETE", FAULTS)[1] == {"turned_off": ["no_apprec"], "active": []}


def test_another_area_knows_nothing_of_it(world: World) -> None:
    world.control("POST", "/areas", area="other", seed=1)
    world.control("POST", FAULTS, id="ack_n")
    assert world.control("GET", "/areas/other/faults")[1] == {"active": []}
    world.control("POST", "/areas/visma_hspro/reset")
    assert world.control("GET", FAULTS)[1] == {"active": []}


def test_a_snapshot_has_the_faults_that_were_on(world: World) -> None:
    world.control("POST", FAULTS, id="ack_n", next=3)
    assert world.control("PUT", "/areas/visma_hspro/snapshots/with")[0] == 201
    world.control("DELETE", FAULTS)
    world.journal.areas.find("visma_hspro").settle(5)
    assert world.control("POST", "/areas/visma_hspro/snapshots/with/restore")[0] == 204
    assert [(one["id"], one["left"]) for one in world.control("GET", FAULTS)[1]["active"]] == [("ack_n", 3)]
    world.control("DELETE", FAULTS)


def test_what_is_wrong_is_answered_in_words(world: World) -> None:
    status, told = world.control("POST", FAULTS, id="no_aprec")
    assert status == 404 and "no_apprec" in told["fix"] and told["fix"].count(",") == 2
    assert world.control("DELETE", f"{FAULTS}/no_aprec")[0] == 404
    assert world.control("POST", "/areas/nowhere/faults", id="no_apprec")[0] == 404
    status, told = world.control("POST", FAULTS, id="no_apprec", next=0)
    assert status == 400 and "next" in told["expected"]
    assert world.control("GET", FAULTS)[1] == {"active": []}


def test_the_catalogue_is_served(world: World) -> None:
    _, known = world.control("GET", "/faults")
    assert {one["id"] for one in known["faults"]} == set(catalogue())


def test_the_bus_shows_it(world: World) -> None:
    world.control("POST", FAULTS, id="lost_on_the_way", next=1)
    journal = world.journal.areas.find("visma_hspro")
    times = {"start": "2031-05-05T09:00:00", "end": "2031-05-05T09:30:00", "summary": "Kontroll", "location": "Rom 2"}
    for day in ("05", "06"):
        moved = {name: text.replace("05T", f"{day}T") for name, text in times.items()}
        journal.journal.do("create_appointment", {"patient": person("nora").ident, **moved})
    assert journal.settle(10)[0]
    assert world.control("GET", FAULTS)[1] == {"active": []}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_the_command_lists_every_fault() -> None:
    listed = run().output
    assert all(f"  {fault.id} " in listed and fault.title in listed for fault in catalogue().values())
    assert {one["id"] for one in json.loads(run("--format", "json").output)} == set(catalogue())


@pytest.mark.parametrize("fault", catalogue())
def test_the_command_explains_each(fault: str) -> None:
    told = run(fault).output
    assert catalogue()[fault].noticed in told and any(word in told for word in SEEN)
    assert ("--cms" in told) is catalogue()[fault].cms
    assert f'  {{"id": "{fault}"}}\n' in told, "left on: a run has begun before its first scenario"
    assert json.loads(run(fault, "--format", "json").output)["id"] == fault


def test_the_command_knows_the_nearest_three() -> None:
    result = run("forget_the_jurnal")
    assert result.exit_code == 2 and "forgets_the_journal" in result.output and result.output.count(",") == 2
