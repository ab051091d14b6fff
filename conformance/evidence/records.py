"""What a run's evidence says when it is read back; reports see these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conformance.verdicts import Verdict
from standards.envelope import Envelope
from standards.exchange import Http, Item, Role
from standards.rules.model import Finding, Severity

REST = "rest"
"""The queue, so to say, of what the EPJ put over REST."""


@dataclass(frozen=True)
class StepRecord:
    """One line of the scenario as it went: status is `bestått`, another verdict, or `ikke kjørt`."""

    seq: int
    keyword: str
    text: str
    status: str
    seconds: float
    error: str
    """Why it stopped, in bokmål; empty when it went well."""


@dataclass(frozen=True)
class CarriedFault:
    """Why a protected message could not be opened or trusted, in the words of `CmsFault`."""

    condition: str
    problem: str
    expected: str
    found: str
    fix: str


@dataclass(frozen=True)
class CarriedRecord:
    """How a protected message went over the bus: the bytes there, who signed them, and what was wrong with them."""

    raw: bytes
    signer: bytes
    """The certificate as DER; empty when nobody signed, or it cannot be told who."""
    signed_at: datetime | None
    fault: CarriedFault | None = None
    """Why there is no document."""


@dataclass(frozen=True)
class MessageRecord:
    """One message as raw bytes; `number` is unique in the run, `item` points into the scenario's exchange."""

    number: int
    scenario_id: str
    """Empty for a foreign message that belongs to no scenario."""
    item: int
    """Its place, from 0; -1 for a foreign message, which is no part of the exchange."""
    sender: Role
    raw: bytes
    envelope: Envelope
    time: datetime
    queue: str
    foreign: bool
    fault: str
    """What the scenario broke on purpose; empty for an honest message."""
    schema: str
    """`valid`, `invalid`, `not-well-formed`, or empty when nobody has judged it."""
    carried: CarriedRecord | None = None
    """How it was protected on the bus; None for what went as it is."""

    @property
    def was_opened(self) -> bool:
        """Whether there is a document to judge: what came could be opened, and was in order, or was not protected."""
        return self.carried is None or self.carried.fault is None

    def as_item(self) -> Item:
        """What it is in an exchange: what was put over REST has an address and no envelope."""
        if self.queue == REST:
            return Item(
                self.sender, self.raw, None, self.time, f"{self.number}", self.fault, Http("PUT", self.envelope.to)
            )
        return Item(self.sender, self.raw, self.envelope, self.time, f"{self.number}", self.fault)


@dataclass(frozen=True)
class IntentRecord:
    """One thing that staff was asked, and what came of it."""

    seq: int
    time: datetime
    name: str
    params: Mapping[str, Any]
    sentence: str
    outcome: str
    reason: str
    data: Mapping[str, Any]
    by: str
    """`maskin`, or `person` when somebody confirmed it by hand."""
    who: str
    file: str
    """What a person attached, seen from the folder of the run; empty for nothing."""
    seconds: float
    reviewer: str = ""
    """A second person who looked it over; empty when nobody did."""
    review: str = ""
    """`enig` or `uenig`."""
    file_sha256: str = ""


@dataclass(frozen=True)
class WaitRecord:
    """One wait with its deadline in seconds."""

    seq: int
    time: datetime
    what: str
    deadline: float
    seconds: float
    came: bool


@dataclass(frozen=True)
class FindingRecord:
    """A finding, and the run-wide number of the message it is about (None when it is about none)."""

    seq: int
    finding: Finding
    message: int | None
    by: str
    """`maskin` or `person`."""


@dataclass(frozen=True)
class NoteRecord:
    """A remark for the reader."""

    seq: int
    time: datetime
    text: str


@dataclass(frozen=True)
class LeftRecord:
    """Something that the run left in the EPJ; `person` is whom it is about, with name, or empty."""

    scenario_id: str
    text: str
    person: str
    time: datetime


@dataclass(frozen=True)
class NotJudgedRecord:
    """A rule that lacked context, with the reason."""

    rule: str
    reason: str


@dataclass(frozen=True)
class AttemptRecord:
    """An earlier attempt at a scenario, which the run was stopped in."""

    verdict: Verdict
    reason: str
    started_at: datetime | None


@dataclass(frozen=True)
class ScenarioRecord:
    """One selected scenario with everything that happened in it, in the order of `seq`."""

    id: str
    name: str
    feature: str
    """Title of the feature, bokmål."""
    tags: tuple[str, ...]
    meta: Mapping[str, Any]
    """level (skal, bør, kan), severity_class (A, B, C), processes, file, line, description."""
    verdict: Verdict
    reason: str
    fix: str
    finished: bool
    started_at: datetime | None
    finished_at: datetime | None
    traceback: str
    """For the developer of the test bench; never shown to the tester."""
    steps: tuple[StepRecord, ...] = ()
    messages: tuple[MessageRecord, ...] = ()
    intents: tuple[IntentRecord, ...] = ()
    waits: tuple[WaitRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    not_judged: tuple[NotJudgedRecord, ...] = ()
    stopped: bool = False
    """Whether it has no verdict of its own because the run was stopped."""
    attempts: tuple[AttemptRecord, ...] = ()
    owner: str = ""
    """Who has to act (oppsett, leverandør, nasjonal tjeneste, testdata, testverktøyet); empty when nobody has."""

    @property
    def seconds(self) -> float:
        """How long it took; 0 when it has not both started and finished."""
        if self.started_at is None or self.finished_at is None:
            return 0.0
        return (self.finished_at - self.started_at).total_seconds()

    @property
    def level(self) -> str:
        """How binding it is: skal, bør or kan."""
        return str(self.meta.get("level", ""))

    @property
    def severity_class(self) -> str:
        """A stops go-live, B must be fixed, C is cosmetic."""
        return str(self.meta.get("severity_class", ""))

    @property
    def errors(self) -> tuple[FindingRecord, ...]:
        """The findings that fail the scenario."""
        return tuple(record for record in self.findings if record.finding.severity is Severity.ERROR)

    @property
    def remarks(self) -> tuple[FindingRecord, ...]:
        """The findings that are only shown."""
        return tuple(record for record in self.findings if record.finding.severity is Severity.REMARK)

    @property
    def confirmed_by_person(self) -> bool:
        """Whether something in it rests on what a person confirmed."""
        return any(intent.by == "person" for intent in self.intents)

    def message(self, number: int | None) -> MessageRecord | None:
        """The message with that number in the run."""
        return next((message for message in self.messages if message.number == number), None)


@dataclass(frozen=True)
class RunRecord:
    """The run as a whole; `info` is what it was started with (target, versions, sources, command)."""

    info: Mapping[str, Any] = field(default_factory=dict)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    verdict: Verdict = Verdict.TOOL_FAULT
    reason: str = ""
    """Why the run as a whole stopped early, bokmål; empty when it ran to its end."""

    @property
    def finished(self) -> bool:
        """Whether the run came to its own end; False for one that was killed."""
        return self.finished_at is not None

    @property
    def seconds(self) -> float:
        """How long it took."""
        if self.started_at is None or self.finished_at is None:
            return 0.0
        return (self.finished_at - self.started_at).total_seconds()
