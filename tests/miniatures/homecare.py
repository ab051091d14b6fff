"""An honest EPJ of home care. Its choice: each visit is an event of its own, where the simulated journal has a series.

Every method that a wrong miniature may want to spoil is small.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from tests.miniatures import templates
from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import Answer, HonestEpj, done, refused
from tests.miniatures.post import OSLO, UTSENDING, Refusal, Setup
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment

TIMERESERVASJON = "DIALOG_INNBYGGER_TIMERESERVASJON"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHOWN_DAYS = 60
_USER = "<parameters><cn><text>{}</text></cn></parameters><cal-address>mailto:ingen@storvik.example</cal-address>"


@dataclass
class Visit(Appointment):
    """A visit; it is confirmed when somebody is to come."""

    plan: str = ""
    employees: tuple[str, ...] = ()
    minutes: int = 0
    reason: str = ""

    @property
    def day(self) -> str:
        """The day it begins."""
        return self.start[:10]


@dataclass
class Pause:
    """Days without visits."""

    patient: str
    first: str
    last: str = "9999"


class HomeCareEpj(HonestEpj):
    """Plans visits and shows them to whoever asks on Helsenorge."""

    role = "hjemmetjeneste"
    more_processes = MappingProxyType({TIMERESERVASJON: "1.2"})
    supported = (*HonestEpj.supported, TIMERESERVASJON)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.pauses: list[Pause] = []

    # --- what Helsenorge asks ---

    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        if letter.type != TIMERESERVASJON:
            super().letter_came(letter, delivery)
            return
        self.log(letter, delivery, "mottatt")
        self.looked_at(letter, delivery, self.refusals(letter, delivery))
        self.link.complete(delivery)

    def looked_at(self, letter: Letter, delivery: Delivery, refusals: list[Refusal]) -> None:
        """The calendar, in real time; what is wrong with the question is answered with 26."""
        if refusals:
            self.answer_at_once(letter, delivery, [templates.note("26", refusals[0][1])])
            return
        visits = self.shown(self.whose(letter))
        documents = [templates.note("01" if visits else "02", "")]
        if visits:
            documents.append(self.calendar(visits))
        self.answer_at_once(letter, delivery, documents)

    def whose(self, letter: Letter) -> str:
        """Whose visits are shown."""
        return letter.patient

    def answer_at_once(self, letter: Letter, delivery: Delivery, documents: list[str]) -> None:
        """To the queue that waits, under the correlation-id of the question; no receipt."""
        document = templates.hodemelding(
            type_=TIMERESERVASJON,
            msg_id=self.new_msg_id(),
            gen_date=self.now_text(),
            parent=letter.msg_id,
            conversation=letter.msg_id,
            sender=self.setup.own,
            receiver=self.setup.helsenorge,
            patient=(letter.patient, *self.setup.people.get(letter.patient, ("Ukjent", "Ukjent"))),
            documents=documents,
            ack="N",
        )
        queue, about = self.reply_queue(delivery), delivery.properties["correlation_id"]
        her_id = letter.sender[1][1]
        self.transmit(document, TIMERESERVASJON, queue, her_id, correlation=about, ttl_ms=15_000, log=False)

    def reply_queue(self, delivery: Delivery) -> str:
        """Where the answer goes."""
        return delivery.properties["reply_to"]

    # --- what the citizen sees ---

    def shown(self, patient: str) -> list[Visit]:
        """From today on: what stands, and what has been called off."""
        today = self.setup.clock().astimezone(OSLO).date().isoformat()
        own = [one for one in self.visits() if one.patient == patient and one.day >= today]
        return [one for one in own if one.status in ("planned", "cancelled") and not self.is_paused(one)]

    def visits(self) -> list[Visit]:
        """All that are planned."""
        return [one for one in self.memory.appointments.values() if isinstance(one, Visit)]

    def is_paused(self, one: Visit) -> bool:
        """Whether the user is away that day."""
        return any(pause.patient == one.patient and pause.first <= one.day <= pause.last for pause in self.pauses)

    def calendar(self, visits: list[Visit], status: str = "") -> str:
        """One vevent for each visit; `status` when it is another than the visit has."""
        events = (f"<vevent><properties>{self.event_of(one, status)}</properties><components/>" for one in visits)
        return (
            '<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar><properties><version><text>2.0</text>'
            "</version><prodid><text>Miniatyr</text></prodid></properties><components>"
            f"{''.join(f'{event}</vevent>' for event in events)}</components></vcalendar></icalendar>"
        )

    def event_of(self, one: Visit, status: str = "") -> str:
        """The properties of a visit, in the order of the schema."""
        named = "".join(f"<attendee>{_USER.format(templates.escape(name))}</attendee>" for name in self.names_of(one))
        kinds = "".join(f"<text>{kind}</text>" for kind in self.categories_of(one))
        minutes = f"<duration>PT{one.minutes}M</duration>" if one.minutes else ""
        status, reason = status or self.status_of(one), self.reason_of(one)
        return "".join(
            (
                f"<dtstart><date-time>{one.start}</date-time></dtstart>",
                f"<dtend><date-time>{self.end_of(one)}</date-time></dtend>",
                f"<status><text>{status}</text></status><summary><text>{one.summary}</text></summary>",
                f"<uid><text>{self.uid_of(one)}</text></uid><related-to><text>{self.related_of(one)}</text></related-to>",
                f"<contact><text>{self.her_id}</text></contact><location><text>Hjemmebesøk</text></location>",
                f"<categories>{kinds}</categories>{named}<organizer>{_USER.format(self.setup.own[1][0])}</organizer>",
                f"<x-expected-duration>{minutes}</x-expected-duration>" if minutes else "",
                f"<x-cancellation-reason><text>{reason}</text></x-cancellation-reason>" if reason else "",
            )
        )

    def uid_of(self, one: Visit) -> str:
        """The same every time."""
        return one.slot

    def related_of(self, one: Visit) -> str:
        """The same too."""
        return one.id

    def end_of(self, one: Visit) -> str:
        """When it ends."""
        return one.end

    def status_of(self, one: Visit) -> str:
        """As the guide has it."""
        return "CANCELLED" if one.status == "cancelled" else "CONFIRMED" if one.employees else "TENTATIVE"

    def reason_of(self, one: Visit) -> str:
        """Why it is off."""
        return one.reason if one.status == "cancelled" else ""

    def names_of(self, one: Visit) -> tuple[str, ...]:
        """Who comes."""
        return one.employees

    def categories_of(self, one: Visit) -> tuple[str, ...]:
        """A window, if it is one, and the service."""
        return (*(("Tidsvindu",) if one.minutes else ()), f"TjenesteId:{self.her_id}")

    # --- what staff do ---

    def staff_plan_visits(self, params: Answer) -> Answer:
        plan = str(uuid.uuid4())
        start, end = datetime.fromisoformat(params["start"]), datetime.fromisoformat(params["end"])
        last = date.fromisoformat(params.get("last") or "9999-12-31")
        for day in self.days_of(start, params):
            if (day - start).days > SHOWN_DAYS or day.date() > last:
                break
            one = Visit(
                id=str(uuid.uuid4()),
                slot=str(uuid.uuid4()),
                patient=params["patient"],
                start=day.isoformat(),
                end=(day + (end - start)).isoformat(),
                summary=params["summary"],
                location="Hjemmebesøk",
                plan=plan,
                minutes=params.get("minutes") or 0,
            )
            self.memory.appointments[one.id] = one
        return done(plan=plan)

    def days_of(self, start: datetime, params: Answer) -> Iterator[datetime]:
        """Every day, or every week on some days."""
        days = params.get("days") or ([DAYS[start.weekday()]] if params["frequency"] == "weekly" else DAYS)
        while True:
            if DAYS[start.weekday()] in days:
                yield start
            start += timedelta(days=1)

    def visit_of(self, params: Answer) -> Visit | None:
        """The visit of a plan at that time."""
        own = (one for one in self.visits() if one.plan == params["plan"] and one.start == params["start"])
        return next(own, None)

    def staff_confirm_visit(self, params: Answer) -> Answer:
        one = self.visit_of(params)
        if one is None or one.status != "planned":
            return refused("Planen har ikke noe besøk da.")
        one.employees = tuple(params["employees"])
        return done(appointment=one.id)

    def staff_change_employees(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        assert isinstance(one, Visit)
        one.employees = tuple(params["employees"])
        return done()

    def staff_complete_visit(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        assert isinstance(one, Visit)
        one.status = "performed"
        self.tell(one, "COMPLETED")
        return done()

    def staff_cancel_visit(self, params: Answer) -> Answer:
        one = self.visit_of(params)
        if one is None or one.status != "planned":
            return refused("Planen har ikke noe besøk da.")
        one.status, one.slot_free, one.reason = "cancelled", True, params["reason"]
        self.tell(one, "CANCELLED")
        return done(appointment=one.id)

    def tell(self, one: Visit, status: str) -> None:
        """MOA: what has become of the visit."""
        if one.patient not in self.memory.inactive:
            documents = [templates.request("MOA", "7601"), self.calendar([one], status)]
            self.write(one.patient, UTSENDING, documents)

    def staff_end_visits(self, params: Answer) -> Answer:
        for one in self.visits():
            if one.plan == params["plan"] and one.day > params["last"] and self.can_end(one):
                del self.memory.appointments[one.id]
        return done()

    def can_end(self, one: Visit) -> bool:
        """What was confirmed stands."""
        return one.status == "planned" and not one.employees

    def staff_pause_visits(self, params: Answer) -> Answer:
        self.pauses.append(Pause(params["patient"], params["first"], params.get("last") or "9999"))
        return done(withdrawn=0)

    def staff_resume_visits(self, params: Answer) -> Answer:
        first = params["first"]
        before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
        for pause in self.pauses:
            if pause.patient == params["patient"] and pause.last >= first:
                pause.last = before
        return done()
