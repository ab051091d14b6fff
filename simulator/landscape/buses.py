"""The buses that a simulated world may run over, and what a journal server asks of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from simulator.clients.buscontrol import amqp_address, area_names, ensure_area
from wire.bus import BusClient
from wire.http import HttpBusClient


class Bus(Protocol):
    """A bus with test areas; every method raises `BusUnreachable`, `BusRefused`."""

    @property
    def kind(self) -> str:
        """What the target file calls this transport."""
        ...

    def admit(self, area: str, passwords: Mapping[str, str]) -> None:
        """Make the area with the queues of these HER-ids, or more of them; may be told the same again."""
        ...

    def address(self, area: str, her_id: str) -> str:
        """What the target file says of how one party connects; the password is told apart."""
        ...

    def client(self, area: str, her_id: str, password: str) -> BusClient:
        """One party's access, for the journal of the area; nothing is sent before the first call."""
        ...

    def areas(self) -> frozenset[str]:
        """The areas that are made."""
        ...


@dataclass(frozen=True)
class HttpBus:
    """A simulated bus over HTTP."""

    url: str
    kind: str = "http"

    def admit(self, area: str, passwords: Mapping[str, str]) -> None:
        """Ask for the area."""
        ensure_area(self.url, area, passwords)

    def address(self, area: str, her_id: str) -> str:
        """The same for all parties."""
        return f"{self.url.rstrip('/')}/w/{area}"

    def client(self, area: str, her_id: str, password: str) -> BusClient:
        """Over HTTP; it takes back what an earlier life of the same journal held."""
        return HttpBusClient(self.address(area, her_id), her_id, password, consumer=f"journal-{area}")

    def areas(self) -> frozenset[str]:
        """As the bus tells."""
        return area_names(self.url)


@dataclass(frozen=True)
class AmqpBus:
    """A simulated bus over AMQP 1.0; test areas are made over its HTTP face at `url`."""

    url: str
    kind: str = "amqp"

    def admit(self, area: str, passwords: Mapping[str, str]) -> None:
        """Ask for the area."""
        ensure_area(self.url, area, passwords)

    def address(self, area: str, her_id: str) -> str:
        """With the area; the user is the HER-id itself."""
        return f"{amqp_address(self.url)}?vhost={quote(area, safe='')}"

    def client(self, area: str, her_id: str, password: str) -> BusClient:
        """Over AMQP 1.0."""
        from wire.amqp import AmqpBusClient  # noqa: PLC0415 - an extra that is not always installed

        return AmqpBusClient(self.address(area, her_id), her_id, password, consumer=f"journal-{area}")

    def areas(self) -> frozenset[str]:
        """As the bus tells."""
        return area_names(self.url)


def over(bus: str | Bus) -> Bus:
    """The bus itself, or the one that answers over HTTP at an address."""
    return HttpBus(bus.rstrip("/")) if isinstance(bus, str) else bus
