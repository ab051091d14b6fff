"""A RabbitMQ for one simulated world."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from simulator.landscape.rabbitmq.installed import find
from simulator.landscape.rabbitmq.node import RabbitNode
from simulator.store.ownership import Ownership
from wire.amqp.client import require_proton


def start_rabbitmq(data_dir: Path | None, running: ExitStack, *, amqp: int = 0, management: int = 0) -> RabbitNode:
    """Start one that `running` stops; with a data directory its messages come back at the next start.

    Raises `NoRabbit`, `AmqpNotInstalled`, `DirectoryTaken`, `StoreUnusable`.
    """
    installed = find()
    require_proton()
    folder = None if data_dir is None else data_dir / "rabbitmq"
    if folder is not None:
        running.callback(Ownership(folder).close)
    node = RabbitNode(folder, installed=installed, amqp=amqp, management=management)
    running.callback(node.stop)
    return node
