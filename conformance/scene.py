"""The bench of a run, and the scene of one scenario in it."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance import staff as staff_adapters
from conformance import transports
from conformance.clock import Clock, SystemClock
from conformance.mail.belonging import Expected, misdirected
from conformance.mail.desk import Desk, Judge
from conformance.mail.mailbox import Mailbox
from conformance.mail.receiving import Receiver
from conformance.mail.routing import Router
from conformance.outcomes import TargetUnreachable
from conformance.persons import PersonPool, PersonRegister
from conformance.ports import CitizenPort, JournalPort, Link, PutsPort, StaffPort
from conformance.staff.adapter import StaffAdapter
from conformance.staff.intents import IntentBook
from conformance.writing.helsenorge import HelsenorgeWriter
from standards.processes import BEHANDLEROVERSIKT, TEST, TIMERESERVASJON
from standards.rules.engine import judge_message
from wire.bus import BusClient, BusError

if TYPE_CHECKING:
    from conformance.evidence.store import Evidence, ScenarioEvidence
    from conformance.targets.model import Target, TestPerson

QUEUES = ("async", "error")


def queues_of(target: Target) -> dict[str, str]:
    """Kind → queue of ours that is read; answers in real time only where the target has what they answer."""
    at_once = {TEST.code, TIMERESERVASJON.code, BEHANDLEROVERSIKT.code} & set(target.processes)
    kinds = (*QUEUES, "syncreply") if at_once else QUEUES
    return {kind: f"{target.helsenorge.her_id}_{kind}" for kind in kinds}


@dataclass
class Scene:
    """Everything one scenario may touch; `memory` is what its steps remember."""

    id: str
    target: Target
    people: PersonPool
    citizen: CitizenPort
    staff: StaffPort
    journal: JournalPort
    evidence: ScenarioEvidence
    writer: HelsenorgeWriter
    clock: Clock
    new_id: Callable[[], str]
    puts: PutsPort
    memory: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    """What this run has switched in the EPJ, and to what; shared by all scenarios."""
    _left: dict[str, int] = field(default_factory=dict)

    def left_behind(self, what: str, text: str, person: TestPerson | None = None) -> None:
        """Keep that something stands in the EPJ from now on, or that it changed; `what` names it in this scenario."""
        whom = f"{person.given} {person.family} ({person.ident})" if person else ""
        self._left[what] = self.evidence.left(text, person=whom, key=self._left.get(what))

    def taken_away(self, what: str) -> None:
        """Keep that it is gone; what nobody left is passed by."""
        if what in self._left:
            self.evidence.taken_away(self._left.pop(what))


class Bench:
    """A run's connection to the target: reads our queues, answers as Helsenorge, and sets up scenes."""

    def __init__(
        self,
        target: Target,
        *,
        client: BusClient,
        adapter: StaffAdapter,
        router: Router,
        receiver: Receiver,
        judge: Judge,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self.target = target
        self._client = client
        self._adapter = adapter
        self._router = router
        self._receiver = receiver
        self._judge = judge
        self._clock = clock
        self._new_id = new_id
        self._book = IntentBook.load()
        self._persons = PersonRegister(target)
        self._run_id = uuid.UUID(new_id())
        self._settings: dict[str, str] = {}

    @contextmanager
    def scene(self, scenario_id: str, evidence: ScenarioEvidence) -> Iterator[Scene]:
        """Route what belongs to one scenario to it, until the block ends."""
        mailbox = Mailbox(scenario_id, evidence, self._router.changed)
        link = Link(self.target, mailbox, self._router, self._receiver, self._client, self._clock, self._judge)
        people = PersonPool(self._persons, mailbox.expect_patient)
        writer = HelsenorgeWriter(self.target, self._clock, self._new_id)
        staff = StaffPort(self._adapter, link, self._book, self._run_id)
        citizen = CitizenPort(link, staff, writer.envelope)
        journal = JournalPort(staff, link, citizen.settle)
        self._router.open(mailbox)
        try:
            ports = (people, citizen, staff, journal)
            more = (evidence, writer, self._clock, self._new_id)
            yield Scene(scenario_id, self.target, *ports, *more, PutsPort(link), settings=self._settings)
        finally:
            citizen.leave()
            self._router.close(mailbox)
            people.release_all()
            self._judge_direction(mailbox)

    def late(self) -> tuple[tuple[str, str], ...]:
        """(Scenario, what came) of scenarios at whose end the EPJ said that nothing waited to be sent."""
        late = self._router.take_late()
        return late if self.target.staff.settle else ()

    def _judge_direction(self, mailbox: Mailbox) -> None:
        epj = {party.her_id for party in self.target.parties}
        expected = Expected(mailbox.patients, epj, self.target.helsenorge.her_id)
        for message, finding in misdirected(mailbox.received(), expected):
            mailbox.evidence.finding(finding, message=message.number)


@contextmanager
def open_bench(
    target: Target,
    evidence: Evidence,
    *,
    clock: Clock | None = None,
    new_id: Callable[[], str] | None = None,
    client: BusClient | None = None,
    adapter: StaffAdapter | None = None,
    judge: Judge | None = None,
) -> Iterator[Bench]:
    """Connect to the target; what already lies in our queues is foreign. Raises `TargetUnreachable`."""
    clock, new_id = clock or SystemClock(), new_id or _random_id
    judge = judge or judge_message
    client = client or transports.connect(target)
    adapter = adapter or staff_adapters.connect(target, clock)
    router = Router(
        lambda message, queue: evidence.foreign(message.body, message.envelope, queue=queue, carried=message.carried),
        exclusive=target.transport.queue_exclusive,
        her_ids=frozenset(party.her_id for party in target.parties),
    )
    receiver = Receiver(client, queues_of(target), router, Desk(client, judge, clock, new_id), clock)
    bench = functools.partial(Bench, target, client=client, adapter=adapter, router=router, receiver=receiver)
    earlier = evidence.exchanges()
    for scenario_id, kept in earlier.items():
        router.remember(Mailbox(scenario_id, evidence.writer(scenario_id), router.changed), kept)
    try:
        _start(receiver, after_another=bool(earlier) and target.transport.queue_exclusive)
        yield bench(judge=judge, clock=clock, new_id=new_id)
    finally:
        receiver.stop()
        adapter.close()


def _start(receiver: Receiver, *, after_another: bool) -> None:
    try:
        if after_another:
            receiver.outwait_locks()
        receiver.start()
    except BusError as problem:
        raise TargetUnreachable(str(problem)) from problem


def _random_id() -> str:
    return str(uuid.uuid4())
