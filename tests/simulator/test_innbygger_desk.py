"""What Helsenorge's desk on the citizen's side keeps, and what it answers, without a bus."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.clock import ManualClock
from simulator.landscape.parties import HELSENORGE, services
from simulator.national.innbygger import appointments, portal
from simulator.national.innbygger.acting import READ, SEE, WRITE, Acting
from simulator.national.innbygger.neighbours import SELF, NoAnswer, Standing
from simulator.national.innbygger.portal import Portal
from simulator.national.innbygger.receiving import Desk
from simulator.national.innbygger.signing_in import HIGH, Login
from simulator.national.innbygger.tables import SCHEMA
from simulator.national.innbygger.writing import Person, Writer
from simulator.serving.service import Seat
from simulator.store.database import MEMORY, Database
from simulator.vendors import find_profile
from standards.apprec import AppRec, error, receipt_for
from standards.codes import Code, Ident
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import business_envelope, error_envelope
from standards.exchange import Role
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient, Payload
from standards.identifiers import make_fnr
from standards.kodeverk.k7602 import K7602
from standards.processes import AVTALEUTSENDING, EKONTAKT, HELSEPERSONELL, TIMEONSKEUNGDOM, TIMERESERVASJON
from standards.rules.engine import judge_message
from standards.schema import SchemaPack
from standards.xcal import Event, XCal
from wire.bus import BusMessage
from wire.http import HttpBusClient

NOW = datetime(2027, 10, 5, 8, tzinfo=UTC)
EMIL = make_fnr(datetime(2023, 9, 17).date(), 541, series="nhn")
KARI = make_fnr(datetime(1990, 5, 14).date(), 42, series="nhn")
PROFILE = find_profile("visma_hspro")
SERVICES = tuple((one.role, one.party) for one in services(PROFILE))
CLINIC = SERVICES[0][1]
PACK = SchemaPack.own()
CODED = {"05": K7602.cv("05"), "07": K7602.cv("07"), "08": K7602.cv("08"), "11": K7602.cv("11")}


def seat(**changes: Any) -> Seat:
    own = dict.fromkeys((*PROFILE.processes, TIMEONSKEUNGDOM.code, TIMERESERVASJON.code), "1.2")
    nowhere = partial(HttpBusClient, "http://127.0.0.1:9", HELSENORGE.her_id, "x")
    return replace(Seat("a", "", HELSENORGE, "x", SERVICES, own, EKONTAKT.code, "", nowhere), **changes)


class World:
    """A desk, and the journal's side of the talk with it."""

    def __init__(self, path: Path | str = MEMORY, active: Any = lambda _: True) -> None:
        self.clock = ManualClock(NOW)
        self.portal = Portal(Database(path, SCHEMA), self.clock)
        self.desk = Desk(self.portal, seat(), active, PACK)
        self.writer = Writer(seat(), self.clock.now, lambda: str(uuid.uuid4()))

    def give(self, message: Hodemelding, raw: bytes | None = None, **envelope: str) -> None:
        own = {"message_id": str(uuid.uuid4()), "from_her_id": CLINIC.her_id, "to_her_id": HELSENORGE.her_id}
        made = business_envelope(subject=message.type.v, time_stamp=NOW.isoformat(), **{**own, **envelope})
        self.desk.take(BusMessage(made, message.to_xml() if raw is None else raw))

    def answers(self) -> list[str]:
        """The receipts and errors that wait, each by its status and codes; taken away."""
        found = []
        while (waiting := self.portal.oldest()) is not None:
            envelope = waiting.message.envelope
            if envelope.is_error:
                found.append(envelope.error_condition)
            elif envelope.subject == "APPREC":
                assert judge_message(waiting.message.body, sender=Role.HELSENORGE, envelope=envelope).errors == ()
                receipt = AppRec.from_xml(waiting.message.body)
                found.append(" ".join((receipt.status.v, *(one.v for one in receipt.errors))))
            self.portal.gone(waiting)
        return found

    def appointment(self) -> dict[str, Any]:
        [row] = self.portal.rows("SELECT * FROM appointment")
        return dict(row)

    def events(self) -> list[str]:
        found = []
        while (waiting := self.portal.oldest_event()) is not None:
            found.append(waiting[1]["hendelse"])
            self.portal.told(waiting[0])
        return found

    def send(self, message: Hodemelding, **more: Any) -> Hodemelding:
        self.portal.send(message, self.writer.envelope(message), author=KARI, **more)
        return message

    def cancel(self) -> Hodemelding:
        row = self.appointment()
        event = appointments.as_event(row)
        message = self.writer.cancellation(
            "DIALOG_INNBYGGER_AVTALEAVBESTILLING", CLINIC, Person(EMIL, "Emil Lie"), event, "Syk",
            acting=Person(KARI, "Kari Lie", "FO"),
        )  # fmt: skip
        return self.send(message, then=lambda c: appointments.asked(c, row["id"], message.msg_id.lower()))


def message(process: str, *payloads: Payload, thread: ConversationRef | None = None, **changes: Any) -> Hodemelding:
    made = Hodemelding(
        type=Code(process, dn="x"), msg_id=str(uuid.uuid4()), gen_date=NOW, sender=CLINIC, receiver=HELSENORGE,
        documents=tuple(Document(one, issued=NOW) for one in payloads), conversation=thread,
        patient=Patient("Lie", "Emil", Ident.national(EMIL)),
    )  # fmt: skip
    return replace(made, **changes)


def event(**changes: Any) -> Event:
    own = Event("u-1", "2027-12-02T10:15:00", "2027-12-02T10:45:00", CLINIC.her_id, "r-1", "Kontroll", None, "Rom 2")
    return replace(own, **changes)


def push(code: str = "05", one: Event | None = None, **changes: Any) -> Hodemelding:
    return message(
        AVTALEUTSENDING.code, Dialogmelding(Foresporsel(CODED[code])), XCal("-//x//NO", (one or event(),)), **changes
    )


def note(code: str, text: str, asked: Hodemelding) -> Hodemelding:
    thread = ConversationRef(asked.msg_id, asked.conversation.conversation if asked.conversation else asked.msg_id)
    return message(asked.type.v, Dialogmelding(Notat(K7602.cv(code), text=text)), thread=thread)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.portal.close()


def test_an_appointment_is_kept_receipted_and_told(world: World) -> None:
    world.give(push())
    assert world.answers() == ["1"] and world.events() == ["ny-time"]
    found = world.appointment()
    assert (found["status"], found["patient"], found["party"]) == ("avtalt", EMIL, CLINIC.her_id)
    world.give(push("07", event(uid="u-2", related_to="u-1", start="2027-12-03T09:00:00"), gen_date=NOW + timedelta(1)))
    assert (world.appointment()["start"], world.events()) == ("2027-12-03T09:00:00", ["endret-time"])
    world.give(push("11", event(uid="u-2"), gen_date=NOW + timedelta(2)))
    assert (world.appointment()["status"], world.events()) == ("ikke møtt", [])


def test_what_is_older_than_what_is_known_changes_nothing(world: World) -> None:
    world.give(push("08", gen_date=NOW + timedelta(hours=1)))
    world.give(push("05"))
    assert world.appointment()["status"] == "avlyst" and world.events() == ["avlyst-time"]
    assert world.answers() == ["1", "1"]


def test_a_msg_id_is_receipted_once(world: World) -> None:
    sent = push()
    world.give(sent)
    world.give(replace(sent, msg_id=sent.msg_id.upper()))
    assert world.answers() == ["1"] and world.events() == ["ny-time"]
    assert [row["kind"] for row in world.portal.rows("SELECT kind FROM message")] == ["melding", "duplikat"]


@pytest.mark.parametrize(
    ("changes", "envelope", "answer"),
    [
        ({"msg_id": "ikke-en-uuid"}, {}, "2 E10"),
        ({"receiver": SERVICES[1][1]}, {}, "2 E10"),
        ({}, {"to_her_id": "8299999"}, "2 E10"),
        ({"type": Code("DIALOG_INNBYGGER_TIMER", dn="x")}, {}, "transport:unsupported-message"),
        ({"sender": SERVICES[1][1]}, {}, "abuse:spoofing-attack"),
        ({}, {"from_her_id": SERVICES[1][1].her_id}, "abuse:spoofing-attack"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_and_means_nothing(
    world: World, changes: dict[str, Any], envelope: dict[str, str], answer: str
) -> None:
    world.give(push(**changes), **envelope)
    assert world.answers() == [answer] and world.events() == []
    assert world.portal.rows("SELECT 1 FROM appointment") == []
    assert len(world.portal.rows("SELECT 1 FROM message")) == 1


def test_a_payload_that_breaks_its_schema_and_a_broken_head(world: World) -> None:
    sent = push().to_xml()
    world.give(push(), sent.replace(b"2027-12-02T10:45:00", "når det passer".encode()))
    assert world.answers() == ["2 T02"]
    for broken in (
        b"<a>",
        b"",
        b"\xff",
        sent.replace(b"<MIGversion>", b"<MIGversjon>", 1),
        sent.replace(b"MsgHead", b"X"),
    ):
        world.give(push(), broken)
        assert world.answers() == ["transport:not-well-formed-xml"]


def test_an_inactive_citizen_is_e35_and_a_silent_register_keeps_the_message_on_the_bus() -> None:
    quiet = World(active=lambda ident: ident != EMIL)
    quiet.give(push())
    assert quiet.answers() == ["2 E35"] and quiet.events() == []

    def silent(_: str) -> bool:
        raise NoAnswer("Folkeregisteret svarer ikke.")

    deaf = World(active=silent)
    with pytest.raises(NoAnswer):
        deaf.give(push())
    assert deaf.portal.rows("SELECT 1 FROM message") == [] and deaf.answers() == []


def test_a_number_that_may_be_real_is_refused_and_never_kept(world: World) -> None:
    real = _real()
    world.give(push(patient=Patient("Lie", "Emil", Ident.fnr(real))))
    assert world.answers() == ["2 E35"]
    assert all(real.encode() not in row["raw"] for row in world.portal.rows("SELECT raw FROM message"))


def _real() -> str:
    """A number without the addition that synthetic ones have, put together so that none stands in the source."""
    digits = [1, 4, 0, 5, 9, 0, 0, 4, 2]
    first = 11 - sum(a * b for a, b in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=True)) % 11
    digits.append(first % 11)
    second = 11 - sum(a * b for a, b in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits, strict=True)) % 11
    return "".join(map(str, (*digits, second % 11)))


@pytest.mark.parametrize(
    ("code", "answer", "status"),
    [("08", "godtatt", "avlyst"), ("09", "avslått", "avtalt"), ("26", "avslått", "avtalt")],
)
def test_the_answer_to_a_cancellation(world: World, code: str, answer: str, status: str) -> None:
    world.give(push())
    world.events()
    asked = world.cancel()
    assert world.appointment()["answer"] == "venter"
    world.give(note(code, "Ring oss", asked))
    found = world.appointment()
    assert (found["answer"], found["status"], found["answered"]) == (answer, status, "Ring oss")
    assert world.events() == ["svar-avbestilling"]
    world.give(note("09", "En gang til", asked))
    assert world.appointment()["answer"] == answer and world.events() == []


def test_an_answer_about_another_patient_is_no_answer(world: World) -> None:
    world.give(push())
    asked = world.cancel()
    world.give(replace(note("08", "", asked), patient=Patient("Lie", "Kari", Ident.national(KARI))))
    assert world.appointment()["answer"] == "venter"


def test_a_cancellation_that_was_rejected_or_unreadable_is_let_go(world: World) -> None:
    world.give(push())
    for way in ("kvittering", "feil"):
        asked = world.cancel()
        waiting = world.portal.oldest()
        while waiting is not None and waiting.message.envelope.subject == "APPREC":
            world.portal.gone(waiting)
            waiting = world.portal.oldest()
        assert waiting is not None
        world.portal.gone(waiting)
        if way == "kvittering":
            receipt = receipt_for(asked, receipt_id="r", now=NOW, errors=(error("E35", "Ingen journal"),))
            made = business_envelope(
                message_id="k-1",
                subject="APPREC",
                from_her_id=CLINIC.her_id,
                to_her_id=HELSENORGE.her_id,
                time_stamp="t",
            )
            world.desk.take(BusMessage(made, receipt.to_xml()))
        else:
            told = error_envelope(
                waiting.message.envelope, message_id="f-1", condition="transport:x", description="Ulest", time_stamp="t"
            )
            world.desk.take(BusMessage(told, b""))
        found = world.appointment()
        assert (found["answer"], found["status"]) == ("ikke levert", "avtalt") and found["answered"]
        row = world.portal.row("SELECT status FROM message WHERE msg_id = ?", asked.msg_id.lower())
        assert row is not None and row["status"] == portal.REJECTED


def test_a_youths_wish_gives_a_time_that_is_hidden(world: World) -> None:
    asked = world.send(world.writer.wish(TIMEONSKEUNGDOM.code, CLINIC, Person(EMIL, "Emil Lie"), "", "En time?"))
    answer = note("05", "", asked)
    world.give(replace(answer, documents=(*answer.documents, Document(XCal("-//x//NO", (event(),)), issued=NOW))))
    assert (world.appointment()["hidden"], world.appointment()["source"]) == (1, "ønske")
    world.give(push("07", event(start="2027-12-05T10:00:00"), gen_date=NOW + timedelta(1)))
    assert world.appointment()["hidden"] == 1 and world.events() == ["ny-time", "endret-time"]


def test_ours_break_no_rule(world: World) -> None:
    patient, acting = Person(EMIL, "Emil Lie"), Person(KARI, "Kari Lie", "FO")
    writer = world.writer
    other = Writer(seat(dialog=HELSEPERSONELL.code), world.clock.now, lambda: str(uuid.uuid4()))
    ids = {"uid": str(uuid.uuid4()), "related_to": str(uuid.uuid4())}
    thread = ConversationRef(str(uuid.uuid4()), str(uuid.uuid4()))
    written = [
        writer.enquiry(CLINIC, patient, "Mat", "Grøt?", acting), other.enquiry(CLINIC, patient, "Mat", "Grøt?", None),
        writer.reply(EKONTAKT.code, CLINIC, patient, "Takk", acting=acting, thread=thread),
        writer.cancellation(
            "DIALOG_INNBYGGER_AVTALEAVBESTILLING", CLINIC, patient, event(**ids), "Syk", acting=acting
        ),
        writer.wish(TIMEONSKEUNGDOM.code, CLINIC, patient, "", "En time?"),
        writer.unwish(TIMEONSKEUNGDOM.code, CLINIC, patient, event(**ids), ""),
        writer.planned(CLINIC, patient, acting),
    ]  # fmt: skip
    for one in written:
        envelope = writer.envelope(one)
        verdict = judge_message(one.to_xml(), sender=Role.HELSENORGE, envelope=envelope)
        assert verdict.schema == "valid" and verdict.errors == (), one.dialog
    assert all(one.acting is None for one in written if one.type.v == TIMEONSKEUNGDOM.code)
    assert writer.envelope(written[-1]).to.endswith("_sync") and written[-1].ack == Code("N", dn="Nei")


def test_the_same_form_twice_is_one_message(world: World) -> None:
    wishes = [world.writer.wish(TIMEONSKEUNGDOM.code, CLINIC, Person(EMIL, "E L"), "", "?") for _ in range(2)]
    ids = {world.portal.send(one, world.writer.envelope(one), author=EMIL, key="k") for one in wishes}
    assert ids == {wishes[0].msg_id} and len(world.portal.rows("SELECT 1 FROM outbox")) == 1


def test_what_was_taken_is_there_after_a_crash(tmp_path: Path) -> None:
    before = World(tmp_path / "a.sqlite")
    before.give(push())
    before.cancel()
    after = World(tmp_path / "a.sqlite")
    assert after.appointment()["answer"] == "venter"
    assert after.answers() == ["1"] and after.events() == ["ny-time"]
    for one in (before, after):
        one.portal.close()


def test_what_a_parent_wrote_is_not_shown_to_the_youth_it_is_about(world: World) -> None:
    patient, acting = Person(EMIL, "Emil Lie"), Person(KARI, "Kari Lie", "FO")
    asked = world.send(world.writer.enquiry(CLINIC, patient, "Mat", "Grøt?", acting))
    world.give(note("19", "Ja", asked))
    room: Any = SimpleNamespace(portal=world.portal, seat=seat())
    everything = frozenset({SEE, READ, WRITE})

    def read_by(pid: str, bond: str, age: int) -> list[int]:
        at = Acting(
            room, Login("k", pid, HIGH, "", ""), Standing(pid, "x", EMIL, "e", "Emil Lie", bond, everything, ""), age
        )
        return [one["count"] for one in at.threads()] + [len(at.thread(asked.msg_id.lower()))]

    assert read_by(KARI, "FO", 11) == [2, 2] and read_by(EMIL, SELF, 14) == [0] and read_by(EMIL, SELF, 17) == [2, 2]


def test_reset_forgets_all(world: World) -> None:
    world.give(push())
    world.portal.reset()
    assert world.answers() == [] and world.events() == [] and world.portal.rows("SELECT 1 FROM message") == []
