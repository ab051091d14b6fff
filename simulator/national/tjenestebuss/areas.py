"""The test areas of one bus server: each its own world with its own database, parties and clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.clock import Clock
from simulator.national.tjenestebuss.broker import SCHEMA, Broker, BusSettings
from simulator.serving.areas import Areas as AreasOf
from simulator.store.database import Database


class Areas(AreasOf[Broker]):
    """Makes, finds and closes areas; with a data directory they come back after a restart."""

    def __init__(
        self, data_dir: Path | None, clock: Clock, settings: BusSettings, monotonic: Callable[[], float]
    ) -> None:
        def bus(path: Path | str) -> Broker:
            return Broker(Database(path, SCHEMA, max_pages=settings.max_pages), clock, settings, monotonic)

        super().__init__(None if data_dir is None else data_dir / "bus", bus)
        self.amqp_url = ""
        """Where the same queues answer over AMQP 1.0, while they do."""

    def ensure(self, area: str, passwords: Mapping[str, str]) -> bool:
        """Make the area if it is new and admit the parties; tells whether it was new. Raises `FaultyRequest`."""
        return self.make(area, lambda bus: bus.parties.admit(passwords))
