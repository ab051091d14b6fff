"""A journal whose profile says FHIR puts its appointments at Helsenorge's receiver; everything else goes on the bus."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import urllib3

from simulator.clock import SystemClock
from simulator.landscape import RunningJournal, RunningTimeavtaler, start_bus, start_journal, start_timeavtaler
from simulator.vendors import find_profile
from standards.rules.engine import judge_message
from tests.simulator.journal_kit import Kit, digital_status, person

NORA = person("nora")
PROFILE = replace(find_profile("visma_hspro"), product="prove_fhir", push="fhir")


class World:
    """A journal that pushes FHIR, and where it pushes to."""

    def __init__(self, journal: RunningJournal, receiver: RunningTimeavtaler) -> None:
        self.area = journal.areas.find(journal.area)
        self.receiver = receiver
        self.address = receiver.address(journal.area)

    def do(self, intent: str, **params: Any) -> dict[str, Any]:
        """An intent that must be done, with all it leads to sent."""
        answer = self.area.journal.do(intent, params, str(uuid.uuid4()))
        assert answer["outcome"] == "done", answer
        assert self.area.settle(20) == (True, "")
        found: dict[str, Any] = answer["data"]
        return found

    def inbox(self) -> list[dict[str, Any]]:
        answer = urllib3.request("GET", f"{self.address}/timeavtaler/_inbox")
        found: list[dict[str, Any]] = answer.json()["entries"]
        return found


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    receiver = start_timeavtaler(None, clock, port=0)
    journal = start_journal(PROFILE, bus.url, None, clock, port=0, seed=1, timeavtaler_url=receiver.url)
    yield World(journal, receiver)
    journal.stop()
    receiver.stop()
    bus.stop()


def booking(start: str) -> dict[str, str]:
    end = start.replace(":00:00", ":30:00")
    return {"patient": NORA.ident, "start": start, "end": end, "summary": "Toårskontroll – æøå", "location": "Rom 2"}


def test_each_thing_that_happens_to_an_appointment_is_one_put(world: World) -> None:
    appointment = world.do("create_appointment", **booking("2031-02-10T10:00:00"))["appointment"]
    world.do("change_appointment", appointment=appointment, start="2031-02-11T10:00:00", end="2031-02-11T10:30:00")
    world.do("cancel_appointment", appointment=appointment, reason="Sykdom")
    told = [one for one in world.inbox() if one["appointment"] and one["appointment"]["id"] == appointment]
    assert [(one["change"], one["appointment"]["status"]) for one in told] == [
        ("new", "booked"), ("changed", "booked"), ("changed", "cancelled"),
    ]  # fmt: skip
    log = [row for row in world.do("read_transport_log")["entries"] if row["direction"] == "ut"]
    assert [row["status"] for row in log[-3:]] == ["kvittert"] * 3


def test_what_is_put_follows_the_rules_and_stands_raw_in_the_log(world: World) -> None:
    appointment = world.do("create_appointment", **booking("2031-03-10T10:00:00"))["appointment"]
    with_it = world.area.journal.view(lambda unit: unit.rows("SELECT * FROM transport ORDER BY number"))[-1]
    assert json.loads(with_it["raw"])["id"] == appointment
    assert not judge_message(with_it["raw"]).findings


def test_a_refusal_comes_on_the_list_of_what_staff_must_look_at(world: World) -> None:
    journal = world.area.journal
    journal.do("create_appointment", booking("2031-04-10T10:00:00"), str(uuid.uuid4()))
    assert world.area.settle(20)[0]
    from simulator.journal import pushes

    broken = journal.view(lambda unit: pushes.put(unit, "feil", NORA.ident, b'{"resourceType": "Patient"}'))
    journal.ring()
    assert world.area.settle(20)[0]
    [row] = [one for one in journal.view(lambda unit: unit.rows("SELECT * FROM transport")) if one["msg_id"] == broken]
    assert row["status"] == "avvist" and row["error_code"].startswith("HTTP 4") and row["error_text"]


def test_nothing_about_appointments_goes_on_the_bus(world: World) -> None:
    before = len(world.inbox())
    world.do("create_appointment", **booking("2031-05-10T10:00:00"))
    assert len(world.inbox()) == before + 1
    kit = Kit(PROFILE)
    kit.book(NORA)
    assert kit.take() == [] and kit.journal.waiting_count() == 1


def test_what_waits_for_one_who_has_left_helsenorge_is_dropped() -> None:
    kit = Kit(PROFILE)
    kit.book(NORA)
    kit.give(digital_status(NORA, "2"))
    kit.take()
    assert kit.journal.waiting_count() == 0


def test_pushes_wait_while_there_is_nobody_to_send_to() -> None:
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(PROFILE, bus.url, None, clock, port=0, seed=1)
    area = journal.areas.find(journal.area)
    area.journal.do("create_appointment", booking("2031-02-10T10:00:00"), str(uuid.uuid4()))
    assert area.settle(0.2)[0] is False
    journal.stop()
    bus.stop()
