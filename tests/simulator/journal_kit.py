"""A journal without a bus, and Helsenorge's side of the talk with it."""

from __future__ import annotations

import copy
import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulator.clock import ManualClock, ShiftableClock
from simulator.journal.journal import SCHEMA, Journal
from simulator.journal.patients import Guardian, NewPatient
from simulator.journal.profile import Profile
from simulator.journal.unit import World
from simulator.landscape.parties import HELSENORGE, services
from simulator.people import Person, population
from simulator.store.database import MEMORY, Database
from simulator.vendors import find_profile
from standards.apprec import AppRec, receipt_for
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import Envelope, business_envelope
from standards.hodemelding import ConversationRef, Document, Hodemelding, Patient, Payload
from standards.kodeverk.k7601 import K7601
from standards.kodeverk.k7602 import K7602
from standards.pasientrelasjon import PARENT, Pasientrelasjon
from standards.schema import SchemaPack
from standards.xcal import XCal
from wire.bus import BusMessage

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
EKONTAKT = "DIALOG_INNBYGGER_EKONTAKT"
AVBESTILLING = "DIALOG_INNBYGGER_AVTALEAVBESTILLING"
DIGITALBRUKER = "DIALOG_INNBYGGER_DIGITALBRUKER"
PEOPLE = {person.id: person for person in population(1)}
PACK = SchemaPack.own()
CLINIC = services(find_profile("visma_hspro"))[0].party
_numbers = itertools.count(1)


def person(name: str) -> Person:
    return PEOPLE[name]


def numbered(one: Person, ident: str) -> Person:
    """The person with a number that our own people never have."""
    twin = copy.copy(one)
    object.__setattr__(twin, "ident", ident)
    return twin


def patients() -> list[NewPatient]:
    return [
        NewPatient(
            one.id, one.ident, one.family, one.given, one.birth_date.isoformat(), one.kind,
            tuple(Guardian(PEOPLE[g].ident, PEOPLE[g].name, one.relation) for g in one.guardians),
        )
        for one in PEOPLE.values()
    ]  # fmt: skip


def message(
    process: str,
    patient: Person | None,
    *payloads: Payload,
    acting: Person | None = None,
    msg_id: str = "",
    conversation: ConversationRef | None = None,
) -> Hodemelding:
    """What Helsenorge writes."""
    relation = ()
    if acting is not None:
        relation = (Pasientrelasjon(acting.family, acting.given, Ident.national(acting.ident), PARENT),)
    who = Patient(patient.family, patient.given, Ident.national(patient.ident)) if patient else None
    return Hodemelding(
        type=Code(process, dn="x"),
        msg_id=msg_id or str(uuid.uuid4()),
        gen_date=NOW,
        sender=HELSENORGE,
        receiver=CLINIC,
        patient=who,
        conversation=conversation,
        documents=tuple(Document(payload, issued=NOW) for payload in (*payloads, *relation)),
    )


def question(patient: Person, text: str = "Kan vi komme i morgen?", *more: Payload, **options: Any) -> Hodemelding:
    dialog = Dialogmelding(Foresporsel(K7601.cv("HE"), subject="Time", text=text))
    return message(EKONTAKT, patient, dialog, *more, **options)


def reply(patient: Person, text: str, parent: str, thread: str, **options: Any) -> Hodemelding:
    dialog = Dialogmelding(Notat(K7602.cv("22"), text=text))
    return message(EKONTAKT, patient, dialog, conversation=ConversationRef(parent, thread), **options)


def cancellation(patient: Person, calendar: XCal, reason: str = "Barnet er sykt", **options: Any) -> Hodemelding:
    dialog = Dialogmelding(Foresporsel(K7601.cv("ART"), text=reason, extra=Code("2", oid(1101), "Nei")))
    return message(AVBESTILLING, patient, dialog, calendar, **options)


def digital_status(patient: Person, status: str) -> Hodemelding:
    dialog = Dialogmelding(Foresporsel(K7601.cv("SDAB"), extra=Code(status, oid(1101), "x")))
    return message(DIGITALBRUKER, patient, dialog)


def envelope_for(subject: str, **changes: str) -> Envelope:
    values = {"from_her_id": HELSENORGE.her_id, "to_her_id": CLINIC.her_id, "message_id": str(uuid.uuid4()), **changes}
    return business_envelope(subject=subject, time_stamp=NOW.isoformat(), **values)


@dataclass(frozen=True)
class Out:
    """One message that came out of the journal."""

    envelope: Envelope
    raw: bytes

    @property
    def message(self) -> Hodemelding:
        return Hodemelding.from_xml(self.raw)

    @property
    def apprec(self) -> AppRec:
        return AppRec.from_xml(self.raw)

    @property
    def code(self) -> str:
        """AppRec status with errors, error condition, or the code of the dialog."""
        if self.envelope.is_error:
            return self.envelope.error_condition
        if self.envelope.subject == "APPREC":
            return " ".join(["kvittering", self.apprec.status.v, *(error.v for error in self.apprec.errors)])
        dialog = self.message.dialog
        return dialog.code if dialog else ""


@dataclass
class Kit:
    """A journal and what one can do to it in a test."""

    profile: Profile = field(default_factory=lambda: find_profile("visma_hspro"))
    path: Path | str = MEMORY

    def __post_init__(self) -> None:
        self.base = ManualClock(NOW)
        self.database = Database(self.path, SCHEMA)
        self.world = World(self.profile, services(self.profile), HELSENORGE)
        self.journal = Journal(self.database, ShiftableClock(self.base), self.world, PACK)
        self.journal.register(patients())

    def give(self, sent: Hodemelding, *, raw: bytes | None = None, envelope: Envelope | None = None) -> BusMessage:
        """Helsenorge's message arrives."""
        arriving = BusMessage(envelope or envelope_for(sent.type.v), sent.to_xml() if raw is None else raw)
        self.journal.receive(arriving)
        return arriving

    def take(self) -> list[Out]:
        """Everything that waits to be sent, taken as sent."""
        found = []
        while (waiting := self.journal.oldest_waiting()) is not None:
            self.journal.sent(waiting)
            found.append(Out(waiting.message.envelope, waiting.message.body))
        return found

    def codes(self) -> list[str]:
        """The codes of everything that waits to be sent."""
        return [out.code for out in self.take()]

    def answer(self, out: Out, *errors: Code) -> None:
        """Helsenorge's receipt for one of the journal's messages."""
        receipt = receipt_for(out.message, receipt_id=str(uuid.uuid4()), now=NOW, errors=errors)
        self.journal.receive(BusMessage(envelope_for("APPREC"), receipt.to_xml()))

    def do(self, intent: str, **params: Any) -> dict[str, Any]:
        return self.journal.do(intent, params, str(uuid.uuid4()))

    def done(self, intent: str, **params: Any) -> dict[str, Any]:
        """The data of an intent that must be done."""
        answer = self.do(intent, **params)
        assert answer["outcome"] == "done", answer
        data: dict[str, Any] = answer["data"]
        return data

    def refused(self, intent: str, **params: Any) -> str:
        """The reason for an intent that must be refused."""
        answer = self.do(intent, **params)
        assert answer["outcome"] == "refused", answer
        return str(answer["reason"])

    def book(self, patient: Person, *, days: int = 30, **more: Any) -> str:
        """An appointment so many days from now, each at its own minute."""
        start = (NOW + timedelta(days=days, minutes=next(_numbers))).replace(tzinfo=None)
        values = {
            "start": start.isoformat(), "end": (start + timedelta(minutes=30)).isoformat(), "summary": "Kontroll",
            "location": "Rom 2", **more,
        }  # fmt: skip
        return str(self.done("create_appointment", patient=patient.ident, **values)["appointment"])

    def appointment(self, patient: Person, appointment: str) -> dict[str, Any]:
        found = self.done("read_appointments", patient=patient.ident)["appointments"]
        return next(dict(one) for one in found if one["id"] == appointment)

    def entries(self, patient: Person) -> list[dict[str, Any]]:
        return list(self.done("read_journal", patient=patient.ident)["entries"])

    def transport(self, msg_id: str | None = None) -> list[dict[str, Any]]:
        return list(self.done("read_transport_log", **({"msg_id": msg_id} if msg_id else {}))["entries"])
