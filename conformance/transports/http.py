"""The bus over HTTP (docs/contract.md, part 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.http import HttpBusClient

if TYPE_CHECKING:
    from conformance.targets.model import Target


def connect(target: Target) -> HttpBusClient:
    """Log in as Helsenorge's HER-id; nothing is sent before the first call."""
    us = target.helsenorge
    return HttpBusClient(target.transport.address, us.her_id, us.secret, route=target.route)
