"""A journal connected over Meldingstjener: it gets messages, gives receipts, sends, and takes ours."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from requests.auth import AuthBase

from simulator.clients.buslink import BusLink
from simulator.clients.msh import over_msh
from simulator.clients.mshlink import BothWays, MshLink
from simulator.clock import SystemClock
from simulator.journal.journal import Journal
from simulator.landscape.parties import HELSENORGE
from simulator.serving.service import Registered
from standards.apprec import AppRec, receipt_for
from standards.codes import Code
from standards.exchange import Role
from standards.hodemelding import Hodemelding
from standards.rules.engine import judge_message
from standards.rules.model import Severity
from tests.simulator.journal_kit import CLINIC, PACK, Kit, envelope_for, person, question
from tests.simulator.meldingstjener_world import DOCTORS, SURGERY
from tests.simulator.meldingstjener_world import message as between
from tests.simulator.msh_town import Town, town
from tests.simulator.test_buslink import MemoryBus
from wire.bus import BusClient, BusMessage, BusRefused, BusUnreachable, LockLost, Received
from wire.msh import MshClient
from wire.mshaccess import UnusableAccess, of_secret
from wire.mshbus import MshBus

US, THEM = "999000444", "999000555"
HER = CLINIC.her_id
PARTIES = (
    Registered(CLINIC, US),
    Registered(HELSENORGE, THEM, role="helsenorge"),
    Registered(SURGERY, DOCTORS),
)
QUEUE = f"{HELSENORGE.her_id}_async"
SECONDS = 20.0


def access(secret: str) -> AuthBase | None:
    """What goes with a call, by the clock of the machine."""
    return of_secret(secret, SystemClock().now)


@pytest.fixture(scope="module")
def running() -> Iterator[Town]:
    with town(PARTIES) as made:
        yield made


@dataclass
class Linked:
    kit: Kit
    link: BusLink
    counterpart: MshBus

    def received(self) -> Received:
        found = self.counterpart.receive(QUEUE, SECONDS)
        assert found is not None
        self.counterpart.complete(found)
        return found


@pytest.fixture
def linked(running: Town) -> Iterator[Linked]:
    kit, name = Kit(), uuid.uuid4().hex
    auth = access(running.secret(f"epj-{name}", US))
    clients = over_msh(running.msh, [CLINIC.her_id], "Simulert journal 0.1", auth=auth, pause_seconds=0.05)
    other = MshClient(running.msh, "Motpart 1.0", auth=access(running.secret(f"motpart-{name}", THEM)))
    made = Linked(kit, BusLink(kit.journal, clients), MshBus(other, HELSENORGE.her_id, pause_seconds=0.05))
    made.link.start()
    try:
        yield made
    finally:
        made.link.stop()
        made.counterpart.close()


def test_a_message_arrives_in_the_journal_and_gets_its_receipt(linked: Linked) -> None:
    asked = question(person("biret"), "Når er neste time?")
    linked.counterpart.send(f"{CLINIC.her_id}_async", BusMessage(envelope_for(asked.type.v), asked.to_xml()))
    answer = linked.received()
    receipt = AppRec.from_xml(answer.message.body)
    assert (receipt.accepted, receipt.original.msg_id) == (True, asked.msg_id)
    envelope = answer.message.envelope
    assert (envelope.subject, envelope.from_her_id, envelope.to_her_id) == ("APPREC", CLINIC.her_id, HELSENORGE.her_id)
    assert linked.link.settle(SECONDS)
    assert [one["text"] for one in linked.kit.entries(person("biret"))] == ["Når er neste time?"]


def test_the_journal_sends_and_takes_our_receipt(linked: Linked) -> None:
    linked.kit.done(
        "start_dialog", patient=person("biret").ident, subject="Time", text="Vi ringer deg.", answerable=True
    )
    came = linked.received()
    sent = Hodemelding.from_xml(came.message.body)
    assert (came.message.envelope.subject, sent.receiver.her_id) == (sent.type.v, HELSENORGE.her_id)
    receipt = receipt_for(sent, receipt_id=str(uuid.uuid4()), now=linked.kit.base.now())
    linked.counterpart.send(f"{CLINIC.her_id}_async", BusMessage(envelope_for("APPREC"), receipt.to_xml()))
    assert linked.link.settle(SECONDS)
    assert linked.kit.transport(sent.msg_id)[0]["status"] == "kvittert"


def test_one_without_a_uuid_for_its_id_gets_a_negative_receipt(linked: Linked) -> None:
    asked = question(person("biret"), "Når er neste time?")
    broken = asked.to_xml().replace(asked.msg_id.encode(), b"17")
    linked.counterpart.send(f"{CLINIC.her_id}_async", BusMessage(envelope_for(asked.type.v), broken))
    receipt = AppRec.from_xml(linked.received().message.body)
    assert [one.v for one in receipt.errors] == ["E10"]


def test_what_is_held_is_not_given_twice_and_what_is_let_go_comes_again(running: Town) -> None:
    name = uuid.uuid4().hex
    bus = MshBus(
        MshClient(running.msh, "Motpart 1.0", auth=access(running.secret(f"m-{name}", THEM))), HELSENORGE.her_id
    )
    us = MshBus(MshClient(running.msh, "EPJ 1", auth=access(running.secret(f"e-{name}", US))), CLINIC.her_id)
    asked = question(person("biret"), "Når?")
    bus.send(f"{CLINIC.her_id}_async", BusMessage(envelope_for(asked.type.v), asked.to_xml()))
    own = f"{CLINIC.her_id}_async"
    taken = us.receive(own, 0)
    assert taken is not None and us.receive(own, 0) is None
    assert (us.depth(own).ready, us.depth(own).locked) == (0, 1)
    us.release(taken)
    again = us.receive(own, 0)
    assert again is not None and again.message == taken.message
    us.complete(again)
    assert us.depth(own).is_empty and us.receive(f"{CLINIC.her_id}_error", 0) is None
    with pytest.raises(LockLost):
        us.complete(Received(again.message, str(uuid.uuid4()), 1, 1, again.enqueued_at))
    for queue, body in ((f"{HELSENORGE.her_id}_error", b""), ("x_async", b"<a/>"), (QUEUE, b"<a/>")):
        with pytest.raises(BusRefused):
            us.send(queue, BusMessage(again.message.envelope, body))
    us.close()
    with pytest.raises(BusUnreachable):
        us.receive(own, 0)


def test_access_that_cannot_be_used() -> None:
    assert access(" ") is None
    for secret in ('{"issuer": 1', '{"issuer": "x", "client_id": "y"}'):
        with pytest.raises(UnusableAccess, match="Rett hemmeligheten"):
            access(secret)


class TestOtherActors:
    """A journal on both ways: a doctor writes to it over Meldingstjener, and staff answer."""

    @pytest.fixture
    def doctor(self, running: Town) -> Iterator[tuple[Kit, MshBus]]:
        kit, name = Kit(), uuid.uuid4().hex
        kit.journal = Journal(kit.database, kit.journal.clock, replace(kit.world, actors=True), PACK)
        own = over_msh(
            running.msh,
            [HER],
            "Simulert journal 0.1",
            auth=access(running.secret(f"j-{name}", US)),
            pause_seconds=0.05,
        )
        both: dict[str, BusClient] = {HER: BothWays(MemoryBus(), own[HER], HELSENORGE.her_id)}
        links = BusLink(kit.journal, both), MshLink(kit.journal, own)
        client = MshClient(running.msh, "Legekontor 1.0", auth=access(running.secret(f"l-{name}", DOCTORS)))
        made = MshBus(client, SURGERY.her_id, pause_seconds=0.05)
        for link in links:
            link.start()
        try:
            yield kit, made
        finally:
            for link in links:
                link.stop()
            made.close()

    def received(self, doctor: MshBus) -> Received:
        found = doctor.receive(f"{SURGERY.her_id}_async", SECONDS)
        assert found is not None
        doctor.complete(found)
        return found

    def test_a_question_is_filed_receipted_and_answered(self, doctor: tuple[Kit, MshBus]) -> None:
        kit, surgery = doctor
        asked = replace(between(SURGERY, CLINIC), type=Code("DIALOG_FORESPORSEL", dn="Forespørsel"))
        surgery.send(f"{HER}_async", BusMessage(envelope_for("x"), asked.to_xml()))
        receipt = AppRec.from_xml(self.received(surgery).message.body)
        assert (receipt.accepted, receipt.original.msg_id, receipt.version) == (True, asked.msg_id, "1.1")
        (entry,) = [one for one in kit.entries(person("nora")) if one["kind"] == "melding_inn"]
        assert (entry["author"], entry["text"]) == (
            "Fjordvik legesenter, allmennlege",
            "Kan dere se på såret ved neste besøk?",
        )
        kit.done("answer_dialog", thread=entry["thread"], text="Vi ser på det i morgen.", outcome="answer")
        raw = self.received(surgery).message.body
        answer = Hodemelding.from_xml(raw)
        assert (answer.type.v, answer.ack, answer.receiver.her_id) == ("DIALOG_SVAR", None, SURGERY.her_id)
        assert answer.conversation is not None and answer.conversation.parent == asked.msg_id
        assert answer.dialog is not None and answer.dialog.body.text == "Vi ser på det i morgen."
        assert not [one for one in judge_message(raw, sender=Role.EPJ).findings if one.severity is Severity.ERROR]
        ours = receipt_for(answer, receipt_id=str(uuid.uuid4()), now=kit.base.now())
        surgery.send(f"{HER}_async", BusMessage(envelope_for("APPREC"), ours.to_xml()))
        assert kit.refused("answer_dialog", thread=entry["thread"], text="Nei", outcome="reject")

    def test_one_about_somebody_who_is_not_named_is_rejected(self, doctor: tuple[Kit, MshBus]) -> None:
        _, surgery = doctor
        asked = replace(between(SURGERY, CLINIC), patient=None)
        surgery.send(f"{HER}_async", BusMessage(envelope_for("x"), asked.to_xml()))
        receipt = AppRec.from_xml(self.received(surgery).message.body)
        assert [one.v for one in receipt.errors] == ["E36"]


def test_a_journal_without_other_actors_takes_nothing_from_them() -> None:
    kit = Kit()
    asked = between(SURGERY, CLINIC)
    kit.give(asked, envelope=envelope_for(asked.type.v, from_her_id=SURGERY.her_id))
    (out,) = kit.take()
    assert out.envelope.error_condition == "transport:unsupported-message"
    assert not [one for one in kit.entries(person("nora")) if one["kind"] == "melding_inn"]
