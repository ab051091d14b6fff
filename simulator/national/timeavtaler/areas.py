"""The test areas of one server: each with its own appointments, inbox, token and clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from simulator.clock import Clock
from simulator.national.timeavtaler.access import digest
from simulator.national.timeavtaler.appointments import SCHEMA, Appointments
from simulator.serving.areas import Areas as AreasOf
from simulator.store.database import Database

KEEP = 1000
"""How many calls an inbox holds."""


class Areas(AreasOf[Appointments]):
    """Makes, finds and closes areas; with a data directory they come back after a restart, however it stopped."""

    def __init__(
        self,
        data_dir: Path | None,
        clock: Clock,
        *,
        keep: int = KEEP,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        def receiver(path: Path | str) -> Appointments:
            return Appointments(Database(path, SCHEMA), clock, keep, monotonic)

        super().__init__(None if data_dir is None else data_dir / "timeavtaler", receiver)

    def ensure(self, area: str, token: str = "") -> bool:
        """Make the area if it is new, ask for the token if one is given; whether it was new. Raises `FaultyRequest`."""
        return self.make(area, lambda found: found.ask_for(digest(token)) if token else None)

    def token_digest(self, area: str) -> str:
        """What is kept of the token of an area; empty when it is open or not there."""
        return self.get(area).token_digest if area in self.ids() else ""
