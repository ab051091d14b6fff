"""Meldingstjener, MSH v2: the transport between health actors. There is no error queue, and no answer in real time.

The address is that of the service without `/Messages`; the secret of `[helsenorge]` is a client of HelseID as JSON,
best kept in a file, or the simple token of a simulated test area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformance.clock import SystemClock
from wire.msh import MshClient
from wire.mshaccess import of_secret
from wire.mshbus import MshBus

if TYPE_CHECKING:
    from conformance.targets.model import Target

SOURCE: Final = "EPJ testbenk 0.1"
_PAUSE_SECONDS: Final = 0.5


def connect(target: Target) -> MshBus:
    """As the party that we play; nothing is sent before the first call. Raises `UnusableAccess`, `UnusableKey`."""
    us = target.helsenorge
    auth = of_secret(us.secret, SystemClock().now, target.route)
    client = MshClient(target.transport.address, SOURCE, auth=auth, route=target.route)
    return MshBus(client, us.her_id, pause_seconds=_PAUSE_SECONDS)
