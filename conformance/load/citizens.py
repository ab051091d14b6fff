"""Citizens as users of locust: each does one errand after another, and waits as a person would."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gevent.event
import gevent.lock

from conformance.clock import Clock
from conformance.load import swarm
from conformance.load.arrivals import local
from conformance.load.kinds import Limits, Timed
from conformance.load.ledger import Appointment, Ledger, Letter
from conformance.load.persons import Errand
from conformance.load.talks import Talk, day_of
from conformance.mail.desk import require_faultless
from conformance.outcomes import NotVerified, TargetUnreachable
from conformance.staff import http as staff_over_http
from conformance.steps.slots import FIRST_DAY, LAST_DAY, at
from conformance.writing.helsenorge import AppointmentRef
from conformance.writing.times import TimesWriter
from standards.exchange import Role
from standards.processes import AVTALEUTSENDING
from standards.rules.engine import judge_message
from standards.xcal import XCal
from wire.bus import BusClient, BusError, BusMessage

if TYPE_CHECKING:
    from conformance.targets.model import Target
    from standards.envelope import Envelope
    from standards.hodemelding import Hodemelding

_PLACE = {"summary": "Helsekontroll", "location": "Helsestasjonen, rom 2"}


class House:
    """What the citizens of one process share."""

    def __init__(
        self,
        target: Target,
        client: BusClient,
        ledger: Ledger,
        *,
        people: Sequence[Errand],
        clock: Clock,
        seed: str,
        places: Iterator[int],
    ) -> None:
        self.target = target
        self.client = client
        self.ledger = ledger
        self.people = people
        self.clock = clock
        self.limits = Limits.of(target)
        self.finishing = False
        """Nobody begins an errand from now on."""
        self._seed = seed
        self._places = places
        self._moved_in = 0
        self._faultless: set[str] = set()
        self._one_at_a_time = gevent.lock.RLock()

    def move_in(self, talks: Sequence[Talk]) -> tuple[OneVisit, Iterator[Talk]]:
        """One more citizen, and her errands."""
        self._moved_in += 1
        swarm.allow_threads(self._moved_in + 4)
        place = next(self._places)
        rng = random.Random(f"{self._seed}/{place}")  # noqa: S311  which errand is no secret
        return OneVisit(self, rng), day_of(talks, place, rng)

    def require_faultless(self, message: Hodemelding, raw: bytes, envelope: Envelope) -> None:
        """The first of each kind is judged by our own rules; a calendar in it is an echo of the EPJ's."""
        kind = message.type.v
        echo = any(isinstance(document.payload, XCal) for document in message.documents)
        if echo or kind in self._faultless:
            return
        with self._one_at_a_time:
            if kind not in self._faultless:
                verdict = swarm.in_thread(lambda: judge_message(raw, sender=Role.HELSENORGE, envelope=envelope))
                require_faultless(verdict, "meldingen fra Helsenorge")
                self._faultless.add(kind)


class OneVisit:
    """One citizen at her screen, on one errand after another."""

    def __init__(self, house: House, rng: random.Random) -> None:
        self._house = house
        self._heard = gevent.event.Event()
        target = house.target
        self._staff = staff_over_http.connect(target, house.clock) if target.staff.kind == "http" else None
        self.rng = rng
        self.clock = house.clock
        self.writer = TimesWriter(target, house.clock, _new_id)
        self.errand = rng.choice(house.people)

    def go(self, talk: Talk) -> None:
        """Do one errand, about somebody drawn anew."""
        self.errand = self.rng.choice(self._house.people)
        talk.go(self)

    def close(self) -> None:
        """Go home."""
        if self._staff is not None:
            self._staff.close()

    def send(self, message: Hodemelding, waits_for: Collection[Timed]) -> None:
        """Send, and stay until everything that is waited for has come or its time is up."""
        house = self._house
        raw, envelope = message.to_xml(), self.writer.envelope(message)
        house.require_faultless(message, raw, envelope)
        letter = Letter(
            message.msg_id,
            envelope.message_id,
            message.type.v,
            house.clock.monotonic(),
            frozenset(waits_for),
            self._heard.set,
        )
        house.ledger.sent(letter)
        try:
            swarm.in_thread(house.client.send, envelope.to, BusMessage(envelope, raw))
        except BusError as error:
            house.ledger.withdraw(letter, house.clock.monotonic(), str(error))
            return
        house.ledger.delivered(letter, house.clock.monotonic())
        longest = max((house.limits.seconds[timed] for timed in waits_for), default=0.0)
        self._wait_until(lambda: not letter.waiting(), letter.sent_at + longest)

    def appointment(self) -> AppointmentRef | None:
        """An appointment that staff make now, once Helsenorge has it; None when it does not come."""
        ledger, now = self._house.ledger, self.clock.now()
        slot = at(now, uuid.UUID(int=self.rng.getrandbits(128)).int, FIRST_DAY, LAST_DAY)
        waiting = Appointment(AVTALEUTSENDING.code, self.clock.monotonic(), self._heard.set)
        ledger.await_appointment(self.errand.patient.ident, local(slot.start), waiting)
        if not self._made(waiting, {"patient": self.errand.patient.ident, **vars(slot), **_PLACE}):
            ledger.forget(waiting)
            return None
        seconds = self._house.limits.seconds[Timed.APPOINTMENT]
        self._wait_until(lambda: waiting.arrival is not None, waiting.made_at + seconds)
        return waiting.arrival.ref() if waiting.arrival else None

    def _made(self, waiting: Appointment, params: dict[str, Any]) -> bool:
        ledger, staff = self._house.ledger, self._staff
        if staff is None:
            return False
        seconds = self._house.target.deadlines.staff_seconds
        try:
            result = swarm.in_thread(
                lambda: staff.perform("create_appointment", params, key=_new_id(), sentence="", seconds=seconds)
            )
        except (NotVerified, TargetUnreachable) as problem:
            spent = self.clock.monotonic() - waiting.made_at
            ledger.failed(Timed.APPOINTMENT, waiting.process, spent, problem.reason)
            return False
        if result.outcome != "done":
            spent = self.clock.monotonic() - waiting.made_at
            told = f"Ansatte fikk ikke satt opp time: {result.reason}"
            ledger.refused(Timed.APPOINTMENT, waiting.process, spent, told)
        return result.outcome == "done"

    def _wait_until(self, done: Callable[[], bool], deadline: float) -> None:
        while not done() and (left := deadline - self.clock.monotonic()) > 0:
            self._heard.clear()
            self._heard.wait(left)


def citizen_class(talks: Sequence[Talk], house: House | None, pause: float) -> Any:
    """The user that locust makes many of; without a house, as the master needs to know her."""
    locust = swarm.locust()
    user: Any = locust.User

    class Citizen(user):
        """One citizen; `pause` seconds go by between errands, more or less."""

        def on_start(self) -> None:
            """Sit down."""
            self.visit: OneVisit | None = None
            if house is not None:
                self.visit, self.day = house.move_in(talks)

        def on_stop(self) -> None:
            """Get up."""
            if self.visit is not None:
                self.visit.close()

        def errand(self) -> None:
            """Do the next errand of the day."""
            if self.visit is None or house is None or house.finishing:
                raise locust.exception.StopUser
            self.visit.go(next(self.day))

        def wait_time(self) -> float:
            """How long until the next."""
            return self.visit.rng.uniform(pause / 2, pause * 1.5) if self.visit is not None else 0.0

        tasks = [errand]  # noqa: RUF012  as locust wants it

    return Citizen


def _new_id() -> str:
    return str(uuid.uuid4())
