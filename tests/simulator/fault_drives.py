"""What is done with a journal to see a fault strike, and what shows that it did."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from lxml import etree

from simulator.clients.appointments import Answer
from simulator.clients.pushing import JournalPushes
from simulator.clock import ShiftableClock
from simulator.faults.catalogue import find
from simulator.faults.switchboard import Active, Switchboard, active, order
from simulator.journal.hooks import Parcel
from simulator.journal.journal import Journal
from simulator.vendors import find_profile
from standards.attachments import Attachment
from standards.codes import Code
from standards.hodemelding import Hodemelding
from standards.xcal import XCal
from tests.simulator.booking_kit import hbt, profile
from tests.simulator.journal_kit import EKONTAKT, NOW, PACK, Kit, cancellation, envelope_for, person, question, reply
from wire.bus import BusMessage

NORA, EMIL, KARI, SOELVI = person("nora"), person("emil"), person("kari"), person("soelvi")
TEXT = "Vi håper på Áilo, Čáhppe og Đoŋa; går det bra å komme i morgen tidlig?"
FILE = Attachment("application/pdf", "Et ark", b"%PDF-1.4 x")


@dataclass
class Faulty(Kit):
    """The kit with faults; what waits is taken as the link would take it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.board = Switchboard()
        self.journal = Journal(self.database, ShiftableClock(self.base), self.world, PACK, faults=self.board)
        self.completed = True
        self.arrived = 0

    def turn_on(self, fault: str, **content: Any) -> None:
        wanted = order({"id": fault, **content})
        self.journal.view(lambda unit: self.board.turn_on(unit, wanted))

    def active(self) -> list[Active]:
        return self.journal.view(active)

    def arrive(self, sent: Hodemelding, *, raw: bytes | None = None, at_once: bool = False) -> None:
        envelope = envelope_for(sent.type.v, kind="sync" if at_once else "async")
        self.completed = self.journal.receive(BusMessage(envelope, raw or sent.to_xml()), at_once=at_once)

    def parcels(self) -> list[Parcel]:
        found: list[Parcel] = []
        while (waiting := self.journal.oldest_waiting()) is not None:
            found += self.journal.parcels(waiting)
            self.journal.sent(waiting)
        return found


@dataclass
class Seen:
    """What came of it: what went on the bus, and what the journal has."""

    kit: Faulty
    sent: list[Parcel]
    about: Mapping[str, Any] = field(default_factory=dict)

    def of(self, kind: str) -> list[etree._Element]:
        """The documents sent of a kind: AppRec or MsgHead."""
        bodies = [one.message.body for one in self.sent if one.message.body]
        roots = [etree.fromstring(body) for body in bodies]
        return [root for root in roots if etree.QName(root).localname == kind]

    @property
    def receipts(self) -> list[etree._Element]:
        return self.of("AppRec")

    @property
    def messages(self) -> list[etree._Element]:
        return self.of("MsgHead")

    @property
    def codes(self) -> list[str]:
        """The codes of the dialogs sent."""
        found = [root.xpath("//*[local-name()='TypeForesp' or local-name()='TemaKodet']/@V") for root in self.messages]
        return [str(one[0]) for one in found if one]

    def texts(self, name: str, kind: str = "MsgHead") -> list[str]:
        """The texts of all elements of a name."""
        return [str(one.text or "") for root in self.of(kind) for one in root.iterfind(f".//{{*}}{name}")]

    def values(self, path: str, kind: str = "MsgHead") -> list[str]:
        """What an XPath of local names gives in every document."""
        steps = [f"*[local-name()='{step}']" for step in path.split("/")]
        attribute = steps.pop().replace("*[local-name()='@", "@").removesuffix("']")
        return [str(one) for root in self.of(kind) for one in root.xpath("//" + "/".join(steps) + "/" + attribute)]

    def calendar(self, name: str) -> str:
        """The text inside an element of the calendars sent."""
        found = [one for root in self.messages for one in root.iterfind(f".//{{*}}vevent//{{*}}{name}")]
        return " ".join("".join(str(text) for text in one.itertext()) for one in found)

    def entries(self, of: str = "nora") -> list[dict[str, Any]]:
        return self.kit.entries(person(of))


Drive = Callable[[Faulty], Seen]


def book(kit: Faulty) -> Seen:
    appointment = kit.book(NORA)
    return Seen(kit, kit.parcels(), {"appointment": appointment})


def book_at_the_midwife(kit: Faulty) -> Seen:
    appointment = kit.book(KARI, unit="jordmor")
    return Seen(kit, kit.parcels(), {"appointment": appointment})


def book_in_summer(kit: Faulty) -> Seen:
    appointment = kit.book(NORA, days=200)
    return Seen(kit, kit.parcels(), kit.appointment(NORA, appointment))


def book_twice(kit: Faulty) -> Seen:
    """The same time for two children at the same practitioner."""
    kit.base.advance(timedelta(hours=1))
    start = kit.base.now().replace(tzinfo=None) + timedelta(days=9)
    same = {"start": start.isoformat(), "end": (start + timedelta(minutes=30)).isoformat(), "location": "Rom 2"}
    done = [
        kit.do("create_appointment", patient=one.ident, summary="Kontroll", practitioner="Anne Lie", **same)["outcome"]
        for one in (NORA, EMIL)
    ]
    return Seen(kit, kit.parcels(), {"done": done})


def ask(kit: Faulty) -> Seen:
    asked = question(NORA, TEXT, FILE, acting=KARI)
    kit.arrive(asked)
    return Seen(kit, kit.parcels(), {"thread": asked.msg_id, "before": len(kit.entries(NORA))})


def answered(kit: Faulty, outcome: str = "answer") -> Seen:
    """A question, an answer, a new question and the answer that is looked at."""
    asked = question(NORA, TEXT, acting=KARI)
    kit.arrive(asked)
    kit.parcels()
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    first = Hodemelding.from_xml(kit.journal.oldest_waiting().message.body) if _quiet(kit) else None
    kit.parcels()
    more = reply(NORA, "Takk, når?", first.msg_id if first else asked.msg_id, asked.msg_id)
    kit.arrive(more)
    kit.parcels()
    kit.done("answer_dialog", thread=asked.msg_id, text="Vi håper < 3 & på søndag", outcome=outcome)
    return Seen(kit, kit.parcels(), {"thread": asked.msg_id, "parent": more.msg_id})


def _quiet(kit: Faulty) -> bool:
    return kit.journal.oldest_waiting() is not None


def once_answered(kit: Faulty, outcome: str = "answer") -> Seen:
    asked = question(NORA, TEXT, acting=KARI)
    kit.arrive(asked)
    kit.parcels()
    kit.done("answer_dialog", thread=asked.msg_id, text="Vi håper < 3 & på søndag", outcome=outcome)
    return Seen(kit, kit.parcels(), {"thread": asked.msg_id, "parent": asked.msg_id})


def asked_at_school(kit: Faulty) -> Seen:
    """A question to another service than the first, and the answer."""
    school = kit.world.services[1].party
    asked = replace(question(NORA, TEXT, acting=KARI), receiver=school)
    kit.journal.receive(BusMessage(envelope_for(EKONTAKT, to_her_id=school.her_id), asked.to_xml()))
    kit.parcels()
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    return Seen(kit, kit.parcels(), {"school": school.her_id, "first": kit.world.default.her_id})


def turned_down(kit: Faulty) -> Seen:
    return once_answered(kit, "reject")


def in_thread(kit: Faulty) -> Seen:
    """Two messages from the citizen in one thread."""
    asked = question(NORA, TEXT)
    kit.arrive(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja", outcome="answer")
    kit.parcels()
    kit.arrive(reply(NORA, "Takk", asked.msg_id, asked.msg_id))
    kit.parcels()
    thread = kit.done("read_thread", thread=asked.msg_id)
    return Seen(kit, [], {"messages": len(thread["messages"])})


def broken(kit: Faulty) -> Seen:
    """A question that must be rejected."""
    asked = question(NORA, msg_id="ikke-en-uuid")
    before = len(kit.entries(NORA))
    kit.arrive(replace(asked, msg_id=f"ikke-{len(kit.transport())}"))
    return Seen(kit, kit.parcels(), {"new": len(kit.entries(NORA)) - before})


def unreadable(kit: Faulty) -> Seen:
    asked = question(NORA)
    kit.arrive(asked, raw=b"<MsgHead")
    return Seen(kit, kit.parcels(), {})


def cancelled_by_citizen(kit: Faulty, approval: str = "nei") -> Seen:
    kit.done("change_setting", setting="cancel_approval", value=approval)
    appointment = kit.book(NORA)
    shown = kit.appointment(NORA, appointment)
    kit.parcels()
    kit.arrive(cancellation(NORA, XCal("-//x", (_event(shown),)), acting=KARI))
    return Seen(kit, kit.parcels(), kit.appointment(NORA, appointment))


def _event(shown: Mapping[str, Any]) -> Any:
    from standards.xcal import Event

    return Event(shown["uid"], shown["start"], shown["end"], shown["service"], related_to=None)


def cancelled_with_approval(kit: Faulty) -> Seen:
    return cancelled_by_citizen(kit, "ja")


def moved(kit: Faulty) -> Seen:
    appointment = kit.book(NORA)
    shown = kit.appointment(NORA, appointment)
    before = Seen(kit, kit.parcels())
    kit.base.advance(timedelta(minutes=1))
    day = shown["start"][:11]
    kit.done("change_appointment", appointment=appointment, start=f"{day}20:00:00", end=f"{day}20:30:00")
    return Seen(kit, kit.parcels(), {"before": before.calendar("uid")})


def called_off(kit: Faulty) -> Seen:
    appointment = kit.book(NORA)
    kit.parcels()
    kit.done("cancel_appointment", appointment=appointment, reason="Sykdom")
    return Seen(kit, kit.parcels(), kit.appointment(NORA, appointment))


def stayed_away(kit: Faulty) -> Seen:
    appointment = kit.book(NORA, days=1)
    kit.parcels()
    kit.base.advance(timedelta(days=2))
    kit.done("register_no_show", appointment=appointment)
    return Seen(kit, kit.parcels())


def e35(kit: Faulty) -> Seen:
    """Helsenorge calls Emil inactive; then he gets one more time."""
    from tests.simulator.journal_kit import Out, digital_status

    kit.arrive(digital_status(EMIL, "1"))
    kit.parcels()
    kit.book(EMIL)
    (first,) = kit.parcels()
    kit.answer(Out(first.message.envelope, first.message.body), Code("E35", "2.16.578.1.12.4.1.1.8221", "x"))
    kit.book(EMIL)
    return Seen(kit, kit.parcels())


def comes_back(kit: Faulty) -> Seen:
    from tests.simulator.journal_kit import digital_status

    kit.arrive(digital_status(EMIL, "2"))
    kit.book(EMIL)
    kit.arrive(digital_status(EMIL, "1"))
    return Seen(kit, [one for one in kit.parcels() if one.message.envelope.subject.endswith("AVTALEUTSENDING")])


def dies(kit: Faulty) -> Seen:
    """One child after the other."""
    child = next(one for one in (NORA, EMIL) if not _dead(kit, one.ident))
    kit.book(child)
    kit.parcels()
    kit.done("register_death", patient=child.ident)
    return Seen(kit, kit.parcels())


def _dead(kit: Faulty, ident: str) -> bool:
    row = kit.journal.view(lambda unit: unit.row("SELECT died FROM patient WHERE ident = ?", ident))
    return row is not None and row["died"] is not None


def grown_up(kit: Faulty) -> Seen:
    if kit.base.now() < NOW + timedelta(days=700):
        kit.base.advance(timedelta(days=720))
    days = (kit.base.now() - NOW).days + 10
    kit.book(SOELVI, days=days)
    return Seen(kit, kit.parcels())


def looks(kit: Faulty) -> Seen:
    before = len(_log(kit))
    kit.done("read_journal", patient=NORA.ident)
    return Seen(kit, [], {"logged": len(_log(kit)) - before})


def _log(kit: Faulty) -> list[Any]:
    return kit.journal.tables()["access"]


def home_visits(kit: Faulty) -> Seen:
    """She looks at her home visits: a question in real time."""
    kit.arrive(hbt(NORA, acting=None), at_once=True)
    return Seen(kit, kit.parcels())


def put_booked(kit: Faulty) -> Seen:
    """The id of the address, and the resource, of every appointment that is put."""
    kit.book(NORA)
    return _put(kit, "")


def put_called_off(kit: Faulty) -> Seen:
    appointment = kit.book(NORA)
    kit.done("cancel_appointment", appointment=appointment, reason="Sykdom")
    return _put(kit, appointment)


def put_stayed_away(kit: Faulty) -> Seen:
    """One whom the patient did not come to."""
    appointment = kit.book(NORA, days=1)
    kit.base.advance(timedelta(days=2))
    kit.done("register_no_show", appointment=appointment)
    return _put(kit, appointment)


def put_moved(kit: Faulty) -> Seen:
    appointment = kit.book(NORA)
    day = kit.appointment(NORA, appointment)["start"][:11]
    kit.done("change_appointment", appointment=appointment, start=f"{day}20:00:00", end=f"{day}20:30:00")
    return _put(kit, appointment)


def _put(kit: Faulty, appointment: str) -> Seen:
    outbox, found = JournalPushes(kit.journal), []
    while (push := outbox.oldest_push()) is not None:
        found.append((push.id, push.body))
        outbox.push_taken(push, Answer(200))
    puts = [(id_, json.loads(raw)) for id_, raw in found]
    return Seen(kit, [], {"raw": found, "puts": puts, "appointment": appointment})


def two_contacts(kit: Faulty) -> Seen:
    """Two services open a helsekontakt for the same citizen; two days later both have ended."""
    today = kit.base.now().date().isoformat()
    first, second = (
        kit.done("start_contact", patient=KARI.ident, unit=unit)["contact"] for unit in ("helsestasjon", "jordmor")
    )
    seen = Seen(kit, kit.parcels())
    for contact in (first, second):
        kit.done("end_contact", contact=contact, last=today)
    kit.parcels()
    kit.base.advance(timedelta(days=2))
    return seen


def another_service_reads(kit: Faulty) -> Seen:
    """Somebody at the school wants to read what was written to the health station."""
    asked = question(NORA, TEXT)
    kit.arrive(asked)
    kit.parcels()
    return Seen(kit, [], kit.do("read_thread", thread=asked.msg_id, unit="jordmor"))


def faulty(fault: str) -> Faulty:
    """A kit whose product can do what the fault is about."""
    if fault in ("tells_no_contact", "lists_the_changed_only", "opens_every_door"):
        return Faulty(profile=find_profile(find(fault).product))
    if fault.startswith(("put_", "rest_")):
        return Faulty(profile=profile(push="fhir"))
    offers = fault == "late_sync_answer" or find(fault).product in ("infodoc_plenario", "tietoevry_gerica")
    return Faulty(profile=profile()) if offers else Faulty()


__all__ = ["EKONTAKT", "Faulty", "Seen"]
