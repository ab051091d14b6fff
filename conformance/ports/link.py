"""What the ports of one scenario share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.clock import Clock
from conformance.mail.desk import Judge
from conformance.mail.mailbox import Mailbox
from conformance.mail.receiving import Receiver
from conformance.mail.routing import Router
from wire.bus import BusClient

if TYPE_CHECKING:
    from conformance.targets.model import Target


@dataclass(frozen=True)
class Link:
    """What the ports of one scenario share."""

    target: Target
    mailbox: Mailbox
    router: Router
    receiver: Receiver
    client: BusClient
    clock: Clock
    judge: Judge

    def raise_failure(self) -> None:
        """Raise what has gone wrong on our side, in this scenario or in the run."""
        failure = self.router.failure or self.mailbox.failure
        if failure is not None:
            raise failure

    def raise_lost_contact(self) -> None:
        """Raise `TargetUnreachable` while the bus does not answer."""
        if self.router.lost_contact is not None:
            raise self.router.lost_contact
