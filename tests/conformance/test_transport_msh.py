"""The harness over Meldingstjener: it plays a doctor's office towards a simulated journal, which is another's party."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from conformance import transports
from conformance.clock import SystemClock
from conformance.evidence.store import Evidence
from conformance.faults import messages as faults
from conformance.scene import Scene, open_bench
from conformance.staff.adapter import IntentResult
from conformance.targets.model import Deadlines, Helsenorge, Target, TargetParty, TestPerson, Transport
from simulator.clients.buslink import BusLink
from simulator.clients.msh import over_msh
from simulator.clients.mshlink import BothWays, MshLink
from simulator.journal.journal import Journal
from simulator.landscape.parties import HELSENORGE
from simulator.serving.service import Registered
from standards.hodemelding import Hodemelding
from standards.processes import BETWEEN_ACTORS
from tests.conformance.bench_world import FakeStaff, make_target
from tests.simulator.journal_kit import CLINIC, PACK, Kit, person
from tests.simulator.meldingstjener_world import DOCTORS, SURGERY, message
from tests.simulator.msh_town import Town, town
from tests.simulator.test_buslink import MemoryBus
from wire.bus import BusClient, Limit
from wire.mshaccess import of_secret

US = "999000444"
HER = CLINIC.her_id
SECONDS = 15.0
NORA = person("nora")


def target(running: Town) -> Target:
    """The doctor's office stands where Helsenorge does otherwise."""
    us, them = SURGERY.level2, CLINIC.level2
    assert us is not None and them is not None
    return make_target(
        transport=Transport("msh", running.msh, queue_exclusive=True, quiet_seconds=0.1),
        helsenorge=Helsenorge(
            SURGERY.her_id, us.name, SURGERY.parent_her_id, SURGERY.level1.name, running.secret("legekontor", DOCTORS)
        ),
        parties=(TargetParty("helsestasjon", HER, them.name, CLINIC.parent_her_id, CLINIC.level1.name, "service"),),
        processes=dict.fromkeys(BETWEEN_ACTORS, "1.1"),
        persons=(TestPerson(NORA.id, NORA.ident, NORA.family, NORA.given, NORA.birth_date, "barn", (), "FO", True),),
        deadlines=Deadlines(SECONDS, SECONDS, SECONDS, SECONDS),
    )


@dataclass
class Stage:
    """The journal, and the scene where the harness plays the doctor's office."""

    kit: Kit
    scene: Scene

    def question(self) -> Hodemelding:
        return message(SURGERY, CLINIC, msg_id=str(uuid.uuid4()))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    parties = (Registered(CLINIC, US), Registered(SURGERY, DOCTORS))
    with ExitStack() as open_:
        running = open_.enter_context(town(parties))
        kit = Kit()
        kit.journal = Journal(kit.database, kit.journal.clock, replace(kit.world, actors=True), PACK)
        auth = of_secret(running.secret("journal", US), SystemClock().now)
        own = over_msh(running.msh, [HER], "Simulert journal 0.1", auth=auth, pause_seconds=0.05)
        both: dict[str, BusClient] = {HER: BothWays(MemoryBus(), own[HER], HELSENORGE.her_id)}
        bus = BusLink(kit.journal, both)
        for link in (bus, MshLink(kit.journal, own)):
            link.start()
            open_.callback(link.stop)
        staff = FakeStaff({"settle": lambda: IntentResult("done" if bus.settle(SECONDS) else "unable")})
        made = target(running)
        evidence = Evidence.create(Path(tmp_path_factory.mktemp("msh")) / "bevis.sqlite", made.public())
        bench = open_.enter_context(open_bench(made, evidence, adapter=staff))
        scene = open_.enter_context(bench.scene("A", evidence.scenario("A", name="A", feature="A")))
        scene.people.child()
        yield Stage(kit, scene)


def test_it_is_one_of_the_transports_and_says_what_it_cannot_do(stage: Stage) -> None:
    assert "msh" in transports.kinds()
    client = transports.connect(stage.scene.target)
    assert client.limits == set(Limit) - {Limit.DEPTH}
    client.close()


def test_a_message_arrives_in_the_journal_and_gets_its_receipt(stage: Stage) -> None:
    sent = stage.scene.citizen.send(stage.question())
    receipt = stage.scene.citizen.await_apprec(sent)
    assert receipt.apprec_status == "1"
    stage.scene.citizen.settle()
    assert len(stage.scene.citizen.receipts_for(sent)) == 1
    assert sent.msg_id in [one["msg_id"] for one in stage.kit.entries(NORA)]


def test_the_journal_answers_and_takes_our_receipt(stage: Stage) -> None:
    sent = stage.scene.citizen.send(stage.question())
    stage.scene.citizen.await_apprec(sent)
    stage.kit.done("answer_dialog", thread=sent.msg_id, text="Vi ser på det i morgen.", outcome="answer")
    answer = stage.scene.citizen.await_message(lambda one: one.parent == sent.msg_id, "svaret")
    assert (answer.text, answer.type) == ("Vi ser på det i morgen.", "DIALOG_HELSEFAGLIG")
    stage.scene.citizen.settle()
    assert stage.kit.transport(answer.msg_id)[0]["status"] == "kvittert"


def test_a_broken_one_gets_a_negative_receipt(stage: Stage) -> None:
    message_ = stage.question()
    broken = faults.msg_id_not_uuid(message_.to_xml(), stage.scene.writer.envelope(message_), "melding-17")
    sent = stage.scene.citizen.send_raw(broken.raw, broken.envelope, fault=broken.fault)
    refusal = stage.scene.citizen.await_refusal(sent)
    assert refusal.apprec_status == "2"
    assert [one.get("V") for one in refusal.elements("/*/*[local-name()='Error']")] == ["E10"]
    assert "melding-17" not in [one["msg_id"] for one in stage.kit.entries(NORA)]
