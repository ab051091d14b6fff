"""A journal for appointments, what Helsenorge asks it, and a judge over everything that was said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from simulator.journal.profile import Profile
from simulator.journal.unit import Service
from simulator.people import Person
from simulator.vendors import find_profile
from standards.codes import Code
from standards.dialogmelding import Dialogmelding, Foresporsel
from standards.exchange import Exchange, Item, Role
from standards.hodemelding import ACK_NO, ConversationRef, Hodemelding
from standards.kodeverk.k1101 import K1101
from standards.kodeverk.k7601 import K7601
from standards.processes import (
    AVTALEAVBESTILLING,
    AVTALEUTSENDING,
    DIGITALBRUKER,
    EKONTAKT,
    TIMEONSKE,
    TIMEONSKEUNGDOM,
    TIMERESERVASJON,
)
from standards.rules.engine import judge_exchange, judge_message
from standards.xcal import Event, XCal
from tests.simulator.journal_kit import Kit, Out, envelope_for, message
from wire.bus import BusMessage

_PROCESSES = (EKONTAKT, DIGITALBRUKER, AVTALEUTSENDING, AVTALEAVBESTILLING, TIMERESERVASJON, TIMEONSKE, TIMEONSKEUNGDOM)


def profile(*roles: str, **more: Any) -> Profile:
    """A product that can do all there is with appointments."""
    values = {"services": roles or ("helsestasjon",), "wishes": True, "home_care": True, "free_slots": True, **more}
    all_of_them = MappingProxyType({process.code: process.versions[-1] for process in _PROCESSES})
    return replace(find_profile("visma_hspro"), **{"processes": all_of_them, **values})


@dataclass
class Desk(Kit):
    """The kit, with a record of what was said; `at` is the service that Helsenorge writes to."""

    at: Service | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.at = self.at or self.world.default
        self.said: list[Item] = []

    @property
    def where(self) -> Service:
        """The service that Helsenorge writes to."""
        return self.at or self.world.default

    def give(self, sent: Hodemelding, **more: Any) -> BusMessage:
        """Helsenorge's message arrives on the asynchronous queue."""
        return self._arrive(sent, at_once=False)

    def ask(self, sent: Hodemelding) -> Out:
        """Helsenorge's question arrives on the synchronous queue; gives the answer."""
        self._arrive(replace(sent, ack=ACK_NO), at_once=True)
        (answer,) = self.take()
        return answer

    def take(self) -> list[Out]:
        """What waits to be sent, judged as it is taken."""
        found = super().take()
        for out in found:
            verdict = judge_message(out.raw, sender=Role.EPJ, envelope=out.envelope)
            assert (verdict.schema, verdict.findings) == ("valid", ()), verdict.findings
            self.said.append(Item(Role.EPJ, out.raw, out.envelope, self.journal.clock.now()))
        return found

    def answers(self) -> list[Out]:
        """What waits to be sent, without the receipts."""
        return [out for out in self.take() if out.envelope.subject != "APPREC"]

    def judge(self) -> None:
        """Hold the whole talk to the rules of exchanges: nobody may have anything to say."""
        self.take()
        verdict = judge_exchange(Exchange(tuple(self.said)), complete=False)
        assert verdict.findings == (), verdict.findings

    def pass_days(self, days: float) -> None:
        """Let time go."""
        self.base.advance(timedelta(days=days))

    def _arrive(self, sent: Hodemelding, *, at_once: bool) -> BusMessage:
        sent = replace(sent, receiver=self.where.party, gen_date=self.journal.clock.now())
        verdict = judge_message(sent.to_xml(), sender=Role.HELSENORGE)
        assert (verdict.schema, verdict.findings) == ("valid", ()), verdict.findings
        kind = "sync" if at_once else "async"
        envelope = envelope_for(sent.type.v, to_her_id=self.where.her_id, kind=kind)
        arriving = BusMessage(envelope, sent.to_xml())
        self.said.append(Item(Role.HELSENORGE, arriving.body, envelope, self.journal.clock.now()))
        self.journal.receive(arriving, at_once=at_once)
        return arriving


def request(process: str, code: str, patient: Person, *more: XCal, **options: Any) -> Hodemelding:
    """A request from Helsenorge; options of the Foresporsel are text, from_date and to_date."""
    body = {name: options.pop(name) for name in ("text", "subject", "from_date", "to_date") if name in options}
    extra: Code | None = K1101.cv("2") if code in {"RT", "ART", "OT", "OAT"} else None
    dialog = Dialogmelding(Foresporsel(K7601.cv(code), extra=extra, **body))
    return message(process, patient, dialog, *more, **options)


def hbt(patient: Person, **options: Any) -> Hodemelding:
    """She looks at her home visits."""
    return request(TIMERESERVASJON.code, "HBT", patient, **options)


def hlt(patient: Person, first: date, last: date, **options: Any) -> Hodemelding:
    """She looks for free slots."""
    return request(TIMERESERVASJON.code, "HLT", patient, from_date=first, to_date=last, **options)


def named(event: Event, **changes: Any) -> XCal:
    """What Helsenorge repeats of a time: its ids and when it is."""
    echoed = Event(event.uid, event.start, event.end, event.contact, related_to=event.related_to)
    return XCal("-//EPJ testbenk//Helsenorge//NO", (replace(echoed, **changes),))


def events_of(out: Out) -> tuple[Event, ...]:
    """The times of a message."""
    calendar = out.message.calendar
    return calendar.events if calendar is not None else ()


def reference(asked: Hodemelding, parent: str = "") -> ConversationRef:
    """What goes on in the thread of a request."""
    return ConversationRef(parent or asked.msg_id, asked.msg_id)
