"""The bus over AMQP 1.0: the connection string of Helsenorge.Messaging, with the password in it or as our secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.outcomes import PreconditionMissing
from wire.amqp import AmqpBusClient
from wire.amqp.client import AmqpNotInstalled

if TYPE_CHECKING:
    from conformance.targets.model import Target


def connect(target: Target) -> AmqpBusClient:
    """As the user of the address, else as Helsenorge's HER-id; nothing is sent before the first call.

    Raises `PreconditionMissing` where the library is not installed, `UnusableAddress`, `UnusableCertificates`.
    """
    us = target.helsenorge
    try:
        return AmqpBusClient(target.transport.address, us.her_id, us.secret, route=target.route)
    except AmqpNotInstalled as missing:
        raise PreconditionMissing(missing.problem, fix=missing.fix) from missing
