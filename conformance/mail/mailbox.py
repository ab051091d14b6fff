"""One scenario's share of the traffic: the keys it is known by, what it sent, and what came to it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from conformance.outcomes import Outcome
from conformance.reading import Inbound, plain, read
from standards.codes import Code
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from wire.bus import BusMessage

if TYPE_CHECKING:
    from conformance.evidence.store import ScenarioEvidence

_OSLO: Final = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Sent:
    """One message that we sent. `number` is its number in the run, `item` its index in the scenario's exchange."""

    number: int
    item: int
    raw: bytes
    envelope: Envelope
    msg_id: str = ""
    conversation: str = ""
    message: Hodemelding | None = None
    fault: str = ""

    @property
    def message_id(self) -> str:
        """The AMQP message-id."""
        return self.envelope.message_id

    @property
    def thread(self) -> str:
        """MsgId of the first message of the thread that it belongs to."""
        return self.conversation or self.msg_id


class Mailbox:
    """The messages of one running scenario; everything in it is guarded by the router's condition."""

    def __init__(self, scenario_id: str, evidence: ScenarioEvidence, guard: threading.Condition) -> None:
        self.scenario_id = scenario_id
        self.evidence = evidence
        self.guard = guard
        self.keys: set[str] = set()
        self.at_once: set[str] = set()
        """MsgId of each question of ours that is answered in real time: nobody acknowledges the answer."""
        self.patients: set[str] = set()
        self.texts: set[str] = set()
        """What staff were told to write; whoever gets it, it is of this scenario."""
        self.starts: set[str] = set()
        """When the appointments begin that staff were told to set up: to the minute, in local time and in UTC."""
        self.inactive: set[str] = set()
        self.silent = False
        """Whether messages get no receipt until somebody asks for it."""
        self.unanswered: list[Inbound] = []
        """What came meanwhile."""
        self.next_errors: deque[tuple[Code, ...]] = deque()
        self.failure: Outcome | None = None
        """What went wrong with a message of this scenario on our side; ends its waits."""
        self.foreign: list[str] = []
        """What came meanwhile without belonging to this scenario, described for a person."""
        self._received: list[Inbound] = []
        self._claimed: set[int] = set()
        self.items = 0
        """How many messages were sent and received so far."""

    def knows(self, inbound: Inbound) -> bool:
        """Whether a MsgId, thread, appointment or AMQP message-id of the message is one of ours."""
        return not self.keys.isdisjoint(keys_of(inbound))

    def has_patient(self, inbound: Inbound) -> bool:
        """Whether the message is about a person that the scenario uses."""
        return inbound.patient_id in self.patients

    def recognises(self, inbound: Inbound) -> bool:
        """Whether it tells what only this scenario has had staff write or set up, whoever it is about."""
        return inbound.start[:16] in self.starts or any(text in inbound.text for text in self.texts)

    def expect_text(self, text: str) -> None:
        """From now on, messages with this text belong here."""
        with self.guard:
            self.texts.add(text)

    def expect_start(self, local: str) -> None:
        """From now on, messages about an appointment that begins at this local time belong here."""
        start = datetime.fromisoformat(local).replace(tzinfo=_OSLO)
        with self.guard:
            self.starts |= {f"{moment:%Y-%m-%dT%H:%M}" for moment in (start, start.astimezone(UTC))}

    def lend_keys(self, sent: Sent) -> None:
        """Messages about this one belong here too, though it was not sent as it is."""
        with self.guard:
            self.keys |= _keys("msg", [sent.msg_id]) | _keys("amqp", [sent.message_id])

    def expect_patient(self, ident: str) -> None:
        """From now on, messages about this person belong here."""
        with self.guard:
            self.patients.add(ident)

    def record_sent(self, going: BusMessage, *, message: Hodemelding | None = None, fault: str = "") -> Sent:
        """Keep what is about to be sent, so that an answer finds its way however quick it is."""
        raw, envelope = going.body, going.envelope
        facts = read(raw, envelope)
        with self.guard:
            number = self.evidence.sent(raw, envelope, fault=fault, carried=going.carried)
            item = self._next_item()
            self.keys.update(keys_of(facts))
            self.keys.update(_keys("amqp", [envelope.message_id]))
            if facts.patient_id:
                self.patients.add(facts.patient_id)
            if facts.ack == "N" and facts.msg_id:
                self.at_once.add(facts.msg_id.lower())
        return Sent(number, item, raw, envelope, facts.msg_id, facts.conversation, message, fault)

    def record_received(self, inbound: Inbound) -> Inbound:
        """Keep what came, under the keys that later messages may refer to; `deliver` makes it visible."""
        with self.guard:
            number = self.evidence.received(inbound.raw, inbound.envelope, queue=inbound.queue, carried=inbound.carried)
            self.keys.update(keys_of(inbound))
            return replace(inbound, number=number, item=self._next_item())

    def deliver(self, inbound: Inbound) -> None:
        """Make a message visible to those who wait."""
        with self.guard:
            self._received.append(inbound)
            self.guard.notify_all()

    def fail(self, failure: Outcome) -> None:
        """End every wait of this scenario."""
        with self.guard:
            self.failure = self.failure or failure
            self.guard.notify_all()

    def received(self) -> tuple[Inbound, ...]:
        """Everything that came so far, in order."""
        with self.guard:
            return tuple(self._received)

    def unclaimed(self) -> tuple[Inbound, ...]:
        """What nobody has asked for yet, in order."""
        with self.guard:
            return tuple(message for message in self._received if message.number not in self._claimed)

    def claim(self, inbound: Inbound) -> Inbound:
        """Mark a message as asked for."""
        with self.guard:
            self._claimed.add(inbound.number)
        return inbound

    def _next_item(self) -> int:
        self.items += 1
        return self.items - 1


def keys_of(inbound: Inbound) -> frozenset[str]:
    """What ties a message to others: ids of messages, threads, appointments and transport messages."""
    if inbound.kind == "apprec":
        return _keys("msg", [inbound.original_msg_id, inbound.msg_id])
    if inbound.kind == "feilkø":
        return _keys("amqp", [inbound.envelope.original_message_id, inbound.envelope.correlation_id])
    message_ids = _keys("msg", [inbound.msg_id, inbound.parent, inbound.conversation])
    return message_ids | _keys("uid", [inbound.uid, inbound.related_to])


def _keys(kind: str, values: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{kind}:{plain(value)}" for value in values if value.strip())
