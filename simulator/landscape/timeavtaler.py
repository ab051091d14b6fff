"""Starts Helsenorge's side of REST Timenotifikasjon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulator.app import Server
from simulator.clock import Clock
from simulator.national.timeavtaler import THREADS, Areas, build_timeavtaler


@dataclass(frozen=True)
class RunningTimeavtaler:
    """A service that answers."""

    server: Server
    areas: Areas

    @property
    def url(self) -> str:
        """Its address."""
        return self.server.url

    def address(self, area: str) -> str:
        """Where a journal of that test area puts its appointments; the area is made if it is new."""
        self.areas.ensure(area)
        return f"{self.url}/w/{area}"

    def stop(self) -> None:
        """Stop it."""
        self.server.stop()


def start_timeavtaler(
    data_dir: Path | None, clock: Clock, *, port: int, areas: Iterable[str] = ()
) -> RunningTimeavtaler:
    """Start it with these test areas; raises `PortTaken`, `DirectoryTaken`, `StoreUnusable`, `FaultyRequest`."""
    app, known = build_timeavtaler(data_dir, clock)
    try:
        for area in areas:
            known.ensure(area)
        return RunningTimeavtaler(Server(app, port=port, threads=THREADS, on_stop=known.close), known)
    except BaseException:
        known.close()
        raise
