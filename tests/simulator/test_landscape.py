"""A whole simulated world: bus, journal, target file, restart."""

from __future__ import annotations

import json
import tomllib
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import urllib3

from simulator.clock import SystemClock
from simulator.landscape import RunningBus, RunningJournal, start_bus, start_journal
from simulator.landscape.config import ConfigUnreadable, load
from simulator.landscape.parties import HELSENORGE, services
from simulator.store.ownership import DirectoryTaken
from simulator.vendors import find_profile
from standards.hodemelding import Hodemelding
from tests.simulator.journal_kit import EKONTAKT, envelope_for, person, question
from wire.bus import BusMessage, BusUnreachable
from wire.http import HttpBusClient

SCHEMA = Path(__file__).parents[2] / "standards" / "schemas" / "target.schema.json"
CLOCK = SystemClock()
BIRET = person("biret")


class World:
    """A running bus and journal, as their target file tells of them."""

    def __init__(self, bus: RunningBus, journal: RunningJournal, folder: Path) -> None:
        self.bus = bus
        self.journal = journal
        self.file = journal.write_target(folder)
        self.target: dict[str, Any] = tomllib.loads(self.file.read_text("utf-8"))
        self.client = HttpBusClient(
            self.target["transport"]["address"], HELSENORGE.her_id, self.target["helsenorge"]["secret"]
        )

    def staff(self, intent: str, *, key: str = "", secret: str | None = None, **params: Any) -> tuple[int, Any]:
        """Post an intent."""
        secret = self.target["staff"]["secret"] if secret is None else secret
        headers = {"Idempotency-Key": key or str(uuid.uuid4()), "Authorization": f"Bearer {secret}"}
        url = f"{self.target['staff']['address']}/intents/{intent}"
        answer = urllib3.request("POST", url, json=params, headers=headers, retries=False, timeout=20.0)
        return answer.status, answer.json()

    def control(self, method: str, path: str, **content: Any) -> tuple[int, Any]:
        """Ask the journal's control API."""
        more = {"json": content} if method == "POST" else {}
        answer = urllib3.request(method, f"{self.journal.url}/_sim{path}", retries=False, timeout=20.0, **more)
        return answer.status, answer.json() if answer.data else None

    def next(self) -> Hodemelding:
        """The next message to Helsenorge."""
        received = self.client.receive(f"{HELSENORGE.her_id}_async", 10.0)
        assert received is not None
        self.client.complete(received)
        return Hodemelding.from_xml(received.message.body)

    def ask(self, message: BusMessage) -> None:
        """Send as Helsenorge."""
        self.client.send(message.envelope.to, message)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., World]]:
    with ExitStack() as running:

        def start(data: Path | None = None, *, bus_port: int = 0, port: int = 0) -> World:
            bus = start_bus(data, CLOCK, port=bus_port)
            running.callback(bus.stop)
            profile = find_profile("visma_hspro")
            journal = start_journal(profile, bus.url, data, CLOCK, port=port, seed=1)
            running.callback(journal.stop)
            return World(bus, journal, tmp_path / "targets")

        yield start


def test_the_target_file_follows_its_schema_and_only_the_owner_may_read_it(build: Callable[..., World]) -> None:
    world = build()
    text = world.file.read_text("utf-8")
    plain = json.loads(json.dumps(world.target, default=str))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(plain)
    assert world.file.stat().st_mode & 0o777 == 0o600
    assert "SIMULERT" in text and "# Ansatte" in text
    assert world.target["target"]["environment"] == "simulert"
    assert len(world.target["persons"]) >= 12


def test_book_and_write_through_bus_and_staff(build: Callable[..., World]) -> None:
    world = build()
    status, answer = world.staff(
        "create_appointment", patient=BIRET.ident, start="2027-01-12T10:15:00", end="2027-01-12T10:45:00",
        summary="Kontroll", location="Rom 2",
    )  # fmt: skip
    assert (status, answer["outcome"]) == (200, "done")
    pushed = world.next()
    assert pushed.calendar and pushed.calendar.events[0].uid == answer["data"]["appointment"]
    world.ask(BusMessage(envelope_for(EKONTAKT), question(BIRET).to_xml()))
    assert world.staff("settle", deadline_seconds=10) == (200, {"outcome": "done", "reason": None, "data": {}})
    _, journal = world.staff("read_journal", patient=BIRET.ident)
    assert [entry["kind"] for entry in journal["data"]["entries"]] == ["avtale", "melding_inn"]


def test_a_journal_of_several_services_is_reached_at_each(build: Callable[..., World], tmp_path: Path) -> None:
    first = build()
    roles = ("helsestasjon", "skolehelsetjeneste", "jordmor", "ungdom")
    profile = replace(find_profile("visma_hspro"), product="several", services=roles, level2="person")
    journal = start_journal(profile, first.bus.url, None, CLOCK, port=0, seed=1)
    world = World(first.bus, journal, tmp_path / "several")
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(
        json.loads(json.dumps(world.target, default=str))
    )
    parties = world.target["parties"]
    assert [party["role"] for party in parties] == list(roles)
    assert len({party["her_id"] for party in parties}) == 4 and {party["level2"] for party in parties} == {"person"}
    for service in services(profile):
        asked = replace(question(BIRET), receiver=service.party)
        world.ask(BusMessage(envelope_for(EKONTAKT, to_her_id=service.her_id), asked.to_xml()))
    assert world.staff("settle", deadline_seconds=10)[1]["outcome"] == "done"
    for role in roles:
        _, read = world.staff("read_journal", patient=BIRET.ident, unit=role)
        assert len(read["data"]["entries"]) == 1
    journal.stop()


def test_everything_comes_back_after_a_restart(build: Callable[..., World], tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = build(data)
    params = {"patient": BIRET.ident, "subject": "Hei", "text": "Hei", "answerable": True}
    key = str(uuid.uuid4())
    answer = first.staff("start_dialog", key=key, **params)
    text = first.file.read_text("utf-8")
    bus_port, port = first.bus.server.port, first.journal.server.port
    first.journal.stop()
    first.bus.stop()
    second = build(data, bus_port=bus_port, port=port)
    assert second.file.read_text("utf-8") == text
    assert second.staff("start_dialog", key=key, **params) == answer
    assert second.next().msg_id == answer[1]["data"]["thread"]
    assert (data / "visma_hspro" / "visma_hspro.json").stat().st_mode & 0o777 == 0o600


def test_two_simulators_may_not_share_a_folder(build: Callable[..., World], tmp_path: Path) -> None:
    world = build(tmp_path / "data")
    with pytest.raises(DirectoryTaken):
        start_journal(
            find_profile("visma_hspro"), world.bus.url, tmp_path / "data", CLOCK, port=0, seed=1
        )  # fmt: skip


def test_two_journals_on_one_bus_keep_out_of_each_others_way(build: Callable[..., World], tmp_path: Path) -> None:
    first = build()
    second = start_journal(find_profile("visma_hspro"), first.bus.url, None, CLOCK, port=0, seed=1)
    try:
        assert (first.journal.area, second.area) == ("visma_hspro", "visma_hspro-2")
        other = World(first.bus, second, tmp_path / "others")
        other.staff("start_dialog", patient=BIRET.ident, subject="Hei", text="Hei", answerable=True)
        assert other.next().dialog is not None
        assert first.staff("settle", deadline_seconds=10)[1]["outcome"] == "done"
    finally:
        second.stop()


def test_a_bus_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BusUnreachable) as refused:
        start_journal(find_profile("visma_hspro"), "http://127.0.0.1:9", None, CLOCK, port=0, seed=1)
    assert "epj simulate bus" in refused.value.fix


def test_a_bus_in_memory_that_restarts_is_introduced_to_us_again(build: Callable[..., World]) -> None:
    world = build()
    port = world.bus.server.port
    world.bus.stop()
    again = start_bus(None, CLOCK, port=port)
    try:
        world.staff("start_dialog", patient=BIRET.ident, subject="Hei", text="Hei", answerable=True)
        link = world.journal.areas.find("visma_hspro").link
        deadline = datetime.now(UTC).timestamp() + 20
        while (
            world.journal.areas.find("visma_hspro").journal.waiting_count() and datetime.now(UTC).timestamp() < deadline
        ):
            world.journal.areas.find("visma_hspro").journal.wait_past(
                world.journal.areas.find("visma_hspro").journal.rings, 0.1
            )
        assert world.next().dialog is not None
        assert link.settle(10) is True
    finally:
        world.journal.stop()
        again.stop()


def test_a_broken_configuration_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"area": "a"}')
    with pytest.raises(ConfigUnreadable):
        load(path)
