"""What happened in a scenario, in order: messages, what staff was asked, and what was waited for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from conformance.evidence.records import REST, IntentRecord, MessageRecord, ScenarioRecord, WaitRecord
from conformance.reports.facts import Glance, glance
from standards.exchange import Role
from standards.processes import find
from standards.rules.model import Severity

_SETTLE = "settle"


class Kind(StrEnum):
    """How a message is drawn."""

    MESSAGE = "message"
    RECEIPT = "receipt"
    REST = "rest"
    ERROR = "error"


@dataclass(frozen=True)
class Sent:
    """A message in its place: what it is in a few words, and the rules it breaks."""

    number: int
    record: MessageRecord
    seen: Glance
    kind: Kind
    broken: tuple[str, ...]
    """Ids of the rules that found an error in it."""
    remarked: tuple[str, ...]

    @property
    def from_epj(self) -> bool:
        """Whether the EPJ sent it."""
        return self.record.sender is Role.EPJ

    @property
    def name(self) -> str:
        """What it is, with the process by name and the code."""
        known = find(self.seen.kind)
        name = known.name.rpartition(" - ")[2] if known else self.seen.kind
        return f"{name} {self.seen.code}".strip()


@dataclass(frozen=True)
class Event:
    """One thing that happened; one of the three is set."""

    time: datetime
    sent: Sent | None = None
    asked: IntentRecord | None = None
    waited: WaitRecord | None = None


def course(item: ScenarioRecord, sent: Iterable[Sent]) -> tuple[Event, ...]:
    """Everything in the order it began; that staff was asked whether all is at rest is told by the wait for it."""
    events = [Event(one.record.time, sent=one) for one in sent]
    events += [Event(_began(one), asked=one) for one in item.intents if one.name != _SETTLE or one.outcome != "done"]
    events += [Event(_began(one), waited=one) for one in item.waits]
    return tuple(sorted(events, key=lambda event: event.time))


def messages(item: ScenarioRecord) -> tuple[Sent, ...]:
    """The messages of a scenario, numbered from 1."""
    return tuple(_sent(number, record, item) for number, record in enumerate(item.messages, start=1))


def _sent(number: int, record: MessageRecord, item: ScenarioRecord) -> Sent:
    seen = glance(record)
    found = [one.finding for one in item.findings if one.message == record.number]
    broken = dict.fromkeys(one.rule for one in found if one.severity is Severity.ERROR)
    remarked = dict.fromkeys(one.rule for one in found if one.severity is not Severity.ERROR)
    return Sent(number, record, seen, _kind(record, seen), tuple(broken), tuple(remarked))


def _kind(record: MessageRecord, seen: Glance) -> Kind:
    if record.queue == REST:
        return Kind.REST
    if record.envelope.is_error:
        return Kind.ERROR
    return Kind.RECEIPT if seen.kind == "kvittering" else Kind.MESSAGE


def _began(record: IntentRecord | WaitRecord) -> datetime:
    return record.time - timedelta(seconds=record.seconds)
