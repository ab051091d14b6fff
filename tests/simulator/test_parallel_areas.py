"""Eight test areas at once on one instance: no cross-talk, no double booking, nothing lost."""

from __future__ import annotations

import tomllib
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest
import urllib3

from simulator.clock import SystemClock
from simulator.landscape import RunningJournal, start_bus, start_journal
from simulator.landscape.parties import HELSENORGE
from simulator.vendors import find_profile
from standards.hodemelding import Hodemelding
from wire.http import HttpBusClient

AREAS, BOOKINGS, RIVALS = 8, 100, 2


class Area:
    """A test area with staff of its own, reached as a harness reaches them."""

    def __init__(self, journal: RunningJournal, number: int) -> None:
        self.name = f"omraade{number}"
        journal.areas.ensure(self.name, seed=number)
        self.target: dict[str, Any] = tomllib.loads(journal.areas.target(self.name, journal.url))
        self.patients = [person["ident"] for person in self.target["persons"]]
        self.journal = journal.areas.find(self.name).journal
        self._pool = urllib3.PoolManager(retries=False, maxsize=RIVALS)

    def ask(self, intent: str, **params: Any) -> dict[str, Any]:
        """What staff answer."""
        staff = self.target["staff"]
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Authorization": f"Bearer {staff['secret']}"}
        url = f"{staff['address']}/intents/{intent}"
        answer = self._pool.request("POST", url, json=params, headers=headers, timeout=60.0)
        assert answer.status == 200, answer.data
        found: dict[str, Any] = answer.json()
        return found

    def book(self, place: int, rival: int) -> dict[str, Any]:
        """One of those who want the same time with the same midwife."""
        start = datetime(2031, 3, 3, 8) + timedelta(minutes=15 * place)
        return self.ask(
            "create_appointment",
            patient=self.patients[(place + rival) % len(self.patients)],
            start=start.isoformat(),
            end=(start + timedelta(minutes=15)).isoformat(),
            summary=f"{self.name} time {place}",
            location="Rom 1",
            practitioner="Kari",
        )

    def told(self) -> list[Hodemelding]:
        """Everything Helsenorge got from this area."""
        transport, secret = self.target["transport"], self.target["helsenorge"]["secret"]
        client = HttpBusClient(transport["address"], HELSENORGE.her_id, secret)
        found = []
        while (received := client.receive(f"{HELSENORGE.her_id}_async", 0.0)) is not None:
            client.complete(received)
            found.append(Hodemelding.from_xml(received.message.body))
        client.close()
        return found


@pytest.fixture
def areas() -> Iterator[list[Area]]:
    with ExitStack() as running:
        bus = start_bus(None, SystemClock(), port=0)
        running.callback(bus.stop)
        journal = start_journal(find_profile("visma_hspro"), bus.url, None, SystemClock(), port=0, seed=1)
        running.callback(journal.stop)
        yield [Area(journal, number) for number in range(AREAS)]


@pytest.mark.slow
def test_eight_areas_at_once_with_a_race_for_every_time(areas: list[Area]) -> None:
    with ThreadPoolExecutor(AREAS * RIVALS) as staff:
        shifts = [
            staff.submit(lambda area=area, rival=rival: [area.book(place, rival) for place in range(BOOKINGS)])
            for area in areas
            for rival in range(RIVALS)
        ]
        answers = [shift.result() for shift in shifts]
        settled = [staff.submit(area.ask, "settle", deadline_seconds=60.0) for area in areas]
        assert [one.result()["outcome"] for one in settled] == ["done"] * AREAS
        told = [one.result() for one in [staff.submit(area.told) for area in areas]]
    for number, (area, messages) in enumerate(zip(areas, told, strict=True)):
        ours = answers[number * RIVALS : (number + 1) * RIVALS]
        for rivals in zip(*ours, strict=True):
            assert Counter(one["outcome"] for one in rivals) == {"done": 1, "refused": RIVALS - 1}
        booked = {one["data"]["appointment"] for shift in ours for one in shift if one["outcome"] == "done"}
        rows = area.journal.view(lambda unit: unit.rows("SELECT id, start, summary, status FROM appointment"))
        assert {row["id"] for row in rows} == booked and len(rows) == len({row["start"] for row in rows}) == BOOKINGS
        assert all(row["summary"].startswith(f"{area.name} ") and row["status"] == "planned" for row in rows)
        events = [event for message in messages for event in calendar(message)]
        assert sorted(event.uid for event in events) == sorted(booked) and len(messages) == BOOKINGS
        assert all(str(event.summary).startswith(f"{area.name} ") for event in events)
        assert {message.patient.ident.id for message in messages if message.patient and message.patient.ident} <= set(
            area.patients
        )


def calendar(message: Hodemelding) -> list[Any]:
    """The appointments that a message carries."""
    return [event for document in message.documents for event in getattr(document.payload, "events", ())]
