"""The citizen's test area of a journal: its own, made once, with the people that the services beside are told of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from simulator.clients.buscontrol import ensure_area
from simulator.clock import ManualClock
from simulator.landscape import start_bus, start_journal
from simulator.landscape.citizen import PACK, CitizenAreas
from simulator.landscape.surroundings import around
from simulator.landscape.world import RunningJournal
from simulator.vendors import find_profile

NOW = datetime(2027, 10, 5, 8, tzinfo=UTC)
HSPRO = find_profile("visma_hspro")


@contextmanager
def running(data: Path | None = None, taken: str = "") -> Iterator[tuple[CitizenAreas, RunningJournal]]:
    clock = ManualClock(NOW)
    with ExitStack() as stack:
        bus = start_bus(None, clock, port=0)
        stack.callback(bus.stop)
        if taken:
            ensure_area(bus.url, taken, {"8200002": "en annens"})
        journal = start_journal(HSPRO, bus.url, data, clock, port=0, seed=7)
        stack.callback(journal.stop)
        yield CitizenAreas(lambda: [journal], bus.url, 7), journal


def test_the_area_is_made_once_and_is_not_the_targets() -> None:
    with running() as (citizens, journal):
        [offer] = citizens.offered()
        assert offer.product == "visma_hspro" and journal.areas.ids() == ["visma_hspro"]
        seat = offer.open()
        assert seat == offer.open() and journal.areas.ids() == ["visma_hspro", "visma_hspro_innbygger"]
        target = journal.areas.find("visma_hspro")
        assert seat.bus != target.bus_address and seat.password != target.config.helsenorge_password
        assert seat.password not in repr(seat) and "helsestasjon" in dict(seat.services)
        assert f"/w/{seat.area}/" in seat.workbench and seat.dialog in seat.processes


def test_the_services_beside_are_told_who_lives_there() -> None:
    with running() as (citizens, _):
        told = citizens.told(around({"visma_hspro": HSPRO}, 7, None, ManualClock(NOW)))
        assert told.place("visma_hspro").pack == "vanlig"
        citizens.offered()[0].open()
        here = told.place("visma_hspro_innbygger")
        assert (here.seed, here.pack, here.day) == (7, PACK, "2027-10-05") and here.parties
        assert told.place("annet").pack == "vanlig" and told.journals()[0].name == HSPRO.name


def test_a_name_that_somebody_has_on_the_bus_is_left_to_them() -> None:
    with running(taken="visma_hspro_innbygger") as (citizens, _):
        assert citizens.offered()[0].open().area == "visma_hspro_innbygger-2"
        assert citizens.offered()[0].open().area == "visma_hspro_innbygger-2"


def test_the_area_comes_back_after_a_restart_beside_that_of_the_target(tmp_path: Path) -> None:
    with running(tmp_path) as (citizens, _):
        before = citizens.offered()[0].open()
    with running(tmp_path) as (citizens, journal):
        assert journal.area == "visma_hspro"
        after = citizens.offered()[0].open()
        assert (after.area, after.password) == (before.area, before.password)
