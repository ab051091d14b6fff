"""What outlives the bus process: areas, parties, messages and delivery counts; not locks."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import urllib3

from simulator.national.tjenestebuss import Areas, BusSettings, build_bus
from simulator.national.tjenestebuss.refusals import LockGone, WrongPassword
from simulator.serving.refusals import FaultyRequest, UnknownArea
from simulator.store.database import StoreFull, StoreUnusable
from simulator.store.ownership import DirectoryTaken
from tests.simulator.bus_world import DEAD, EPJ, HELSENORGE, INBOX, PASSWORDS, START, envelope, manual
from wire.bus import BusError, BusMessage, QueueDepth
from wire.http import HttpBusClient


@contextmanager
def areas_in(data: Path | None, settings: BusSettings | None = None) -> Iterator[Areas]:
    areas = Areas(data, manual(), settings or BusSettings(), time.monotonic)
    yield areas
    areas.close()


def test_areas_parties_and_passwords_come_back(tmp_path: Path) -> None:
    with areas_in(tmp_path) as areas:
        assert areas.ensure("a", PASSWORDS)
        assert not areas.ensure("a", {"8299999": "ny"})
        areas.get("a").shift_clock(timedelta(hours=2))
    with areas_in(tmp_path) as areas:
        assert areas.ids() == ["a"]
        bus = areas.get("a")
        assert bus.parties.her_ids() == [HELSENORGE, EPJ, "8299999"]
        assert bus.now() == START + timedelta(hours=2)
        bus.parties.authenticate(EPJ, PASSWORDS[EPJ])
        with pytest.raises(WrongPassword):
            bus.parties.authenticate(EPJ, "feil")


def test_messages_come_back_and_locks_do_not(tmp_path: Path) -> None:
    with areas_in(tmp_path) as areas:
        areas.ensure("a", PASSWORDS)
        bus = areas.get("a")
        for name in ("locked", "completed", "ready"):
            bus.send(INBOX, envelope(name), name.encode())
        held, done = bus.lock(INBOX, EPJ), bus.lock(INBOX, EPJ)
        assert held and done
        bus.complete(done.lock, EPJ)
    with areas_in(tmp_path) as areas:
        bus = areas.get("a")
        assert bus.depth(INBOX, EPJ) == QueueDepth(2, 0, 0)
        with pytest.raises(LockGone):
            bus.complete(held.lock, EPJ)
        again = bus.lock(INBOX, EPJ)
        assert again and (again.body, again.delivery_count) == (b"locked", 2)


def test_a_crash_at_the_tenth_delivery_makes_a_dead_letter(tmp_path: Path) -> None:
    with areas_in(tmp_path) as areas:
        areas.ensure("a", PASSWORDS)
        areas.get("a").send(INBOX, envelope(), b"x")
    for _ in range(10):
        with areas_in(tmp_path) as areas:
            assert areas.get("a").lock(INBOX, EPJ)
    with areas_in(tmp_path) as areas:
        assert areas.get("a").depth(INBOX, EPJ) == QueueDepth(0, 0, 1)
        assert areas.get("a").depth(DEAD, EPJ).ready == 1


def test_areas_are_apart(tmp_path: Path) -> None:
    with areas_in(tmp_path) as areas:
        for area in ("a", "b"):
            areas.ensure(area, PASSWORDS)
        areas.get("a").send(INBOX, envelope(), b"x")
        areas.get("a").shift_clock(timedelta(days=1))
        assert areas.get("b").depth(INBOX, EPJ).ready == 0
        assert areas.get("b").now() == START
        with pytest.raises(UnknownArea):
            areas.get("c")


@pytest.mark.parametrize("area", ["", "A", "../x", "a/b", "æ", "-a", "x" * 64])
def test_ids_that_cannot_be_file_names_are_refused(tmp_path: Path, area: str) -> None:
    with areas_in(tmp_path) as areas, pytest.raises(FaultyRequest):
        areas.ensure(area, {})


def test_passwords_are_not_kept_in_clear(tmp_path: Path) -> None:
    with areas_in(tmp_path) as areas:
        areas.ensure("a", PASSWORDS)
        assert not any(PASSWORDS[EPJ].encode() in file.read_bytes() for file in (tmp_path / "bus").iterdir())


def test_two_buses_do_not_share_a_directory(tmp_path: Path) -> None:
    with areas_in(tmp_path), pytest.raises(DirectoryTaken):
        Areas(tmp_path, manual(), BusSettings(), time.monotonic)
    with areas_in(tmp_path):
        pass


def test_a_directory_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "bus").write_text("a file is in the way")
    with pytest.raises(StoreUnusable, match="Datamappen"):
        build_bus(tmp_path, manual())


def test_a_full_disk_refuses_the_send_and_keeps_the_rest(tmp_path: Path) -> None:
    with areas_in(tmp_path, BusSettings(max_pages=24)) as areas:
        areas.ensure("a", PASSWORDS)
        bus = areas.get("a")
        bus.send(INBOX, envelope(), b"small")
        with pytest.raises(StoreFull, match="full"):
            bus.send(INBOX, envelope(), b"x" * 200_000)
        found = bus.lock(INBOX, EPJ)
        assert found and found.body == b"small"
        assert bus.depth(INBOX, EPJ) == QueueDepth(0, 1, 0)


@contextmanager
def bus_process(data: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [sys.executable, "-m", "simulator.national.tjenestebuss", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the bus did not start"
        try:
            yield process, found[0]
        finally:
            process.kill()


def flood(base: str, sender: int, acknowledged: list[str], enough: threading.Event) -> None:
    client = HttpBusClient(base, HELSENORGE, PASSWORDS[HELSENORGE], patience_seconds=0)
    for number in range(100_000):
        name = f"{sender}-{number}"
        try:
            client.send(INBOX, BusMessage(envelope(name), b"x" * 2000))
        except BusError:
            return
        acknowledged.append(name)
        if len(acknowledged) >= 150:
            enough.set()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_everything_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()
    with bus_process(tmp_path) as (process, url):
        urllib3.request("POST", f"{url}/_sim/areas", json={"area": "a", "parties": PASSWORDS})
        senders = [
            threading.Thread(target=flood, args=(f"{url}/w/a", number, acknowledged, enough)) for number in range(4)
        ]
        for sender in senders:
            sender.start()
        assert enough.wait(60)
        os.kill(process.pid, signal.SIGKILL)
        for sender in senders:
            sender.join(30)
    with bus_process(tmp_path) as (_, url):
        reader = HttpBusClient(f"{url}/w/a", EPJ, PASSWORDS[EPJ])
        got = []
        while found := reader.receive(INBOX, 0):
            assert found.message.body == b"x" * 2000
            got.append(found.message.envelope.message_id)
            reader.complete(found)
        reader.close()
    assert len(got) == len(set(got))
    assert set(acknowledged) <= set(got)
    assert len(got) - len(acknowledged) <= 4


def test_the_bus_process_tells_what_is_wrong(tmp_path: Path) -> None:
    with bus_process(tmp_path):
        second = subprocess.run(
            [sys.executable, "-m", "simulator.national.tjenestebuss", "--data", str(tmp_path)],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert second.returncode == 1
    assert "i bruk" in second.stderr and "Traceback" not in second.stderr
