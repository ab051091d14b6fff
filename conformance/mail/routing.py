"""Decides which scenario a message belongs to, keeps it as evidence, and knows whether anything is under way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto

from conformance.evidence.records import MessageRecord
from conformance.mail.mailbox import Mailbox, keys_of
from conformance.mail.undecided import undecided
from conformance.outcomes import Outcome
from conformance.reading import Inbound, plain, read
from standards.exchange import Role
from standards.rules.model import Finding, Severity
from wire.bus import BusMessage, Received

_BEFORE = -1
"""The sequence of what came before the run was taken up; the bus may give it once more, for its lock is gone."""

KeepForeign = Callable[[BusMessage, str], int]


class Settlement(Enum):
    """What to do with the lock of a message."""

    COMPLETE = auto()
    RELEASE = auto()
    HOLD = auto()
    """Keep the lock until the run ends, so that a message of somebody else is not read over and over."""


@dataclass(frozen=True)
class Sorted:
    """Where a message went: its scenario, if any, and what happens to its lock."""

    settlement: Settlement
    mailbox: Mailbox | None = None
    inbound: Inbound | None = None


@dataclass
class _Seen:
    queue: str
    sequence: int
    mailbox: Mailbox | None
    foreign: bool
    raw: bytes
    opened: bool = True
    """Else nobody knows what it said, so that it is not another message than any."""


class Router:
    """Routes by MsgId, AMQP message-id, thread and appointment, then by patient; the rest is foreign."""

    def __init__(self, keep_foreign: KeepForeign, *, exclusive: bool, her_ids: frozenset[str]) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.handled = 0
        """How many messages have been dealt with to the end, receipts included."""
        self.failure: Outcome | None = None
        self.lost_contact: Outcome | None = None
        self._keep_foreign = keep_foreign
        self._exclusive = exclusive
        self._her_ids = her_ids
        self._busy = 0
        self._open: list[Mailbox] = []
        self._ended: dict[str, Mailbox] = {}
        self._late: list[tuple[str, str]] = []
        self._seen: dict[str, _Seen] = {}

    def open(self, mailbox: Mailbox) -> None:
        """Start routing to a scenario."""
        with self.changed:
            self._open.append(mailbox)

    def close(self, mailbox: Mailbox) -> None:
        """Stop routing to a scenario; what comes late for it is foreign."""
        with self.changed:
            self._open.remove(mailbox)
            self._ended |= dict.fromkeys(mailbox.keys, mailbox)

    def remember(self, mailbox: Mailbox, kept: Iterable[MessageRecord]) -> None:
        """What was exchanged before the run was taken up: what comes for it now is as late as if nobody had stopped."""
        with self.changed:
            for one in kept:
                facts = read(one.raw, one.envelope, queue=one.queue)
                mailbox.keys |= keys_of(facts) | {f"amqp:{plain(one.envelope.message_id)}"}
                if one.sender is Role.HELSENORGE and b'"E35"' in one.raw:
                    mailbox.inactive |= mailbox.patients
                mailbox.patients |= {facts.patient_id} - {""}
                if one.sender is Role.EPJ and one.envelope.message_id:
                    self._seen[one.envelope.message_id] = _Seen(
                        one.queue, _BEFORE, mailbox, False, one.raw, one.was_opened
                    )
            self._ended |= dict.fromkeys(mailbox.keys, mailbox)

    def take_late(self) -> tuple[tuple[str, str], ...]:
        """(Scenario, what came) for what the EPJ has sent since last asked, of scenarios that were over."""
        with self.changed:
            late, self._late = tuple(self._late), []
            return late

    @property
    def idle(self) -> bool:
        """Whether no message is between the bus and its receipt."""
        with self.changed:
            return self._busy == 0

    @contextmanager
    def working(self) -> Iterator[None]:
        """Marks that a message is being dealt with."""
        with self.changed:
            self._busy += 1
        try:
            yield
        finally:
            with self.changed:
                self._busy -= 1
                self.handled += 1
                self.changed.notify_all()

    def fail(self, failure: Outcome) -> None:
        """Something that ends every wait in this run."""
        with self.changed:
            self.failure = self.failure or failure
            self.changed.notify_all()

    def contact(self, lost: Outcome | None) -> None:
        """Note that the bus stopped answering, or (None) that it answers again."""
        with self.changed:
            if (self.lost_contact is None) != (lost is None):
                self.lost_contact = lost
                self.changed.notify_all()

    def sort(self, queue: str, received: Received) -> Sorted:
        """Keep a message in the evidence of the scenario it belongs to; raises `ToolFault` on a full disk."""
        envelope, raw = received.message.envelope, received.message.body
        with self.changed:
            seen = self._seen.get(envelope.message_id) if envelope.message_id else None
            if seen is not None and (seen.sequence != _BEFORE or seen.raw == raw):
                return self._again(seen, queue, received)
        inbound = read(raw, envelope, queue=queue, carried=received.message.carried)
        with self.changed:
            mailbox = self._owner(inbound)
            if mailbox is None:
                self._keep_foreign(received.message, queue)
                self._note_late(inbound)
                for running in self._open:
                    running.foreign.append(inbound.describe())
                    if self._answers_nothing(inbound):
                        running.evidence.finding(_about_nothing(inbound))
                self._note_unopened(inbound)
            else:
                inbound = mailbox.record_received(inbound)
            if envelope.message_id:
                seen = _Seen(queue, received.sequence, mailbox, mailbox is None, raw, _is_opened(received))
                self._seen[envelope.message_id] = seen
        if mailbox is None:
            return Sorted(Settlement.COMPLETE if self._exclusive else Settlement.RELEASE)
        return Sorted(Settlement.COMPLETE, mailbox, inbound)

    def _again(self, seen: _Seen, queue: str, received: Received) -> Sorted:
        """The same AMQP message-id once more: a redelivery when it is the same message on the bus, else a duplicate."""
        if seen.foreign and not self._exclusive:
            return Sorted(Settlement.HOLD)
        if (
            seen.sequence != _BEFORE
            and (seen.queue, seen.sequence) != (queue, received.sequence)
            and seen.mailbox is not None
        ):
            for running in self._open:
                running.foreign.append(
                    f"en melding med AMQP message-id {received.message.envelope.message_id} en gang til"
                )
            seen.mailbox.evidence.note(
                f"Transportmelding {received.message.envelope.message_id} kom en gang til med samme AMQP message-id. "
                "Den er logget og forkastet (HITS 1216, 2.2.3)."
            )
            if (
                seen.opened
                and _is_opened(received)
                and received.message.body != seen.raw
                and seen.mailbox in self._open
            ):
                seen.mailbox.evidence.finding(_lost(received.message.envelope.message_id))
        return Sorted(Settlement.COMPLETE)

    def _owner(self, inbound: Inbound) -> Mailbox | None:
        for mailbox in self._open:
            if mailbox.knows(inbound):
                return mailbox
        if self._ended_owner(inbound) is not None:
            return None
        for mailbox in self._open:
            if mailbox.has_patient(inbound):
                return mailbox
        for mailbox in self._open:
            if self._is_ours(inbound) and mailbox.recognises(inbound):
                return mailbox
        return self._only_one_possible(inbound)

    def _ended_owner(self, inbound: Inbound) -> Mailbox | None:
        return next((self._ended[key] for key in sorted(keys_of(inbound)) if key in self._ended), None)

    def _note_late(self, inbound: Inbound) -> None:
        """What was refused with E35 may be sent again when the citizen is back; anything else should have come."""
        owner = self._ended_owner(inbound)
        if owner is not None and self._is_ours(inbound) and inbound.patient_id not in owner.inactive:
            self._late.append((owner.scenario_id, inbound.describe()))
            owner.evidence.note(f"Etter at scenarioet var over, kom det {inbound.describe()}. Det er ikke vurdert.")

    def _note_unopened(self, inbound: Inbound) -> None:
        """What cannot be opened names nobody, and may be what a scenario waits for, or what it should not have got."""
        if inbound.why_unopened() is None or inbound.envelope.from_her_id not in self._her_ids:
            return
        stopped = undecided(inbound)
        for running in self._open:
            if stopped is not None:
                running.fail(stopped)
            else:
                running.evidence.finding(_unopened(inbound))

    def _answers_nothing(self, inbound: Inbound) -> bool:
        """A receipt for what this run never sent; an earlier run may have, so it is no more than a remark."""
        return inbound.kind == "apprec" and self._is_ours(inbound) and self._ended_owner(inbound) is None

    def _only_one_possible(self, inbound: Inbound) -> Mailbox | None:
        """A message that names nobody, from the EPJ under test, on a queue of ours alone, while one scenario runs."""
        nameless = not inbound.patient_id and inbound.kind in ("melding", "uleselig")
        return self._open[0] if nameless and self._is_ours(inbound) and len(self._open) == 1 else None

    def _is_ours(self, inbound: Inbound) -> bool:
        """Whether it is from the EPJ under test, on a queue of ours alone."""
        return self._exclusive and inbound.envelope.from_her_id in self._her_ids


def _is_opened(received: Received) -> bool:
    """Whether its document could be had."""
    carried = received.message.carried
    return carried is None or carried.fault is None


def _about_nothing(receipt: Inbound) -> Finding:
    return Finding(
        rule="AR-02",
        clause="HIS 80415:2012, OriginalMsgId",
        severity=Severity.REMARK,
        problem="Det kom en kvittering på en melding som denne kjøringen ikke har sendt.",
        where="/ar11:AppRec/ar11:OriginalMsgId/ar11:Id",
        expected="MsgId fra en melding som er sendt",
        found=receipt.original_msg_id or "tom",
        fix="Kopier MsgId fra meldingen som kvitteres. Er kvitteringen fra en tidligere kjøring, så se bort fra dette.",
    )


def _unopened(inbound: Inbound) -> Finding:
    return Finding(
        rule="CMS-01",
        clause="HITS 1216:2018, 2.1.5",
        severity=Severity.REMARK,
        problem="Det kom en melding fra journalen som ikke kan åpnes, og ingen vet hvilket scenario den hører til.",
        where="/properties/content_type",
        expected="en melding som er signert og kryptert som avtalt",
        found=f"{inbound.problem} ({inbound.envelope.content_type or 'uten content-type'})",
        fix="Se hva som er galt med den. Er den fra andre enn denne kjøringen, så se bort fra dette.",
    )


def _lost(message_id: str) -> Finding:
    return Finding(
        rule="TR-02",
        clause="HITS 1216:2018, 2.2.3 og 2.2.5",
        severity=Severity.ERROR,
        problem="To ulike meldinger har samme AMQP message-id, så mottakeren forkaster den siste som duplikat.",
        where="properties/message-id",
        expected="en ny message-id for hver ny melding",
        found=message_id,
        fix="Lag en ny message-id for hver melding, også for en rettet melding.",
    )
