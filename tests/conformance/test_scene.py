"""The bench: routing, evidence before the lock is let go, and Helsenorge's answers."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.store import Evidence
from conformance.outcomes import NothingCame, TargetUnreachable, ToolFault
from conformance.scene import open_bench
from conformance.staff.adapter import IntentResult
from conformance.targets.model import Transport
from standards.exchange import Role
from standards.parties import Party
from standards.rules.engine import judge_message
from tests.conformance.bench_world import (
    ELLE,
    EPJ,
    EPJ_ASYNC,
    EPJ_ERROR,
    HN,
    HN_ASYNC,
    JONAS,
    NORA,
    PER,
    Epj,
    FakeStaff,
    World,
    make_target,
    running,
)
from tests.conformance.fake_bus import FakeBus, FakeClient
from tests.simulator import bus_world
from wire.bus import BusMessage, Received
from wire.http import HttpBusClient

SHARED = Transport("http", "http://127.0.0.1:1", queue_exclusive=False, quiet_seconds=0.05)


def use(world: World, *persons: object) -> None:
    for person in persons:
        world.scene.people._on_use(person.ident)  # type: ignore[attr-defined]


def wait_until_handled(world: World, number: int) -> None:
    router = world.bench._router
    with router.changed:
        assert router.changed.wait_for(lambda: router.handled >= number, 5), router.handled


def test_a_message_about_a_person_in_use_is_received_and_acknowledged(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        avtale = world.epj.avtale(NORA)
        world.epj.send(avtale)
        came = world.scene.citizen.await_message(lambda m: m.code == "05", "ny time")
        receipt = world.epj.take()
        assert (came.patient_id, came.item) == (NORA.ident, 0)
        assert (receipt.kind, receipt.apprec_status, receipt.original_msg_id) == ("apprec", "1", avtale.msg_id)
        assert receipt.envelope.from_her_id == "8200002"
        exchange = world.writer.exchange()
        assert [item.sender for item in exchange] == [Role.EPJ, Role.HELSENORGE]
        assert exchange.items[came.item].raw == came.raw


def test_an_answer_finds_its_scenario_by_thread_even_about_another_patient(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        child = world.scene.people.child()
        enquiry = world.scene.writer.enquiry(child)
        world.scene.citizen.send(enquiry)
        wrong_child = replace(world.epj.answer(enquiry), patient=world.epj.avtale(ELLE).patient)
        world.epj.send(wrong_child)
        came = world.scene.citizen.await_message(lambda m: m.code == "19", "svar")
        assert (came.conversation, came.patient_id) == (enquiry.msg_id, ELLE.ident)


def test_what_belongs_to_nobody_is_foreign_and_gets_no_receipt(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        world.epj.send(world.epj.avtale(JONAS))
        wait_until_handled(world, 1)
        assert world.scene.citizen.received() == ()
        assert len(world.evidence.foreign_messages()) == 1
        assert world.bus.bodies(EPJ_ASYNC) == []
        assert world.bus.bodies(HN_ASYNC) == [], "completed: the queue is ours alone"
        with pytest.raises(NothingCame, match=JONAS.ident):
            world.scene.citizen.await_message(lambda m: True, "time", seconds=0.05)


def test_what_lay_in_the_queue_before_the_run_is_foreign(tmp_path: Path) -> None:
    bus = FakeBus()
    Epj(bus).send(Epj(bus).avtale(NORA))
    with running(tmp_path, bus=bus) as world:
        use(world, NORA)
        assert len(world.evidence.foreign_messages()) == 1
        assert world.bus.bodies(EPJ_ASYNC) == []


def test_on_a_shared_queue_foreign_messages_are_given_back_and_not_spun_on(tmp_path: Path) -> None:
    bus = FakeBus()
    Epj(bus).send(Epj(bus).avtale(JONAS))
    with running(tmp_path, bus=bus, target=make_target(transport=SHARED)) as world:
        entry = bus.queues[HN_ASYNC][0]
        assert entry.deliveries == 2, "released once, then held"
        use(world, NORA)
        world.epj.send(world.epj.avtale(NORA))
        world.scene.citizen.await_message(lambda m: True, "time")
        world.scene.citizen.settle()
        bus.expire_locks(HN_ASYNC)
        wait_until_handled(world, 4)
        assert len(world.evidence.foreign_messages()) == 1, "kept once"
    assert bus.bodies(HN_ASYNC) and not bus.queues[HN_ASYNC][0].lock, "given back when the run ends"
    assert [m.body for m in bus.completed] != []


def test_an_ended_scene_gets_nothing_more(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        second = world.evidence.scenario("MSG-N02", name="To", feature="M")
        enquiry = world.scene.writer.enquiry(JONAS)
        with world.bench.scene("MSG-N02", second) as scene:
            enquiry = scene.writer.enquiry(JONAS)
            scene.citizen.send(enquiry)
        use(world, JONAS)
        world.epj.send(world.epj.answer(enquiry))
        wait_until_handled(world, 1)
        assert world.scene.citizen.received() == (), "the thread belongs to the scenario that is over"
        assert len(world.evidence.foreign_messages()) == 1
        assert [scenario for scenario, _ in world.bench.late()] == ["MSG-N02"] * world.bench.target.staff.settle
        assert not world.bench.late(), "told once"
        notes = [note.text for note in second.record().notes]
        assert any("Etter at scenarioet var over" in text for text in notes), "shown on the scenario it was late for"


def test_the_same_msg_id_twice_gets_one_receipt(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        avtale = world.epj.avtale(NORA)
        world.epj.send(avtale)
        world.epj.send(avtale)
        wait_until_handled(world, 2)
        assert len(world.scene.citizen.received()) == 2
        assert len(world.bus.bodies(EPJ_ASYNC)) == 1
        assert any("en gang til" in note.text for note in world.writer.record().notes)


def test_the_same_amqp_message_id_twice_is_noted_and_dropped(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        for avtale in (world.epj.avtale(NORA), world.epj.avtale(NORA)):
            world.epj.send(avtale, message_id="0e3b9c55-6a55-4a86-8f0e-0a3a0c3d0a11")
        wait_until_handled(world, 2)
        assert len(world.scene.citizen.received()) == 1
        assert any("AMQP message-id" in note.text for note in world.writer.record().notes)


def test_a_redelivery_after_a_lost_lock_is_nobodys_fault(tmp_path: Path) -> None:
    bus = FakeBus()
    with running(tmp_path, bus=bus) as world:
        use(world, NORA)
        bus.lose_locks = 1
        world.epj.send(world.epj.avtale(NORA))
        wait_until_handled(world, 2)
        assert len(world.scene.citizen.received()) == 1
        assert bus.bodies(HN_ASYNC) == []
        assert world.writer.record().notes == ()


def test_a_citizen_who_is_inactive_gives_e35_until_she_is_active(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        person = world.scene.people.inactive_citizen()
        assert person == PER
        world.scene.citizen.answer_as_inactive(person)
        world.epj.send(world.epj.avtale(person))
        first = world.epj.take()
        assert (first.apprec_status, first.error_codes) == ("2", {"E35"})
        assert first.errors[0].s.endswith(".8221")
        world.scene.citizen.answer_as_active(person)
        world.epj.send(world.epj.avtale(person))
        assert world.epj.take().apprec_status == "1"


def test_a_message_that_breaks_the_schema_gets_t02(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        avtale = world.epj.avtale(NORA)
        raw = avtale.to_xml().replace(b"TypeForesp", b"TypeForespx")
        world.epj.send_raw(raw, world.epj.envelope(avtale.type.v))
        assert world.epj.take().error_codes == {"T02"}


@pytest.mark.parametrize("raw", [b"<MsgHead", b"", b"\xff\xfe<\x00", b"<annet/>", b"<!DOCTYPE a><a/>"])
def test_what_cannot_be_read_is_kept_and_answered_on_the_error_queue(tmp_path: Path, raw: bytes) -> None:
    with running(tmp_path) as world:
        envelope = world.epj.envelope("DIALOG_INNBYGGER_EKONTAKT")
        world.epj.send_raw(raw, envelope)
        error = world.epj.take(EPJ_ERROR)
        assert error.envelope.error_condition == "transport:not-well-formed-xml"
        assert error.envelope.original_message_id == envelope.message_id
        wait_until_handled(world, 1)
        (kept,) = world.scene.citizen.received()
        assert (kept.kind, kept.raw) == ("uleselig", raw)


def test_a_message_of_fifty_megabytes_goes_through(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        avtale = world.epj.avtale(NORA)
        raw = avtale.to_xml().replace(b"</MsgHead>", b"<!--" + b"x" * 50_000_000 + b"--></MsgHead>")
        world.epj.send_raw(raw, world.epj.envelope(avtale.type.v))
        came = world.scene.citizen.await_message(lambda m: True, "time", seconds=30)
        assert (came.msg_id, len(came.raw)) == (avtale.msg_id, len(raw))
        assert world.epj.take().kind == "apprec"


def test_receipts_and_errors_are_never_answered(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        sent = world.scene.citizen.send(world.scene.writer.enquiry(world.scene.people.child()))
        world.epj.take()
        world.epj.acknowledge(sent.raw)
        world.epj.refuse_transport(sent.envelope, "transport:internal-error")
        wait_until_handled(world, 2)
        assert {m.kind for m in world.scene.citizen.received()} == {"apprec", "feilkø"}
        assert world.bus.bodies(EPJ_ASYNC) == world.bus.bodies(EPJ_ERROR) == []


def test_a_receipt_to_a_faulty_sender_is_not_our_fault(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        one_level = Party(world.epj.party().level1)
        world.epj.send(replace(world.epj.avtale(NORA), sender=one_level))
        assert world.epj.take().apprec_status in ("1", "2")
        world.scene.citizen.await_message(lambda m: True, "time")


def test_evidence_is_kept_before_the_lock_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path) as world:
        use(world, NORA)

        def full(*_: object, **__: object) -> int:
            raise ToolFault("Disken er full.")

        monkeypatch.setattr(world.writer, "received", full)
        world.epj.send(world.epj.avtale(NORA))
        with pytest.raises(ToolFault, match="full"):
            world.scene.citizen.await_message(lambda m: True, "time")
        assert len(world.bus.bodies(HN_ASYNC)) == 1, "still on the bus"


def test_a_bus_that_goes_down_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        world.bus.down = True
        with world.bus.changed:
            world.bus.changed.notify_all()
        router = world.bench._router
        with router.changed:
            assert router.changed.wait_for(lambda: router.lost_contact is not None, 5)
        with pytest.raises(TargetUnreachable):
            world.scene.citizen.await_message(lambda m: True, "time", seconds=0.05)
        world.bus.down = False
        world.epj.send(world.epj.avtale(NORA))
        assert world.scene.citizen.await_message(lambda m: True, "time").code == "05"


def test_a_bus_that_is_not_there_stops_the_run_before_it_begins(tmp_path: Path) -> None:
    bus = FakeBus()
    bus.down = True
    with pytest.raises(TargetUnreachable), running(tmp_path, bus=bus):
        pass


def test_an_unknown_queue_for_the_receipt_is_a_note(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        use(world, NORA)
        world.bus.unknown.add(EPJ_ASYNC)
        world.epj.send(world.epj.avtale(NORA))
        world.scene.citizen.await_message(lambda m: True, "time")
        assert any("kom ikke fram" in note.text for note in world.writer.record().notes)


def test_our_own_fault_in_a_receipt_stops_that_scenario_only(tmp_path: Path) -> None:
    def judge(raw: bytes, **more: Any) -> Any:
        if b"<AppRec" in raw:
            raise TypeError("regelen er ødelagt")
        return judge_message(raw, **more)

    with running(tmp_path, judge=judge) as world:
        world.epj.send(world.epj.avtale(world.scene.people.child()))
        world.scene.citizen.await_message(lambda m: True, "time")
        with pytest.raises(ToolFault, match="regelen er ødelagt"):
            world.scene.citizen.settle()
        second = world.evidence.scenario("MSG-N02", name="To", feature="M")
        with world.bench.scene("MSG-N02", second) as scene:
            scene.citizen.settle()


def test_a_bus_that_answers_nonsense_is_told_as_our_fault_at_once(tmp_path: Path) -> None:
    class Nonsense(FakeClient):
        def receive(self, queue: str, wait_seconds: float) -> Received | None:
            if wait_seconds:
                raise KeyError("lock_token")
            return None

    with running(tmp_path, client=Nonsense(FakeBus())) as world, pytest.raises(ToolFault, match="lock_token"):
        world.scene.citizen.await_message(lambda m: True, "time", seconds=30)


def test_what_is_under_way_when_a_scenario_fails_does_not_reach_the_next(tmp_path: Path) -> None:
    staff = FakeStaff()
    with running(tmp_path, staff=staff) as world:
        first = world.evidence.scenario("BOOK-N01", name="En", feature="B")
        with pytest.raises(ToolFault), world.bench.scene("BOOK-N01", first) as scene:
            child = scene.people.child()

            def settle() -> IntentResult:
                if not scene.citizen.received():
                    world.epj.send(world.epj.avtale(child))
                return IntentResult("done")

            staff.answers["settle"] = settle
            scene.citizen.send(scene.writer.enquiry(child))
            raise ToolFault("noe helt annet")
        assert [m.sender for m in first.record().messages] == [Role.HELSENORGE, Role.EPJ, Role.HELSENORGE]
        assert world.evidence.foreign_messages() == ()


def test_a_scenario_at_rest_is_not_asked_again(tmp_path: Path) -> None:
    staff = FakeStaff()
    with running(tmp_path, staff=staff) as world:
        world.scene.citizen.send(world.scene.writer.enquiry(world.scene.people.child()))
        world.scene.citizen.settle()
        before = len(staff.asked)
    assert len(staff.asked) == before


def test_over_the_real_bus(tmp_path: Path) -> None:
    with bus_world.running() as bus:
        bus.areas.ensure("a", {HN: "hn", EPJ: "epj"})
        transport = Transport("http", bus.base, queue_exclusive=True, quiet_seconds=0.05)
        target = make_target(transport=transport)
        evidence = Evidence.create(tmp_path / "e.sqlite", {})
        epj_client = HttpBusClient(bus.base, EPJ, "epj")
        epj = Epj(FakeBus())
        with (
            open_bench(target, evidence, adapter=FakeStaff()) as bench,
            bench.scene("A", evidence.scenario("A", name="A", feature="A")) as scene,
        ):
            child = scene.people.child()
            avtale = epj.avtale(child)
            epj_client.send(HN_ASYNC, BusMessage(epj.envelope(avtale.type.v), avtale.to_xml()))
            assert scene.citizen.await_message(lambda m: True, "time").msg_id == avtale.msg_id
            scene.citizen.settle()
            receipt = epj_client.receive(EPJ_ASYNC, 5)
            assert receipt is not None and b"<AppRec" in receipt.message.body
            sent = scene.citizen.send(scene.writer.enquiry(child))
            enquiry = epj_client.receive(EPJ_ASYNC, 5)
            assert enquiry is not None and enquiry.message.body == sent.raw
        epj_client.close()


def test_the_bench_leaves_no_thread_behind(tmp_path: Path) -> None:
    def reading() -> list[str]:
        return [thread.name for thread in threading.enumerate() if thread.name.startswith("mottak")]

    with running(tmp_path):
        assert sorted(reading()) == ["mottak-async", "mottak-error"]
    assert reading() == []


def test_ids_can_be_given_so_that_a_run_can_be_repeated(tmp_path: Path) -> None:
    numbers = iter(range(1000))
    evidence = Evidence.create(tmp_path / "e.sqlite", {})
    client = FakeClient(FakeBus())

    def new_id() -> str:
        return str(uuid.UUID(int=next(numbers)))

    with (
        open_bench(make_target(), evidence, client=client, adapter=FakeStaff(), new_id=new_id) as bench,
        bench.scene("A", evidence.scenario("A", name="A", feature="A")) as scene,
    ):
        assert scene.writer.enquiry(NORA).msg_id == str(uuid.UUID(int=1))


def test_what_comes_for_a_scenario_from_before_the_run_was_taken_up_is_late_for_it(tmp_path: Path) -> None:
    bus = FakeBus()
    with running(tmp_path, bus=bus) as world:
        enquiry = world.scene.writer.enquiry(JONAS)
        world.scene.citizen.send(enquiry)
        avtale = world.epj.avtale(JONAS)
        world.epj.send(avtale, "m-1")
        world.scene.citizen.await_message(lambda m: m.code == "05", "ny time")
    evidence = Evidence.open(tmp_path / "evidence.sqlite")
    writer = evidence.scenario("MSG-N02", name="To", feature="M")
    target = make_target()
    with (
        open_bench(target, evidence, client=FakeClient(bus), adapter=FakeStaff()) as bench,
        bench.scene("MSG-N02", writer) as scene,
    ):
        scene.people._on_use(JONAS.ident)
        router = bench._router
        handled = router.handled
        world.epj.send(avtale, "m-1")
        world.epj.send(world.epj.answer(enquiry))
        world.epj.send(world.epj.avtale(JONAS), "m-1")
        with router.changed:
            assert router.changed.wait_for(lambda: router.handled >= handled + 3, 5), router.handled
        assert len(scene.citizen.received()) == 1, "only the appointment that is new, though its AMQP id is not"
        assert [scenario for scenario, _ in bench.late()] == ["MSG-N01"] * target.staff.settle, "one late, one again"
    evidence.close()


def test_what_a_killed_reader_held_is_outwaited_when_the_run_is_taken_up(tmp_path: Path) -> None:
    class Expiring(FakeClient):
        """A bus where locks run out while somebody waits for a message."""

        def receive(self, queue: str, wait_seconds: float) -> Received | None:
            if wait_seconds >= 1:
                self.bus.expire_locks(queue)
            return super().receive(queue, 0)

    bus = FakeBus()
    with running(tmp_path, bus=bus) as world:
        world.scene.citizen.send(world.scene.writer.enquiry(JONAS))
    world.epj.send(world.epj.avtale(JONAS))
    assert FakeClient(bus).receive(HN_ASYNC, 0) is not None, "held by a reader that is gone"
    evidence = Evidence.open(tmp_path / "evidence.sqlite")
    with open_bench(make_target(), evidence, client=Expiring(bus), adapter=FakeStaff()):
        assert not bus.bodies(HN_ASYNC) and len(evidence.foreign_messages()) == 1
    evidence.close()
