"""What an exchange rule sees: every item with its message, each delivery told apart from each message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from standards.exchange import Exchange, Item, Role
from standards.processes.sources import NEWEST
from standards.rules.facts import fact
from standards.rules.register import Kind
from standards.rules.view import Message, read


def seconds_between(first: datetime, second: datetime) -> float:
    """The time between two moments; one without zone is read in the zone of the other."""
    one, other = (
        moment.replace(tzinfo=moment.tzinfo or beside.tzinfo) for moment, beside in ((first, second), (second, first))
    )
    return (other - one).total_seconds()


@dataclass(frozen=True)
class Entry:
    """One item of an exchange with its message; `repeats` is the index of the same AMQP message seen before."""

    index: int
    item: Item
    message: Message
    repeats: int | None = None

    @property
    def sender(self) -> Role:
        """Who sent it."""
        return self.item.sender

    def seconds_after(self, other: Entry) -> float | None:
        """How long after another it came; None when that cannot be told."""
        if self.item.time is None or other.item.time is None:
            return None
        return seconds_between(other.item.time, self.item.time)

    @property
    def judged(self) -> bool:
        """Whether it is to be judged as a message: not broken on purpose, not the same delivery again."""
        return not self.item.deliberate_fault and self.repeats is None

    @property
    def is_error(self) -> bool:
        """Whether it is a message of the error queue."""
        return self.item.envelope is not None and self.item.envelope.is_error

    @property
    def is_message(self) -> bool:
        """Whether it is a Hodemelding."""
        return not self.is_error and self.message.kind is Kind.HODEMELDING

    @property
    def is_receipt(self) -> bool:
        """Whether it is an AppRec."""
        return not self.is_error and self.message.kind is Kind.APPREC


@dataclass(frozen=True)
class Conversation:
    """An exchange that is read; `complete` says that nothing more is to come."""

    exchange: Exchange
    entries: tuple[Entry, ...]
    complete: bool
    profile: str = NEWEST

    @fact
    def messages(self) -> tuple[Entry, ...]:
        """The Hodemelding entries, each delivery once."""
        return tuple(entry for entry in self.entries if entry.is_message and entry.repeats is None)

    @fact
    def receipts(self) -> tuple[Entry, ...]:
        """The AppRec entries, each delivery once."""
        return tuple(entry for entry in self.entries if entry.is_receipt and entry.repeats is None)

    @fact
    def errors(self) -> tuple[Entry, ...]:
        """The error-queue entries, each delivery once."""
        return tuple(entry for entry in self.entries if entry.is_error and entry.repeats is None)

    def by_msg_id(self, msg_id: str, sender: Role | None = None) -> Entry | None:
        """The first message with that MsgId."""
        wanted = msg_id.casefold()
        return next(
            (
                entry
                for entry in self.messages
                if wanted and entry.message.msg_id.casefold() == wanted and sender in (None, entry.sender)
            ),
            None,
        )

    def synchronous(self, entry: Entry) -> bool | None:
        """Whether a message is answered in real time; a refusal that any request may get goes as what it refuses."""
        mode = entry.message.synchronous
        if mode is None and entry.message.process is not None:
            asked = self.by_msg_id(entry.message.parent, entry.sender.other)
            return asked.message.synchronous if asked is not None else None
        return mode


def read_exchange(exchange: Exchange, complete: bool, profile: str = NEWEST) -> Conversation:
    """Parse every item."""
    seen: dict[str, int] = {}
    entries = []
    for index, item in enumerate(exchange.items):
        key = "" if item.envelope is None else f"{item.sender}:{item.envelope.message_id}"
        repeats = seen.get(key) if key and not key.endswith(":") else None
        seen.setdefault(key, index)
        message = read(item.raw, sender=item.sender, envelope=item.envelope, profile=profile)
        entries.append(Entry(index, item, message, repeats))
    return Conversation(exchange, tuple(entries), complete, profile)


def unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with the later ones of the same MsgId left out."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.message.msg_id.casefold() or str(entry.index), entry)
    return tuple(first.values())
