"""A small municipality on a bus in memory: its target, its EPJ played by the test, and a bench around it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from conformance.clock import SystemClock
from conformance.evidence.store import Evidence, ScenarioEvidence
from conformance.reading import Inbound, read
from conformance.scene import Bench, Scene, open_bench
from conformance.staff.adapter import IntentResult
from conformance.targets.model import Deadlines, Helsenorge, Staff, Target, TargetParty, TestPerson, Transport
from standards.apprec import receipt_for
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import Envelope, business_envelope, error_envelope
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient
from standards.identifiers import make_fnr
from standards.parties import Party
from standards.processes import AVTALEUTSENDING, EKONTAKT
from standards.xcal import Event, XCal
from tests.conformance.fake_bus import FakeBus, FakeClient
from wire.bus import BusMessage

HN, EPJ = "8200002", "8210011"
HN_ASYNC, HN_ERROR = f"{HN}_async", f"{HN}_error"
EPJ_ASYNC, EPJ_ERROR = f"{EPJ}_async", f"{EPJ}_error"
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def ident(born: date, individual: int) -> str:
    """The first synthetic number from `individual` on that has check digits."""
    for number in range(individual, individual + 40):
        try:
            return make_fnr(born, number)
        except ValueError:
            continue
    raise AssertionError(born)


def person(id_: str, given: str, family: str, born: date, kind: str, **more: Any) -> TestPerson:
    number = ident(born, 510 if born.year >= 2000 else 110)
    values: dict[str, Any] = {"guardians": (), "relation": "", "digitally_active": True, **more}
    return TestPerson(id=id_, ident=number, family=family, given=given, birth_date=born, kind=kind, **values)


NORA = person("nora", "Nora", "Åsheim", date(2021, 3, 1), "barn", guardians=("kari", "ola"), relation="FO")
JONAS = person("jonas", "Jonas", "Åsheim", date(2023, 6, 12), "barn", guardians=("kari",), relation="FO")
ELLE = person("elle", "Elle Máret", "Čáhci", date(2022, 9, 9), "barn")
KARI = person("kari", "Kari", "Åsheim", date(1990, 5, 17), "forelder")
OLA = person("ola", "Ola", "Nyløkken", date(1988, 1, 30), "forelder")
PER = person("per", "Per", "Stille", date(1975, 2, 14), "voksen", digitally_active=False)


def make_target(**more: Any) -> Target:
    values: dict[str, Any] = {
        "name": "Miniatyr",
        "product": "miniatyr",
        "vendor": "Testbenken",
        "version": "1",
        "environment": "simulert",
        "topology": "own_bus",
        "transport": Transport("http", "http://127.0.0.1:1", queue_exclusive=True, quiet_seconds=0.05),
        "helsenorge": Helsenorge(HN, "Digitale innbyggertjenester", "8200001", "Helsenorge", "hn"),
        "parties": (TargetParty("helsestasjon", EPJ, "Storvik helsestasjon", "8210001", "Storvik kommune", "service"),),
        "processes": {
            "DIALOG_INNBYGGER_EKONTAKT": "1.2",
            "DIALOG_INNBYGGER_AVTALEUTSENDING": "1.0",
            "DIALOG_INNBYGGER_AVTALEAVBESTILLING": "1.0",
            "DIALOG_INNBYGGER_DIGITALBRUKER": "1.1",
        },
        "settings": {"cancel_approval": "kan_byttes"},
        "staff": Staff("http", "http://127.0.0.1:1", settle=True),
        "persons": (NORA, JONAS, ELLE, KARI, OLA, PER),
        "deadlines": Deadlines(2.0, 2.0, 2.0, 2.0),
    }
    return Target(**{**values, **more})


@dataclass
class FakeStaff:
    """Answers intents from a table; an Exception in it is raised, a callable is called."""

    answers: dict[str, Any] = field(default_factory=dict)
    automatic: bool = True
    asked: list[tuple[str, Mapping[str, Any], str]] = field(default_factory=list)

    def can(self, intent: str) -> bool:
        return True

    def perform(
        self, intent: str, params: Mapping[str, Any], *, key: str, sentence: str, seconds: float
    ) -> IntentResult:
        self.asked.append((intent, params, key))
        answer = self.answers.get(intent, IntentResult("done"))
        if isinstance(answer, Exception):
            raise answer
        result = answer() if callable(answer) else answer
        assert isinstance(result, IntentResult)
        return result

    def confirm(self, question: str, *, about: str, seconds: float) -> IntentResult:
        self.asked.append(("confirm", {"question": question}, ""))
        answer = self.answers["confirm"]
        assert isinstance(answer, IntentResult)
        return answer

    def close(self) -> None:
        self.answers.clear()


class Epj:
    """The EPJ under test, played by the test."""

    def __init__(self, bus: FakeBus) -> None:
        self.bus = bus
        self.ids = count(1)

    def party(self) -> Party:
        return Party.service("Storvik kommune", "8210001", "Storvik helsestasjon", EPJ)

    def helsenorge(self) -> Party:
        return Party.service("Helsenorge", "8200001", "Digitale innbyggertjenester", HN)

    def avtale(self, patient: TestPerson, code: str = "05", **more: Any) -> Hodemelding:
        event = Event(
            uid=more.pop("uid", str(uuid.uuid4())),
            start="2026-12-10T10:15:00",
            end="2026-12-10T10:45:00",
            contact=EPJ,
            related_to=more.pop("related_to", str(uuid.uuid4())),
            related_form=more.pop("related_form", "text"),
            summary="Toårskontroll",
            location="Storvik helsestasjon, rom 2",
        )
        body = Dialogmelding(Foresporsel(Code(code, oid(7602), "Time reservert")))
        return self.message(AVTALEUTSENDING, patient, (body, XCal("-//x//NO", (event,))), **more)

    def answer(self, to: Hodemelding, text: str = "Svar", code: str = "19") -> Hodemelding:
        body = Dialogmelding(Notat(Code(code, oid(7602), "Svar på henvendelse"), text=text))
        first = to.conversation.conversation if to.conversation else to.msg_id
        assert to.patient is not None
        return replace(
            self.message(EKONTAKT, NORA, (body,)),
            patient=to.patient,
            conversation=ConversationRef(to.msg_id, first),
        )

    def message(
        self, process: Any, patient: TestPerson, payloads: tuple[Any, ...], msg_id: str | None = None
    ) -> Hodemelding:
        return Hodemelding(
            type=Code(process.code, dn=process.name),
            msg_id=msg_id or str(uuid.uuid4()),
            gen_date=NOW,
            sender=self.party(),
            receiver=self.helsenorge(),
            documents=tuple(Document(payload, issued=NOW) for payload in payloads),
            patient=Patient(patient.family, patient.given, Ident.national(patient.ident)),
        )

    def envelope(self, subject: str, message_id: str | None = None) -> Envelope:
        return business_envelope(
            message_id=message_id or str(uuid.uuid4()),
            subject=subject,
            from_her_id=EPJ,
            to_her_id=HN,
            time_stamp=NOW.isoformat(),
        )

    def send(self, message: Hodemelding, message_id: str | None = None) -> None:
        self.send_raw(message.to_xml(), self.envelope(message.type.v, message_id))

    def send_raw(self, raw: bytes, envelope: Envelope, queue: str = HN_ASYNC) -> None:
        self.bus.put(queue, BusMessage(envelope, raw))

    def acknowledge(self, raw: bytes, errors: tuple[Code, ...] = ()) -> None:
        receipt = receipt_for(Hodemelding.from_xml(raw), receipt_id=str(uuid.uuid4()), now=NOW, errors=errors)
        self.send_raw(receipt.to_xml(), self.envelope("APPREC"))

    def refuse_transport(self, envelope: Envelope, condition: str) -> None:
        error = error_envelope(
            envelope,
            message_id=str(uuid.uuid4()),
            condition=condition,
            description="nei",
            time_stamp=NOW.isoformat(),
        )
        self.send_raw(b"", error, HN_ERROR)

    def take(self, queue: str = EPJ_ASYNC) -> Inbound:
        """The next message that came to the EPJ."""
        message = self.bus.take(queue)
        return read(message.body, message.envelope, queue=queue.rpartition("_")[2])


@dataclass
class World:
    """One bench with one scene running."""

    bench: Bench
    scene: Scene
    epj: Epj
    bus: FakeBus
    staff: FakeStaff
    evidence: Evidence
    writer: ScenarioEvidence


@contextmanager
def running(
    tmp_path: Path,
    *,
    target: Target | None = None,
    bus: FakeBus | None = None,
    staff: FakeStaff | None = None,
    client: FakeClient | None = None,
    **more: Any,
) -> Iterator[World]:
    """A bench on a bus in memory, with scene MSG-N01."""
    bus, staff, target = bus or FakeBus(), staff or FakeStaff(), target or make_target()
    evidence = Evidence.create(tmp_path / "evidence.sqlite", {"target": target.name})
    client = client or FakeClient(bus)
    with open_bench(target, evidence, clock=SystemClock(), client=client, adapter=staff, **more) as bench:
        writer = evidence.scenario("MSG-N01", name="Spørsmål", feature="Meldinger")
        with bench.scene("MSG-N01", writer) as scene:
            yield World(bench, scene, Epj(bus), bus, staff, evidence, writer)
    evidence.close()
