"""The test areas of one server: each with its own consents, notices and clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from simulator.clock import Clock
from simulator.national.helsenorge.citizens import Registry
from simulator.national.helsenorge.helsenorge import SCHEMA, Helsenorge
from simulator.serving.areas import Areas as AreasOf
from simulator.store.database import Database

KEEP: Final = 1000
"""How many notices an outbox holds."""


class Areas(AreasOf[Helsenorge]):
    """Makes, finds and closes areas; with a data directory they come back after a restart, however it stopped."""

    def __init__(
        self,
        data_dir: Path | None,
        clock: Clock,
        registry: Registry,
        known: Iterable[str] = (),
        *,
        keep: int = KEEP,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        def helsenorge(path: Path | str) -> Helsenorge:
            return Helsenorge(Database(path, SCHEMA), clock, registry, keep=keep, monotonic=monotonic)

        super().__init__(None if data_dir is None else data_dir / "helsenorge", helsenorge, known)

    def make(self, area: str, prepare: Callable[[Helsenorge], object] = lambda _: None) -> bool:
        """Make the area if it is new, and tell it its name; whether it was new. Raises `FaultyRequest`."""

        def named(found: Helsenorge) -> None:
            found.call(area)
            prepare(found)

        return super().make(area, named)
