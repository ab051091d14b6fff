"""What the steps of one scenario remember for each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import pytest

from conformance.checks.answers import Asked
from conformance.checks.appointments import Planned
from conformance.checks.journal import Acting, Written
from conformance.outcomes import ToolFault
from conformance.ports import Sent
from conformance.reading import Inbound
from conformance.scene import Scene
from conformance.writing.helsenorge import AppointmentRef

if TYPE_CHECKING:
    from conformance.targets.model import TargetParty, TestPerson

_T = TypeVar("_T")


@dataclass(frozen=True)
class Letter:
    """One message of a citizen: as it was sent, what was written, by whom and about whom."""

    sent: Sent
    written: Written
    acting: TestPerson | None
    patient: TestPerson

    @property
    def acts(self) -> Acting | None:
        """Who acted for the patient, as it was sent; None when nobody did."""
        return Acting(self.acting.ident, self.acting.family, self.acting.given) if self.acting else None


@dataclass
class Story:
    """One scenario's memory; reading what no step has set is a fault of the feature file."""

    scene: Scene
    patient_: TestPerson | None = None
    acting: TestPerson | None = None
    other: TestPerson | None = None
    """The other guardian, or the sibling."""
    party_: TargetParty | None = None
    """The service that the scenario is about, when it is not the first of the target."""
    planned: list[Planned] = field(default_factory=list)
    pushes: list[Inbound] = field(default_factory=list)
    """What Helsenorge was told about the appointments, in order."""
    sent_: Sent | None = None
    written_: Written | None = None
    answer_: Inbound | None = None
    told: Written | None = None
    """What staff wrote last."""
    conversation: list[tuple[str, str | None]] = field(default_factory=list)
    """(MsgId, parent) of every message of the thread."""
    letters: list[Letter] = field(default_factory=list)
    """Every message of the citizens, in order."""
    unknown: AppointmentRef | None = None
    taken: str = ""
    """MsgId of the newest message whose receipt has come."""
    fault: str = ""
    mark: int = 0
    """How much had come when the latest action began."""
    looks: int = 0
    """How many lines the access log had before."""
    looks_at_log: int = 0
    """How many lines one look at the access log adds to it."""

    @property
    def patient(self) -> TestPerson:
        """Whom the journal is about."""
        return _set(self.patient_, "pasienten")

    @property
    def sibling(self) -> TestPerson:
        """The other child."""
        return _set(self.other, "søskenet")

    @property
    def appointment(self) -> Planned:
        """The newest appointment."""
        return _set(self.planned[-1] if self.planned else None, "timen")

    @property
    def push(self) -> Inbound:
        """The newest message about an appointment."""
        return _set(self.pushes[-1] if self.pushes else None, "meldingen om timen")

    @property
    def sent(self) -> Sent:
        """The newest message from Helsenorge."""
        return _set(self.sent_, "meldingen fra innbyggeren")

    @property
    def written(self) -> Written:
        """What the citizen wrote last."""
        return _set(self.written_, "meldingen fra innbyggeren")

    @property
    def answer(self) -> Inbound:
        """The newest message from staff."""
        return _set(self.answer_, "svaret")

    @property
    def acts(self) -> Acting:
        """Who acted for the patient, as it was sent."""
        person = _set(self.acting, "den som handlet")
        return Acting(person.ident, person.family, person.given)

    @property
    def asked(self) -> Asked:
        """What an answer is measured against."""
        envelope = self.sent.envelope
        ours, theirs, type_ = envelope.from_her_id, envelope.to_her_id, envelope.subject
        return Asked(self.sent.msg_id, self.sent.thread, self.patient.ident, theirs, ours, type_)

    def begin(self) -> None:
        """An action begins: what comes from now on is due to it."""
        self.mark = len(self.scene.citizen.received())

    def since(self) -> tuple[Inbound, ...]:
        """What came since the action began."""
        return self.scene.citizen.received()[self.mark :]


@pytest.fixture
def story(scene: Scene) -> Story:
    """The memory of the running scenario."""
    kept = scene.memory.setdefault("story", Story(scene))
    assert isinstance(kept, Story)
    return kept


def _set(value: _T | None, name: str) -> _T:
    if value is None:
        raise ToolFault(f"Et steg trenger {name}, men ingen tidligere steg i scenarioet har satt det.")
    return value
