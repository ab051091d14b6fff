"""Writes what Helsenorge sends for a citizen; where sources differ, the stricter reading, so that all EPJs take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from simulator.serving.paper import OSLO
from simulator.serving.service import Seat
from standards.codes import Code, Ident
from standards.dialogmelding import Dialogmelding, Foresporsel, Notat
from standards.envelope import Envelope, business_envelope
from standards.hodemelding import ACK_NO, ACK_YES, ConversationRef, Document, Hodemelding, Patient, Payload
from standards.kodeverk.k1101 import K1101
from standards.kodeverk.k7601 import K7601
from standards.kodeverk.k7602 import K7602
from standards.kodeverk.k7611 import K7611
from standards.parties import Party
from standards.pasientrelasjon import Pasientrelasjon
from standards.processes import CATALOGUE, HELSENORGE, SUBJECT, TIMERESERVASJON
from standards.xcal import Event, XCal

PRODID: Final = "-//EPJ testbenk//Helsenorge, innbyggersiden//NO"
SECONDS_IN_REAL_TIME: Final = 15
_NO: Final = "2"


@dataclass(frozen=True)
class Person:
    """Somebody a message is about, or who writes it."""

    ident: str
    name: str
    relation: str = ""
    """The right by which one acts for another (7611)."""

    @property
    def given(self) -> str:
        """All names but the last."""
        return self.name.rpartition(" ")[0] or self.name

    @property
    def family(self) -> str:
        """The last name."""
        return self.name.rpartition(" ")[2]


class Writer:
    """Builds messages from one Helsenorge to the services of one journal; ids and time come from outside."""

    def __init__(self, seat: Seat, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._seat = seat
        self._now = now
        self._new_id = new_id

    def enquiry(self, party: Party, patient: Person, subject: str, text: str, acting: Person | None) -> Hodemelding:
        """A message that opens a thread in the process that the journal holds dialogs in (HITS 1217:2018, 3.3)."""
        body = Foresporsel(K7601.cv(opening(self._seat.dialog)), subject, text)
        return self._message(self._seat.dialog, party, patient, acting, Dialogmelding(body))

    def reply(
        self, process: str, party: Party, patient: Person, text: str, *, acting: Person | None, thread: ConversationRef
    ) -> Hodemelding:
        """The citizen's answer in a thread (22)."""
        return self._message(
            process, party, patient, acting, Dialogmelding(Notat(K7602.cv("22"), text=text)), thread=thread
        )

    def cancellation(
        self, process: str, party: Party, patient: Person, event: Event, reason: str, *, acting: Person | None
    ) -> Hodemelding:
        """A request to cancel (ART; HITS 1217:2018, 3.7), the appointment echoed as it was received."""
        body = Foresporsel(K7601.cv("ART"), text=reason or None, extra=K1101.cv(_NO))
        return self._message(process, party, patient, acting, Dialogmelding(body), XCal(PRODID, (event,)))

    def wish(self, process: str, party: Party, patient: Person, subject: str, text: str) -> Hodemelding:
        """A wish for a time (OT), always on one's own behalf: a youth's wish never has Pasientrelasjon."""
        body = Foresporsel(K7601.cv("OT"), subject or None, text, extra=K1101.cv(_NO))
        return self._message(process, party, patient, None, Dialogmelding(body))

    def unwish(self, process: str, party: Party, patient: Person, event: Event, reason: str) -> Hodemelding:
        """A wish to cancel what came of a wish (OAT)."""
        body = Foresporsel(K7601.cv("OAT"), text=reason or None, extra=K1101.cv(_NO))
        return self._message(process, party, patient, None, Dialogmelding(body), XCal(PRODID, (event,)))

    def planned(self, party: Party, patient: Person, acting: Person | None) -> Hodemelding:
        """The question for planned home visits, in real time (HBT; HITS 1217:2018, 3.4.4)."""
        body = Dialogmelding(Foresporsel(K7601.cv("HBT")))
        return self._message(TIMERESERVASJON.code, party, patient, acting, body, at_once=True)

    def envelope(self, message: Hodemelding) -> Envelope:
        """The transport properties that belong to a message of ours."""
        at_once = message.ack == ACK_NO
        return business_envelope(
            message_id=self._new_id(),
            subject=message.type.v,
            from_her_id=message.sender.her_id,
            to_her_id=message.receiver.her_id,
            time_stamp=self._local().isoformat(timespec="seconds"),
            kind="sync" if at_once else "async",
            ttl_ms=SECONDS_IN_REAL_TIME * 1000 if at_once else None,
        )

    def _message(
        self,
        process: str,
        party: Party,
        patient: Person,
        acting: Person | None,
        *payloads: Payload,
        thread: ConversationRef | None = None,
        at_once: bool = False,
    ) -> Hodemelding:
        now = self._local()
        return Hodemelding(
            type=Code(process, dn=CATALOGUE[process].name),
            msg_id=self._new_id(),
            gen_date=now,
            sender=self._seat.helsenorge,
            receiver=party,
            documents=tuple(Document(one, issued=now) for one in (*payloads, *_relation(acting))),
            patient=Patient(patient.family, patient.given, Ident.national(patient.ident)),
            ack=ACK_NO if at_once else ACK_YES,
            conversation=thread,
        )

    def _local(self) -> datetime:
        return self._now().astimezone(OSLO).replace(microsecond=0)


def opening(process: str) -> str:
    """The code with which a citizen opens a dialog in a process: HE or SB."""
    steps = CATALOGUE[process].steps_of(HELSENORGE, "Foresporsel")
    return next(step.code for step in steps if step.opens and step.dialog in ("", "1.1"))


def wants_subject(process: str) -> bool:
    """Whether the opening message must have a subject."""
    step = CATALOGUE[process].step(HELSENORGE, "Foresporsel", opening(process))
    return step is not None and SUBJECT in step.required


def may_answer(process: str, code: str) -> bool:
    """Whether the citizen may answer a message with that code."""
    known = CATALOGUE.get(process)
    return known is not None and any(step.code == "22" for step in known.answers(code, HELSENORGE))


def _relation(acting: Person | None) -> Sequence[Payload]:
    if acting is None:
        return ()
    return (
        Pasientrelasjon(acting.family, acting.given, Ident.national(acting.ident), K7611.cv(acting.relation or "FO")),
    )
