"""The ports: sending, waiting with a deadline, proof of absence, staff and journal."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.faults import messages as faults
from conformance.outcomes import (
    CheckFailed,
    NothingCame,
    NotVerified,
    PreconditionMissing,
    TargetUnreachable,
    ToolFault,
)
from conformance.ports import Claim
from conformance.staff.adapter import IntentResult
from conformance.targets.model import Deadlines, Staff
from conformance.writing.helsenorge import AppointmentRef
from standards.apprec import error
from standards.codes import Ident
from standards.envelope import business_envelope
from standards.hodemelding import Hodemelding
from standards.rules.model import Finding, Level, Mark, Severity
from tests.conformance.bench_world import EPJ, EPJ_ASYNC, HN, NORA, FakeStaff, World, make_target, running
from wire.bus import BusMessage

NO_SETTLE = make_target(staff=Staff("http", "", settle=False))


def enquiry(world: World) -> Hodemelding:
    return world.scene.writer.enquiry(world.scene.people.child())


def test_what_we_send_arrives_as_it_was_judged_and_kept(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        sent = world.scene.citizen.send(enquiry(world))
        at_epj = world.epj.take()
        assert at_epj.raw == sent.raw
        assert (at_epj.envelope.subject, at_epj.envelope.from_her_id, at_epj.envelope.to_her_id) == (
            at_epj.type,
            HN,
            EPJ,
        )
        assert at_epj.envelope.message_id != at_epj.msg_id == sent.msg_id == sent.thread
        exchange = world.writer.exchange()
        assert exchange.items[sent.item].raw == sent.raw
        assert exchange.acting_for_other == {sent.msg_id: False}


def test_a_message_of_ours_that_breaks_a_rule_is_our_fault_and_is_not_sent(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        with pytest.raises(ToolFault, match="Testverktøyet laget en feil"):
            world.scene.citizen.send(replace(enquiry(world), msg_id="ikke-en-uuid"))
        assert world.bus.bodies(EPJ_ASYNC) == []


def test_a_fault_that_we_only_echo_is_the_epjs(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        child = world.scene.people.child()
        ref = AppointmentRef(str(uuid.uuid4()), "i morgen", "2026-12-10T10:45:00", EPJ)
        with pytest.raises(PreconditionMissing, match="kalenderen"):
            world.scene.citizen.send(world.scene.writer.cancellation(ref, child))


def test_nothing_is_sent_about_somebody_who_could_be_alive(tmp_path: Path) -> None:
    living = f"{1:02}{1:02}{50:02}{12345}"
    with running(tmp_path) as world:
        message = enquiry(world)
        assert message.patient is not None
        message = replace(message, patient=replace(message.patient, ident=Ident.fnr(living)))
        with pytest.raises(ToolFault) as caught:
            world.scene.citizen.send_raw(message.to_xml(), world.scene.writer.envelope(message), fault="ekte person")
        assert living not in str(caught.value)
        assert world.bus.bodies(EPJ_ASYNC) == []


def test_a_deliberate_fault_is_named_in_the_evidence_and_not_judged(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        message = enquiry(world)
        faulty = faults.header_broken(message.to_xml(), world.scene.writer.envelope(message))
        sent = world.scene.citizen.send_raw(faulty.raw, faulty.envelope, fault=faulty.fault)
        assert world.writer.exchange().items[sent.item].deliberate_fault == faulty.fault
        world.epj.refuse_transport(sent.envelope, "transport:not-well-formed-xml")
        came = world.scene.citizen.await_error(sent)
        assert came.envelope.error_condition == "transport:not-well-formed-xml"
        with pytest.raises(ToolFault):
            world.scene.citizen.send_raw(faulty.raw, faulty.envelope, fault="")


def test_each_wait_gets_a_message_of_its_own(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        person = world.scene.people.child()
        world.epj.send(world.epj.avtale(person, "05"))
        world.epj.send(world.epj.avtale(person, "05"))
        first = world.scene.citizen.await_message(lambda m: m.code == "05", "time")
        second = world.scene.citizen.await_message(lambda m: m.code == "05", "time")
        assert first.number != second.number
        assert world.scene.citizen.messages(lambda m: m.code == "05") == (first, second)
        with pytest.raises(NothingCame, match="Det kom ingenting annet heller"):
            world.scene.citizen.await_message(lambda m: True, "time", seconds=0.05)


def test_a_wait_ends_as_soon_as_the_message_is_there(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        person = world.scene.people.child()
        threading.Timer(0.1, lambda: world.epj.send(world.epj.avtale(person))).start()
        began = time.monotonic()
        world.scene.citizen.await_message(lambda m: True, "time", seconds=5)
        assert time.monotonic() - began < 2
        (wait,) = world.writer.record().waits
        assert (wait.what, wait.deadline, wait.came) == ("time", 5, True)


def test_nothing_came_says_what_came_instead_and_carries_the_finding(tmp_path: Path) -> None:
    finding = Finding("A16", "HITS 1217:2018, 3.4.1", Severity.ERROR, "Ingen 07")
    with running(tmp_path) as world:
        world.epj.send(world.epj.avtale(world.scene.people.child(), "08"))
        with pytest.raises(NothingCame, match="kode 08") as caught:
            world.scene.citizen.await_message(lambda m: m.code == "07", "endret time", seconds=0.2, finding=finding)
        assert caught.value.finding is finding
        assert (caught.value.what, caught.value.seconds) == ("endret time", 0.2)
        assert [wait.came for wait in world.writer.record().waits] == [False]


def test_receipts_and_refusals_find_their_message(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        one, other = (world.scene.citizen.send(enquiry(world)) for _ in range(2))
        world.epj.acknowledge(other.raw, (error("T02", "XML ikke gyldig"),))
        world.epj.acknowledge(one.raw)
        assert world.scene.citizen.await_apprec(one).apprec_status == "1"
        assert world.scene.citizen.await_refusal(other).error_codes == {"T02"}
        assert [r.apprec_status for r in world.scene.citizen.receipts_for(other)] == ["2"]


def test_a_positive_receipt_ends_the_wait_for_a_refusal_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        sent = world.scene.citizen.send(enquiry(world))
        world.epj.acknowledge(sent.raw)
        began = time.monotonic()
        with pytest.raises(NothingCame, match=r"kvittering 1 på melding"):
            world.scene.citizen.await_refusal(sent, seconds=30)
        assert time.monotonic() - began < 5


def test_an_error_on_the_queue_ends_the_wait_for_a_receipt_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        sent = world.scene.citizen.send(enquiry(world))
        world.epj.refuse_transport(sent.envelope, "transport:unsupported-message")
        with pytest.raises(NothingCame, match="unsupported-message"):
            world.scene.citizen.await_apprec(sent, seconds=30)


def test_a_receipt_for_a_message_whose_id_was_lost_in_the_fault_still_comes_home(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        message = enquiry(world)
        good = world.scene.citizen.send(message)
        faulty = faults.not_well_formed(message.to_xml(), world.scene.writer.envelope(message))
        world.scene.citizen.send_raw(faulty.raw, faulty.envelope, fault=faulty.fault, about=good)
        world.epj.acknowledge(good.raw, (error("T01", "Ikke XML"),))
        assert world.scene.citizen.await_refusal(good).error_codes == {"T01"}


def test_an_unknown_queue_is_a_missing_precondition(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        world.bus.unknown.add(EPJ_ASYNC)
        with pytest.raises(PreconditionMissing, match="Køen finnes ikke"):
            world.scene.citizen.send(enquiry(world))


def test_settle_goes_on_until_nothing_new_comes(tmp_path: Path) -> None:
    """Each receipt of ours makes the EPJ send one more, three times over; settle sees all of it."""
    staff = FakeStaff()
    with running(tmp_path, staff=staff) as world:
        person = world.scene.people.child()
        left = [world.epj.avtale(person, code) for code in ("05", "07", "08")]

        def settle() -> IntentResult:
            if left and (not world.bus.bodies(EPJ_ASYNC) or world.epj.take()):
                world.epj.send(left.pop(0))
            return IntentResult("done")

        staff.answers["settle"] = settle
        world.scene.citizen.settle()
        assert [m.code for m in world.scene.citizen.messages()] == ["05", "07", "08"]
        assert len([name for name, _, _ in staff.asked if name == "settle"]) == 4
        assert world.writer.record().waits[-1].came


def test_settle_waits_for_the_receipt_that_is_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message taken off the bus but not yet answered is not rest."""
    staff = FakeStaff()
    with running(tmp_path, staff=staff) as world:
        person, hold = world.scene.people.child(), threading.Event()
        send = world.bench._client.send

        def slow(queue: str, message: BusMessage) -> None:
            assert hold.wait(60)
            send(queue, message)

        monkeypatch.setattr(world.bench._client, "send", slow)
        world.epj.send(world.epj.avtale(person))
        while world.bus.bodies("8200002_async"):
            hold.wait(0.01)
        threading.Timer(0.2, hold.set).start()
        world.scene.citizen.settle()
        assert hold.is_set()
        assert len(world.bus.bodies(EPJ_ASYNC)) == 1
        assert len([name for name, _, _ in staff.asked if name == "settle"]) == 2, "the EPJ had to see the receipt"


def test_an_epj_that_never_rests_is_not_verified(tmp_path: Path) -> None:
    staff = FakeStaff()
    with running(tmp_path, staff=staff) as world:
        person = world.scene.people.child()

        def settle() -> IntentResult:
            world.epj.send(world.epj.avtale(person))
            return IntentResult("done")

        staff.answers["settle"] = settle
        with pytest.raises(NotVerified, match="ro"):
            world.scene.citizen.settle(seconds=1)
        assert not world.writer.record().waits[-1].came


def test_a_bus_that_is_gone_is_told_as_that(tmp_path: Path) -> None:
    staff = FakeStaff()
    with running(tmp_path, staff=staff) as world:

        def settle() -> IntentResult:
            world.bus.down = True
            return IntentResult("done")

        staff.answers["settle"] = settle
        with pytest.raises(TargetUnreachable):
            world.scene.citizen.settle()


def test_an_epj_that_says_it_is_not_at_rest_is_not_verified(tmp_path: Path) -> None:
    with (
        running(tmp_path, staff=FakeStaff({"settle": IntentResult("refused", "tre meldinger venter")})) as world,
        pytest.raises(NotVerified, match="ro"),
    ):
        world.scene.citizen.settle()


def test_without_settle_silence_is_the_proof_and_the_evidence_says_so(tmp_path: Path) -> None:
    staff = FakeStaff()
    with running(tmp_path, staff=staff, target=NO_SETTLE) as world:
        person = world.scene.people.child()
        threading.Timer(0.02, lambda: world.epj.send(world.epj.avtale(person))).start()
        world.scene.citizen.settle()
        assert [m.code for m in world.scene.citizen.messages()] == ["05"]
        assert staff.asked == []
        assert any("quiet_seconds" in note.text for note in world.writer.record().notes)


def test_staff_that_cannot_settle_falls_back_on_silence(tmp_path: Path) -> None:
    staff = FakeStaff({"settle": IntentResult("unable", "vet ikke")})
    with running(tmp_path, staff=staff) as world:
        world.scene.citizen.settle()
        assert any("quiet_seconds" in note.text for note in world.writer.record().notes)


def test_a_failure_in_the_receiver_ends_a_wait(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        threading.Timer(0.05, lambda: world.bench._router.fail(ToolFault("ødelagt"))).start()
        with pytest.raises(ToolFault, match="ødelagt"):
            world.scene.citizen.await_message(lambda m: True, "time", seconds=30)
        with pytest.raises(ToolFault):
            world.scene.citizen.settle()


CREATE: dict[str, Any] = {
    "patient": NORA.ident,
    "start": "2026-12-10T10:15:00",
    "end": "2026-12-10T10:45:00",
    "summary": "Toårskontroll",
    "location": "Rom 2",
}


def test_an_intent_is_recorded_with_its_sentence(tmp_path: Path) -> None:
    staff = FakeStaff({"create_appointment": IntentResult("done", data={"appointment": "a1"})})
    with running(tmp_path, staff=staff) as world:
        assert world.scene.staff.do("create_appointment", **CREATE).data["appointment"] == "a1"
        (intent,) = world.writer.record().intents
        assert (intent.name, intent.outcome, intent.by) == ("create_appointment", "done", "maskin")
        assert f"Nora Åsheim ({NORA.ident})" in intent.sentence
        assert "torsdag 10.12.2026 kl. 10.15" in intent.sentence


def test_each_intent_has_a_key_of_its_own_and_a_run_has_its_own_keys(tmp_path: Path) -> None:
    staff = FakeStaff({"create_appointment": IntentResult("done", data={"appointment": "a1"})})
    with running(tmp_path, staff=staff) as world:
        for _ in range(2):
            world.scene.staff.do("create_appointment", **CREATE)
        keys = [key for _, _, key in staff.asked]
        assert len({uuid.UUID(key) for key in keys}) == 2


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (IntentResult("refused", "timen er opptatt"), PreconditionMissing),
        (IntentResult("unable", "finnes ikke"), NotVerified),
    ],
)
def test_an_intent_that_is_not_done_stops_the_scenario(
    tmp_path: Path, result: IntentResult, outcome: type[Exception]
) -> None:
    with running(tmp_path, staff=FakeStaff({"create_appointment": result})) as world:
        with pytest.raises(outcome, match=result.reason):
            world.scene.staff.do("create_appointment", **CREATE)
        assert [intent.outcome for intent in world.writer.record().intents] == [result.outcome]


def test_a_refusal_that_is_expected_is_an_answer(tmp_path: Path) -> None:
    with running(tmp_path, staff=FakeStaff({"accept_cancellation": IntentResult("refused", "flyttet")})) as world:
        result = world.scene.staff.do("accept_cancellation", expect_refusal=True, appointment="a1")
        assert (result.outcome, result.reason) == ("refused", "flyttet")


@pytest.mark.parametrize(
    ("intent", "params"), [("finnes_ikke", {}), ("create_appointment", {}), ("cancel_appointment", {"id": "a"})]
)
def test_we_never_ask_for_what_is_outside_the_contract(tmp_path: Path, intent: str, params: dict[str, str]) -> None:
    with running(tmp_path) as world:
        with pytest.raises(ToolFault):
            world.scene.staff.do(intent, **params)
        assert world.staff.asked == []


def test_data_outside_the_contract_is_not_evidence(tmp_path: Path) -> None:
    staff = FakeStaff({"create_appointment": IntentResult("done", data={"id": "a1"})})
    with running(tmp_path, staff=staff) as world:
        with pytest.raises(NotVerified, match="«appointment»"):
            world.scene.staff.do("create_appointment", **CREATE)
        assert [intent.outcome for intent in world.writer.record().intents] == ["unable"]


def claim(**more: Any) -> Claim:
    values: dict[str, Any] = {
        "sentence": "Journalen er tom.",
        "intent": "read_journal",
        "params": {"patient": NORA.ident},
        "holds": lambda data: None if not data["entries"] else f"{len(data['entries'])} innføringer",
        "rule": "JR-01",
        "clause": "Helsepersonelloven § 39",
    }
    return Claim(**{**values, **more})


ENTRY = {"id": "1", "time": "2026-12-01T08:00", "kind": "avtale", "text": "x", "author": "y", "attachments": []}


def test_a_machine_reads_the_journal_and_judges(tmp_path: Path) -> None:
    staff = FakeStaff({"read_journal": IntentResult("done", data={"entries": []})})
    with running(tmp_path, staff=staff) as world:
        world.scene.journal.confirm(claim())
        staff.answers["read_journal"] = IntentResult("done", data={"entries": [ENTRY]})
        with pytest.raises(CheckFailed) as caught:
            world.scene.journal.confirm(claim())
        finding = caught.value.finding
        assert (finding.rule, finding.problem, finding.expected) == ("JR-01", "1 innføringer", "Journalen er tom.")
        assert finding.severity is Severity.ERROR


def test_what_is_still_on_its_way_into_the_journal_gets_time(tmp_path: Path) -> None:
    staff = FakeStaff({"read_journal": IntentResult("done", data={"entries": [ENTRY]})})

    def settle() -> IntentResult:
        staff.answers["read_journal"] = IntentResult("done", data={"entries": []})
        return IntentResult("done")

    staff.answers["settle"] = settle
    with running(tmp_path, staff=staff) as world:
        world.scene.journal.confirm(claim())


def test_a_journal_that_is_wrong_and_never_rests_is_still_wrong(tmp_path: Path) -> None:
    wrong = IntentResult("done", data={"entries": [ENTRY]})
    staff = FakeStaff({"read_journal": wrong, "settle": IntentResult("refused", "venter")})
    with running(tmp_path, staff=staff) as world, pytest.raises(CheckFailed):
        world.scene.journal.confirm(claim())


def test_an_inferred_duty_is_only_a_remark(tmp_path: Path) -> None:
    staff = FakeStaff({"read_journal": IntentResult("done", data={"entries": [ENTRY]})})
    with running(tmp_path, staff=staff) as world:
        world.scene.journal.confirm(claim(mark=Mark.INFERRED))
        world.scene.journal.confirm(claim(level=Level.BOER))
        assert len(world.writer.record().remarks) == 2


@pytest.mark.parametrize(("word", "outcome"), [("refused", CheckFailed), ("unable", NotVerified)])
def test_a_person_confirms_what_no_machine_can_read(tmp_path: Path, word: Any, outcome: type[Exception]) -> None:
    staff = FakeStaff({"confirm": IntentResult("done", by="person", who="Berit")}, automatic=False)
    with running(tmp_path, staff=staff) as world:
        world.scene.journal.confirm(claim())
        staff.answers["confirm"] = IntentResult(word, "den står der", by="person", who="Berit")
        with pytest.raises(outcome):
            world.scene.journal.confirm(claim())
        record = world.writer.record()
        assert [(i.name, i.by, i.who) for i in record.intents] == [("read_journal", "person", "Berit")] * 2
        assert "Journalen er tom." in record.intents[0].sentence
        with pytest.raises(NotVerified):
            world.scene.journal.read("read_journal", patient=NORA.ident)


def test_what_a_person_attached_and_who_looked_it_over_is_kept_with_the_run(tmp_path: Path) -> None:
    picture = tmp_path / "skjerm.png"
    picture.write_bytes(b"bilde")
    answer = IntentResult("refused", "borte", {}, "person", "Berit", str(picture), "Ola", "enig")
    staff = FakeStaff({"confirm": answer}, automatic=False)
    with running(tmp_path, staff=staff) as world:
        with pytest.raises(CheckFailed) as caught:
            world.scene.journal.confirm(claim())
        assert caught.value.by == "person"
        world.scene.journal.confirm(claim(mark=Mark.INFERRED))
        assert [finding.by for finding in world.writer.record().remarks] == ["person"]
        kept = world.writer.record().intents[0]
        assert (kept.who, kept.reviewer, kept.review, kept.file) == (
            "Berit",
            "Ola",
            "enig",
            "vedlegg/MSG-N01-1-skjerm.png",
        )
        assert kept.file_sha256 and (tmp_path / kept.file).read_bytes() == b"bilde"


def test_that_nobody_answered_is_kept(tmp_path: Path) -> None:
    class Nobody(FakeStaff):
        def confirm(self, question: str, *, about: str, seconds: float) -> IntentResult:
            raise NotVerified("Ingen svarte innen 5 min.")

    with running(tmp_path, staff=Nobody(automatic=False)) as world:
        with pytest.raises(NotVerified):
            world.scene.journal.confirm(claim())
        kept = world.writer.record().intents[0]
        assert (kept.outcome, kept.reason, kept.by) == ("unable", "Ingen svarte innen 5 min.", "person")


def test_deadlines_come_from_the_target(tmp_path: Path) -> None:
    target = make_target(deadlines=Deadlines(0.1, 0.05, 0.1, 0.1))
    with running(tmp_path, target=target) as world:
        sent = world.scene.citizen.send(enquiry(world))
        with pytest.raises(NothingCame, match=r"0\.05 s"):
            world.scene.citizen.await_apprec(sent)
        with pytest.raises(NothingCame, match=r"0\.1 s"):
            world.scene.citizen.await_message(lambda m: True, "svar")


def test_an_envelope_may_be_given(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        message = enquiry(world)
        given = business_envelope(
            message_id="6f1c2c52-5b6f-4d6b-9a57-3c1c3a6c2d11",
            subject=message.type.v,
            from_her_id=HN,
            to_her_id=EPJ,
            time_stamp="2026-12-01T08:00:00Z",
        )
        assert world.scene.citizen.send(message, envelope=given).message_id == given.message_id
