"""Writes what we send, as Helsenorge or another actor; where sources differ, the stricter reading, that all accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from conformance.clock import Clock
from conformance.dialogs import opening_of, process_of
from conformance.outcomes import NotApplicable, PreconditionMissing
from conformance.reading import Inbound
from standards.attachments import Attachment
from standards.codes import Code, Ident, oid
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import Envelope, business_envelope
from standards.hodemelding import ACK_NO, ConversationRef, Document, Hodemelding, Patient, Payload
from standards.parties import Party, Unit
from standards.pasientrelasjon import ASSIGNED_POWER, GUARDIAN, PARENT, POWER_OF_ATTORNEY, Pasientrelasjon
from standards.processes import (
    AVTALEAVBESTILLING,
    BETWEEN_ACTORS,
    DIGITALBRUKER,
    EKONSULTASJON,
    EKONTAKT,
    HELSEPERSONELL,
    TEST,
    ActorMessage,
    Process,
)
from standards.xcal import Event, XCal

if TYPE_CHECKING:
    from conformance.targets.model import Target, TargetParty, TestPerson

OSLO: Final = ZoneInfo("Europe/Oslo")
PRODID: Final = "-//Helsenorge//EPJ testbenk//NO"
ANSWER: Final = Code("22", oid(7602), "Svar fra innbygger")
CANCEL: Final = Code("ART", oid(7601), "Avbestill reservert time")
STATUS: Final = Code("SDAB", oid(7601), "Status digitalt aktiv bruker")
LINE_TEST: Final = Code("KT", oid(7603), "Kommunikasjonstest")
IN_WORDS: Final = Code("", ot="Forespørsel om pasient")
SECONDS_IN_REAL_TIME: Final = 15
"""How long a question in real time waits for its answer (HITS 1216:2018, 2.2.2)."""
YES: Final = Code("1", oid(1101), "Ja")
NO: Final = Code("2", oid(1101), "Nei")
_DIALOGS: Final = {process.code: process for process in (EKONTAKT, EKONSULTASJON, HELSEPERSONELL)}
RELATIONS: Final = {relation.v: relation for relation in (PARENT, GUARDIAN, POWER_OF_ATTORNEY, ASSIGNED_POWER)}


@dataclass(frozen=True)
class AppointmentRef:
    """The facts of an appointment that a cancellation echoes to the letter."""

    uid: str
    start: str
    end: str
    contact: str
    related_to: str | None = None
    related_form: str = "text"

    @classmethod
    def of(cls, avtale: Inbound) -> AppointmentRef:
        """From the Avtale as it was received."""
        return cls(
            avtale.uid,
            avtale.start,
            avtale.end,
            avtale.contact,
            avtale.related_to or None,
            avtale.related_form or "text",
        )

    def as_calendar(self) -> XCal:
        """The appointment as Helsenorge echoes it."""
        event = Event(
            uid=self.uid,
            start=self.start,
            end=self.end,
            contact=self.contact,
            related_to=self.related_to,
            related_form=self.related_form,
        )
        return XCal(PRODID, (event,))

    def require_whole(self) -> None:
        """Raise `PreconditionMissing` when the EPJ left out what a cancellation must echo."""
        names = {"uid": self.uid, "dtstart": self.start, "dtend": self.end, "contact": self.contact}
        missing = [name for name, value in names.items() if not value]
        if missing:
            raise PreconditionMissing(
                f"Timen fra EPJ-en kan ikke avbestilles fra Helsenorge: den mangler {', '.join(missing)}.",
                fix="Send avtalen med uid, dtstart, dtend og contact (HITS 1217:2018, 2.8).",
            )


class HelsenorgeWriter:
    """Builds Helsenorge's messages for one target; ids and time come from outside."""

    def __init__(self, target: Target, clock: Clock, new_id: Callable[[], str]) -> None:
        self._target = target
        self._clock = clock
        self._new_id = new_id

    def enquiry(
        self,
        patient: TestPerson,
        *,
        subject: str | None = "Spørsmål",
        text: str | None = "Når er neste time?",
        acting: TestPerson | None = None,
        attachments: Iterable[Attachment] = (),
        sakstype: str | None = None,
        party: TargetParty | None = None,
        process: Process | None = None,
    ) -> Hodemelding:
        """A citizen's enquiry that opens a thread (EKONTAKT, HE, or HELSEPERSONELL, SB; HITS 1217:2018 3.3, 3.13)."""
        process = process or process_of(self._target)
        body = Dialogmelding(Foresporsel(opening_of(process), subject, text), sakstype)
        return self._message(process, body, patient, acting, attachments, party=party)

    def follow_up(
        self,
        previous: Inbound,
        patient: TestPerson,
        *,
        text: str = "Takk for svaret.",
        subject: str | None = None,
        acting: TestPerson | None = None,
        attachments: Iterable[Attachment] = (),
        sakstype: str | None = None,
        root: str = "",
    ) -> Hodemelding:
        """The citizen's answer in a thread, to the EPJ's latest message and in its process (22).

        `root` is the first message of the thread as it was sent; the EPJ may have written its id in other letters.
        """
        if not previous.msg_id:
            raise PreconditionMissing(
                "Innbyggeren kan ikke svare: meldingen fra EPJ-en har ingen MsgId å vise til.",
                fix="Gi hver melding en MsgId (HITS 1217:2018, 2.3.1).",
            )
        body = Dialogmelding(Notat(ANSWER, subject, text), sakstype)
        same = root.lower() == previous.thread.lower()
        thread = ConversationRef(previous.msg_id, root if same else previous.thread)
        party = self._party_with(previous.sender_her_id)
        known = previous.type if previous.type in self._target.processes else ""
        process = _DIALOGS.get(known) or process_of(self._target)
        return self._message(process, body, patient, acting, attachments, thread=thread, party=party)

    def cancellation(
        self,
        appointment: Inbound | AppointmentRef,
        patient: TestPerson,
        *,
        reason: str | None = None,
        acting: TestPerson | None = None,
        sakstype: str | None = None,
    ) -> Hodemelding:
        """A request to cancel (AVTALEAVBESTILLING, ART; HITS 1217:2018 3.7), the appointment echoed as received."""
        ref = AppointmentRef.of(appointment) if isinstance(appointment, Inbound) else appointment
        ref.require_whole()
        body = Dialogmelding(Foresporsel(CANCEL, text=reason, extra=NO), sakstype)
        party = self._party_with(ref.contact)
        return self._message(AVTALEAVBESTILLING, body, patient, acting, (), more=(ref.as_calendar(),), party=party)

    def unknown_appointment(self, *, start: str, end: str) -> AppointmentRef:
        """An appointment that no EPJ has; times are local without zone."""
        return AppointmentRef(self._new_id(), start, end, self.default_party().her_id, self._new_id())

    def digital_status(self, patient: TestPerson, *, active: bool) -> Hodemelding:
        """Tells that the citizen has become digitally active or inactive (DIGITALBRUKER, SDAB; HITS 1217:2018 3.9)."""
        body = Dialogmelding(Foresporsel(STATUS, extra=YES if active else NO))
        return self._message(DIGITALBRUKER, body, patient, None, ())

    def line_test(self) -> Hodemelding:
        """Asks whether the line holds, in real time and about nobody (TEST, KT; HITS 1217:2018 3.10)."""
        return replace(self._message(TEST, Dialogmelding(Foresporsel(LINE_TEST)), None, None, ()), ack=ACK_NO)

    def from_actor(self, patient: TestPerson, *, text: str) -> Hodemelding:
        """Another health actor's question (HIS 80603:2017); the code is told in words, since no source lists it (I)."""
        body = Dialogmelding(Foresporsel(IN_WORDS, text=text))
        message = self._message(BETWEEN_ACTORS["DIALOG_HELSEFAGLIG"], body, patient, None, ())
        return replace(message, ack=None)  # Ack is not in use between actors (HIS 80601)

    def envelope(self, message: Hodemelding) -> Envelope:
        """The transport properties that belong to a message, with a new AMQP message-id."""
        at_once = message.ack == ACK_NO
        return business_envelope(
            message_id=self._new_id(),
            subject=message.type.v,
            from_her_id=message.sender.her_id,
            to_her_id=message.receiver.her_id,
            time_stamp=self._now().isoformat(timespec="seconds"),
            kind="sync" if at_once else "async",
            ttl_ms=SECONDS_IN_REAL_TIME * 1000 if at_once else None,
        )

    def default_party(self) -> TargetParty:
        """The first party of the target; raises `PreconditionMissing` when it has none."""
        if not self._target.parties:
            raise PreconditionMissing("Testobjektfilen har ingen parter.", fix="Legg inn minst én under [[parties]].")
        return self._target.parties[0]

    def party_for(self, role: str) -> TargetParty:
        """The party with a role; raises `NotApplicable` when the target has none."""
        found = next((party for party in self._target.parties if party.role == role), None)
        if found is None:
            raise NotApplicable(f"Testobjektet har ingen part med rollen {role}.")
        return found

    def _message(
        self,
        process: Process | ActorMessage,
        body: Dialogmelding,
        patient: TestPerson | None,
        acting: TestPerson | None,
        attachments: Iterable[Attachment],
        *,
        more: Sequence[Payload] = (),
        thread: ConversationRef | None = None,
        party: TargetParty | None = None,
    ) -> Hodemelding:
        if process.code not in self._target.processes:
            raise NotApplicable(f"Testobjektet har ikke prosessen {process.code}.")
        now = self._now()
        documents = [Document(body, issued=now), *(Document(payload, issued=now) for payload in more)]
        if acting is not None and patient is not None:
            documents.append(Document(self._relation(acting, patient), issued=now))
        documents += [Document(attachment, issued=now) for attachment in attachments]
        return Hodemelding(
            type=Code(process.code, dn=process.name),
            msg_id=self._new_id(),
            gen_date=now,
            sender=self._helsenorge(),
            receiver=party_of(party or self.default_party()),
            documents=tuple(documents),
            patient=None if patient is None else Patient(patient.family, patient.given, Ident.national(patient.ident)),
            conversation=thread,
        )

    def _relation(self, acting: TestPerson, patient: TestPerson) -> Pasientrelasjon:
        relation = RELATIONS.get(patient.relation or acting.relation or PARENT.v, PARENT)
        return Pasientrelasjon(acting.family, acting.given, Ident.national(acting.ident), relation)

    def _helsenorge(self) -> Party:
        us = self._target.helsenorge
        return Party.service(us.parent_name, us.parent_her_id, us.name, us.her_id)

    def _party_with(self, her_id: str) -> TargetParty | None:
        return next((party for party in self._target.parties if party.her_id == her_id), None)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(OSLO).replace(microsecond=0)


def party_of(party: TargetParty) -> Party:
    """A party of the target on two levels; level 2 is a service or a person."""
    if party.level2 != "person":
        return Party.service(party.parent_name, party.parent_her_id, party.name, party.her_id)
    given, _, family = party.name.rpartition(" ")
    person = Unit(party.name, (Ident.her(party.her_id, person=True),), person=True, family=family, given=given)
    return Party(Unit(party.parent_name, (Ident.her(party.parent_her_id),)), person)
