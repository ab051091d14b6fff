"""What to start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulator.journal.profile import Profile


OVER: Final = ("http", "amqp", "rabbitmq")
"""What messages may go over, the usual first; the same as `simulator.landscape.over` knows."""


@dataclass(frozen=True)
class Plan:
    """What was asked for."""

    profiles: tuple[Profile, ...]
    bus_url: str
    port: int
    data: Path | None
    targets: Path
    seed: int
    timeavtaler: bool = False
    """Whether to start Helsenorge's receiver of appointments over REST, though no product asks for it."""
    timeavtaler_url: str = ""
    """A receiver that runs already."""
    services: tuple[str, ...] = ()
    """National services that were named."""
    bus: bool = True
    """Whether a bus is wanted: not where only national services were named."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """National services that run already, by name."""
    over: str = OVER[0]
    """What the journals send their messages over."""
    cms: bool = False
    """Whether messages are signed and encrypted."""

    @property
    def own_bus(self) -> bool:
        """Whether the bus is ours to start."""
        return self.bus and not self.bus_url

    @property
    def own_timeavtaler(self) -> bool:
        """Whether the receiver of appointments is ours to start: asked for, or needed by a product."""
        needed = any(profile.push == "fhir" for profile in self.profiles)
        return not self.timeavtaler_url and (self.timeavtaler or needed)

    @property
    def last_port(self) -> int:
        """The port behind those of all other servers."""
        return self.port_of(self.own_bus + len(self.profiles) + self.own_timeavtaler + len(self.services))

    def port_of(self, place: int) -> int:
        """The port of the n-th server; with port 0 every server takes a free one."""
        return self.port + place if self.port else 0
