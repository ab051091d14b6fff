"""RabbitMQ and a journal are killed at random moments: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.landscape.rabbitmq.node import RabbitNode

pytestmark = pytest.mark.skipif("EPJ_THOROUGH" not in os.environ, reason="takes minutes: EPJ_THOROUGH=1 make test")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_four_kills_lose_and_double_nothing(tmp_path: Path, node: RabbitNode) -> None:
    from tests.rabbitmq.kills import run

    outcome = run(tmp_path, node, messages=50, kills=4, seed=1)
    assert outcome.good, outcome
    assert sum(outcome.kills.values()) >= 4 and len(outcome.kills) == 2


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_thousand_messages_and_more_than_twenty_kills_lose_and_double_nothing(
    tmp_path: Path, node: RabbitNode
) -> None:
    from tests.rabbitmq.kills import run

    outcome = run(tmp_path, node, messages=1000, kills=22, seed=2)
    assert outcome.good, outcome
    assert sum(outcome.kills.values()) >= 22
