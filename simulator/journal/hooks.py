"""The places where the journal may be made to err. Where no fault is on, a place costs one look at a field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from standards.envelope import Envelope
from wire.bus import BusMessage

if TYPE_CHECKING:
    from simulator.journal.unit import Unit

T = TypeVar("T")


class Hook(StrEnum):
    """A place, and what passes there: what a fault gets and may give another of."""

    ARRIVING = "arriving"
    """`Arrival`: a message that the link has read, before anything is done with it."""
    ERRORS = "errors"
    """The reasons to reject an incoming message, about the message."""
    FILES = "files"
    """Whether an incoming message goes in the journal, about the message."""
    FILING = "filing"
    """`Filing`: what goes in the journal."""
    ACCESS = "access"
    """Whether a use of a journal is logged, about the patient."""
    BOOKING = "booking"
    """`Booking`: what staff enter about a time."""
    FREES = "frees"
    """Whether a time that is called off is free for others, about the appointment."""
    EVENT = "event"
    """`Event`: an appointment as the citizen will see it, about its row."""
    PUSH = "push"
    """The codes that tell of what happened to an appointment, about its row."""
    ASKS = "asks"
    """`ja` when staff must approve a cancellation, or a booking, about the row of the appointment or of the slot."""
    OFFERS = "offers"
    """Whether a time is offered to citizens who search, about the slot's row."""
    PROBLEM = "problem"
    """Why an appointment cannot be cancelled, about its row."""
    OTHERS = "others"
    """Whether an appointment that is named in a cancellation is somebody else's, about its row."""
    DIGITAL = "digital"
    """The digital status that a citizen gets, about the citizen."""
    WITHDRAWS = "withdraws"
    """Whether what is planned for one who is dead is withdrawn, about the patient."""
    BOUND = "bound"
    """Whether staff see only what belongs to the service where they work, about that service."""
    OUTGOING = "outgoing"
    """A tuple of `Outgoing`: what is put in the outbox."""
    IN_ORDER = "in_order"
    """Whether what was put in the outbox stands last, about its number there; a fault sees to it itself."""
    RECEIPT = "receipt"
    """Why a receipt from Helsenorge is not used, or None; about the message of ours that it is for."""
    FOLLOW_UP = "follow_up"
    """What staff are shown on the list of what was refused or has had no receipt."""
    WITHHELD = "withheld"
    """Why the citizen is not told of an appointment that is kept from parents, about its row."""
    PROTECTS = "protects"
    """What goes to somebody is signed and encrypted with, about what there is to err with."""
    OPENS = "opens"
    """What comes from somebody is opened and judged by, about what there is to err with."""
    DISPATCH = "dispatch"
    """A tuple of `Parcel`: how a message is handed to the bus, about the message."""


@dataclass(frozen=True)
class Arrival:
    """What the link has read; `handled` is whether it is dealt with, `completed` whether it is taken off the bus."""

    message: BusMessage
    handled: bool = True
    completed: bool = True


@dataclass(frozen=True)
class Outgoing:
    """What goes in the outbox; `kind` is melding, svar, spørsmål, apprec or feil."""

    queue: str
    envelope: Envelope
    raw: bytes
    kind: str
    msg_id: str | None
    patient: str | None = None


@dataclass(frozen=True)
class Parcel:
    """A message handed to the bus after so many seconds.

    `breaks` loses the connection before the bus has answered; `lingers` is how long it stays open after the answer.
    """

    message: BusMessage
    seconds: float = 0.0
    breaks: bool = False
    lingers: float = 0.0


class Faults(Protocol):
    """The faults of a test area."""

    @property
    def quiet(self) -> bool:
        """Whether it is certain that none is on, without asking."""
        ...

    def awake(self, unit: Unit) -> bool:
        """Whether any is on."""
        ...

    def passed(self, unit: Unit, hook: Hook, value: T, about: object) -> T:
        """What they leave of a value."""
        ...


def passed(unit: Unit, hook: Hook, value: T, about: object = None) -> T:
    """What the faults that are on leave of a value: the value itself when none is."""
    return value if unit.faults is None else unit.faults.passed(unit, hook, value, about)
