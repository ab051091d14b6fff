"""Quorum queues are found again only when RabbitMQ has written their names, up to a second after it made them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final

from simulator.landscape.rabbitmq.node import RabbitNode

SECONDS: Final = 30.0


def await_written(node: RabbitNode, area: str, her_ids: Iterable[str]) -> None:
    """Return when a kill of the server would lose none of the async queues of these HER-ids."""
    wanted = [f"{area}_{one}_async".encode() for one in her_ids]
    give_up = time.monotonic() + SECONDS
    while not all(one in _written(node) for one in wanted):
        assert time.monotonic() < give_up, "the queues were never written"
        time.sleep(0.02)


def _written(node: RabbitNode) -> bytes:
    return b"".join(path.read_bytes() for path in (node.folder / "mnesia").glob("*/quorum/*/names.dets"))
