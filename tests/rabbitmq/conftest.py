"""One RabbitMQ for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.landscape.rabbitmq.node import RabbitNode


@pytest.fixture(scope="session")
def node(rabbitmq: str) -> Iterator[RabbitNode]:
    """Each test has areas of its own on it, and leaves it running."""
    with RabbitNode() as running:
        yield running
