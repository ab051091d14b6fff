"""A journal among other health actors: who is played where, and that nothing is looked for before somebody asks."""

from __future__ import annotations

import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from simulator.clients.mshlink import BothWays, LateMsh
from simulator.clock import SystemClock
from simulator.landscape.parties import HELSENORGE
from simulator.landscape.registered import SURGERY, TOWN_NUMBER
from simulator.landscape.town import Plan, Town, start_town
from simulator.vendors import find_profile
from standards.envelope import business_envelope
from standards.parties import Party
from tests.simulator.journal_kit import CLINIC, Kit
from tests.simulator.meldingstjener_world import message
from tests.simulator.test_buslink import MemoryBus
from wire.bus import BusClient, BusMessage, BusUnreachable, QueueDepth
from wire.msh import MshClient
from wire.mshaccess import of_secret

PRODUCT = "visma_hspro"
SECONDS = 15.0
HER, OTHER = CLINIC.her_id, SURGERY.party.her_id
FROM_STAFF = BusMessage(
    business_envelope(message_id="m", subject="x", from_her_id=HER, to_her_id=OTHER, time_stamp="t"), b"<x/>"
)


class Late:
    """A late access to a bus in memory, that tells how often it was made."""

    def __init__(self, error: Exception | None = None) -> None:
        self.bus = MemoryBus()
        self.made = 0
        self._error = error
        self.late = LateMsh(Kit().journal, self._connect)
        self.way = BothWays(MemoryBus(), self.late.way(HER), HELSENORGE.her_id)

    def _connect(self) -> Mapping[str, BusClient]:
        self.made += 1
        if self._error:
            raise self._error
        return {HER: self.bus}


def test_nothing_is_made_to_tell_how_much_lies_there_or_to_write_to_helsenorge() -> None:
    one = Late()
    assert one.way.depth(f"{HER}_async") == QueueDepth(0, 0, 0)
    one.way.send(f"{HELSENORGE.her_id}_async", FROM_STAFF)
    assert (one.made, one.late.trouble) == (0, "")
    one.late.stop()


def test_a_message_to_another_actor_wakes_it_once_and_goes_there() -> None:
    one = Late()
    one.way.send(f"{OTHER}_async", FROM_STAFF)
    one.way.send(f"{OTHER}_async", FROM_STAFF)
    one.late.stop()
    assert (one.made, [queue for queue, _ in one.bus.sent]) == (1, [f"{OTHER}_async"] * 2)


def test_what_is_stopped_is_not_waked_and_what_cannot_be_made_is_tried_again() -> None:
    one = Late()
    one.late.stop()
    with pytest.raises(BusUnreachable):
        one.way.send(f"{OTHER}_async", FROM_STAFF)
    broken = Late(BusUnreachable("x", found="y"))
    for _ in range(2):
        with pytest.raises(BusUnreachable):
            broken.way.send(f"{OTHER}_async", FROM_STAFF)
    assert (one.made, broken.made) == (0, 2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("targets")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    with ExitStack() as running:
        yield start_town(Plan([find_profile(PRODUCT)], "", "", 0, None, folder, 1), SystemClock(), running)


def looking() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("msh-")]


def until(done: Callable[[], bool]) -> None:
    deadline, tick = time.monotonic() + SECONDS, threading.Event()
    while not done():
        assert time.monotonic() < deadline
        tick.wait(0.02)


def client(folder: Path, secret: Mapping[str, Any]) -> MshClient:
    told = tomllib.loads((folder / f"{PRODUCT}.helseaktoerer.toml").read_text("utf-8"))
    auth = of_secret(json.dumps(secret), SystemClock().now)
    return MshClient(told["transport"]["address"], "Prøve 1", auth=auth)


def test_where_one_plays_the_office_its_secret_lies_in_a_file_of_its_own(town: Town, folder: Path) -> None:
    path, secret = folder / f"{PRODUCT}.helseaktoerer.toml", folder / f"{PRODUCT}.helseaktoerer.helseid.json"
    told = tomllib.loads(path.read_text("utf-8"))
    assert [one.stat().st_mode & 0o777 for one in (path, secret)] == [0o600, 0o600]
    assert told["helsenorge"]["her_id"] == OTHER and told["helsenorge"]["secret"] == {"file": secret.name}
    assert told["transport"]["kind"] == "msh" and "DIALOG_HELSEFAGLIG" in told["processes"]
    assert tomllib.loads((folder / f"{PRODUCT}.toml").read_text("utf-8"))["transport"]["kind"] == "http"


def test_the_journal_looks_from_when_another_actor_is_there(town: Town, folder: Path) -> None:
    [journal] = town.journals
    area = journal.areas.find(journal.area)
    assert looking() == []
    told = json.loads((folder / f"{PRODUCT}.helseaktoerer.helseid.json").read_text("utf-8"))
    municipality = client(folder, {**told, "organisation_number": TOWN_NUMBER})
    assert municipality.unread(int(clinic(town).her_id)) == []
    assert looking() == []
    municipality.close()
    with_us = client(folder, told)
    assert with_us.unread(int(OTHER)) == []
    assert len(looking()) == len(area.journal.world.services)
    sent = message(SURGERY.party, clinic(town), made=SystemClock().now())
    with_us.send(sent.to_xml())
    until(lambda: bool(with_us.unread(int(OTHER))))
    [receipt] = with_us.unread(int(OTHER))
    assert receipt.is_receipt and str(receipt.sender) == clinic(town).her_id
    assert area.trouble == "" and area.settle(SECONDS) == (True, "")
    with_us.close()


def clinic(town: Town) -> Party:
    return town.journals[0].areas.find(PRODUCT).journal.world.default.party
