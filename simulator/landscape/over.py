"""What the journals of a simulated world send their messages over, and how the bus for it is had."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.clock import Clock
from simulator.landscape.buses import AmqpBus, Bus, HttpBus
from simulator.landscape.world import start_bus

HTTP: Final = "http"
AMQP: Final = "amqp"
RABBITMQ: Final = "rabbitmq"


@dataclass(frozen=True)
class Chosen:
    """A bus that runs: what journals are given, and what people are told."""

    bus: Bus
    title: str
    url: str
    """Where test areas are made, and where the queues answer over HTTP."""
    also: str = ""
    """Where the same queues answer over AMQP."""
    page: str = ""
    """What a browser may open."""
    login: str = ""
    """The file that says how one logs in there."""


def running_bus(kind: str, url: str) -> Chosen:
    """One that somebody else has started; of RabbitMQ the management API, with user and password.

    Raises `BusUnreachable`, `BusRefused`.
    """
    if kind == RABBITMQ and url:
        from simulator.landscape.rabbitmq.bus import RabbitBus  # noqa: PLC0415 - seldom asked for

        found = RabbitBus.at(url)
        return Chosen(found, "RabbitMQ som alt var i gang", found.url)
    bus = AmqpBus(url) if kind == AMQP else HttpBus(url)
    return Chosen(bus, "buss som alt var i gang", url)


def own_bus(
    kind: str, data_dir: Path | None, clock: Clock, running: ExitStack, *, port: int = 0, amqp_port: int = 0
) -> Chosen:
    """One of our own, stopped by `running`. Raises as `start_bus` and `start_rabbitmq` do."""
    if kind == RABBITMQ:
        from simulator.landscape.rabbitmq.own import start_rabbitmq  # noqa: PLC0415 - seldom asked for

        node = start_rabbitmq(data_dir, running, amqp=amqp_port, management=port)
        page = node.management.page
        return Chosen(node.bus, "RabbitMQ over AMQP 1.0", node.bus.url, page=page, login=str(node.settings.login))
    over_amqp = kind == AMQP
    started = start_bus(data_dir, clock, port=port, amqp_port=amqp_port if over_amqp else None)
    running.callback(started.stop)
    title = f"simulert buss over HTTP{' og AMQP 1.0' if over_amqp else ''}"
    return Chosen(started.bus, title, started.url, started.amqp, f"{started.url}/_sim/areas")
