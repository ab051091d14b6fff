"""What a miniature remembers: journal, calendar, threads and the transport log, all in memory."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Entry:
    """One line in a patient's journal."""

    patient: str
    view: dict[str, Any]


@dataclass
class Cancellation:
    """A citizen's wish to cancel, and the message to answer."""

    parent: str
    conversation: str
    state: str = "waiting"


@dataclass
class Appointment:
    """An appointment with the ids that go into xCal: `slot` is uid, `id` is related-to."""

    id: str
    slot: str
    patient: str
    start: str
    end: str
    summary: str
    location: str
    category: str = ""
    practitioner: str = ""
    exempt: bool = False
    status: str = "planned"
    slot_free: bool = False
    cancellation: Cancellation | None = None

    def view(self) -> dict[str, Any]:
        """As read_appointments shows it."""
        state = self.cancellation.state if self.cancellation else None
        shown = {name: getattr(self, name) for name in ("id", "start", "end", "location", "summary", "status")}
        return {**shown, "slot_free": self.slot_free, "cancellation": state}


@dataclass
class Thread:
    """A conversation with a citizen."""

    id: str
    patient: str
    subject: str
    closed: bool = False
    type: str = "DIALOG_INNBYGGER_EKONTAKT"
    messages: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Logged:
    """One line in the transport log."""

    msg_id: str | None
    message_id: str
    direction: str
    time: str
    status: str
    raw: bytes
    patient: str = ""
    error_code: str | None = None
    error_text: str | None = None

    def view(self) -> dict[str, Any]:
        """As read_transport_log shows it."""
        names = ("msg_id", "message_id", "direction", "time", "status", "error_code", "error_text")
        return {name: getattr(self, name) for name in names} | {"raw_b64": base64.b64encode(self.raw).decode()}


@dataclass
class Memory:
    """Everything, in the order it happened."""

    journal: list[Entry] = field(default_factory=list)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    transport: list[Logged] = field(default_factory=list)
    access: list[dict[str, str]] = field(default_factory=list)
    inactive: set[str] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)
    """Thread → since when something in it lies unread."""
    seen_transport_ids: set[str] = field(default_factory=set)
    seen_msg_ids: set[str] = field(default_factory=set)
