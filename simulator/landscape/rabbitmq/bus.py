"""RabbitMQ as a bus of simulated worlds: one of our own, or one that runs already and lets us make test areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from simulator.landscape.rabbitmq import definitions
from simulator.landscape.rabbitmq.management import Management
from wire.bus import BusClient


@dataclass(frozen=True)
class RabbitBus:
    """A vhost for each test area, a user for each HER-id in it."""

    management: Management
    host: str
    """Machine and port of AMQP."""
    kind: str = "amqp"

    @property
    def url(self) -> str:
        """What people are told."""
        return f"amqp://{self.host}/{definitions.NAMESPACE}"

    @classmethod
    def at(cls, url: str) -> RabbitBus:
        """The one whose management API is at `http://USER:PASSWORD@MACHINE:PORT`.

        Raises `BusUnreachable`, `BusRefused`.
        """
        parts = urlsplit(url)
        machine = parts.hostname or ""
        admin = (unquote(parts.username or ""), unquote(parts.password or ""))
        management = Management(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}", admin)
        return cls(management, f"{machine}:{management.amqp_port()}")

    def admit(self, area: str, passwords: Mapping[str, str]) -> None:
        """Make the area and its parties, or more of them."""
        self.management.import_definitions(definitions.area(area, passwords))

    def address(self, area: str, her_id: str) -> str:
        """With the user of that party and the area."""
        return definitions.address(self.host, area, her_id)

    def client(self, area: str, her_id: str, password: str) -> BusClient:
        """Over AMQP 1.0."""
        from wire.amqp import AmqpBusClient  # noqa: PLC0415 - an extra that is not always installed

        return AmqpBusClient(self.address(area, her_id), her_id, password, consumer=f"journal-{area}")

    def areas(self) -> frozenset[str]:
        """The vhosts."""
        return self.management.areas()
