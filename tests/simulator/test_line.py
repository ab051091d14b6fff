"""The journal asks whether the line holds, and reads the answer (TEST, KT and RKT)."""

from __future__ import annotations

import json
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from simulator.clock import SystemClock
from simulator.journal import line
from simulator.landscape import start_bus, start_journal
from simulator.landscape.world import RunningJournal
from simulator.vendors import find_profile
from standards.dialogmelding import Dialogmelding, Notat
from standards.envelope import business_envelope
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import ACK_NO, ConversationRef, Document, Hodemelding
from standards.kodeverk.k7603 import K7603
from standards.rules.engine import judge_exchange, judge_message
from tests.simulator.journal_kit import Kit
from wire.bus import BusMessage
from wire.http import HttpBusClient

HELSENORGE = "8200002"


def answer_to(asked: BusMessage, code: str = "RKT") -> BusMessage:
    """Helsenorge's answer in real time."""
    question, about = Hodemelding.from_xml(asked.body), asked.envelope
    said = replace(
        question,
        msg_id=str(uuid.uuid4()),
        sender=question.receiver,
        receiver=question.sender,
        ack=ACK_NO,
        conversation=ConversationRef(question.msg_id, question.msg_id),
        documents=(Document(Dialogmelding(Notat(K7603.cv(code)))),),
    )
    envelope = business_envelope(
        message_id=str(uuid.uuid4()), subject=about.subject, from_her_id=about.to_her_id, to_her_id=about.from_her_id,
        time_stamp="2026-12-01T08:00:01Z", correlation_id=about.correlation_id, kind="syncreply", ttl_ms=15_000,
    )  # fmt: skip
    return BusMessage(envelope, said.to_xml())


def asked_by(kit: Kit) -> tuple[str, BusMessage]:
    msg_id = kit.done("test_line")["msg_id"]
    waiting = kit.journal.oldest_waiting()
    assert waiting is not None and waiting.queue == f"{HELSENORGE}_sync"
    kit.journal.sent(waiting)
    return msg_id, waiting.message


def status(kit: Kit, msg_id: str) -> tuple[str, str | None]:
    (row,) = kit.transport(msg_id)
    return row["status"], row["error_code"]


def test_the_question_follows_the_rules_and_is_answered() -> None:
    kit = Kit()
    msg_id, asked = asked_by(kit)
    verdict = judge_message(asked.body, sender=Role.EPJ, envelope=asked.envelope)
    assert (verdict.schema, verdict.findings) == ("valid", ()) and asked.envelope.ttl_ms == 15_000
    assert asked.envelope.reply_to == f"{kit.world.default.her_id}_syncreply"
    answer = answer_to(asked)
    kit.journal.take_answer(answer)
    assert status(kit, msg_id) == ("kvittert", None) and kit.journal.waiting_count() == 0
    said = [(Role.EPJ, asked), (Role.HELSENORGE, answer)]
    now = kit.journal.clock.now()
    exchange = Exchange(tuple(Item(who, one.body, one.envelope, now) for who, one in said))
    assert not judge_exchange(exchange, complete=True).findings
    assert kit.done("read_follow_up")["messages"] == []


def test_what_nobody_answers_and_what_answers_nothing() -> None:
    kit = Kit()
    msg_id, asked = asked_by(kit)
    other = replace(
        asked, envelope=replace(asked.envelope, properties={**asked.envelope.properties, "correlation_id": "x"})
    )
    kit.journal.take_answer(answer_to(other))
    assert status(kit, msg_id) == ("sendt", None)
    kit.journal.view(lambda unit: line.not_answered(unit, asked.envelope.message_id))
    assert status(kit, msg_id) == ("feilkø", "ikke-besvart")


def test_an_answer_that_cannot_be_read_is_told() -> None:
    kit = Kit()
    msg_id, asked = asked_by(kit)
    kit.journal.take_answer(replace(answer_to(asked), body=b"hei"))
    assert status(kit, msg_id)[0] == "feilkø"


def test_it_is_refused_where_it_is_not_agreed_on() -> None:
    assert "ingen avtale" in Kit(replace(find_profile("visma_hspro"), processes={})).refused("test_line")


@dataclass
class World:
    journal: RunningJournal
    bus: HttpBusClient


@pytest.fixture
def world() -> Iterator[World]:
    clock = SystemClock()
    bus = start_bus(None, clock, port=0)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, clock, port=0, seed=1)
    body = json.dumps({"area": journal.area, "parties": {HELSENORGE: "hn"}}).encode()
    request = urllib.request.Request(f"{bus.url}/_sim/areas", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(request).close()
    client = HttpBusClient(f"{bus.url}/w/{journal.area}", HELSENORGE, "hn")
    yield World(journal, client)
    client.close()
    journal.stop()
    bus.stop()


def test_over_a_bus(world: World) -> None:
    journal = world.journal.areas.find(world.journal.area).journal
    msg_id = journal.do("test_line", {}, str(uuid.uuid4()))["data"]["msg_id"]
    received = world.bus.receive(f"{HELSENORGE}_sync", 10)
    assert received is not None
    seen = journal.rings
    world.bus.complete(received)
    world.bus.send(received.message.envelope.reply_to, answer_to(received.message))

    def told() -> dict[str, Any]:
        (row,) = journal.do("read_transport_log", {"msg_id": msg_id}, "")["data"]["entries"]
        found: dict[str, Any] = row
        return found

    for _ in range(10):
        if told()["status"] != "sendt":
            break
        journal.wait_past(seen, 10)
        seen = journal.rings
    assert told()["status"] == "kvittert"
