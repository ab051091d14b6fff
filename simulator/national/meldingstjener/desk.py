"""What every operation begins with: who calls, which headers it has, and which messages are the caller's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Request, request

from simulator.national.meldingstjener import faults, reading
from simulator.national.meldingstjener.access import Call, Check, Rights
from simulator.national.meldingstjener.answers import misspell
from simulator.national.meldingstjener.mailbox import Copy, Mailbox, Message
from simulator.national.meldingstjener.refusals import OutOfOrder, not_there
from simulator.national.meldingstjener.registry import Owners
from simulator.serving.areas import Areas
from simulator.serving.tokens import url_of


@dataclass(frozen=True)
class Desk:
    """The area's messages, the caller's rights, and which system it says it is."""

    box: Mailbox
    rights: Rights
    source: str
    address: str
    """Where the messages of the area are."""

    def owned(self, name: str) -> tuple[Message, list[Copy]]:
        """A message of the caller's, with the copies that it may see; raises `Invalid`, `NotThere`.

        The sender sees all of them, a receiver its own.
        """
        message = self.box.find(reading.message_id(name))
        if message is None:
            raise not_there(name)
        copies = self.box.copies(message)
        if self.rights.may(message.sender):
            return message, copies
        own = [copy for copy in copies if copy.delivered and self.rights.may(copy.receiver)]
        if not own:
            raise not_there(name)
        return message, own

    def received(self, name: str, her_id: str) -> tuple[Message, int]:
        """A message and the receiver that the caller acts for; raises `Invalid`, `NotAuthorised`, `NotThere`."""
        wanted, receiver = reading.message_id(name), reading.her_id(her_id)
        self.rights.require([receiver])
        message = self.box.find(wanted)
        copies = [] if message is None else self.box.copies(message)
        if message is None or not any(copy.delivered and copy.receiver == receiver for copy in copies):
            raise not_there(name)
        return message, receiver


Enter = Callable[[str], Desk]


def entrance(
    areas: Areas[Mailbox], check: Check, owners: Owners, source: Callable[[Request], str] = reading.source
) -> Enter:
    """The way in to a test area; `source` reads the headers that every call must have.

    Raises refusals of 400, 401, 403 and 404.
    """

    def enter(area: str) -> Desk:
        box = areas.get(area)
        if box.faults.take(faults.WRONG_CASE):
            misspell()
        box.faults.linger(faults.SLOW)
        if box.faults.take(faults.SERVER_ERROR):
            raise OutOfOrder("Uventet feil i tjenesten.", found="en feil som er slått på")
        acting = check(_call(area))

        def organisations(her_id: int) -> frozenset[str]:
            own = box.parties.get(her_id)
            return owners(area, her_id).union(() if own is None else (own,))

        return Desk(box, Rights(acting, organisations), source(request), f"{request.host_url}w/{area}/msh")

    return enter


def _call(area: str) -> Call:
    told = request.headers.get
    return Call(area, request.method, url_of(request), told("Authorization", ""), told("DPoP", ""))
