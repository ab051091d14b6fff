"""A journal whose messages are signed and encrypted, and Helsenorge's side of that; keys are made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from simulator.certificates.directory import Directory, Spares
from simulator.clock import ManualClock
from simulator.landscape.parties import HELSENORGE
from simulator.landscape.protection import PartyProtector, Wallets
from simulator.vendors import find_profile
from standards.cms import CmsFault
from tests.simulator.fault_drives import NORA, Faulty, Seen
from tests.simulator.journal_kit import CLINIC, EKONTAKT, NOW, envelope_for, question
from tests.simulator.registry_kit import few_keys
from wire.bus import BusMessage, Received
from wire.protected import Outward, ProtectedBus

OURS, THEIRS = CLINIC.her_id, HELSENORGE.her_id
Wrong = Callable[[Outward, Spares], Outward]


@cache
def directory() -> Directory:
    """The parties with certificates that began a while before the tests' day, all of a few keys."""
    here = Wallets(None, ManualClock(NOW)).directory("a", find_profile("visma_hspro"))
    with few_keys():
        for own, other in ((OURS, THEIRS), (THEIRS, OURS)):
            spares = Spares(here, own, other)
            for make in (spares.for_encryption, spares.expired, spares.revoked, spares.unpublished):
                make()
    return here


class Wrongly(PartyProtector):
    """A party that protects what it sends in another way than the right one."""

    wrong: Wrong | None = None

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        right = super().outward(her_id, anew=anew)
        return right if self.wrong is None else self.wrong(right, Spares(directory(), THEIRS, OURS))


@dataclass
class Ends:
    """A journal's end of a bus that is only a list, and Helsenorge's."""

    kit: Faulty
    lying: list[BusMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        here, now = directory(), self.kit.base.now
        self.journal = ProtectedBus(
            Lying(self.lying), PartyProtector(here, OURS, (THEIRS,), now, self.kit.journal.erring)
        )
        self.helsenorge = ProtectedBus(Lying(self.lying), PartyProtector(here, THEIRS, (OURS,), now))

    def from_helsenorge(self, message: BusMessage, wrong: Wrong | None = None) -> BusMessage:
        """The message as the journal gets it, protected as it should be or in another way."""
        protector = Wrongly(directory(), THEIRS, (OURS,), self.kit.base.now)
        protector.wrong = wrong
        ProtectedBus(Lying(self.lying), protector).send(f"{OURS}_async", message)
        return self.next(self.journal)

    def next(self, end: ProtectedBus) -> BusMessage:
        received = end.receive("", 0)
        assert received is not None
        return received.message


@dataclass
class Lying:
    """The list as a bus client has it."""

    messages: list[BusMessage]
    limits: frozenset[Any] = frozenset()
    released: int = 0

    def send(self, queue: str, message: BusMessage) -> None:
        assert message.carried is None, "the transport carries bytes"
        self.messages.append(message)

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        return Received(self.messages.pop(0), "l", 1, 1, NOW) if self.messages else None

    def release(self, received: Received) -> None:
        self.released += 1

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def sent(kit: Faulty) -> Seen:
    """What Helsenorge makes of a message from the journal."""
    ends = Ends(kit)
    kit.book(NORA)
    parcels = kit.parcels()
    wrapped = ends.journal.wrap(parcels[0].message)
    came = ends.helsenorge.unwrap(replace(wrapped, body=wrapped.carried.raw if wrapped.carried else wrapped.body))
    return Seen(kit, parcels, {"condition": condition(came), "wrapped": wrapped, "same": came.body == wrapped.body})


def signed_by(wrong: Callable[[Spares], Any]) -> Callable[[Faulty], Seen]:
    """What the journal makes of a message that Helsenorge signs in that way."""

    def change(right: Outward, spares: Spares) -> Outward:
        return replace(right, signer=wrong(spares), overlooked=(CmsFault,))

    return lambda kit: _taken(kit, change)


def unprotected(kit: Faulty) -> Seen:
    """What the journal makes of a message that nobody has signed or encrypted."""
    ends = Ends(kit)
    ends.lying.append(asked())
    return Seen(kit, [], {"condition": condition(ends.next(ends.journal))})


def asked() -> BusMessage:
    """A question as Helsenorge writes it, before it is protected."""
    return BusMessage(envelope_for(EKONTAKT), question(NORA).to_xml())


def condition(message: BusMessage) -> str:
    """Why a message is not taken, or an empty text."""
    return message.carried.fault.condition if message.carried and message.carried.fault else ""


def _taken(kit: Faulty, wrong: Wrong) -> Seen:
    return Seen(kit, [], {"condition": condition(Ends(kit).from_helsenorge(asked(), wrong))})
